"""What speaks for an initiative behind an incident, as likelihood ratios on the log scale.

Each kind of evidence compares two stories: the incident came from this initiative, or it did not. How often a
thing is shared where they belong together is a constant here, tried on simulated companies; how often it is
shared by chance is counted in the company's own incidents, so that a rare shared value weighs more than a
common one. Rows are incidents, columns are initiatives.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.schema import tags_of

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

SAME_UNIT, SAME_TAG, STRAY_TAG, NAMED_SERVICE, SAME_WORD = 0.9, 0.8, 0.1, 0.35, 0.2
"""How often each is shared by an incident and the initiative it came from."""

TAGS_DEPEND = 0.7
"""Tags come in company, so they are not counted as if each stood alone."""

PSEUDO_CHANGES, PSEUDO_INCIDENTS = 4.0, 10.0
MANY_NAMES, MANY_SHARE = 3, 0.05
"""A word that more names than this have, and more than this share of them, is not compared."""

MOST_OF_SERVICE, MOST_OF_WORDS, ID_IN_TITLE = 2.0, 3.0, 4.0

WORD = re.compile(r"\w+(?:-\w+)*")
PLAIN = frozenset({
    "about", "after", "before", "from", "into", "over", "with", "without", "upgrade", "update", "release", "programme",
    "program", "project", "phase", "system", "systems", "service", "services", "platform", "renewal", "replacement",
    "migration", "rollout", "roll", "error", "errors", "failed", "failure", "down", "unavailable", "slow", "wrong",
    "data", "user", "users", "projekt", "einführung", "ablösung", "système", "projet", "mise", "proyecto", "sistema",
    "projeto", "para",
})  # fmt: skip
"""Words that name nothing in particular."""


@dataclass(frozen=True)
class Table:
    """Likelihood ratios (log) of distinct values, and which row of them each incident has."""

    values: Array
    rows: Codes

    def block(self, part: slice, columns: Codes) -> Array:
        """The ratios of some incidents and some initiatives."""
        return self.values[np.ix_(self.rows[part], columns)]

    def of(self, row: int, column: int) -> float:
        """The ratio of one pair."""
        return float(self.values[self.rows[row], column])


def units(incidents: pd.DataFrame, initiatives: pd.DataFrame) -> Table:
    """The same business unit, or another one; nothing where one of them is not said."""
    rows, names = pd.factorize(
        np.array([name.casefold() or None for name in plain(incidents["business_unit"])], object)
    )
    own = np.array([name.casefold() for name in plain(initiatives["business_unit"])], dtype=object)
    known = rows[rows >= 0]
    share = np.clip(np.bincount(known, minlength=len(names)) / max(len(known), 1), 0.005, 0.95)
    same = np.log(SAME_UNIT / share)[:, None]
    other = np.minimum(np.log((1 - SAME_UNIT) / (1 - share)), 0.0)[:, None]
    values = np.where(np.asarray(names, dtype=object)[:, None] == own[None, :], same, other)
    return Table(_with_unknown(np.where(own == "", 0.0, values)), np.asarray(rows, dtype=np.intp))


def tags(incidents: pd.DataFrame, initiatives: pd.DataFrame) -> Table:
    """Technologies both have, those only one has; an incident without any says nothing."""
    rows, sets = pd.factorize(incidents["technology"].to_numpy(dtype=object))
    found = [tags_of(text) for text in sets]
    own = [tags_of(text) for text in initiatives["technology"].to_numpy(dtype=object)]
    names = sorted({tag for tags in (*found, *own) for tag in tags})
    theirs, ours = _has(found, names), _has(own, names)
    counts = np.bincount(rows[rows >= 0], minlength=len(sets)).astype(float)
    tagged = float(counts[theirs.any(axis=1)].sum())
    share = np.clip((counts @ theirs) / max(tagged, 1.0), 0.01, 0.95)
    both = np.maximum(np.log(SAME_TAG / share), 0.0)
    lacking = np.minimum(np.log((1 - SAME_TAG) / (1 - share)), 0.0)
    stray = np.minimum(np.log(STRAY_TAG / share), 0.0)
    values = theirs @ (ours * both).T + (1 - theirs) @ (ours * lacking).T + (theirs * stray) @ (1 - ours).T
    values[~theirs.any(axis=1)] = 0.0
    return Table(_with_unknown(TAGS_DEPEND * values), np.asarray(rows, dtype=np.intp))


def services(incidents: pd.DataFrame, initiatives: pd.DataFrame, changes: pd.DataFrame | None) -> Table:
    """The service hit is one the initiative changes, or one its name names; counted against the unit's others."""
    together = _key(incidents["service"], incidents["business_unit"])
    rows, pairs = pd.factorize(together)
    share, names = _service_shares(rows, [str(pair) for pair in pairs])
    values = np.zeros((len(pairs), len(initiatives)))
    if changes is not None and len(changes) and len(pairs):
        made = _changes_made(changes, initiatives, sorted(set(names)))
        place = {name: at for at, name in enumerate(sorted(set(names)))}
        of_pair = made[[place[name] for name in names]]
        usual = (of_pair + PSEUDO_CHANGES * share[:, None]) / (made.sum(axis=0) + PSEUDO_CHANGES)[None, :]
        values = np.clip(np.log(usual / share[:, None]), -MOST_OF_SERVICE, MOST_OF_SERVICE)
    named = _named_services(names, initiatives)
    values += np.where(named, np.maximum(np.log(NAMED_SERVICE / share), 0.0)[:, None], 0.0)
    return Table(_with_unknown(values), np.asarray(rows, dtype=np.intp))


