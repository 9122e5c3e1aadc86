"""The initiatives of the sample company, written by hand: a portfolio that grows too wide in its last six quarters.

Money is in millions of pounds, lengths in planned months, `start` is the month planned for the start.
`security` is the stage at which security joins in the end. The simulation varies money, dates and progress.
"""

from __future__ import annotations

from dataclasses import dataclass

FOOD, PHARMA, FREIGHT = "Food Logistics UK", "Pharma & Life Sciences", "Continental Freight"
COLD, HOME, GROUP = "Cold Storage", "Home Delivery", "Group Services"
UNITS = (FOOD, PHARMA, FREIGHT, COLD, HOME, GROUP)

CUSTOMER, FLEET, SITES = "Customer & Commerce", "Network & Fleet", "Sites & Automation"
CORE, INSIGHT, TRUST = "Core Platforms", "Data & AI", "Resilience & Trust"


@dataclass(frozen=True)
class Idea:
    """One initiative as it was first written down."""

    name: str
    unit: str
    portfolio: str
    technology: str
    category: str
    start: str
    months: int
    budget: float
    value: float | None
    security: str
    people: float
    data: str
    internet: bool
    need: str
    neglect: str
    after: tuple[str, ...] = ()
    held: tuple[str, str] = ("", "")
    cancelled: str = ""


