"""How each incident is linked to an initiative now, what is suggested for the rest, and what a person decided.

An id in the file counts first. Where it is missing, or names no known initiative, an accepted link counts,
and then the change that caused the incident. A suggestion counts for nothing until it is accepted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance import formats
from balance.errors import BalanceError
from balance.linking.alike import alike, listed_ids
from balance.linking.scoring import COLUMNS, LIKELY, suggest

Objects = npt.NDArray[np.object_]

EXPLICIT, ACCEPTED, THROUGH = "named in the file", "accepted", "through a change"


LOOKED_AT = 250_000
"""Likely links are looked for among so many incidents opened last: each is compared with every initiative."""


@dataclass(frozen=True)
class Links:
    """The links of a company's incidents on one day.

    `incidents` has one row each: incident_id, initiative_id (NA without a link), how. `suggestions`: incident_id,
    initiative_id, score (0..1), because, named (what the file says instead of a known id, else NA), best first.
    `decided`: incident_id, initiative_id, decision, and whatever else the decisions carry. `unknown`: named,
    incidents (count), looks_like (an initiative_id or NA), because.
    """

    incidents: pd.DataFrame
    suggestions: pd.DataFrame
    decided: pd.DataFrame
    unknown: pd.DataFrame

    def count(self, how: str) -> int:
        """How many incidents are linked in that way."""
        return int((self.incidents["how"] == how).sum())

    @property
    def unlinked(self) -> int:
        """How many incidents have no link."""
        return int(self.incidents["initiative_id"].isna().sum())

    @property
    def unlinked_share(self) -> float | None:
        """The share of incidents without a link; None where there are no incidents."""
        return self.unlinked / len(self.incidents) if len(self.incidents) else None


def links_of(
    incidents: pd.DataFrame | None, initiatives: pd.DataFrame | None, changes: pd.DataFrame | None,
    decisions: pd.DataFrame, least: float = LIKELY,
) -> Links:  # fmt: skip
    """The links of incidents as loaded, with suggestions of at least that score for the newest of those without.

    Args: the tables of `schema` as loaded, decisions not yet applied; decisions with the columns incident_id,
    initiative_id, decision (accepted or refused).
    """
    if incidents is None or not len(incidents):
        return Links(
            _no(("incident_id", "initiative_id", "how")),
            _no((*COLUMNS, "named")),
            decisions,
            unknown_ids(None, initiatives),
        )
    link, how = _links(incidents, initiatives, changes, decisions)
    state = pd.DataFrame(
        {"incident_id": incidents["incident_id"].reset_index(drop=True), "initiative_id": link, "how": how}, copy=False
    )
    unknown = unknown_ids(incidents["initiative_id"], initiatives)
    unlinked = np.array([text is None for text in link], dtype=bool)
    newest = _newest(incidents, LOOKED_AT)
    suggested = _suggestions(incidents.iloc[newest], initiatives, changes, unlinked[newest], unknown, decisions, least)
    return Links(state, suggested, decisions, unknown)


def _newest(incidents: pd.DataFrame, most: int) -> slice | npt.NDArray[np.intp]:
    """The rows of so many incidents opened last, in their order; all where there are no more."""
    if len(incidents) <= most:
        return slice(None)
    opened = incidents["opened_at"].to_numpy(dtype="datetime64[us]")
    return np.sort(np.argsort(opened, kind="stable")[-most:])


def with_accepted(
    incidents: pd.DataFrame | None, initiatives: pd.DataFrame | None, decisions: pd.DataFrame
) -> pd.DataFrame | None:
    """The incidents with the accepted links filled in where the file names no known initiative."""
    accepted = decisions[decisions["decision"] == "accepted"]
    if incidents is None or not len(accepted):
        return incidents
    meant = incidents["incident_id"].map(dict(zip(accepted["incident_id"], accepted["initiative_id"], strict=True)))
    known = incidents["initiative_id"].isin(_ids(initiatives))
    filled = incidents["initiative_id"].where(known | meant.isna(), meant)
    return incidents.assign(initiative_id=filled.astype("str"))


def unknown_ids(named: pd.Series | None, initiatives: pd.DataFrame | None) -> pd.DataFrame:
    """Texts that stand for an initiative and are no known id: named, incidents, looks_like (id or NA), because.

    Empty where no initiatives are known, for then there is nothing to compare with.
    """
    if named is None or initiatives is None or not len(initiatives):
        return _no(("named", "incidents", "looks_like", "because"))
    given = named.dropna()
    counts = given[~given.isin(_ids(initiatives))].value_counts()
    like = alike((str(text) for text in counts.index), initiatives)
    rows = [(str(text), int(count), *_meant(like.get(str(text)))) for text, count in counts.items()]
    frame = pd.DataFrame(rows, columns=["named", "incidents", "looks_like", "because"])
    return frame.sort_values(["incidents", "named"], ascending=[False, True], ignore_index=True)


def refuse_unknown(
    pairs: Sequence[tuple[str, str]], incidents: pd.DataFrame | None, initiatives: pd.DataFrame | None
) -> None:
    """BalanceError that names every id of a link nobody knows, all at once."""
    known = set(() if incidents is None else incidents["incident_id"])
    wrong = [f"no incident {incident!r}" for incident, _ in pairs if incident not in known]
    wrong += [f"no initiative {initiative!r}" for _, initiative in pairs if initiative not in set(_ids(initiatives))]
    if wrong:
        raise BalanceError(f"There is {formats.listed(list(dict.fromkeys(wrong)))}; nothing was changed.")


def refuse_overruled(
    accept: Sequence[tuple[str, str]], incidents: pd.DataFrame | None, initiatives: pd.DataFrame | None
) -> None:
    """BalanceError where an accepted link would have no effect, for the incident's own row names another initiative."""
    if incidents is None or initiatives is None:
        return
    own = dict(zip(incidents["incident_id"], incidents["initiative_id"], strict=True))
    known = set(_ids(initiatives))
    wrong = [
        f"the file itself says that {incident} comes from {own[incident]}, not {initiative}"
        for incident, initiative in accept if own.get(incident) in known - {initiative}
    ]  # fmt: skip
    if wrong:
        raise BalanceError(
            f"{formats.listed(wrong)}. What a file names counts before a link accepted here: correct it in the file "
            "and load it again. Nothing was changed."
        )


