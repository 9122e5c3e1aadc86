"""Stress tests: single events with a name, what one costs and how often it is thought to come.

Each is two assumptions: `stress:NAME:loss` (currency; the typical cost, its likely range that of one event) and
`stress:NAME:per_year`.
A default is a published figure where there is one. Otherwise it is a stated example, there to be replaced.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from balance.language import label

EXAMPLE = "a stated example, not an estimate"
_SET = 2026
_IBM = "derived: IBM Cost of a Data Breach 2025, a mean of"
_IRIS = "derived: Cyentia IRIS 2025, 9.3 in 100 firms a year have a significant incident"
_AROUND = "the spread a stated example"


class Row(NamedTuple):
    """One assumption of a stress test, in the order in which documented assumptions are written."""

    key: str
    meaning: str
    value: float
    low: float
    high: float
    unit: str
    shape: Literal["lognormal"]
    source: str
    year: int


class Named(NamedTuple):
    """What a stress test is called and what is meant to have happened."""

    title: str
    story: str
    technology: str = ""
    """The tag of what it strikes, where it strikes one technology."""


NAMED: dict[str, Named] = {
    "ransomware": Named("Ransomware year", "Systems are encrypted and data is stolen; restoring takes weeks."),
    "cloud_region": Named("Cloud region down", "The region most services run in is gone for a day.", "cloud"),
    "ai_leak": Named("AI data leak", "Confidential data leaves through an AI tool or model.", "ai"),
    "supplier": Named("Key supplier breached", "An intruder at a supplier reaches our data and systems."),
    "harvest_now": Named("Harvest now, decrypt later", "Data recorded today is read once its encryption breaks.",
                         "quantum"),
}  # fmt: skip
"""The documented stress tests in the order they are shown; a person may state others by name."""


def _pair(name: str, loss: tuple[float, float, float], loss_from: tuple[str, int],
          rate: tuple[float, float, float], rate_from: tuple[str, int]) -> tuple[Row, Row]:  # fmt: skip
    title = NAMED[name].title
    return (
        Row(f"stress:{name}:loss", f"{title}: what one costs", *loss, "reporting currency", "lognormal", *loss_from),
        Row(f"stress:{name}:per_year", f"{title}: how often", *rate, "per year", "lognormal", *rate_from),
    )


STRESSES: tuple[Row, ...] = (
    *_pair("ransomware", (3.3e6, 1e6, 11e6), (f"{_IBM} 5.08 million where attackers disclose it; {_AROUND}", 2025),
           (0.045, 0.02, 0.1), (f"{_IRIS}, and 48 in 100 breaches involve ransomware (Verizon DBIR 2026)", 2026)),
    *_pair("cloud_region", (1e6, 0.2e6, 5e6), (f"{EXAMPLE}; 16 in 100 significant outages cost more than 1 million "
           "(Uptime 2024)", 2024), (0.1, 0.03, 0.3), (EXAMPLE, _SET)),
    *_pair("ai_leak", (3e6, 0.9e6, 10e6), (f"{_IBM} 4.63 million with much unsanctioned AI; {_AROUND}", 2025),
           (0.019, 0.008, 0.045), (f"{_IRIS}, and 20 in 100 breaches involve unsanctioned AI (IBM 2025)", 2025)),
    *_pair("supplier", (3.2e6, 1e6, 10.5e6), (f"{_IBM} 4.91 million through the supply chain; {_AROUND}", 2025),
           (0.045, 0.02, 0.1), (f"{_IRIS}, and 48 in 100 breaches involve a third party (Verizon DBIR 2026)", 2026)),
    *_pair("harvest_now", (3e6, 0.5e6, 18e6), (EXAMPLE, _SET), (0.01, 0.002, 0.05), (EXAMPLE, _SET)),
)  # fmt: skip


def names_of(keys: list[str]) -> list[str]:
    """The names that have a loss among these keys: the documented ones first, others in alphabetical order.

    >>> names_of(["stress:ransomware:loss", "stress:own:loss", "stress:lone:per_year", "loss_limit"])
    ['ransomware', 'own']
    """
    parts = (key.split(":", 1)[1].rpartition(":") for key in keys if key.startswith("stress:"))
    found = {name for name, _, part in parts if part == "loss" and name}
    return [name for name in NAMED if name in found] + sorted(found - set(NAMED))


def title(name: str) -> str:
    """What a stress test is called.

    >>> title("ai_leak"), title("flood_in_depot")
    ('AI data leak', 'flood in depot')
    """
    return label(NAMED[name].title) if name in NAMED else name.replace("_", " ")
