"""A thousand odd workbooks: each is loaded or refused in one sentence, soon and in little memory, while others wait.

They are made by the project itself from a seed: what real exports have, what attacks have, both
combined, and files changed byte by byte. A thread beside the loading stands for the server's other
visitors: what it notices is how long the process does not answer.
"""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psutil

from balance import frugal, uploading
from benchmarks import attacks, odd_tables, odd_texts
from benchmarks.measurement import Measurement
from benchmarks.raw_workbooks import zipped

COUNT = 1_000
FIGURES = "--figures"
SEED = 20_260_930
SECONDS_LIMIT, MEMORY_LIMIT_MB, SILENCE_LIMIT_MS = 30.0, 1_536.0, 2_000.0
AS_OF = date(2026, 9, 30)
TICK = 0.02
Kind = Callable[[random.Random], odd_tables.Made]
HARMLESS: tuple[Kind, ...] = (*odd_tables.KINDS, *odd_texts.KINDS)
QUICK_ATTACKS: tuple[Kind, ...] = tuple(kind for kind in attacks.KINDS if kind not in attacks.HEAVY)


@dataclass(frozen=True)
class Odd:
    """One odd file: what it is, its name and its content."""

    kind: str
    name: str
    content: bytes = field(repr=False)


def odd_workbooks(count: int, seed: int = SEED, *, heavy: bool = True) -> Iterator[Odd]:
    """So many odd files, always the same for a seed; `heavy` adds those that take seconds."""
    chance = random.Random(seed)
    pools: list[tuple[float, tuple[Kind, ...]]] = [(0.35, HARMLESS), (0.25, QUICK_ATTACKS), (0.4, ())]
    for number in range(count):
        if heavy and number % 25 == 0:
            kind = attacks.HEAVY[number // 25 % len(attacks.HEAVY)]
        else:
            (_, kinds) = chance.choices(pools, [share for share, _ in pools])[0]
            if not kinds:
                yield mutated(chance)
                continue
            kind = kinds[number % len(kinds)]
        name, content = kind(chance)
        yield Odd(kind.__name__, name, content)


def mutated(chance: random.Random) -> Odd:
    """A harmless file changed at some bytes, cut, or put together from two."""
    kind = chance.choice(HARMLESS)
    name, content = kind(chance)
    how = chance.choice(("flip", "cut", "insert", "repeat", "swap"))
    if content.startswith(b"PK") and chance.random() < 0.7:
        return Odd(f"changed inside ({how})", name, inside(content, chance, how))
    return Odd(f"changed ({how})", name, changed(content, chance, how))


def inside(content: bytes, chance: random.Random, how: str) -> bytes:
    """A workbook with one of its parts changed, in an archive that holds together."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    at = chance.choice([place for place, (name, _) in enumerate(parts) for _ in range(9 if "sheet" in name else 1)])
    parts[at] = (parts[at][0], changed(parts[at][1], chance, how))
    return zipped(parts)


def changed(content: bytes, chance: random.Random, how: str) -> bytes:
    """Content with some of its bytes changed in that way."""
    changed = bytearray(content or b"\0")
    for _ in range(chance.choice((1, 5, 50))):
        at = chance.randrange(len(changed))
        if how == "flip":
            changed[at] = chance.randrange(256)
        elif how == "insert":
            changed[at:at] = chance.randbytes(chance.choice((1, 4, 64)))
        elif how == "swap":
            other = chance.randrange(len(changed))
            changed[at], changed[other] = changed[other], changed[at]
    if how == "cut":
        del changed[chance.randrange(len(changed)) :]
    elif how == "repeat":
        changed += changed[chance.randrange(len(changed)) :]
    return bytes(changed)


@dataclass(frozen=True)
class Outcome:
    """What came of one file: how it ended, in how many seconds and how much memory.

    The content is not kept: that of a thousand files would be counted as memory of the last.
    """

    kind: str
    name: str
    status: str
    sentences: tuple[str, ...]
    seconds: float
    memory_mb: float


@dataclass
class Watch:
    """Looks at the process while it loads: its memory with that of its children, and how long it did not answer."""

    memory_mb: float = 0.0
    silence_ms: float = 0.0
    ended: threading.Event = field(default_factory=threading.Event)

    def answer(self) -> None:
        """Answer until it is told to end, and do nothing else: what looking takes is no silence."""
        last = time.monotonic()
        while not self.ended.wait(TICK):
            now = time.monotonic()
            self.silence_ms, last = max(self.silence_ms, (now - last - TICK) * 1000), now

    def look(self) -> None:
        """Look at the memory until it is told to end."""
        process = psutil.Process()
        while not self.ended.wait(TICK):
            self.memory_mb = max(self.memory_mb, family_mb(process))


def family_mb(process: psutil.Process) -> float:
    """Resident memory of a process and its children, in MB; a child that is only being started still is its parent."""
    total, own = process.memory_info().rss, process.cmdline()
    for child in process.children():
        try:
            total += child.memory_info().rss if child.cmdline() not in (own, []) else 0
        except psutil.Error:
            continue
    return total / 2**20


def outcome_of(odd: Odd, folder: Path, watch: Watch) -> Outcome:
    """Check one file as an upload; anything raised is a fault of ours and ends the run."""
    path = folder / odd.name
    path.write_bytes(odd.content)
    watch.memory_mb, started = 0.0, time.monotonic()
    checked = uploading.check(str(folder / "none.duckdb"), [path], as_of=AS_OF)
    seconds = time.monotonic() - started
    sentences = tuple(str(problem) for problem in checked.intake.problems if problem.severity == "error")
    return Outcome(odd.kind, odd.name, checked.status, sentences, seconds, watch.memory_mb)


def run(count: int = COUNT, seed: int = SEED) -> tuple[list[Outcome], Watch]:
    """Every odd file one after the other, looked at meanwhile, with memory kept as the server keeps it."""
    frugal.be_frugal()
    watch, outcomes = Watch(), []
    watching = [threading.Thread(target=does, daemon=True) for does in (watch.answer, watch.look)]
    for one in watching:
        one.start()
    with tempfile.TemporaryDirectory() as folder:
        for number, odd in enumerate(odd_workbooks(count, seed), 1):
            outcomes.append(outcome_of(odd, Path(folder), watch))
            if number % 100 == 0:
                print(f"  {number} odd workbooks …", file=sys.stderr, flush=True)
    watch.ended.set()
    for one in watching:
        one.join()
    return outcomes, watch


def measure() -> list[Measurement]:
    """The worst of a thousand files, and how long the process did not answer meanwhile.

    A process of its own loads them, so that memory other benchmarks keep does not count as theirs.
    """
    command = [sys.executable, "-m", "benchmarks.odd_workbooks", str(COUNT), FIGURES]
    environment = frugal.ENVIRONMENT | os.environ  # arrow asks before the first line of ours runs
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout.split()
    seconds, memory_mb, silence_ms = map(float, told)
    return [
        Measurement(f"{COUNT} odd workbooks, the slowest, elapsed", seconds * 1000, "ms", limit=SECONDS_LIMIT * 1000),
        Measurement("odd workbooks, most memory with children", memory_mb, "MB", limit=MEMORY_LIMIT_MB),
        Measurement("odd workbooks, longest the process did not answer", silence_ms, "ms", limit=SILENCE_LIMIT_MS),
    ]


def figures_of(outcomes: list[Outcome], watch: Watch) -> tuple[float, float, float]:
    """The slowest in seconds, the most memory in MB and the longest silence in ms; every refusal has its sentence."""
    silent = [one for one in outcomes if one.status == "refused" and not one.sentences]
    if silent:
        raise RuntimeError(f"refused without a sentence: {silent[0].kind}, {silent[0].name}")
    return max(one.seconds for one in outcomes), max(one.memory_mb for one in outcomes), watch.silence_ms


def table_of(outcomes: list[Outcome]) -> str:
    """What came of the files, by kind, as lines of a table."""
    kinds: dict[str, Counter[str]] = {}
    worst: dict[str, float] = {}
    for one in outcomes:
        kinds.setdefault(one.kind, Counter())[one.status] += 1
        worst[one.kind] = max(worst.get(one.kind, 0.0), one.seconds)
    lines = [f"| {kind} | {sum(of.values())} | {of['ok'] + of['attention']} | {of['refused']} | {worst[kind]:.1f} |"
             for kind, of in sorted(kinds.items())]  # fmt: skip
    return "\n".join(["| kind | files | loaded | refused | slowest, s |", "|---|---|---|---|---|", *lines])


if __name__ == "__main__":
    found, seen = run(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
    figures = figures_of(found, seen)
    if FIGURES in sys.argv:
        print(*figures)
    else:
        print(table_of(found))
        print("slowest {:.1f} s, memory {:.0f} MB, silence {:.0f} ms".format(*figures))
