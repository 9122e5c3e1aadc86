"""Lists that companies keep beside ours and hand in by mistake: what such a sheet is, and what is needed instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from balance.ingest.headers import forms, squash

LEAST = 3
"""How many headers of a list must be there, one of them its own."""


@dataclass(frozen=True)
class OtherList:
    """One kind of list: what it is called, headers that only it has, headers it usually has too, what is needed."""

    name: str
    own: str
    usual: str
    instead: str


OTHER_LISTS = (
    OtherList(
        "a risk register",
        "Risk ID; Risk No; Risk Ref; Risk Reference; Risk; Risks; Risk Title; Risk Name; Risk Description; Risk Event; "
        "Risk Statement; Risk Owner; Risk Category; Inherent Risk; Inherent Rating; Inherent Score; Residual Risk; "
        "Residual Rating; Residual Score; Risk Rating; Risk Score; Risk Treatment; Risiko-ID; Risiko-Nr; Risiko; "
        "Risikobeschreibung; Risikoeigner; Bruttorisiko; Nettorisiko; ID risque; Risque; Description du risque; "
        "Risque brut; Risque résiduel; Propriétaire du risque; ID riesgo; Riesgo; Descripción del riesgo; "
        "Riesgo inherente; Riesgo residual; ID risco; Risco; Descrição do risco; Risco residual; Rischio; ID rischio",
        "Likelihood; Probability; Impact; Consequence; Mitigation; Mitigation Plan; Mitigating Controls; Treatment; "
        "Proximity; Trend; Eintrittswahrscheinlichkeit; Auswirkung; Schadenshöhe; Massnahmen; Probabilité; Gravité; "
        "Criticité; Probabilidad; Impacto; Mitigación; Probabilidade; Mitigação; Probabilità; Impatto",
        "It lists what may happen, which Balance works out by itself from what did happen: load the list of incidents, "
        "the measures against these risks as controls, and what the board allows to be lost as assumptions.",
    ),
    OtherList(
        "a list of releases",
        "Version; Fix version; Fix version/s; Release; Release Name; Release Version; Version Name; "
        "Issues in version; Versionsname; Version livrée; Versión",
        "Release date; Released; Released on; Release status; Archived; Start date; Description; Project; Progress; "
        "Issues; Release notes; Veröffentlichungsdatum; Date de livraison; Date de publication; Fecha de publicación",
        "A release is neither an initiative nor an incident: load the list of epics or projects with the end date that "
        "was approved. It can be loaded as changes where each row is one thing put into operation.",
    ),
    OtherList(
        "a list of vulnerabilities or findings",
        "CVE; CVE ID; CVEs; CVSS; CVSS Score; CVSS v3; CVSS Base Score; Plugin ID; QID; CWE; EPSS; Vulnerability; "
        "Vulnerability ID; Vulnerability Name; Exploitability",
        "Severity; Host; Hostname; IP; IP Address; Asset; First Seen; First Found; Last Seen; Last Found; Port; "
        "Solution; Remediation; Finding; Finding ID; Title; Status",
        "A weakness is no incident until something happened: load the list of incidents. How many findings are open "
        "for each initiative, and since when, belongs in the initiatives (findings_open, oldest_finding_on).",
    ),
    OtherList(
        "a list of equipment",
        "Asset Tag; Serial Number; Serial No; Hostname; Host Name; MAC Address; Operating System; Warranty; "
        "Warranty Expiration; Seriennummer; Inventarnummer; Numéro de série; Número de serie",
        "Asset ID; Asset Name; Model; Manufacturer; Vendor; IP Address; Location; Assigned to; Purchase Date; CI Name; "
        "Class; Status; Install Date",
        "Balance reads no equipment: load the initiatives, incidents, changes or controls that concern it.",
    ),
    OtherList(
        "a time sheet",
        "Hours worked; Hours logged; Hours Booked; Logged Hours; Billable Hours; Timesheet; Timesheet ID; Work date; "
        "Time entry; Worklog; Stunden gebucht; Heures saisies; Horas trabajadas",
        "Employee; Employee ID; Resource; Person; User; Task; Project; Project ID; Date; Week; Week ending; Activity; "
        "Hours; Comment; Description",
        "It has a row for every booking: load a list with one row for each initiative, and the people on it.",
    ),
    OtherList(
        "a list of bookings",
        "GL Account; G/L Account; Cost Element; Posting Date; Document Number; Document No; Journal; Journal Entry; "
        "Debit; Credit; Sachkonto; Kostenart; Buchungsdatum; Belegnummer; Compte général; Date comptable; Asiento",
        "Cost Center; Cost Centre; Company Code; Amount; Vendor; WBS Element; Profit Center; Fiscal Year; Period; "
        "Currency; Text; Account; Kostenstelle; Betrag",
        "It has a row for every booking: load a list with one row for each initiative, its budget and its cost.",
    ),
)  # fmt: skip


def other_list(headers: Iterable[str]) -> OtherList | None:
    """The kind of list that headers show beyond doubt, None where they show none.

    >>> found = other_list(["Risk ID", "Owner", "Likelihood", "Impact"])
    >>> found.name if found else None, other_list(["Project ID", "Name", "Likelihood", "Impact"])
    ('a risk register', None)
    """
    have = {form for header in headers if header for form in forms(header)[:2]}
    counted = [(len(have & own), len(have & (own | usual)), kind) for kind, own, usual in _names()]
    likely = [(every, kind) for mine, every, kind in counted if mine and every >= LEAST]
    return max(likely, key=lambda one: one[0], default=(0, None))[1]


def telling(kind: OtherList, headers: Iterable[str]) -> list[str]:
    """Those of the headers that show the kind."""
    names = frozenset(map(squash, f"{kind.own}; {kind.usual}".split("; ")))
    return [header for header in headers if header and names.intersection(forms(header)[:2])]


@cache
def _names() -> tuple[tuple[OtherList, frozenset[str], frozenset[str]], ...]:
    return tuple(
        (kind, frozenset(map(squash, kind.own.split("; "))), frozenset(map(squash, kind.usual.split("; "))))
        for kind in OTHER_LISTS
    )
