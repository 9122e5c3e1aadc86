"""What people, services, suppliers and incidents of the sample company are called. All of it is invented."""

from __future__ import annotations

from collections.abc import Mapping

from balance.sample.portfolio import COLD, FOOD, FREIGHT, GROUP, HOME, PHARMA

OWNERS = (
    "Amara Nwosu", "Tomasz Wilczek", "Priya Raghunathan", "Ewan Galbraith", "Leila Haddad", "Joost van Rijn",
    "Siobhan Keane", "Mateus Carvalho", "Ingrid Solberg", "Kwame Boateng", "Hannah Whitlock", "Yusuf Demir",
    "Claire Aubert", "Rajesh Pillai", "Magda Horvath", "Owen Pryce", "Mei Lin Tan", "Stefan Kessler",
    "Fatima Zahra Idrissi", "Daniel Osei", "Giulia Ferrante", "Nikos Papadakis", "Rosie Hartnell", "Arjun Mehta",
)  # fmt: skip

SPONSORS: Mapping[str, str] = {
    FOOD: "Margaret Oduya", PHARMA: "Henrik Lindqvist", FREIGHT: "Anneke de Wit", COLD: "Robert Ashdown",
    HOME: "Sunita Kapoor", GROUP: "Catherine Beaumont",
}  # fmt: skip

SERVICES: Mapping[str, tuple[str, ...]] = {
    FOOD: ("Route planning", "Depot scanning", "Driver handhelds", "Fleet telematics", "Store delivery notes"),
    PHARMA: ("Temperature monitoring", "Batch release", "Client portal", "Serialisation hub", "Quality records"),
    FREIGHT: ("Freight booking", "Customs filing", "Carrier portal", "Freight pricing", "Partner interfaces"),
    COLD: ("Warehouse management", "Cold store sensors", "Dock scheduling", "Warehouse automation", "Site network"),
    HOME: ("Web shop", "Slot booking", "Card payments", "Delivery app", "Customer service desk"),
    GROUP: ("Finance ledger", "Payroll", "Identity and sign-on", "E-mail and files", "Integration platform"),
}  # fmt: skip

SUPPLIERS = ("Vantor Telematics", "Brightfold Cloud", "Nordlys Telecom", "Ardent Payments", "Castellan Identity",
             "Skarsund Hosting", "Meridel Software", "Oakhurst Power")  # fmt: skip

TITLES: Mapping[str, tuple[str, ...]] = {
    "Failed change": (
        "{service}: release rolled back after errors", "{service}: configuration change removed an interface",
        "{service}: database update locked users out", "{service} slow after release",
        "{service}: certificate replaced with the wrong one", "{service}: wrong master data loaded",
        "{service}: messages lost after an interface change", "{service}: printing stopped after an update",
    ),
    "Service outage": (
        "{service} unavailable", "{service}: disk full, service stopped", "{service}: memory exhausted at peak",
        "{service}: network line cut", "{service}: night run did not finish", "{service} time-outs at several sites",
        "{service}: storage failure", "{service}: fail-over did not work",
    ),
    "Supplier outage": (
        "{supplier} outage stops {service}", "{supplier}: degraded service, {service} affected",
        "{supplier} maintenance overran, {service} down", "{supplier}: data feed to {service} missing",
    ),
    "Intrusion and extortion": (
        "Malware found on {service} hosts", "Stolen credentials used on {service}",
        "Unpatched gateway of {service} entered",
        "Extortion mail after intrusion into {service}", "Password spraying against {service}",
        "Encrypted files on a {service} share", "Remote access tool found on {service} server",
    ),
    "Data disclosure": (
        "{service}: report sent to the wrong recipients", "{service}: customer data open to other users",
        "Unprotected storage with {service} data found", "Lost device with {service} data",
        "{service}: test data with real names", "{service}: records shown without sign-on",
    ),
    "Fraud and misuse": (
        "{service}: supplier bank details changed by deceit", "{service}: refunds to own accounts",
        "{service}: account taken over", "{service}: access used after leaving", "{service}: false invoices approved",
        "{service}: stolen cards used for orders",
    ),
}  # fmt: skip

CAUSES: Mapping[str, tuple[str, ...]] = {
    "Failed change": ("Insufficient testing", "Human error", "Unknown dependency", "Configuration drift"),
    "Service outage": ("Capacity", "Hardware failure", "Software defect", "Configuration drift"),
    "Supplier outage": ("Supplier failure", "Supplier change", "Network provider"),
    "Intrusion and extortion": ("Unpatched vulnerability", "Stolen credentials", "Phishing", "Exposed service"),
    "Data disclosure": ("Human error", "Missing access check", "Misconfigured storage", "Lost device"),
    "Fraud and misuse": ("Deception", "Excess rights", "Stolen cards", "Process gap"),
}  # fmt: skip

CHANNELS: Mapping[str, tuple[str, ...]] = {
    "Failed change": ("Monitoring", "User report", "Release team"),
    "Service outage": ("Monitoring", "User report", "Service desk"),
    "Supplier outage": ("Monitoring", "Supplier notice", "User report"),
    "Intrusion and extortion": ("Security operations", "Partner notice", "User report"),
    "Data disclosure": ("User report", "Customer complaint", "Audit"),
    "Fraud and misuse": ("Finance control", "Bank notice", "Audit"),
}  # fmt: skip

TECHNICAL_NEED: Mapping[str, str] = {
    "cloud": "Landing zone, network route and cost limits in the shared subscription",
    "ai": "Clean history of two years, a model register and a fall-back without the model",
    "iot": "Device identities, over-the-air updates and a broker at each site",
    "5g": "Radio survey, spectrum licence and a core at the site",
    "erp": "Agreed master data, interfaces frozen for two months, a rehearsal of the switch",
    "quantum": "Inventory of algorithms and keys in code, devices and contracts",
    "mobile": "Managed devices, offline use and an app release every two weeks",
    "": "Supported versions and a tested way back",
}

SECURITY_NEED: Mapping[str, str] = {
    "restricted": "Encryption with own keys, access by named role, penetration test before go-live",
    "confidential": "Access by role, logging to the security operations centre, data kept in Europe",
    "internal": "Standard hardening, patching in 30 days, sign-on through the group identity",
}