def _service_shares(rows: npt.NDArray[np.intp], pairs: Sequence[str]) -> tuple[Array, list[str]]:
    """How common each service is among the incidents of its unit, and its name."""
    count = np.bincount(rows[rows >= 0], minlength=len(pairs)).astype(float)
    names, unit_of = zip(*(pair.split("\x00") for pair in pairs), strict=True) if pairs else ((), ())
    frame = pd.DataFrame({"name": names, "unit": unit_of, "count": count})
    overall = frame.groupby("name")["count"].transform("sum") / max(count.sum(), 1.0)
    of_unit = frame.groupby("unit")["count"].transform("sum")
    share = (count + PSEUDO_INCIDENTS * overall) / (of_unit + PSEUDO_INCIDENTS)
    return np.clip(share.to_numpy(dtype=float), 0.002, 0.95), list(names)


def _named_services(names: Sequence[str], initiatives: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether the name of an initiative names a service: services x initiatives."""
    having: dict[str, set[int]] = {}
    for at, name in enumerate(initiatives["name"].to_numpy(dtype=object)):
        for word in words_of(name, PLAIN):
            having.setdefault(word, set()).add(at)
    named = np.zeros((len(names), len(initiatives)), dtype=bool)
    for at, name in enumerate(names):
        wanted = words_of(name, PLAIN)
        if wanted:
            named[at, list(set.intersection(*(having.get(word, set()) for word in wanted)))] = True
    return named


def names_service(name: object, service: str) -> bool:
    """Whether a name has every telling word of a service's name.

    >>> names_service("Payments API renewal", "Payments API"), names_service("Payments renewal", "Payments API")
    (True, False)
    """
    wanted = set(words_of(service, PLAIN))
    return bool(wanted) and wanted <= set(words_of(name, PLAIN))


def _changes_made(changes: pd.DataFrame, initiatives: pd.DataFrame, names: Sequence[str]) -> Array:
    """How many changes each initiative made to each service: services x initiatives."""
    place = pd.Index(names).get_indexer(pd.Index(plain(changes["service"])))
    owner = pd.Index(initiatives["initiative_id"].to_numpy(dtype=object)).get_indexer(
        pd.Index(changes["initiative_id"].to_numpy(dtype=object))
    )
    made = np.zeros((len(names), len(initiatives)))
    known = (place >= 0) & (owner >= 0)
    np.add.at(made, (place[known], owner[known]), 1.0)
    return made


@dataclass(frozen=True)
class Pairs:
    """Single pairs with something in common: which incident, which initiative, how much it weighs, what it is."""

    incident: Codes
    initiative: Codes
    weight: Array
    what: npt.NDArray[np.object_]

    def block(self, part: slice, columns: Codes, width: int) -> Array:
        """The ratios of some incidents and some initiatives of `width` in all; pairs are sorted by incident."""
        first, last = np.searchsorted(self.incident, [part.start, part.stop])
        values, found = np.zeros((part.stop - part.start, width)), slice(first, last)
        np.add.at(values, (self.incident[found] - part.start, self.initiative[found]), self.weight[found])
        return values[:, columns]


def words(incidents: pd.DataFrame, initiatives: pd.DataFrame) -> Pairs:
    """Words of the title that an initiative's name or id has; those of the incident's own service count there."""
    ours = _name_words(initiatives)
    theirs = _title_words(incidents, set(ours["word"]))
    ids = {str(number).casefold() for number in initiatives["initiative_id"]}
    often = theirs.groupby("word")["incident"].nunique() / max(len(incidents), 1)
    weight = np.clip(np.log(SAME_WORD / np.maximum(often.to_numpy(dtype=float), 1e-4)), 0.0, MOST_OF_WORDS)
    weighed = pd.Series(np.where(often.index.isin(list(ids)), ID_IN_TITLE, weight), index=often.index)
    telling = theirs[theirs["word"].map(weighed).to_numpy(dtype=float) > 0]
    shared = telling.merge(ours, on="word").sort_values(["incident", "initiative", "word"])
    return Pairs(
        shared["incident"].to_numpy(dtype=np.intp), shared["initiative"].to_numpy(dtype=np.intp),
        np.asarray(shared["word"].map(weighed), dtype=np.float64), shared["word"].to_numpy(dtype=object),
    )  # fmt: skip


def _name_words(initiatives: pd.DataFrame) -> pd.DataFrame:
    """The words of each name and its id: initiative (row), word; a word that many names have tells nothing."""
    names = zip(initiatives["initiative_id"], initiatives["name"], strict=True)
    told = [
        (at, word) for at, (number, name) in enumerate(names)
        for word in {*words_of(name, PLAIN), str(number).casefold()}
    ]  # fmt: skip
    ours = pd.DataFrame(told, columns=["initiative", "word"])
    return ours[ours.groupby("word")["word"].transform("size") <= max(MANY_NAMES, MANY_SHARE * len(initiatives))]


def _title_words(incidents: pd.DataFrame, wanted: set[str]) -> pd.DataFrame:
    rows, titles = pd.factorize(_key(incidents["title"], incidents["service"]))
    told = []
    for at, text in enumerate(titles):
        title, service = str(text).split("\x00")
        found = {word for word in words_of(title) if word in wanted}
        told += [(at, word) for word in (found.difference(words_of(service)) if found else ())]
    distinct = pd.DataFrame(told, columns=["title", "word"])
    each = pd.DataFrame({"incident": np.arange(len(rows)), "title": rows})
    return each.merge(distinct, on="title")[["incident", "word"]]


def words_of(text: object, without: frozenset[str] = frozenset()) -> list[str]:
    """The telling words of a text, in lower case: four letters and more, capitals, or an id with its digits.

    >>> words_of("Payments API 2 renewal, see PRJ-12", PLAIN)
    ['payments', 'api', 'prj-12']
    """
    found = WORD.findall(text) if isinstance(text, str) else []
    words = [part for word in found for part in ([word] if any(map(str.isdigit, word)) else word.split("-"))]
    told = [word.casefold() for word in words if _tells(word)]
    return [word for word in told if word not in without]


def _tells(word: str) -> bool:
    if any(map(str.isdigit, word)):
        return len(word) >= 3
    return len(word) >= 4 or (len(word) >= 2 and word.isupper())


def _key(first: pd.Series, second: pd.Series) -> npt.NDArray[np.object_]:
    """Two texts as one; None where the first is missing."""
    left, right = plain(first), plain(second)
    return np.array([None if a == "" else f"{a}\x00{b}" for a, b in zip(left, right, strict=True)], dtype=object)


def plain(texts: pd.Series) -> list[str]:
    """Texts with their spaces set right; a missing one is empty."""
    return [
        " ".join(text.replace("\x00", " ").split()) if isinstance(text, str) else ""
        for text in texts.to_numpy(dtype=object)
    ]


def _has(sets: Sequence[Sequence[str]], names: Sequence[str]) -> Array:
    place = {name: at for at, name in enumerate(names)}
    values = np.zeros((len(sets), len(names)))
    for row, tags in enumerate(sets):
        values[row, [place[tag] for tag in tags]] = 1.0
    return values


def _with_unknown(values: Array) -> Array:
    """One more row of zeros at the end: what code -1 reads."""
    return np.vstack([values, np.zeros((1, values.shape[1]))])
