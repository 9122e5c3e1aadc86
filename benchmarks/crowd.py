"""People at the sliders: two replicas before one PostgreSQL, and real sessions that move a slider every two seconds.

Half of the people are on each replica, and one in ten is sent to the other one while the sliders move: from both alike,
as a balancer does that keeps them even. A crowd of its own tells what becomes of the largest one where all of them come
from one replica, so that the other has six people of ten: one process makes one answer after the other, and the busiest
is the first whose queue grows. Who moves does so by the clock and not by the answer, and what a late answer makes wait
counts as waiting. The people live in this process, on the same cores as everything else; what they take is told.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import random
import re
import signal
import statistics
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil

from balance import first_start
from benchmarks.measurement import Measurement
from benchmarks.own_postgresql import Cluster, why_not
from benchmarks.serving import Running, free_port, running
from benchmarks.visitors import Visitor, WentWrongError

PEOPLE = (10, 40, 80)
REPLICAS = 2
EVERY_SECONDS = 2.0
MOVING_SECONDS, WHOLE_SECONDS = 20.0, 60.0
OPENING_AT_ONCE = 4
LIMIT_MS = 250.0
SEED = 20260930


@dataclass
class Told:
    """What one crowd was told: the waiting for each answer in ms, what went wrong, and what all of it took."""

    people: int
    waited: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    """Of these, everybody's first answer: all of them fall into the first two seconds."""
    wrong: list[str] = field(default_factory=list)
    sent_over: int = 0
    seconds: float = 0.0
    replicas_s: float = 0.0
    busiest_s: float = 0.0
    """Of these, what the busiest replica took."""
    database_s: float = 0.0
    people_s: float = 0.0
    grown_mb: float = 0.0

    def percentile(self, share: float, *, of: list[float] | None = None) -> float:
        """The waiting that so many of the answers did not exceed; of all of them, where not of some."""
        waited = self.waited if of is None else of
        return sorted(waited)[max(0, round(share * len(waited)) - 1)] if waited else float("nan")


def measure(*, whole: int = 0) -> list[Measurement]:
    """Crowds of rising size, each before replicas of its own; nothing where there is no PostgreSQL."""
    if why_not():
        print(f"people at the sliders are not measured: {why_not()}", file=sys.stderr)
        return []
    with database() as (url, cluster):
        first_start.fill_if_empty(url)
        seconds = WHOLE_SECONDS if whole else MOVING_SECONDS
        crowds = [crowd(url, cluster, people, seconds) for people in PEOPLE]
        uneven = crowd(url, cluster, PEOPLE[-1], seconds, senders=1)
    figures = [figure for told in crowds for figure in figures_of(told)]
    return [*figures, memory_of_one(crowds), *figures_where_uneven(uneven)]


@contextlib.contextmanager
def database() -> Iterator[tuple[str, Cluster]]:
    """An empty store on a server of its own, from its start until it is no longer needed."""
    cluster = Cluster()
    try:
        yield cluster.new_schema(), cluster
    finally:
        cluster.stop()


def crowd(url: str, cluster: Cluster, people: int, seconds: float, senders: int = REPLICAS) -> Told:
    """So many people, half of them before each of two fresh replicas, of which so many send people over."""
    words = ["-m", "balance", "serve", "--database", url, "--no-browser", "--port"]
    with contextlib.ExitStack() as open_:
        counters = [free_port() for _ in range(REPLICAS)]
        replicas = [
            open_.enter_context(running(words, "script-health-check", BALANCE_METRICS_PORT=port)) for port in counters
        ]
        told = asyncio.run(_at_the_sliders(replicas, cluster, people, seconds, senders))
        told.wrong += [f"{faults:g} faults in a replica" for faults in map(faults_of, counters) if faults]
    print(f"  {people} people: {told.percentile(0.95):.0f} ms in 95 of 100, {len(told.wrong)} errors", file=sys.stderr)
    return told


async def _at_the_sliders(replicas: list[Running], cluster: Cluster, people: int, seconds: float, senders: int) -> Told:
    """One visitor warms each replica; then all come, rest, and move until the time is over."""
    told, taken = Told(people), set[tuple[float, ...]]()
    visitors = [
        Visitor(replicas[at % REPLICAS].port, random.Random(SEED + at), taken) for at in range(people + REPLICAS)
    ]
    for first in visitors[:REPLICAS]:
        async with first:
            await first.move()
    before = sum(one.memory_mb[0] for one in replicas)
    gate = asyncio.Semaphore(OPENING_AT_ONCE)
    async with contextlib.AsyncExitStack() as open_:
        await asyncio.gather(*(_comes(one, gate, open_) for one in visitors[REPLICAS:]))
        taken_before, begun = _spent(replicas, cluster), time.monotonic()
        halves = (begun + seconds / 2 if sent_over(at, senders) else math.inf for at in range(people))
        await asyncio.gather(
            *(
                _moves(one, at, begun, seconds, half, replicas, told)
                for at, (one, half) in enumerate(zip(visitors[REPLICAS:], halves, strict=True))
            )
        )
        told.seconds = time.monotonic() - begun
        each, told.database_s, told.people_s = _since(_spent(replicas, cluster), taken_before)
        told.replicas_s, told.busiest_s = sum(each), max(each)
        told.grown_mb = sum(one.memory_mb[0] for one in replicas) - before
    return told


