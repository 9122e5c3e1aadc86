"""Ids that are written in another way: P-0012, p0012 and 12 may be one initiative, and a name may stand for an id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

PARTS = re.compile(r"[a-z]+|\d+")
TOKEN = re.compile(r"[^\s,;:()\[\]]+")

SURE, LIKELY = 0.95, 0.9


def alike(named: Iterable[str], initiatives: pd.DataFrame) -> dict[str, tuple[str, float, str]]:
    """For each text that is no known id the one initiative it can only mean: its id, a score 0..1, and why.

    >>> known = pd.DataFrame({"initiative_id": ["P-0012", "P-0013"], "name": ["Atlas", "Zephyr"]})
    >>> found = alike(["p0012", "13", "ATLAS", "P-0013 - Zephyr", "P-99"], known)
    >>> {text: initiative for text, (initiative, _, _) in found.items()}
    {'p0012': 'P-0012', '13': 'P-0013', 'ATLAS': 'P-0012', 'P-0013 - Zephyr': 'P-0013'}
    """
    texts = list(dict.fromkeys(named))
    if not texts:
        return {}
    ids = [str(number) for number in initiatives["initiative_id"]]
    names = [str(name) if isinstance(name, str) else "" for name in initiatives["name"]]
    ways: Sequence[tuple[dict[str, str], Callable[[str], Iterable[str]], float, str]] = (
        (_only(ids, ids, spelt), lambda text: [spelt(text)], SURE, "written in another way"),
        (_only(ids, names, _name), lambda text: [_name(text)], SURE, "the name of it"),
        (_only(ids, ids, spelt), lambda text: map(spelt, TOKEN.findall(text)), SURE, "has its id in it"),
        (_only(ids, ids, _number), lambda text: [_number(text)] if _number(text) == spelt(text) else [], LIKELY,
         "the number of it"),
    )  # fmt: skip
    found = {text: _first(text, ways) for text in texts}
    return {text: told for text, told in found.items() if told is not None}


def _first(
    text: str, ways: Sequence[tuple[dict[str, str], Callable[[str], Iterable[str]], float, str]]
) -> tuple[str, float, str] | None:
    for known, forms, score, why in ways:
        meant = {known[form] for form in forms(text) if form in known}
        if len(meant) == 1:
            return meant.pop(), score, why
    return None


def listed_ids(text: str) -> list[str]:
    """The ids of a cell that lists several, parted by ; or ,

    >>> listed_ids("CHG1, CHG2;CHG3")
    ['CHG1', 'CHG2', 'CHG3']
    """
    return [part for part in (part.strip() for part in text.replace(",", ";").split(";")) if part]


def spelt(text: str) -> str:
    """An id without what people vary: case, separators and leading zeros.

    >>> spelt("PRJ-0012"), spelt("prj 12"), spelt("0012")
    ('prj12', 'prj12', '12')
    """
    return "".join(part.lstrip("0") or "0" if part.isdigit() else part for part in PARTS.findall(text.casefold()))


def _number(text: str) -> str:
    """The last number of an id, without leading zeros; empty where there is none."""
    numbers = [part for part in PARTS.findall(text.casefold()) if part.isdigit()]
    return (numbers[-1].lstrip("0") or "0") if numbers else ""


def _name(text: str) -> str:
    return " ".join(text.casefold().split())


def _only(ids: Sequence[str], texts: Sequence[str], form: Callable[[str], str]) -> dict[str, str]:
    """From each form to the id that has it, where only one has."""
    owners: dict[str, set[str]] = {}
    for number, text in zip(ids, texts, strict=True):
        owners.setdefault(form(text), set()).add(number)
    return {said: owner.pop() for said, owner in owners.items() if said and len(owner) == 1}
