"""What heads and labels mean that stand on several screens: said on hovering, in one place and so alike."""

from __future__ import annotations

from collections.abc import Mapping

from balance.language import noted, say

_BOTH = noted("In how many of 100 readings it is no worse in value and in risk, and better in one of them")

MEANINGS: Mapping[str, str] = {
    "Value landing next year": noted(
        "The yearly value of what is in flight or approved, each counted with the chance that it lands within a year"
    ),
    "Finished in a quarter": noted("What finished in the past four quarters, divided by four"),
    "Finished on time": noted("Of what finished in the past year and had a planned date, how much met it"),
    "Time from start to done": noted("Half of all initiatives take longer; those still running count as not done yet"),
    "Loss in a bad year": noted("The loss that 5 in 100 next years exceed"),
    "Loss in an average year": noted("The mean of next year's loss over all readings of the evidence"),
    "Chance beyond the limit": noted("The chance that next year's loss exceeds the board's limit"),
    "Better on both": _BOTH,
    "Better on both, of 100": _BOTH,
    "Done by, 50 of 100": noted("By then it is done in 50 of 100 readings of the evidence"),
    "On time, in 100": noted("In how many of 100 readings it is done by its planned date"),
    "By their date, in 100": noted("In how many of 100 readings it is done by the date its owners expect"),
    "Expected loss next year": noted("What the incidents that come with it cost in an average next year"),
    "Its own value next year": noted("Its yearly value, counted with the chance that it lands within a year"),
    "Value without it": noted("How the value landing next year changes if it alone is paused"),
    "Bad year without it": noted("How the loss that 5 in 100 next years exceed changes if it alone is paused"),
    "Chance without it": noted("By how many points of 100 the chance beyond the limit changes if it alone is paused"),
    "Of next year's loss, in 100": noted("How much of next year's expected loss comes with initiatives that use it"),
    "Times as many incidents": noted("Incidents of an initiative that uses it, against one that does not"),
    "Ready: technical, security": noted("The mean of what owners state, over the initiatives that state it"),
    "Guardrail covers": noted("The share that the widest guardrail in force for it covers, as stated"),
    "Typical cost": noted("Half of such events cost more"),
    "Half over within": noted("Half of these incidents were over within this time of being opened"),
    "Scored": noted("Forecasts whose outcome is known"),
    "Within 80": noted("Outcomes inside the range that was to hold 80 in 100"),
    "Within 90": noted("Outcomes inside the range that was to hold 90 in 100"),
    "More needed": noted("How many more outcomes it takes until the record can say more"),
    "Named": noted("How often such a chance was named"),
    "Expected": noted("How often it was to come true: the chances named, added up"),
    "Brier score": noted("The mean squared distance between the chance named and what came: smaller is better"),
    "Spreads away": noted("How far that is from the value in use: 8 of 10 are thought to lie within 1.3 spreads"),
    "Wider than need be": noted("How many times as wide the likely range is as it would be with these cells filled"),
    "One more cell takes off": noted("By how much the range narrows with one more of these cells filled"),
    "All of it takes off": noted("By how much the range narrows with all of these cells filled"),
    "Score then": noted("The quality of the data now, and with all of these cells filled"),
}  # fmt: skip
"""By the head or label in English."""


def meaning(shown: str) -> str:
    """What a head or label means, whether it is given in English or in the language of the screen; empty if unknown.

    >>> meaning("Loss in a bad year"), meaning("Initiative")
    ('The loss that 5 in 100 next years exceed', '')
    """
    told = MEANINGS.get(shown) or next((told for head, told in MEANINGS.items() if say(head) == shown), "")
    return say(told) if told else ""
