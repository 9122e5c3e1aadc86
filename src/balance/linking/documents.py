"""The links as the command line prints them, as values and in lines."""

from __future__ import annotations

from typing import Any

import pandas as pd

from balance import formats
from balance.language import say
from balance.linking import states
from balance.linking.states import ACCEPTED, EXPLICIT, THROUGH, Links

SHOWN = 10


def as_json(links: Links) -> dict[str, Any]:
    """Every link that is not in the file, and how many are: counts, shares, decisions, suggestions."""
    return {
        "incidents": len(links.incidents),
        "linked": {
            "explicit": links.count(EXPLICIT),
            "accepted": links.count(ACCEPTED),
            "through_changes": links.count(THROUGH),
        },
        "unlinked": links.unlinked,
        "unlinked_share": links.unlinked_share,
        "suggestions": _records(links.suggestions, ("incident_id", "initiative_id", "score", "because")),
        "accepted": _decided(links, "accepted"),
        "refused": _decided(links, "refused"),
        "unknown": _records(links.unknown, ("named", "incidents", "looks_like", "because")),
    }


def lines_of(links: Links, most: int = SHOWN) -> list[str]:
    """The links in a few plain lines."""
    if not len(links.incidents):
        return ["No incidents are loaded, so there is nothing to link."]
    lines = [said_links(links)]
    lines += [f"unknown: {told}" for told in _unknown(links)]
    if len(links.suggestions):
        lines.append(f"{formats.count(len(links.suggestions), 'likely link')} to look at, none counted until accepted:")
    first = links.suggestions.head(most)
    lines += [
        f"  {one['incident_id']}={one['initiative_id']}  {formats.in_100(one['score'])} in 100: {one['because']}"
        for one in first.to_dict("records")
    ]
    more = len(links.suggestions) - len(first)
    return [*lines, f"  and {more} more; --json lists them all"] if more else lines


def said_links(links: Links) -> str:
    """How many incidents are linked and in which way, how many are not, and whether only the newest are looked at."""
    among = " " + say("Likely links are looked for among the newest {most}.", most=formats.count(states.LOOKED_AT))
    told = say(
        "{without} of {incidents} ({share}) have no link to an initiative; linked are {by_file} by the file, "
        "{through} through a change, {accepted} as accepted.",
        without=links.unlinked, incidents=formats.count(len(links.incidents), "incident"),
        share=formats.chance(links.unlinked_share) if links.unlinked else say("none"),
        by_file=links.count(EXPLICIT), through=links.count(THROUGH), accepted=links.count(ACCEPTED),
    )  # fmt: skip
    return told + (among if len(links.incidents) > states.LOOKED_AT else "")


def _unknown(links: Links) -> list[str]:
    return [
        f"{one['named']!r} is named by {formats.count(one['incidents'], 'incident')} and is no known initiative"
        + (f"; it looks like {one['looks_like']}" if isinstance(one["looks_like"], str) else "")
        for one in links.unknown.head(SHOWN).to_dict("records")
    ]


def _decided(links: Links, decision: str) -> list[dict[str, Any]]:
    return _records(links.decided[links.decided["decision"] == decision], ("incident_id", "initiative_id"))


def _records(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    rows = frame[list(columns)].itertuples(index=False)
    return [{name: None if pd.isna(value) else value for name, value in zip(columns, row, strict=True)} for row in rows]
