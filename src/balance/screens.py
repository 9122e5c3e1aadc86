"""The screens: title, address and section of every page, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass

from balance.language import noted
from balance.roles import Action


@dataclass(frozen=True)
class Screen:
    """One page of the dashboard; `file` stands in `pages/`."""

    section: str
    title: str
    path: str
    file: str
    icon: str
    needs: Action = Action.VIEW
    """What a person must be allowed to do to use it."""


SCREENS = (
    Screen(noted("Decide"), noted("Overview"), "/", "overview", "dashboard"),
    Screen(noted("Decide"), noted("What-if"), "/what_if", "what_if", "tune"),
    Screen(noted("Decide"), noted("Trade-off"), "/trade_off", "trade_off", "balance"),
    Screen(noted("Decide"), noted("Board pack"), "/board_pack", "board_pack", "present_to_all"),
    Screen(noted("Deliver"), noted("Velocity"), "/velocity", "velocity", "speed"),
    Screen(noted("Deliver"), noted("Initiatives"), "/initiatives", "initiatives", "target"),
    Screen(noted("Deliver"), noted("Security in delivery"), "/security", "security", "encrypted"),
    Screen(noted("Protect"), noted("Risk"), "/risk", "risk", "shield"),
    Screen(noted("Protect"), noted("Incidents"), "/incidents", "incidents", "report"),
    Screen(noted("Protect"), noted("Horizon"), "/horizon", "horizon", "radar"),
    Screen(noted("Evidence"), noted("Data"), "/data", "data", "upload_file", Action.LOAD),
    Screen(noted("Evidence"), noted("Data quality"), "/data_quality", "data_quality", "rule"),
    Screen(noted("Evidence"), noted("Assumptions"), "/assumptions", "assumptions", "edit_note"),
    Screen(noted("Evidence"), noted("Track record"), "/track_record", "track_record", "fact_check", Action.TRACE),
    Screen(noted("Evidence"), noted("Audit"), "/audit", "audit", "history", Action.AUDIT),
)
