"""What heads and labels mean that stand on several screens: said on hovering, in one place and so alike."""

from __future__ import annotations

from collections.abc import Mapping

from balance.language import noted, say

_BOTH = noted("In how many of 100 readings it is no worse in value and in risk, and better in one of them")

LIKELY = noted("It holds the true value 80 times in 100")
BEYOND = noted("The chance that next year's loss exceeds the board's limit")
SIGNAL = noted("A signal: the direction is sure in at least 90 of 100 readings")
CHANCE = noted("Could be chance: the direction is sure in fewer than 90 of 100 readings")

MEANINGS: Mapping[str, str] = {
    "Value landing next year": noted(
        "The yearly value of what is in flight or approved, each counted with the chance that it lands within a year"
    ),
    "Finished in a quarter": noted("What finished in the past four quarters, divided by four"),
    "Finished on time": noted("Of what finished in the past year and had a planned date, how much met it"),
    "Time from start to done": noted("Half of all initiatives take longer; those still running count as not done yet"),
    "Loss in a bad year": noted("The loss that 5 in 100 next years exceed"),
    "Loss in an average year": noted("The mean of next year's loss over all readings of the evidence"),
    "Chance beyond the limit": BEYOND,
    "Chance beyond limit": BEYOND,
    "Bad year": noted("The loss that 5 in 100 next years exceed"),
    "Value a year": noted(
        "Of initiatives, what owners say they are worth a year; of a plan, the yearly value of what lands next year"
    ),
    "Value landed, past year": noted("The yearly value of what finished in the past four quarters"),
    "More value at the same risk": noted("What another choice of initiatives would land beyond today's plan"),
    "Smaller bad year at the same value": noted("By how much another choice of initiatives would shrink a bad year"),
    "What more appetite would buy": noted("What the best plan lands more for each bit that a bad year may cost more"),
    "Likely": LIKELY,
    "Likely range": LIKELY,
    "Own incidents": noted("How many incidents of this class your own files hold up to this date"),
    "Board tolerates": noted("How likely the board lets such a year be, as stated under Assumptions"),
    "Our estimate": noted("The chance that next year's loss is larger, over all readings of the evidence"),
    "Finding": noted("What the numbers say of it; a filled mark is sure in at least 90 of 100 readings"),
    "Mark": noted("Whether it was stated, assumed or worked out; its age where it is due for another look"),
    "Owner": noted("Who answers for it"),
    "Incidents, past year": noted("Opened in the 365 days to the date of the data"),
    "Half are noticed within": noted("Half were noticed within this time of beginning, of those that say both"),
    "Half are over within": noted("Half were over within this time of being opened; those still open count too"),
    "Name a change or initiative": noted("How many of the year's incidents say where they came from"),
    "Noticed after": noted("From its beginning to being noticed"),
    "Over after": noted("From being opened to being resolved"),
    "Against the year before": noted("How the count of the past year differs from that of the year before"),
    "Owners expect": noted("The finish that its owners state today"),
    "We expect, 10 to 90 in 100": noted("Done by then in 50 of 100 readings, and by the ends in 10 and in 90"),
    "Owners expect in all": noted("What its owners expect it to cost when it is done"),
    "In 50 of 100 by": noted("By then it is done in 50 of 100 readings of the evidence"),
    "In 80 of 100 by": noted("By then it is done in 80 of 100 readings of the evidence"),
    "On time": noted("In how many of 100 readings it is done by its planned date"),
    "A week late costs": noted("What lands less next year for each week that it is late"),
    "Precision reached": noted("How narrow the ranges are beside those that perfect data would give, in 100"),
    "For what lands": noted("The same for the value landing next year"),
    "For what incidents cost": noted("The same for the loss in an average year"),
    "Running it adds value": noted("How the value landing next year changes if this plan runs it"),
    "and to a bad year": noted("How the loss that 5 in 100 next years exceed changes if this plan runs it"),
    "When": noted("When it was written down, in UTC"),
    "Who": noted("The name that was signed in or given"),
    "What": noted("What was done, and what it was done to"),
    "Before and after": noted("The value before and the value after, or what was put in where there was none"),
    "May": noted("What a person of each role is allowed to do"),
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
    "Unit": noted("The business unit as your files name it"),
    "Cause": noted("The class of the incident as your files name it, or as its word was answered for"),
    "Class": noted("What kind of incident it was, as your files name it or as its word was answered for"),
    "Source": noted("Where the published figure comes from, and of which year"),
    "Published": noted("What others experienced, as published, with its likely range"),
    "Score then": noted("The quality of the data now, and with all of these cells filled"),
}  # fmt: skip
"""By the head or label in English."""

CROSSED = noted(
    "▲ it has crossed the threshold that was agreed, ✓ it has not; △ it would cross our suggestion, ○ it would not"
)
STRIP = noted("Dot: our estimate; grey: the likely range")
"""How to read a strip of a table that says no more than a number and its range."""

MARKS: Mapping[str, str] = {
    "within": noted("Kept to in at least 90 of 100 readings of the evidence"),
    "probably within": noted("Kept to in 70 to 89 of 100 readings of the evidence"),
    "too close to call": noted("Kept to in 31 to 69 of 100 readings of the evidence"),
    "probably over": noted("Kept to in only 11 to 30 of 100 readings of the evidence"),
    "over": noted("Kept to in at most 10 of 100 readings of the evidence"),
    "stated": noted("Stated by somebody who answers for it"),
    "assumed": noted("The default, from published figures or our own judgement; nobody stated another value"),
    "worked out": noted("Worked out from what is loaded"),
    "never": noted("Its files hold no date of an assessment"),
}
"""By the word of a mark in English: what makes it stand there."""


def meaning(shown: str, among: Mapping[str, str] = MEANINGS) -> str:
    """What a head, label or mark means, given in English or in the language of the screen; empty if unknown.

    >>> meaning("Loss in a bad year"), meaning("Initiative")
    ('The loss that 5 in 100 next years exceed', '')
    """
    told = among.get(shown) or next((told for head, told in among.items() if say(head) == shown), "")
    return say(told) if told else ""
