"""The command line: the same flow as the screens, for scripts, schedulers and tests.

Exit status: 0 done; 1 done, but rows were held back or warnings need a person; 2 refused,
nothing was changed; 3 a fault of the program or the machine. With `--json` exactly one JSON
document goes to standard output; everything else goes to standard error.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from balance import frugal, grammar, language, logs, noticing, people
from balance.commands import FAULT, REFUSED, Answer
from balance.errors import BalanceError
from balance.happening import happened
from balance.settings import load_settings, require_named_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; a traceback never reaches a person."""
    frugal.be_quick()
    chosen = _chosen(sys.argv[1:] if arguments is None else arguments)
    as_json = getattr(chosen, "json", False)
    _speak(as_json or chosen.command == "dictionary")
    run: Callable[[argparse.Namespace], Answer] = chosen.run
    begun = time.monotonic()
    try:
        _settle(chosen)
        with (
            _for_this_account_alone(chosen.command),
            people.at_the_machine(asked=not getattr(chosen, "unsettled", False)),
            noticing.at_once(getattr(chosen, "database", None)),
        ):
            status, document, text = run(chosen)
    except BalanceError as refused:
        status, document, text = _refused(str(refused))
    except KeyboardInterrupt:
        return FAULT
    except OSError as failed:
        status, document, text = _failed(failed, getattr(chosen, "out", None))
    except Exception as fault:  # the last line of defence: one sentence instead of a traceback
        status, document, text = _fault(fault)
    seconds = round(time.monotonic() - begun, 3)
    happened("command", person=people.at_machine(), command=str(chosen.command), status=status, seconds=seconds)
    try:
        _tell(status, document, text, as_json)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


HANDED_ON = frozenset({"pack", "mend", "check", "sample", "template"})
"""Commands that write files for others to read."""


@contextmanager
def _for_this_account_alone(command: str) -> Iterator[None]:
    """What is made within (stores, their backups and copies, exports of everything) no other account may read."""
    before = None if command in HANDED_ON else os.umask(0o077)
    try:
        yield
    finally:
        if before is not None:
            os.umask(before)


def _settle(chosen: argparse.Namespace) -> None:
    """What the settings decide for a command, unless it is there to say what is wrong with them."""
    if getattr(chosen, "unsettled", False):
        return
    require_named_file()
    settings = load_settings()
    if settings.log_format == "json" or settings.log_level in ("debug", "info"):
        logs.begin(settings.log_format, settings.log_level)
    language.speak(language.ENGLISH if _for_programs(chosen) else settings.locale)
    if "database" in chosen and chosen.database is None:
        chosen.database = settings.database


def _for_programs(chosen: argparse.Namespace) -> bool:
    """Whether a program reads all of the answer: its document is the same in every language."""
    return bool(getattr(chosen, "json", False)) and getattr(chosen, "out", None) is None


def _chosen(words: Sequence[str]) -> argparse.Namespace:
    try:
        return grammar.parser().parse_args(words)
    except SystemExit as left:
        if left.code == REFUSED and "--json" in words:
            _tell(*_refused("Not a command that can be run: standard error says what was expected."), as_json=True)
        raise


def _refused(message: str) -> Answer:
    return REFUSED, {"status": "refused", "message": message}, message


def _failed(failed: OSError, out: Path | None) -> Answer:
    """What the system refused: a place that cannot be written is the person's to mend, anything else a fault."""
    if out is None or not _about(failed, out.absolute()):
        return _fault(failed)
    return _refused(f"{out} cannot be written ({failed.strerror or failed}). Name another place.")


def _about(failed: OSError, out: Path) -> bool:
    """Whether the place that failed is the one to write to, on the way there or in it; a full disk names no place."""
    if not isinstance(failed.filename, str | os.PathLike):
        return True
    place = Path(failed.filename).absolute()
    return place.is_relative_to(out) or out.is_relative_to(place)


def _fault(fault: Exception) -> Answer:
    if os.environ.get("BALANCE_DEBUG"):
        traceback.print_exc()
    text = f"A fault of the program or the machine ({type(fault).__name__}: {fault}). Nothing more was changed."
    return FAULT, {"status": "fault", "message": text}, text


def _speak(document: bool) -> None:
    """No letter stops a command: a document is UTF-8 wherever it goes, other words are shown as far as can be."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if document and stream is sys.stdout else None, errors="replace")


UNSEEN = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)
"""Characters that steer a terminal or turn its text around: shown as a mark, never obeyed."""


def _tell(status: int, document: Mapping[str, Any], text: str, as_json: bool) -> None:
    if as_json:
        from balance.documents import text_of

        print(text_of(document))
    if text and (not as_json or status in (REFUSED, FAULT)):
        shown = text.translate(UNSEEN)
        print(shown, file=sys.stdout if status < REFUSED and not as_json else sys.stderr)
