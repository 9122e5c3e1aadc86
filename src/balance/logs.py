"""The log of a running dashboard: one line for each event, plain or JSON, on standard error.

What libraries log is written in the same form. An exception is told by its kind and by where it came from; never by its
message, which may quote a cell. With `BALANCE_DEBUG` the message and the trace are written too.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from balance.happening import Facts, asking, happened, listen

OURS = logging.getLogger("balance")
LINE = "%(line)s"
"""The format for handlers of others: our factory puts the finished line on each record."""

MOST_FRAMES = 4
_ENDS: list[Callable[[], None]] = []

Raised = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


class Line:
    """One record as a line of the log, made when it is asked for."""

    def __init__(self, record: logging.LogRecord, form: str) -> None:
        self.record, self.form = record, form

    def __str__(self) -> str:
        record = self.record
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
            **getattr(record, "raised", {}),
        }
        if self.form == "json":
            return _in_one_line(json.dumps(told, ensure_ascii=False, default=str))
        facts = "".join(f" {name}={value}" for name, value in list(told.items())[4:])
        return _in_one_line(f"{told['time']} {record.levelname} {told['event']}{facts}")


_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Letters that end a line, steer the terminal it is read on, or turn what follows round."""


def _in_one_line(text: str) -> str:
    r"""Text that somebody else may have put together, with what would be more than text spelt out.

    >>> print(_in_one_line("all is well\n\x1b[2J"))
    all is well\n\u001b[2J
    """
    return _STEERING.sub(lambda found: r"\n" if found[0] == "\n" else rf"\u{ord(found[0]):04x}", text)


def begin(form: str, level: str) -> None:
    """Write the log from here on; `form` is plain or json, `level` what is told and all that is graver."""
    plain = logging.LogRecord

    def record(*given: Any, **more: Any) -> logging.LogRecord:  # noqa: ANN401
        made = plain(*given, **more)
        _without_message(made)
        made.line = Line(made, form)
        return made

    logging.setLogRecordFactory(record)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(LINE))
    OURS.handlers[:] = [handler]
    OURS.propagate = False
    OURS.setLevel(level.upper())
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").handlers[:] = [handler]
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(handler.formatter)  # for libraries that have no handler of their own
    for end in _ENDS:
        end()
    _ENDS[:] = [listen(_write)]


def _write(event: str, facts: Facts) -> None:
    if event != "fault seen":
        OURS.info(event, extra={"facts": dict(facts)})


def _without_message(record: logging.LogRecord) -> None:
    """Tell an exception by kind and place alone, and for whom the thread worked."""
    raised = record.exc_info
    if not raised or raised[0] is None or os.environ.get("BALANCE_DEBUG"):
        return
    record.raised = dict(asking()) | {"kind": raised[0].__name__, "at": _places(raised[2])}
    record.exc_info, record.exc_text = None, None
    if record.args:
        record.msg, record.args = str(record.msg), ()
    happened("fault seen", kind=raised[0].__name__)


def _places(trace: TracebackType | None) -> str:
    """Where an exception came from, innermost first: file, line and function; no code and no values."""
    frames = traceback.extract_tb(trace)[-MOST_FRAMES:]
    return " < ".join(f"{os.path.basename(one.filename)}:{one.lineno} {one.name}" for one in reversed(frames))  # noqa: PTH119


def fault(raised: BaseException, **facts: str | int) -> None:
    """Write down that something failed that should not have, by kind and place."""
    OURS.error("fault", exc_info=raised, extra={"facts": facts})
