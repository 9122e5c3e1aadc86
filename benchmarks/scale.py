"""A large company: forty quarters loaded one after the other, then reported and shown, in a file and on a server.

An export of incidents holds the incidents of its quarter, so each row of the store is read for the newest date. The
files are CSV, for a workbook of that many rows takes longer to write than to load; `loading` measures workbooks. Every
step runs in a process of its own, so that its time and its most memory are its own. The server is given the larger
company by `copy`, and two more quarters are then loaded there. What a machine has no room for is made smaller, and
what takes longer than it may is told and left: a run comes to its end.
"""

from __future__ import annotations

import contextlib
import json
import math
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

import psutil

from balance.screens import SCREENS
from benchmarks.measurement import Measurement, against
from benchmarks.own_postgresql import Cluster, why_not
from benchmarks.serving import ROOT, Running, ask, running, visitor

QUARTERS = 40
SMALLER = (50_000, 250_000)
WHOLE_SHARES = 10
"""The smaller company of a whole run has one tenth of the incidents."""

INITIATIVES = 5_000
MORE_QUARTERS = 2
LONGEST_SECONDS = 3 * 3_600.0
"""When so much time is over nothing more is begun, and what is under way is ended."""

PAGE_SECONDS = 900.0
GROWTH_LIMIT = 1.2
BASE_MB, MB_A_MILLION = 1_000.0, 1_600.0
"""What a run needs of memory: the pages of 5 million incidents took up to 8 GB."""


@dataclass(frozen=True)
class Visits:
    """Two visits of a page: until its last element is there, by the clock and of the server's processor, in ms; and the
    most memory the server had meanwhile, in MB."""

    first: float
    again: float
    first_processor: float
    again_processor: float
    most_mb: float


@dataclass(frozen=True)
class Grown:
    """What one store was like with so many incidents: each load, the report, the pages, and its size in MB."""

    where: str
    incidents: int
    loads: list[dict[str, float]]
    report: dict[str, float]
    pages: dict[str, Visits]
    stored_mb: float

    @property
    def name(self) -> str:
        """What it is called in a figure."""
        return f"{self.incidents / 1e6:g} M incidents in {self.where}"

    @property
    def server_mb(self) -> float:
        """The most memory the server had on any page, in MB."""
        return max(page.most_mb for page in self.pages.values())


def measure(*, whole: int = 0) -> list[Measurement]:
    """Two sizes in a file, the larger one on a server as well; `whole` incidents in the larger one, if not 0."""
    sizes = fitting(whole) if whole else SMALLER
    until = time.monotonic() + LONGEST_SECONDS
    told(f"{sizes[0]:,} and {sizes[1]:,} incidents, in {LONGEST_SECONDS / 3_600:g} hours at most", until)
    figures: list[Measurement] = []
    try:
        for figure in _measured(sizes, until):
            figures.append(figure)  # one by one: those before the time is over are kept
    except TimeIsOverError as over:
        told(f"{over}: what follows is not measured", until)
    return figures


class TimeIsOverError(Exception):
    """A step would have gone on beyond the time a run may take."""


def fitting(incidents: int) -> tuple[int, int]:
    """The two sizes of a whole run, halved until this machine has the memory for them."""
    room = psutil.virtual_memory().available / 1e6
    while incidents > SMALLER[1] and BASE_MB + MB_A_MILLION * incidents / 1e6 > room:
        print(f"  {incidents:,} incidents need more than the {room:,.0f} MB that are free here", file=sys.stderr)
        incidents //= 2
    return incidents // WHOLE_SHARES, incidents


def told(what: str, until: float) -> None:
    """What is done just now, and how much of the time is left."""
    left = max(0.0, until - time.monotonic()) / 60
    print(f"  {what} ({left:.0f} minutes left)", file=sys.stderr, flush=True)


def _measured(sizes: tuple[int, int], until: float) -> Iterator[Measurement]:
    """Every figure, as soon as there is one."""
    with tempfile.TemporaryDirectory(prefix="balance-scale-") as folder:
        files = [Path(folder) / f"{size}.duckdb" for size in sizes]
        both = []
        for size, file in zip(sizes, files, strict=True):
            both.append(in_file(file, size, until))
            yield from figures_of(both[-1])
        yield from pages_of(both[-1])
        yield from growth(*both)
        if why_not():
            print(f"a large company on a server is not measured: {why_not()}", file=sys.stderr)
            return
        yield from on_server(files[-1], sizes[-1], until)


