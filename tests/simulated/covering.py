"""What of the product's own cautions covers each range that is too wide or too narrow, kind by kind, as a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np

from balance.findings.cautions import SENTENCES
from balance.model.cautions.kinds import KINDS

LEAST, MOST = 0.74, 0.88
OFTEN = 0.5
"""A caution covers a kind when it is told in at least half of its companies."""

TOLD = "caution: "
OR = "<br>or: "
"""Between the wordings of a caution that is worded by what there is."""
Rows = list[dict[str, float]]
Results = dict[str, Rows]

TOUCHED = {
    "rate": "incidents_a_year", "expected loss": "expected_annual_loss", "bad year": "bad_year_loss",
    "worst years": "beyond_bad_year_mean", "incidents next quarter": "incidents_next_quarter",
    "incidents next year": "incidents_next_year", "loss in 10-90": "loss_next_year",
    "chance beyond limit": "chance_beyond_limit", "value landing": "value_landing_next_year",
    "class rate": "class_rates", "class loss": "class_losses", "P80 kept": "finish_dates", "late": "late_joining",
    "technology": "technology", "size": "size", "load": "load_on_incidents", "load on delivery": "load_on_delivery",
}  # fmt: skip
"""The number of the report that each score is about."""

LEVERS = {"wip_limit": "fewer_at_once", "secure_at_design": "secured", "pace": "faster"}

PARTICULAR = {
    "recording_floor": ("floor",), "small_unrecorded": ("small_missing", "floor"), "loss_ranges": ("ranges",),
    "severe_published": ("severe", "severe_no_floor"), "ordinary_above_floor": ("severe_no_floor",),
    "moving_level": ("drift_10",), "short_history": ("two_quarters",), "few_incidents": ("few_incidents",),
    "uneven_quarters": ("overdispersed",), "growing_work": ("growing",),
    "unannounced_work": ("unannounced",), "late_starts": ("late_starts",), "units_of_one": ("units_of_one",),
    "one_unit": ("one_unit",), "no_links": ("no_links", "no_incidents"),
}  # fmt: skip
"""The kinds each caution that data can show is about."""


@dataclass(frozen=True)
class Outside:
    """A range that covers too much or too little in one kind, and the caution that says so, if any."""

    kind: str
    title: str
    share: float
    covered_by: str | None

    @property
    def ranges(self) -> str:
        """Whether it is too wide or too narrow."""
        return "too narrow" if self.share < LEAST else "too wide"


def touched(score: str) -> str:
    """The number of the report a score is about; a lever's by what it moves.

    >>> touched("bad year"), touched("pace: incidents on average")
    ('bad_year_loss', 'faster:incidents')
    """
    lever, _, what = score.partition(": ")
    return TOUCHED[score] if not what else f"{LEVERS[lever]}:{what.split(' ')[0]}"


def told_in(rows: Rows, name: str) -> float:
    """The share of the companies of a kind in which a caution is told."""
    return float(np.mean([f"{TOLD}{name}" in row for row in rows])) if rows else 0.0


def covering(rows: Rows, score: str, ranges: str) -> str | None:
    """The caution that covers such a range of this kind: one that data shows before others, then the likeliest."""
    fitting = [name for name, kind in KINDS.items() if kind.makes(touched(score), ranges)]
    often = [name for name in fitting if told_in(rows, name) >= OFTEN]
    return max(often, key=lambda name: (KINDS[name].seen, told_in(rows, name), name), default=None)


def outside(results: Results, scores: tuple[tuple[str, str], ...]) -> list[Outside]:
    """Every range outside the limits, kind by kind; scores are pairs of title and score."""
    found = []
    for kind, rows in results.items():
        for title, score in (*scores, ("dates for 80 in 100", "P80 kept")):
            values = np.array([row.get(score, np.nan) for row in rows])
            share = float(np.nanmean(values)) if np.isfinite(values).any() else np.nan
            if np.isfinite(share) and not LEAST <= round(share, 2) <= MOST:
                ranges = "too narrow" if share < LEAST else "too wide"
                found.append(Outside(kind, title, share, covering(rows, score, ranges)))
    return found


def cautions_told(results: Results, scores: tuple[tuple[str, str], ...]) -> str:
    """The ranges outside and what covers them, each caution in full, and how often each is told where it should."""
    found = outside(results, scores)
    if not found:
        return "Nothing."
    used = sorted({one.covered_by for one in found if one.covered_by}, key=list(KINDS).index)
    letter = dict(zip(used, ascii_uppercase, strict=False))
    bare = sum(one.covered_by is None for one in found)
    shown = sum(one.covered_by is not None and KINDS[one.covered_by].seen for one in found)
    return "\n\n".join([
        f"{len(found)} ranges lie outside; the product's own cautions cover {len(found) - bare} of them: a caution of "
        "that number and to that side, told in at least half of the companies of the kind. "
        f"{shown} are covered by what the company's own data shows; the others by a standing statement of what data of "
        "that size cannot tell, which nearly every company is told. The letter is the caution below; the number beside "
        "it the share of the kind's companies that are told.",
        _by_kind(found, results, letter),
        "The cautions, numbers as #, and the share of general companies that are told. \"Shown\": the data of the "
        "company shows it; the others say what no data of that size can show or exclude.",
        _in_full(results, letter),
        "How often each caution that data can show is told where it is true and where it is not:",
        _operating(results),
    ])  # fmt: skip


def _by_kind(found: list[Outside], results: Results, letter: dict[str, str]) -> str:
    rows = []
    for kind in dict.fromkeys(one.kind for one in found):
        own = [one for one in found if one.kind == kind]
        sides = [_side(own, ranges, results[kind], letter) for ranges in ("too wide", "too narrow")]
        bare = "; ".join(f"{one.title} {one.share:.2f}" for one in own if one.covered_by is None)
        rows.append([kind, *sides, bare or "–"])
    return markdown(["case", "too wide, and told", "too narrow, and told", "not covered"], rows)


def _side(own: list[Outside], ranges: str, rows: Rows, letter: dict[str, str]) -> str:
    """The ranges of one side, by the caution that covers them."""
    parts = []
    for name in dict.fromkeys(one.covered_by for one in own if one.covered_by and one.ranges == ranges):
        titles = ", ".join(
            f"{one.title} {one.share:.2f}" for one in own if (one.covered_by, one.ranges) == (name, ranges)
        )
        parts.append(f"**{letter[name]}** {told_in(rows, name):.2f}: {titles}")
    return "<br>".join(parts) or "–"


def _in_full(results: Results, letter: dict[str, str]) -> str:
    general = results.get("general", [])
    rows = [
        [at, in_words(name), "yes" if KINDS[name].seen else "no", _share(general, name)] for name, at in letter.items()
    ]
    return markdown(["", "the product's own caution", "shown", "in general"], rows)


def in_words(name: str) -> str:
    """A caution in all its wordings, numbers as #."""
    wordings = [words for key, words in SENTENCES.items() if key.partition(":")[0] == name]
    return OR.join(re.sub(r"\{\w+\}", "#", words) for words in wordings)


def _operating(results: Results) -> str:
    rows = []
    for name, kinds in PARTICULAR.items():
        meant = [kind for kind in kinds if kind in results]
        others = {kind: told_in(rows, name) for kind, rows in results.items() if kind not in kinds}
        if not meant or not others:
            continue
        worst = max(others, key=lambda kind: (others[kind], kind))
        told = ", ".join(f"{kind} {told_in(results[kind], name):.2f}" for kind in meant)
        rows.append([name, told, _share(results.get("general", []), name), f"{worst} {others[worst]:.2f}"])
    return markdown(["caution", "told where it is true", "in general", "most elsewhere"], rows)


def _share(rows: Rows, name: str) -> str:
    return f"{told_in(rows, name):.2f}" if rows else "–"


def markdown(titles: list[str], rows: list[list[str]]) -> str:
    """A table."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
