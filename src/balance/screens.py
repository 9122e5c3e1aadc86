"""The screens: title, address and section of every page, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One page of the dashboard; `file` stands in `pages/`."""

    section: str
    title: str
    path: str
    file: str
    icon: str


SCREENS = (
    Screen("Decide", "Overview", "/", "overview", "dashboard"),
    Screen("Decide", "What-if", "/what_if", "what_if", "tune"),
    Screen("Decide", "Trade-off", "/trade_off", "trade_off", "balance"),
    Screen("Decide", "Board pack", "/board_pack", "board_pack", "present_to_all"),
    Screen("Deliver", "Velocity", "/velocity", "velocity", "speed"),
    Screen("Deliver", "Initiatives", "/initiatives", "initiatives", "target"),
    Screen("Deliver", "Security in delivery", "/security", "security", "encrypted"),
    Screen("Protect", "Risk", "/risk", "risk", "shield"),
    Screen("Protect", "Incidents", "/incidents", "incidents", "report"),
    Screen("Protect", "Horizon", "/horizon", "horizon", "radar"),
    Screen("Evidence", "Data", "/data", "data", "upload_file"),
    Screen("Evidence", "Data quality", "/data_quality", "data_quality", "rule"),
    Screen("Evidence", "Assumptions", "/assumptions", "assumptions", "edit_note"),
    Screen("Evidence", "Track record", "/track_record", "track_record", "fact_check"),
)