PORTFOLIO: tuple[Idea, ...] = (
    Idea("ERP finance core to cloud", GROUP, CORE, "erp; cloud", "transform", "2022-10", 17, 6.4, 2.8, "build", 16,
         "confidential", False, "Close the books in five days across nine countries",
         "The old ledger leaves vendor support and each close takes 14 days"),
    Idea("Order platform renewal, phase 1", HOME, CUSTOMER, "cloud; mobile", "grow", "2022-11", 14, 4.2, 2.6,
         "design", 12, "confidential", True, "Take orders at peak without a queue",
         "Peak trading weeks stay capped at today's order volume"),
    Idea("Depot Wi-Fi 6 refresh", COLD, SITES, "", "run", "2023-01", 9, 1.1, 0.4, "design", 4,
         "internal", False, "Scanning that does not drop in the aisles",
         "Scanners drop out and picking falls back to paper"),
    Idea("Driver handheld replacement", FOOD, FLEET, "mobile", "run", "2023-01", 10, 1.8, 0.9, "build", 5,
         "internal", False, "One device for route, proof and temperature",
         "Handhelds out of support carry customer addresses"),
    Idea("GDP temperature audit trail", PHARMA, TRUST, "iot", "mandatory", "2023-02", 11, 1.4, 0.7, "design", 5,
         "restricted", False, "Pass the wholesale licence inspection", "The wholesale distribution licence is at risk"),
    Idea("Group identity and single sign-on", GROUP, TRUST, "cloud", "run", "2023-02", 12, 2.0, 0.6, "design", 7,
         "confidential", True, "One identity for 11,000 people", "Leavers keep access for weeks"),
    Idea("Customs declaration service", FREIGHT, CORE, "cloud", "mandatory", "2023-03", 12, 1.6, 1.1, "build", 6,
         "confidential", True, "Clear loads before they reach the port", "Loads wait at the border and fines follow"),
    Idea("Route planning engine", FOOD, INSIGHT, "ai; cloud", "transform", "2023-04", 13, 2.8, 2.4, "build", 9,
         "internal", False, "Fewer miles for the same drops", "Fuel per drop stays nine per cent above the best rival"),
    Idea("Cold store sensor pilot", COLD, SITES, "iot", "transform", "2023-05", 8, 0.7, 0.3, "late", 3,
         "internal", False, "See every chamber's temperature by the minute",
         "Excursions are found at the morning round"),
    Idea("Carrier portal", FREIGHT, CUSTOMER, "cloud", "grow", "2023-06", 10, 1.3, 1.1, "build", 5,
         "confidential", True, "Let 400 carriers book and invoice themselves",
         "Carrier queries keep 20 people on the phone"),
    Idea("Data warehouse migration", GROUP, CORE, "cloud", "transform", "2023-07", 14, 3.1, 1.2, "build", 9,
         "confidential", False, "One version of the numbers", "Reports run on hardware without spares",
         held=("2024-02", "2024-05")),
    Idea("Home slot booking", HOME, CUSTOMER, "cloud; mobile", "grow", "2023-09", 9, 1.5, 1.9, "late", 6,
         "confidential", True, "Offer two-hour slots nationwide", "Customers leave for firms with two-hour slots",
         after=("Order platform renewal, phase 1",)),
    Idea("Warehouse management upgrade, Wakefield", COLD, SITES, "erp", "run", "2023-10", 12, 2.4, 1.3, "build", 8,
         "internal", False, "Run Wakefield on the supported release",
         "No patches for the system that runs the largest site"),
    Idea("Pharma serialisation", PHARMA, TRUST, "cloud; iot", "mandatory", "2023-11", 13, 2.2, 1.0, "design", 7,
         "restricted", False, "Verify every pack under the falsified medicines rules", "Packs may not be handed over"),
    Idea("Payment gateway change", HOME, CORE, "", "run", "2023-12", 7, 0.9, 0.6, "design", 4,
         "restricted", True, "Cheaper card payments with fewer refusals", "The gateway contract ends and fees double"),
    Idea("Fleet telematics 2", FOOD, FLEET, "iot; 5g", "transform", "2024-01", 14, 3.4, 2.2, "late", 8,
         "internal", False, "Know where 1,900 vehicles are and how they are driven",
         "Telematics units stop with the 2G switch-off"),
    Idea("Security operations partner", GROUP, TRUST, "", "run", "2024-02", 8, 1.2, 0.5, "design", 4,
         "confidential", False, "Watch at night as well", "Alarms raised at night are read in the morning"),
    Idea("Freight pricing model", FREIGHT, INSIGHT, "ai", "grow", "2024-03", 9, 1.1, 1.8, "late", 4,
         "confidential", False, "Quote in seconds with a known margin", "One load in six is sold below cost"),
    Idea("Endpoint detection roll-out", GROUP, TRUST, "", "run", "2024-04", 8, 1.3, 0.4, "design", 4,
         "confidential", False, "See and stop malware on 7,400 machines",
         "The insurer excludes extortion from the cover"),
    Idea("Returns and reverse logistics", HOME, CUSTOMER, "cloud", "grow", "2024-06", 10, 1.6, 1.2, "build", 6,
         "internal", True, "Collect and credit returns in two days", "Retail customers take returns elsewhere"),
    Idea("Cold chain visibility for customers", PHARMA, CUSTOMER, "iot; cloud", "grow", "2024-07", 12, 2.6, 2.1,
         "build", 8, "confidential", True, "Show clients their shipment's temperature live",
         "Two of the ten largest clients tender again"),
    Idea("Private 5G network, Tilburg", COLD, SITES, "5g; iot", "transform", "2024-08", 13, 2.9, 1.0, "late", 7,
         "internal", False, "Radio that reaches every freezer aisle",
         "The robots planned for Tilburg cannot be connected"),
    Idea("Supplier invoice automation", GROUP, INSIGHT, "ai; erp", "run", "2024-09", 9, 1.0, 0.9, "build", 4,
         "confidential", False, "Match 40,000 invoices a month without touch", "Duplicate payments go on unseen",
         after=("ERP finance core to cloud",)),
    Idea("Automated storage, Wakefield", COLD, SITES, "iot", "transform", "2024-10", 18, 7.8, 3.6, "build", 15,
         "internal", False, "Store 28,000 pallets with a third of the people", "Wakefield runs out of room in 2027",
         after=("Warehouse management upgrade, Wakefield",)),
    Idea("Electric fleet charging control", FOOD, FLEET, "iot", "transform", "2024-11", 14, 2.4, 1.0, "late", 6,
         "internal", True, "Charge 220 vehicles inside the grid connection", "City zones close to the diesel fleet",
         cancelled="2025-09"),
    Idea("Intermodal booking", FREIGHT, CUSTOMER, "cloud", "grow", "2024-12", 11, 1.9, 1.6, "build", 7,
         "internal", True, "Sell rail and ferry legs in one booking", "Rail slots are lost to faster forwarders"),
    Idea("Order platform renewal, phase 2", HOME, CUSTOMER, "cloud; ai", "transform", "2025-01", 16, 5.2, 4.1,
         "build", 15, "confidential", True, "One basket for grocery, pharmacy and partners",
         "Partners cannot be added before 2028",
         after=("Order platform renewal, phase 1",)),
    Idea("HR and payroll replacement", GROUP, CORE, "erp; cloud", "run", "2025-02", 15, 3.3, 0.9, "build", 9,
         "restricted", False, "Pay 11,000 people in nine countries correctly",
         "Payroll runs on a version without patches",
         held=("2026-05", "2027-03")),
    Idea("Demand forecasting", FOOD, INSIGHT, "ai; cloud", "transform", "2025-03", 12, 2.1, 2.6, "late", 7,
         "internal", False, "Roster drivers to next week's volume", "Overtime and empty runs cost two millions a year"),
    Idea("NIS2 compliance programme", GROUP, TRUST, "", "mandatory", "2025-04", 14, 2.0, None, "design", 8,
         "confidential", False, "Meet the directive in six member states", "Fines and personal liability of directors"),
    Idea("Computer vision for damage claims", FREIGHT, INSIGHT, "ai", "transform", "2025-04", 10, 1.2, 1.1, "late", 5,
         "internal", False, "Settle claims from photographs in a day", "Claims handling stays at eleven days",
         cancelled="2025-12"),
    Idea("Depot 5G and IoT sensors", FOOD, FLEET, "5g; iot", "transform", "2025-05", 16, 4.0, 1.9, "late", 10,
         "internal", False, "Count and weigh goods at the dock door", "Disputed deliveries cost a million a year"),
    Idea("Clinical trial logistics portal", PHARMA, CUSTOMER, "cloud", "grow", "2025-06", 12, 1.8, 2.2, "build", 7,
         "restricted", True, "Win direct-to-patient trials", "Two trial sponsors move to a specialist"),
    Idea("Customer data platform", HOME, INSIGHT, "cloud; ai", "grow", "2025-06", 13, 2.5, 2.0, "late", 8,
         "restricted", True, "Know a household across four brands", "Marketing buys back its own customers",
         cancelled="2026-03"),
    Idea("ERP supply chain roll-out", GROUP, CORE, "erp; cloud", "transform", "2025-07", 20, 8.5, 3.4, "build", 22,
         "confidential", False, "Plan stock, transport and people in one system",
         "Five planning systems stay, none agrees",
         after=("ERP finance core to cloud",)),
    Idea("Warehouse robotics, Tilburg", COLD, SITES, "iot; ai", "transform", "2025-07", 15, 5.4, 2.8, "late", 13,
         "internal", False, "Pick frozen goods without people at minus 25", "Night shifts in Tilburg cannot be staffed",
         after=("Private 5G network, Tilburg",)),
    Idea("Service desk assistant", GROUP, INSIGHT, "ai", "run", "2025-08", 8, 0.8, 0.7, "late", 4,
         "confidential", False, "Answer half of the service desk's calls", "The desk cannot keep up with new systems"),
    Idea("Digital freight exchange", FREIGHT, CUSTOMER, "cloud; ai", "grow", "2025-09", 14, 3.0, 3.2, "late", 11,
         "confidential", True, "Sell spare space minutes before departure", "One trailer in five leaves half empty"),
    Idea("Temperature passports for biologics", PHARMA, CUSTOMER, "iot; cloud", "grow", "2025-09", 12, 1.7, 1.5,
         "design", 7, "restricted", True, "Release biologics on arrival", "Clients quarantine every load for a day"),
    Idea("Mainframe exit", GROUP, CORE, "cloud", "transform", "2025-10", 22, 9.2, 3.0, "build", 20,
         "confidential", False, "Leave the mainframe before its contract ends",
         "The contract renews at three times the price",
         after=("Data warehouse migration",)),
    Idea("Yard management", FOOD, FLEET, "iot", "run", "2025-10", 10, 1.4, 0.8, "build", 5,
         "internal", False, "Turn a trailer round in 45 minutes", "Drivers lose an hour a day in the yard"),
    Idea("Delivery promise engine", HOME, INSIGHT, "ai", "grow", "2025-11", 11, 1.9, 2.3, "late", 7,
         "internal", True, "Promise an hour and keep it", "Compensation for missed slots keeps rising",
         after=("Order platform renewal, phase 2",)),
    Idea("Cold store energy optimisation", COLD, INSIGHT, "ai; iot", "transform", "2025-11", 12, 1.6, 1.7, "build", 6,
         "internal", False, "Cool when power is cheap", "Energy is the second largest cost of every site"),
    Idea("Partner API gateway", FREIGHT, CORE, "cloud", "run", "2025-12", 9, 1.2, 0.9, "design", 5,
         "confidential", True, "Connect a partner in a week", "Every partner link is built and broken by hand"),
    Idea("Post-quantum crypto inventory", GROUP, TRUST, "quantum", "mandatory", "2026-01", 10, 0.9, None, "design", 4,
         "restricted", False, "Know what must be re-encrypted, and by when", "Recorded traffic becomes readable later"),
    Idea("Driver companion app", FOOD, FLEET, "mobile; ai", "grow", "2026-01", 9, 1.3, 1.0, "late", 5,
         "confidential", True, "Help drivers through a new depot or customer", "New drivers leave within three months"),
    Idea("Pharma control tower", PHARMA, INSIGHT, "cloud; ai; iot", "transform", "2026-02", 14, 3.2, 2.7, "late", 10,
         "restricted", True, "See every shipment and act before it fails",
         "One excursion in four is found by the client"),
    Idea("Zero-trust network access", GROUP, TRUST, "cloud", "run", "2026-02", 13, 2.3, 0.6, "design", 8,
         "confidential", True, "Reach systems without the flat network", "One stolen laptop opens every depot"),
    Idea("Parcel locker network", HOME, SITES, "iot; mobile", "grow", "2026-03", 12, 2.7, 1.9, "late", 8,
         "internal", True, "Deliver at night to 350 lockers", "Failed first deliveries stay at seven in a hundred",
         held=("2026-07", "2027-01")),
    Idea("Agentic customer service", HOME, CUSTOMER, "ai; cloud", "transform", "2026-04", 10, 1.8, 2.4, "late", 7,
         "confidential", True, "Resolve seven of ten queries without a person",
         "Service cost per order rises with volume"),
    Idea("Quantum route optimisation trial", FREIGHT, INSIGHT, "quantum; ai", "transform", "2026-04", 12, 1.0, 0.5,
         "late", 4, "internal", False, "Learn whether the hard routing cases can be solved", "Others learn first"),
    Idea("Cross-border e-consignment notes", FREIGHT, CORE, "mobile; cloud", "mandatory", "2026-05", 9, 1.1, 0.8,
         "build", 5, "internal", True, "Paperless crossings under the eFTI rules",
         "Paper is refused at borders from 2027"),
    Idea("Edge computing in depots", FOOD, SITES, "5g; cloud", "transform", "2026-06", 13, 2.6, 1.4, "late", 7,
         "internal", False, "Keep depots running when the line is cut", "A cut line stops a depot within ten minutes"),
    Idea("Blood and plasma tracking", PHARMA, CUSTOMER, "iot; 5g", "grow", "2026-07", 12, 1.9, 1.6, "build", 7,
         "restricted", False, "Serve three national blood services", "The tender of 2027 asks for it"),
    Idea("Finance close automation", GROUP, INSIGHT, "erp; ai", "run", "2026-08", 8, 0.9, 0.8, "late", 4,
         "confidential", False, "Reconcile without spreadsheets", "The close depends on three people"),
    Idea("Cold store digital twin", COLD, INSIGHT, "ai; iot; cloud", "transform", "2026-08", 14, 2.2, 1.5, "late", 6,
         "internal", False, "Try a layout before moving a rack", "Each re-layout costs two weeks of output"),
    Idea("Loyalty and subscription", HOME, CUSTOMER, "mobile; cloud", "grow", "2026-10", 11, 1.7, 2.0, "build", 7,
         "confidential", True, "Turn one order a month into three", "Acquisition cost keeps eating the margin"),
    Idea("Autonomous yard tractor trial", FOOD, FLEET, "5g; ai; iot", "transform", "2026-11", 14, 2.0, 0.7, "late", 5,
         "internal", False, "Move trailers at night without a driver", "Shunters cannot be hired at two sites",
         after=("Depot 5G and IoT sensors",)),
    Idea("ERP warehouse module", COLD, CORE, "erp", "transform", "2026-12", 16, 4.6, 2.1, "build", 11,
         "internal", False, "Retire four warehouse systems", "Four vendors, four upgrades, every year",
         after=("ERP supply chain roll-out",)),
    Idea("Quantum-safe certificates", GROUP, TRUST, "quantum", "mandatory", "2027-01", 12, 1.4, None, "design", 5,
         "restricted", True, "Sign and encrypt with algorithms that last", "Certificates fall out of trust one by one",
         after=("Post-quantum crypto inventory",)),
    Idea("Generative tender writing", FREIGHT, INSIGHT, "ai", "grow", "2027-02", 7, 0.6, 0.8, "late", 3,
         "confidential", False, "Answer twice as many tenders", "Half of the tenders are not answered"),
    Idea("Medicine home delivery", PHARMA, CUSTOMER, "mobile; cloud", "grow", "2027-03", 14, 2.9, 3.1, "design", 9,
         "restricted", True, "Bring prescriptions to the door", "Pharmacies build their own fleets"),
    Idea("Hydrogen truck telemetry", FREIGHT, FLEET, "iot; 5g", "transform", "2027-04", 10, 0.9, 0.4, "build", 3,
         "internal", False, "Run six hydrogen trucks safely", "The subsidy goes to others"),
)  # fmt: skip

YEARLY: tuple[tuple[str, str, str, float, int], ...] = (
    ("Desktop and laptop refresh", GROUP, "", 1.2, 8),
    ("Depot network upgrade", FOOD, "", 1.5, 10),
    ("Tachograph and telematics renewal", FREIGHT, "iot", 1.1, 9),
    ("Cold store control upgrade", COLD, "iot", 1.4, 11),
    ("Web shop release programme", HOME, "cloud", 1.6, 9),
    ("Licence inspection remediation", PHARMA, "", 0.8, 7),
    ("Finance system release", GROUP, "erp", 1.3, 8),
    ("Server virtualisation", GROUP, "cloud", 1.7, 11),
    ("Handheld software release", FOOD, "mobile", 0.7, 7),
    ("Freight exchange interfaces", FREIGHT, "cloud", 0.9, 8),
    ("Warehouse scanner replacement", COLD, "mobile", 1.0, 8),
    ("Clinical shipment interfaces", PHARMA, "cloud", 0.9, 9),
)
"""What every earlier year had: name, unit, technology, budget in millions, months. Used for longer histories."""