async def _comes(one: Visitor, gate: asyncio.Semaphore, open_: contextlib.AsyncExitStack) -> None:
    async with gate:
        await open_.enter_async_context(one)


def sent_over(at: int, senders: int) -> bool:
    """Whether this one is sent to the other replica: one in ten, in turns from as many replicas as send people over.

    >>> [at for at in range(40) if sent_over(at, 2)], [at for at in range(40) if sent_over(at, 1)]
    ([0, 11, 20, 31], [0, 10, 20, 30])
    """
    return at % 10 == at // 10 % senders


async def _moves(
    one: Visitor, at: int, begun: float, seconds: float, half: float, replicas: list[Running], told: Told
) -> None:
    """One person's moves, begun at a moment of its own within the first two seconds; `half`: when it is sent over."""
    due, answers = begun + EVERY_SECONDS * at / told.people, [told.first, told.waited]
    while due < begun + seconds:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        try:
            if due >= half:
                half = math.inf
                told.sent_over += 1
                await one.go_to(next(other.port for other in replicas if other.port != one.port))
                due = time.monotonic()
            await one.move()
            waited = (time.monotonic() - due) * 1000
            for kept in answers:
                kept.append(waited)
            answers = [told.waited]
        except (WentWrongError, TimeoutError, OSError) as wrong:
            told.wrong.append(f"{type(wrong).__name__}: {wrong}")
            return
        due += EVERY_SECONDS


Spent = tuple[list[float], float, float]
"""Processor time in seconds: of each replica, of the database, of the people."""


def _spent(replicas: list[Running], cluster: Cluster) -> Spent:
    """What all of it has taken so far."""
    server = psutil.Process(cluster.process.pid)
    database = sum(sum(one.cpu_times()[:2]) for one in (server, *server.children()))
    return [one.processor_ms / 1000 for one in replicas], database, time.process_time()


def _since(now: Spent, before: Spent) -> Spent:
    """What all of it has taken since."""
    each = [after - was for after, was in zip(now[0], before[0], strict=True)]
    return each, now[1] - before[1], now[2] - before[2]


def faults_of(port: int) -> float:
    """The faults of the program that a replica has counted."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        counted = re.findall(r"^balance_errors_total\{.*\} (\S+)$", answer.read().decode(), re.MULTILINE)
    return sum(map(float, counted))


def figures_of(told: Told) -> list[Measurement]:
    """How long people wait, whether anything went wrong, and who took the processors."""
    name, most = f"{told.people} people at the sliders of two replicas", told.people == PEOPLE[-1]
    for wrong in told.wrong[:5]:
        print(f"  {name}: {wrong}", file=sys.stderr)
    shares = (100 * spent / told.seconds for spent in (told.replicas_s, told.database_s, told.people_s))
    replicas, server, people = shares
    each = 1000 * told.replicas_s / len(told.waited) if told.waited else float("nan")
    return [
        Measurement(f"{name}: answer, half of {len(told.waited)}", statistics.median(told.waited or [float("nan")])),
        Measurement(f"{name}: answer, 95 of 100", told.percentile(0.95), limit=LIMIT_MS if most else None),
        Measurement(f"{name}: everybody's first answer, 95 of 100", told.percentile(0.95, of=told.first)),
        Measurement(f"{name}: processor time for an answer", each),
        Measurement(f"{name}: errors, {told.sent_over} sent to the other replica", len(told.wrong), "", limit=0.0),
        Measurement(f"{name}: processors taken by the replicas, 100 is one", replicas, "%"),
        Measurement(f"{name}: by the busiest of them", 100 * told.busiest_s / told.seconds, "%"),
        Measurement(f"{name}: by PostgreSQL", server, "%"),
        Measurement(f"{name}: by the people themselves", people, "%"),
        Measurement(f"{name}: memory of the replicas, grown for each", told.grown_mb / told.people, "MB"),
    ]


def figures_where_uneven(told: Told) -> list[Measurement]:
    """The same people where one replica serves more of them: nothing is promised, it is told how far that carries."""
    name = f"{told.people} people, all {told.sent_over} sent over from the same replica"
    return [
        Measurement(f"{name}: answer, 95 of 100", told.percentile(0.95)),
        Measurement(f"{name}: processor taken by the busiest, 100 is one", 100 * told.busiest_s / told.seconds, "%"),
    ]


def memory_of_one(crowds: list[Told]) -> Measurement:
    """What one more person takes, between the smallest crowd and the largest: what all share is not in it."""
    fewest, most = crowds[0], crowds[-1]
    grown = (most.grown_mb - fewest.grown_mb) / (most.people - fewest.people)
    return Measurement(f"memory for one more person, between {fewest.people} and {most.people}", grown, "MB")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for measurement in measure(whole=int("--whole" in sys.argv)):
        print(measurement)
