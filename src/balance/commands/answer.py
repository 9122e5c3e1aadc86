"""What a command gives back, and what many of them read from the words of a person."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from balance.errors import BalanceError

DONE, ATTENTION, REFUSED, FAULT = 0, 1, 2, 3

Answer = tuple[int, Mapping[str, Any], str]
"""Exit status, the JSON document, and the same for a person."""


def pair(text: str, option: str, form: str = "KEY=VALUE") -> tuple[str, str]:
    """The two sides of a text like KEY=VALUE; BalanceError names the option where it is none."""
    key, equals, value = text.rpartition("=")  # a key may quote a cell that holds "=", a choice never does
    if not equals:
        raise BalanceError(f"{option} takes {form}, found {text!r}.")
    return key, value


def mapping_named(chosen: argparse.Namespace) -> Mapping[str, Any] | None:
    """The mapping that `--mapping` names, if it names one."""
    from balance.saved_mappings import mapping_for

    return mapping_for(chosen.database, chosen.mapping)
