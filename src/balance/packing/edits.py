"""People's own words in a document, as the store keeps them with the day, and keeping new ones.

A document is the pack of one plan or the page of one incident. Each part of it (a title, the recommendation, the list
of decisions) has versions; who saves one names the version they know.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from balance import roles, store
from balance.boardpack.edited import LONGEST_RECOMMENDATION, LONGEST_TITLE, MOST_ASKS, NONE, Ask, Edits, Said
from balance.boardpack.wording import plain
from balance.errors import BalanceError
from balance.roles import Action
from balance.store import PackWords, Store

RECOMMENDATION, ASKS, TITLE = "recommendation", "asks", "title:"


def document_of(scenario: str, incident: str = "") -> str:
    """The name under which the words of a pack, or of an incident's page, are kept."""
    return f"incident:{incident}" if incident else f"pack:{scenario}"


def edits_of(kept: Store, as_of: date, document: str) -> Edits:
    """The words in force; Balance's own for whoever sees some units only, since people speak of the whole company."""
    if not roles.may(Action.TRACE):
        return NONE
    words = {part: row for part, row in store.pack_words(kept, as_of, document).items() if row.said is not None}
    asks = words.get(ASKS)
    return Edits(
        titles={part.removeprefix(TITLE): _said(row) for part, row in words.items() if part.startswith(TITLE)},
        recommendation=_said(words[RECOMMENDATION]) if RECOMMENDATION in words else None,
        asks=None if asks is None else tuple(_ask(one) for one in json.loads(asks.said or "[]")),
        asks_by="" if asks is None else asks.saved_by,
    )


def asks_of(said: str) -> list[str]:
    """The texts of kept decisions, as the store holds them."""
    return [str(one["text"]) for one in json.loads(said)]


def versions_of(kept: Store, as_of: date, document: str) -> dict[str, PackWords]:
    """Every part that was ever worded as last saved, those back in Balance's own words too."""
    return store.pack_words(kept, as_of, document)


def keep_words(
    kept: Store, as_of: date, document: str, said: Mapping[str, tuple[str, str]], known: Mapping[str, int], who: str
) -> None:
    """Keep words by part: what is said and what Balance says there; what says the same goes back to Balance's own.

    BalanceError where a text is empty or too long, nobody says who they are, or somebody else was faster.
    """
    wanted = {part: (plain(words), own) for part, (words, own) in said.items()}
    _refuse_unfit(wanted)
    _refuse_nameless(who)
    rows = {part: (None if words == own else words, own) for part, (words, own) in wanted.items()}
    store.save_pack_words(kept, as_of, document, rows, known, who)


def keep_asks(kept: Store, as_of: date, document: str, asks: Sequence[Ask], known: int, who: str) -> None:
    """Keep the decisions asked as worded, in this order; rows without a text are left out."""
    _refuse_nameless(who)
    meant = [Ask(plain(one.text), plain(one.owner), one.due, one.plan) for one in asks if plain(one.text)]
    if len(meant) > MOST_ASKS:
        raise BalanceError(f"At most {MOST_ASKS} decisions fit before a board; these are {len(meant)}.")
    if any(len(part) > LONGEST_TITLE for one in meant for part in (one.text, one.owner)):
        raise BalanceError(f"A decision and its owner have {LONGEST_TITLE} letters at most.")
    rows = [{"text": one.text, "owner": one.owner, "due": one.due and one.due.isoformat(), "plan": one.plan}
            for one in meant]  # fmt: skip
    said = json.dumps(rows, ensure_ascii=False)
    store.save_pack_words(kept, as_of, document, {ASKS: (said, "")}, {ASKS: known}, who)


def back_to_own(
    kept: Store, as_of: date, document: str, parts: Sequence[str], known: Mapping[str, int], who: str
) -> None:
    """Put Balance's own words back; the others stay as an earlier version."""
    store.save_pack_words(kept, as_of, document, dict.fromkeys(parts, (None, "")), known, who)


def _refuse_unfit(wanted: Mapping[str, tuple[str, str]]) -> None:
    for part, (words, _) in wanted.items():
        name, most = ("title", LONGEST_TITLE) if part.startswith(TITLE) else (part, LONGEST_RECOMMENDATION)
        if not words:
            raise BalanceError(f"A {name} without words says nothing. Balance's own words can be put back instead.")
        if len(words) > most:
            raise BalanceError(f"A {name} has {most} letters at most; this one has {len(words)}.")


def _refuse_nameless(who: str) -> None:
    if not who.strip():
        raise BalanceError("Say who you are: the pack names whose words they are.")


def _said(row: PackWords) -> Said:
    return Said(row.said or "", row.saved_by, row.saved_at.date(), row.instead_of)


def _ask(row: Mapping[str, str | None]) -> Ask:
    due = row["due"]
    return Ask(row["text"] or "", row["owner"] or "", date.fromisoformat(due) if due else None, row["plan"] or "")
