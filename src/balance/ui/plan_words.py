"""The words for levers and actions, and for what a plan changes."""

from __future__ import annotations

from collections.abc import Mapping

from balance import formats
from balance.language import label, noted, say

LABELS = {
    "wip_limit": noted("Initiatives open at once, approved ones too"),
    "secure_at_design": noted("Late initiatives that security joins now"),
    "control_spend": noted("More for controls a year"),
    "response_time": noted("Time to detect and resolve, times today's"),
    "pace": noted("Delivery pace, times today's"),
    "threat": noted("Threat from outside, times today's"),
    "budget": noted("Budget, share of plan"),
}
ACTION_WORDS = {
    "run": noted("run"),
    "secure_first": noted("secure first"),
    "pause": noted("pause"),
    "stop": noted("stop"),
}
_SHARES = ("secure_at_design", "budget")


def value_of(name: str, value: float, currency: str) -> str:
    """The value of a lever as people say it.

    >>> value_of("budget", 0.8, "GBP"), value_of("pace", 1.25, "GBP")
    ('80 %', '1.25')
    """
    if name in _SHARES:
        return formats.percent(value)
    return formats.money(value, currency) if name == "control_spend" else f"{value:g}"


def changes_of(levers: Mapping[str, float], actions: Mapping[str, str], currency: str) -> str:
    """What a plan changes, in words."""
    parts = [
        f"{label(LABELS.get(name, name)).lower()} {value_of(name, value, currency)}" for name, value in levers.items()
    ]
    for action, word in ACTION_WORDS.items():
        found = sum(1 for chosen in actions.values() if chosen == action)
        if found and action != "run":
            parts.append(
                say("{action} {initiatives}", action=say(word), initiatives=formats.count(found, "initiative"))
            )
    return "; ".join(parts) or say("nothing")
