"""Writing a pack in a process of its own, so that nobody's slider waits for it.

A writer keeps Python busy for a second or two; in the server's process every other visitor would wait for that. One
pack is written at a time, the others wait their turn, and the process stands back behind those who answer visitors.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import IO, TypeAlias

from balance import language
from balance.boardpack import Drawn, Outline, child
from balance.errors import BalanceError
from balance.roles import Action, needs

LONGEST_SECONDS = 120.0
Progress: TypeAlias = Callable[[str], None]
"""Told the format that is being written, and an empty text while others are before it."""
Take: TypeAlias = Callable[[str, bytes], None]
"""Given each file as soon as it is there: whoever leaves before the end keeps what was written."""

_TURN = threading.Lock()
_LOOK_SECONDS = 0.5


@needs(Action.EXPORT)
def written_apart(
    outline: Outline, formats: Sequence[str], tell: Progress = lambda _: None, take: Take = lambda *_: None
) -> Drawn:
    """The pack in these formats, each told before it begins; BalanceError where the process ends without an answer."""
    while not _TURN.acquire(timeout=_LOOK_SECONDS):
        tell("")
    try:
        return _drawn(outline, formats, tell, take)
    finally:
        _TURN.release()


def _drawn(outline: Outline, formats: Sequence[str], tell: Progress, take: Take) -> Drawn:
    files: dict[str, bytes] = {}
    missing: list[str] = []
    process = subprocess.Popen([sys.executable, "-m", child.__name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    clock = threading.Timer(LONGEST_SECONDS, process.kill)
    clock.start()
    try:
        answers = _answers(process, pickle.dumps((outline, tuple(formats), language.locale())))
        for format_ in formats:
            tell(format_)
            kind, content = next(answers)
            if kind == child.FILE:
                files[format_] = content
                take(format_, content)
            else:
                missing.append(content.decode())
    finally:
        clock.cancel()
        process.kill()  # it is done, or nobody waits for it any more
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
    return Drawn(files, tuple(missing))


def _answers(process: subprocess.Popen[bytes], asked: bytes) -> Iterator[tuple[bytes, bytes]]:
    if process.stdin is None or process.stdout is None:
        raise BalanceError("The pack cannot be written: no process to write it could be reached.")
    try:
        process.stdin.write(asked)
        process.stdin.close()
    except OSError as ended:
        raise _ended() from ended
    while True:
        head = _whole(process.stdout, 9)
        yield head[:1], _whole(process.stdout, int.from_bytes(head[1:], "little"))


def _whole(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) != size:
        raise _ended()
    return content


def _ended() -> BalanceError:
    return BalanceError("The pack could not be written: the process that writes it ended early. Try again.")
