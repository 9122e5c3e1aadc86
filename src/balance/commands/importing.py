"""Files in: checked, loaded, watched for, handed back to be mended."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balance import formats
from balance.commands.answer import ATTENTION, DONE, REFUSED, Answer, mapping_named, pair
from balance.errors import BalanceError

if TYPE_CHECKING:
    from balance.ingest import Intake
    from balance.uploading import Upload


def check(chosen: argparse.Namespace) -> Answer:
    """What load would do with the files."""
    from balance import uploading

    refuse_unwritable(None, chosen.problems, chosen.held)
    uploaded = uploading.check(
        chosen.database, chosen.file, as_of=chosen.as_of, mapping=mapping_named(chosen), answers=_answers(chosen),
        corrections=chosen.correct,
    )  # fmt: skip
    _take_away(chosen, uploaded.intake)
    return uploaded.exit_status, *_dated(uploaded, chosen.as_of)


def load(chosen: argparse.Namespace) -> Answer:
    """One snapshot of every table found in the files; or whatever is put into a drop folder."""
    from balance import saved_mappings, uploading

    _refuse_mixed(chosen)
    if chosen.watch is not None:
        return _watch(chosen)
    refuse_unwritable(chosen.save_mapping, chosen.problems, chosen.held)
    uploaded = uploading.load(
        chosen.database, chosen.file, as_of=chosen.as_of, mapping=mapping_named(chosen), answers=_answers(chosen),
        corrections=chosen.correct,
    )  # fmt: skip
    _take_away(chosen, uploaded.intake)
    if chosen.save_mapping and uploaded.exit_status < REFUSED:
        saved_mappings.write_mapping(uploaded.mapping, chosen.save_mapping)
    return uploaded.exit_status, *_dated(uploaded, chosen.as_of)


def _dated(uploaded: Upload, as_of: date | None) -> tuple[dict[str, Any], str]:
    """Document and text, with a word on a date that is still to come; none where nothing is or would be loaded."""
    document, text = uploaded.document, uploaded.text
    if as_of is None or as_of <= date.today() or uploaded.exit_status >= REFUSED:
        return document, text
    late = f"{formats.day(as_of)} lies in the future; once loaded, all answers are as of it until a later date is."
    return document | {"look": [late]}, f"{text}\nlook: {late}"


def _refuse_mixed(chosen: argparse.Namespace) -> None:
    """Either files and their date, or a drop folder that says both by itself."""
    if chosen.watch is None:
        if chosen.once:
            raise BalanceError("--once goes with --watch DIR.")
        if not chosen.file or chosen.as_of is None:
            raise BalanceError("load needs FILE… and --as-of DATE, or a drop folder with --watch DIR.")
    elif any(
        (chosen.file, chosen.as_of, chosen.answer, chosen.save_mapping, chosen.correct, chosen.problems, chosen.held)
    ):
        raise BalanceError(
            "With --watch the folder says which files and dates: leave out FILE and every option but --once, "
            "--mapping, --database and --json."
        )


def _watch(chosen: argparse.Namespace) -> Answer:
    from balance import watching

    mapping = mapping_named(chosen)
    if chosen.once:
        told = watching.watch_once(chosen.database, chosen.watch, mapping)
    else:
        with _stopped_by_signal() as stopped:
            told = watching.watch(chosen.database, chosen.watch, stopped, _say, mapping)
    return ATTENTION if told["status"] == "attention" else DONE, told, "\n".join(watching.lines(told))


@contextmanager
def _stopped_by_signal() -> Iterator[Callable[[], bool]]:
    """Whether a person or a service has ended the command, so that it ends between two pieces of work."""
    came: list[int] = []  # an Event could not be set here: the signal may come while it is being asked
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda number, _: came.append(number)) for number in numbers]
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _take_away(chosen: argparse.Namespace, intake: Intake) -> None:
    """The problems and the rows held back as files, where they are wanted."""
    from balance import mending

    if chosen.problems:
        mending.write_table(mending.problems_table(intake.problems), chosen.problems, "Problems")
    if chosen.held:
        mending.write_table(mending.held_table(intake.held), chosen.held, "Held rows")


def _answers(chosen: argparse.Namespace) -> dict[str, str]:
    return dict(_answer(text) for text in chosen.answer)


def _answer(text: str) -> tuple[str, str]:
    """The key and the answer: either may quote a header that holds "=", the answer only where a column is missing."""
    if text.startswith("missing:") and "=" in text:
        key, _, header = text.partition("=")
        return key, header
    return pair(text, "--answer")


def refuse_unwritable(mapping: Path | None, *tables: Path | None) -> None:
    """Said before anything is loaded, so that a load never half succeeds."""
    for path in (mapping, *tables):
        if path is not None and (path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK)):
            what = "The mapping" if path is mapping else "The table"
            raise BalanceError(f"{what} cannot be written to {path}. Name a file in a folder that exists.")
        if path is not None and path is not mapping and path.suffix.lower() not in (".csv", ".xlsx"):
            raise BalanceError(f"{path} is neither .csv nor .xlsx. Name a file that ends in one of them.")


def mend(chosen: argparse.Namespace) -> Answer:
    """Marked workbooks of snapshots and files, written into a folder."""
    from balance import uploading

    made = uploading.marked(chosen.database, chosen.what, chosen.out, chosen.as_of, mapping_named(chosen))
    files = [{"file": one.file, "written": str(path), "problems": one.problems, "held": one.held} for path, one in made]
    lines = [
        f"{path}: {formats.count(one.problems, 'place')} to mend, {formats.count(one.held, 'row')} held back"
        for path, one in made
    ]
    return DONE, {"status": "ok", "files": files}, "\n".join(lines) or "Nothing needs mending; nothing was written."