def refuse_contradiction(accept: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> None:
    """BalanceError where one call decides a link twice, or accepts two initiatives for one incident."""
    links = Counter([*accept, *others])
    incidents = Counter(incident for incident, _ in accept)
    wrong = [f"{incident}={initiative} is named twice" for (incident, initiative), times in links.items() if times > 1]
    wrong += [f"{incident} is given {times} initiatives" for incident, times in incidents.items() if times > 1]
    if wrong:
        raise BalanceError(f"{'; '.join(wrong)}. An incident comes from one initiative at most; nothing was changed.")


def _meant(found: tuple[str, float, str] | None) -> tuple[str | None, str]:
    return (None, "") if found is None else (found[0], found[2])


def _links(
    incidents: pd.DataFrame, initiatives: pd.DataFrame | None, changes: pd.DataFrame | None, decisions: pd.DataFrame
) -> tuple[Objects, Objects]:
    """The initiative of each incident (None without), and how that is known."""
    known = set(_ids(initiatives))
    accepted = decisions[decisions["decision"] == "accepted"]
    sources = (
        (EXPLICIT, incidents["initiative_id"]),
        (
            ACCEPTED,
            incidents["incident_id"].map(dict(zip(accepted["incident_id"], accepted["initiative_id"], strict=True))),
        ),
        (THROUGH, _through(incidents["change_id"], changes)),
    )
    link, how = np.full(len(incidents), None, dtype=object), np.full(len(incidents), "", dtype=object)
    for said, found in sources:
        texts = found.to_numpy(dtype=object)
        use = np.array([isinstance(text, str) and (not known or text in known) for text in texts], dtype=bool)
        use &= np.array([text is None for text in link], dtype=bool)
        link[use], how[use] = texts[use], said
    return link, how


def _through(named: pd.Series, changes: pd.DataFrame | None) -> pd.Series:
    """The initiative of the change each incident names; of several changes the first that has one."""
    if changes is None:
        return pd.Series(np.nan, index=named.index).astype("str")
    made = changes.dropna(subset=["initiative_id"])
    owner = dict(zip(made["change_id"], made["initiative_id"], strict=True))
    several = {text: owner.get(text) or _first_of(text, owner) for text in named.dropna().unique()}
    return named.map(several)


def _first_of(text: str, owner: dict[str, str]) -> str | None:
    return next((owner[change] for change in listed_ids(text) if change in owner), None)


def _suggestions(
    incidents: pd.DataFrame, initiatives: pd.DataFrame | None, changes: pd.DataFrame | None,
    unlinked: npt.NDArray[np.bool_], unknown: pd.DataFrame, decisions: pd.DataFrame, least: float,
) -> pd.DataFrame:  # fmt: skip
    """What a file's own unknown id looks like counts more than any other evidence."""
    if initiatives is None:
        return _no((*COLUMNS, "named"))
    refused = decisions[decisions["decision"] == "refused"]
    by_id = _by_id(incidents[unlinked], initiatives, unknown, refused)
    rest = unlinked & ~incidents["incident_id"].isin(by_id["incident_id"]).to_numpy(dtype=bool)
    scored = suggest(incidents, initiatives, changes, rest, refused, least).assign(named=None)
    both = pd.concat([part for part in (by_id[by_id["score"] >= least], scored) if len(part)] or [scored])
    return both.sort_values(["score", "incident_id"], ascending=[False, True], ignore_index=True)


def _by_id(
    asked: pd.DataFrame, initiatives: pd.DataFrame, unknown: pd.DataFrame, refused: pd.DataFrame
) -> pd.DataFrame:
    like = alike(unknown["named"], initiatives)
    no = set(zip(refused["incident_id"], refused["initiative_id"], strict=True))
    rows = [
        (incident, like[named][0], like[named][1], f"the file names {named!r}, {like[named][2]}", named)
        for incident, named in zip(asked["incident_id"], asked["initiative_id"], strict=True)
        if named in like and (incident, like[named][0]) not in no
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS, "named"])


def _ids(initiatives: pd.DataFrame | None) -> list[str]:
    return [] if initiatives is None else initiatives["initiative_id"].tolist()


def _no(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))