def in_file(file: Path, incidents: int, until: float) -> Grown:
    """The company in a file."""
    loads = []
    for load in steps("load", until, file, incidents):
        loads.append(load)
        if len(loads) % 10 == 0:
            told(f"a file: {len(loads)} of {QUARTERS} loaded, the last in {load['seconds']:.1f} s", until)
    return grown("a file", str(file), incidents, loads, lambda: file.stat().st_size / 1e6, until)


def on_server(file: Path, incidents: int, until: float) -> Iterator[Measurement]:
    """The company of a file on a PostgreSQL server of its own."""
    cluster = Cluster()
    try:
        database = cluster.new_schema()
        told("PostgreSQL: the file is copied into it", until)
        (copied,) = steps("copy", until, file, database)
        loads = list(steps("load", until, database, incidents, QUARTERS, MORE_QUARTERS))
        there = grown("PostgreSQL", database, incidents, loads, lambda: stored_in(cluster), until)
        yield Measurement(f"{there.name}: copied from a file and read back to compare", 1000 * copied["seconds"])
        yield Measurement(f"{there.name}: most memory of the copying", copied["peak_mb"], "MB")
        yield from (*figures_of(there), *pages_of(there))
    finally:
        cluster.stop()


def stored_in(cluster: Cluster) -> float:
    """What the server keeps on its disk, in MB."""
    ((size,),) = cluster.execute("SELECT pg_database_size(current_database())")
    return float(size) / 1e6


def grown(
    where: str, database: str, incidents: int, loads: list[dict[str, float]], size: Callable[[], float], until: float
) -> Grown:
    """Report and show the company that was loaded."""
    (report,) = steps("report", until, database)
    told(f"{where}: report in {report['seconds']:.1f} s, {report['peak_mb']:.0f} MB", until)
    return Grown(where, incidents, loads, report, shown(database, until), size())


