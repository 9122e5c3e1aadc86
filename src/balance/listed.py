"""Whom an entry of the sign-in file's lists names: people of one house, whoever a proxy calls so, or a machine's user.

With several houses every entry says which one it speaks of, as `entra:ada@example.com`: whoever runs one house may give
anybody there any address and any group, and would otherwise decide who is an owner for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

EVERYBODY = "*"
MACHINE, USER = "machine:", "user:"
RESERVED = frozenset({MACHINE.rstrip(":"), USER.rstrip(":"), "default"})
"""What no house may be called."""


def names(entry: str, house: str, houses: Collection[str], proved: str, words: Collection[str]) -> bool:
    """Whether an entry names whoever came by that house, with that proved name and those words of its roles claim.

    >>> names("*@example.com", "entra", ["entra"], "ada@example.com", [])
    True
    >>> names("entra:*@example.com", "other", ["entra", "other"], "ada@example.com", [])
    False
    """
    asked = _of(entry.casefold(), house, houses)
    mine, is_machine = proved.casefold(), proved.startswith(MACHINE)
    if asked == EVERYBODY:
        return not is_machine
    if asked.startswith("*@"):
        return not is_machine and mine.endswith(asked[1:]) and mine.count("@") == 1
    return bool(asked) and (asked == mine or ("@" not in asked and asked in words))


def without_a_house(entries: Iterable[str], houses: Collection[str]) -> Iterator[str]:
    """The entries that would count for several houses alike, and so for none."""
    for entry in entries:
        if len(houses) > 1 and not entry.casefold().startswith((MACHINE, *(f"{house}:" for house in houses))):
            yield entry


def _of(entry: str, house: str, houses: Collection[str]) -> str:
    """What an entry asks of people of a house; empty where it speaks of another one."""
    named, colon, asked = entry.partition(":")
    if colon and named in houses:
        return asked if named == house else ""
    return entry if len(houses) < 2 or entry.startswith(MACHINE) else ""
