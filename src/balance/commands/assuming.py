"""What is taken as given: listed, stated anew, taken back; what it moves, and what would turn the verdict."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from balance import formats
from balance.commands import numbers
from balance.commands.answer import ATTENTION, DONE, Answer, pair
from balance.commands.asking import told_findings
from balance.errors import BalanceError

if TYPE_CHECKING:
    from balance.pipeline import Analysis
    from balance.scenario import Comparison


def assumptions(chosen: argparse.Namespace) -> Answer:
    """Every assumption as it is used, with its age, and what was stated and cannot be used."""
    from balance import ages, documents, pipeline
    from balance.model.in_use import in_use

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of)
    given, as_of = analysis.company.assumptions, analysis.company.as_of
    due = {each.row.key for each in ages.due(given, as_of)}
    found = in_use(analysis.fit)
    rows = [documents.assumption_row(found[key], as_of, key in due) for key in sorted(found)]
    lines = formats.lined_up([_line(row) for row in rows], HEAD, right=(1, 2, 3))
    lines += [f"NOT USED {row.key}: found {row.found}, {row.why}; used: {row.instead}" for row in given.unused]
    status = ATTENTION if given.unused else DONE
    return status, documents.assumptions_document(rows, given.unused), "\n".join(lines)


def assume(chosen: argparse.Namespace) -> Answer:
    """State an assumption, take the statement back, or undo the last word on it; with what that moves."""
    from balance import documents, pipeline, store

    key, row = _asked(chosen)
    kept = store.open_store(chosen.database, create=False)
    before = _analysis(chosen)
    if chosen.preview:
        if row is None or before is None:
            raise BalanceError("There is nothing to preview: state KEY=VALUE, and load a snapshot first.")
        moved = pipeline.previewed(before, row)
        document = documents.statement_document(key, before.company.assumptions.get(key), None, moved, kept=False)
        return DONE, document, _moved(key, moved, before, kept=False)
    if row is not None:
        store.state_assumption(kept, row, chosen.owner or "")
    elif chosen.withdraw is not None:
        store.withdraw_assumption(kept, key)
    else:
        store.undo_assumption(kept, key)
    after = _analysis(chosen)
    moved_now = None if before is None or after is None else pipeline.moved_by(before, after)
    was, now = (None if one is None else one.company.assumptions.get(key) for one in (before, after))
    document = documents.statement_document(key, was, now, moved_now, kept=True)
    return DONE, document, _moved(key, moved_now, after, kept=True)


def sensitivity(chosen: argparse.Namespace) -> Answer:
    """What each assumption moves in the headline numbers, and the smallest change of one that turns the verdict."""
    from balance import documents, findings, pipeline

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of, chosen.scenario)
    found = pipeline.sensitivity_of(analysis)
    told = findings.sensitivity(analysis.report, found.tornado, found.appetite, found.plan)
    text = "\n".join(told_findings(told))
    return DONE, documents.sensitivity_document(analysis, found, told), text


def _asked(chosen: argparse.Namespace) -> tuple[str, dict[str, object] | None]:
    """The key that is spoken of, and the row to state; no row where something is taken back."""
    from balance import stating

    asked = [each for each in (chosen.setting, chosen.withdraw, chosen.undo) if each is not None]
    if len(asked) != 1:
        raise BalanceError("State one assumption as KEY=VALUE, or name one with --withdraw or --undo.")
    if chosen.setting is None:
        return str(asked[0]), None
    key, value = (part.strip() for part in pair(chosen.setting, "assume"))
    low, high = ("" if end is None else end for end in (chosen.low, chosen.high))
    trouble = stating.refusal(key, value, low, high)
    if trouble:
        raise BalanceError(trouble)
    return key, stating.statement(key, value, low, high, chosen.reason or "", chosen.owner or "")


def _analysis(chosen: argparse.Namespace) -> Analysis | None:
    """The answer as it stands; None where nothing is loaded yet."""
    from balance import pipeline, store

    if not store.list_snapshots(store.open_store(chosen.database, create=False)):
        return None
    try:
        return pipeline.analysis_of(chosen.database, chosen.as_of)
    except BalanceError:
        return None


HEAD = ("Assumption", "Value", "Likely from", "to", "Basis", "Look again", "What it is")


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    value, low, high = _shown(row["value"]), *(_shown(row[name], figures=4) for name in ("low", "high"))
    mark, due = "assumed" if row["assumed"] else "stated", "due" if row["due"] else ""
    return row["key"], value or "not stated", low, high, mark, due, row["meaning"]


def _shown(value: float | str | None, figures: int = 10) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else formats.exactly(value, figures)


def _moved(key: str, moved: Comparison | None, analysis: Analysis | None, *, kept: bool) -> str:
    """What a changed or previewed assumption moves, line by line."""
    head = f"{key} is {'changed' if kept else 'previewed, nothing was changed'}."
    if moved is None or analysis is None:
        return head
    parts = moved.base, moved.scenario, moved.difference
    return "\n".join([head, *numbers.four(*parts, analysis.report.currency, ("Before", "After"))])