def steps(step: str, until: float, *words: object) -> Iterator[dict[str, float]]:
    """What a step in a process of its own tells, line by line; the process ends with us, or when the time is over."""
    command = [sys.executable, "-m", "benchmarks.scale_steps", step, *map(str, words)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        clock = threading.Timer(max(0.0, until - time.monotonic()), process.kill)
        clock.start()
        try:
            assert process.stdout is not None
            yield from map(json.loads, process.stdout)
            if process.wait():
                if time.monotonic() >= until:
                    raise TimeIsOverError(f"the time was over while it was to {step}")
                raise RuntimeError(f"the step {step} of the benchmark failed; what it said stands above")
        finally:
            clock.cancel()
            process.kill()


def shown(database: str, until: float) -> dict[str, Visits]:
    """Each page visited twice, at first with all there is to work out; "first" opens the dashboard."""
    words = ["-m", "balance", "serve", "--database", database, "--no-browser", "--port"]
    pages = [("first", ""), *((screen.title, screen.path.strip("/")) for screen in SCREENS)]
    found: dict[str, Visits] = {}
    with running(words, "health") as server:
        for name, page in pages:
            if time.monotonic() >= until:
                told(f"{name} and what follows is not visited", until)
                break
            found[name] = visits(server, page)
            told(f"{name}: {found[name].first / 1000:.1f} s, again {found[name].again:.0f} ms", until)
    return found


def visits(server: Running, page: str) -> Visits:
    """Two visits of a page; infinite times where it was waited for in vain."""
    forget_most_memory(server)
    times: list[tuple[float, float]] = []
    with visitor(server.port) as socket:
        for _ in range(2):
            begun, spent = time.monotonic(), server.processor_ms
            try:
                last, _ = ask(socket, page, clock=lambda: (time.monotonic(), 0.0), patience=PAGE_SECONDS)
            except TimeoutError:
                times += [(math.inf, math.inf)] * 2
                break
            times.append(((last - begun) * 1000, server.processor_ms - spent))
    (first, worked), (again, little) = times[:2]
    return Visits(first, again, worked, little, most_memory(server))


def forget_most_memory(server: Running) -> None:
    """Begin to count the most memory of a server anew, where the system can."""
    for one in server.family:
        with contextlib.suppress(OSError):
            Path(f"/proc/{one.pid}/clear_refs").write_text("5", encoding="ascii")


def most_memory(server: Running) -> float:
    """The most memory the server has had, in MB; where the system does not tell, what it has now."""
    with contextlib.suppress(OSError):
        lines = [Path(f"/proc/{one.pid}/status").read_text(encoding="ascii").splitlines() for one in server.family]
        return sum(float(line.split()[1]) / 1024 for one in lines for line in one if line.startswith("VmHWM:"))
    return server.memory_mb[0]


def figures_of(one: Grown) -> list[Measurement]:
    """Loads, report, pages, memory and size of one store."""
    again = {name: page.again for name, page in one.pages.items() if name != "first"}
    slowest = max(again, key=lambda name: again[name])
    first = {name: page.first for name, page in one.pages.items() if name != "first"}
    heaviest = max(first, key=lambda name: first[name])
    return [
        *loading(one),
        Measurement(f"{one.name}: all read into a process that starts", 1000 * one.report["opened"]),
        Measurement(f"{one.name}: report", 1000 * one.report["seconds"]),
        Measurement(f"{one.name}: most memory of a report", one.report["peak_mb"], "MB"),
        Measurement(f"{one.name}: a plan worked out, as a slider asks for it", one.report["plan_ms"]),
        Measurement(f"{one.name}: server start to first page shown", one.pages["first"].first),
        Measurement(f"{one.name}: slowest page at the first visit ({heaviest})", first[heaviest]),
        Measurement(f"{one.name}: a page visited again, half of {len(again)}", median(again.values())),
        Measurement(f"{one.name}: slowest page visited again ({slowest})", again[slowest]),
        Measurement(f"{one.name}: most memory of the server", one.server_mb, "MB"),
        Measurement(f"{one.name}: size of the store", one.stored_mb, "MB"),
    ]


def pages_of(one: Grown) -> list[Measurement]:
    """Each page by itself: what a first visit and another one take of the processor, and the most memory meanwhile."""
    return [
        measurement
        for name, page in one.pages.items()
        for measurement in (
            Measurement(f"{one.name}: {name}, first visit, processor", page.first_processor),
            Measurement(f"{one.name}: {name}, visited again, processor", page.again_processor),
            Measurement(f"{one.name}: {name}, most memory of the server", page.most_mb, "MB"),
        )
    ]


def loading(one: Grown) -> list[Measurement]:
    """What the loads took, the first and the last where there are many."""
    seconds, peaks = ([load[what] for load in one.loads] for what in ("seconds", "peak_mb"))
    first = [
        Measurement(f"{one.name}: load of a quarter, mean of the first five", 1000 * fmean(seconds[:5])),
        Measurement(f"{one.name}: most memory of a load, the first", peaks[0], "MB"),
    ]
    last = f"mean of the last {len(seconds[-5:])}"
    return [
        *(first if len(seconds) > MORE_QUARTERS else ()),
        Measurement(f"{one.name}: load of a quarter, {last}", 1000 * fmean(seconds[-5:])),
        Measurement(f"{one.name}: processor of a load, {last}", 1000 * fmean(x["processor_s"] for x in one.loads[-5:])),
        Measurement(f"{one.name}: most memory of a load, the last", max(peaks[-5:]), "MB"),
    ]


def growth(smaller: Grown, larger: Grown) -> list[Measurement]:
    """What more data costs, against growth in line with the rows: a load of a quarter, the report, its memory."""
    times = larger.incidents / smaller.incidents
    name = f"growth from {smaller.incidents / 1e6:g} M to {larger.incidents / 1e6:g} M incidents"
    quarter = [fmean(load["processor_s"] for load in one.loads[-5:]) for one in (smaller, larger)]
    return [
        against(f"{name}: processor of the last loads", quarter[1], quarter[0] * times, GROWTH_LIMIT, ""),
        against(f"{name}: processor of a report", larger.report["processor_s"], smaller.report["processor_s"] * times,
                GROWTH_LIMIT, ""),
        against(f"{name}: memory of a report", larger.report["peak_mb"], smaller.report["peak_mb"] * times,
                GROWTH_LIMIT, "MB"),
        against(f"{name}: a plan worked out, which need not grow", larger.report["plan_ms"],
                smaller.report["plan_ms"]),
    ]  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """All figures, printed; with a number, of a company of so many incidents."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for measurement in measure(whole=int(arguments[0]) if arguments else 0):
        print(measurement)


if __name__ == "__main__":
    main(sys.argv[1:])
