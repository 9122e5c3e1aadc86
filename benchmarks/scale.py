"""A large company: forty quarters loaded one after the other, then reported and shown, in a file and on a server.

An export of incidents holds the incidents of its quarter, so each row of the store is read for the newest date. The
files are CSV, for a workbook of that many rows takes longer to write than to load; `loading` measures workbooks. Every
step runs in a process of its own, so that its time and its most memory are its own.
"""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from balance.screens import SCREENS
from benchmarks.measurement import Measurement, against
from benchmarks.own_postgresql import Cluster, why_not
from benchmarks.serving import ROOT, Running, ask, running, visitor

QUARTERS = 40
SMALLER, WHOLE = (50_000, 250_000), (500_000, 5_000_000)
INITIATIVES = 5_000
PATIENCE_SECONDS = 3_600.0
GROWTH_LIMIT = 1.2


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


def measure(*, whole: bool = False) -> list[Measurement]:
    """Two sizes in a file, the larger one on a server as well; `whole` takes an hour or two."""
    sizes = WHOLE if whole else SMALLER
    grown = [in_file(size) for size in sizes]
    figures = [figure for one in grown for figure in figures_of(one)] + pages_of(grown[-1]) + growth(*grown)
    if why_not():
        print(f"a large company on a server is not measured: {why_not()}", file=sys.stderr)
        return figures
    return figures + figures_of(on_server(sizes[-1]))


def in_file(incidents: int) -> Grown:
    """The company in a file of its own."""
    with tempfile.TemporaryDirectory(prefix="balance-scale-") as folder:
        file = Path(folder) / "balance.duckdb"
        return grown("a file", str(file), incidents, lambda: file.stat().st_size / 1e6)


def on_server(incidents: int) -> Grown:
    """The company on a PostgreSQL server of its own."""
    cluster = Cluster()
    try:
        return grown("PostgreSQL", cluster.new_schema(), incidents, lambda: stored_in(cluster))
    finally:
        cluster.stop()


def stored_in(cluster: Cluster) -> float:
    """What the server keeps on its disk, in MB."""
    ((size,),) = cluster.execute("SELECT pg_database_size(current_database())")
    return float(size) / 1e6


def grown(where: str, database: str, incidents: int, size: Callable[[], float]) -> Grown:
    """Load, report and show the company of that size."""
    loads = []
    for load in steps("load", database, incidents):
        loads.append(load)
        if len(loads) % 10 == 0:
            print(f"  {where}: {len(loads)} of {QUARTERS} loaded, the last in {load['seconds']:.1f} s", file=sys.stderr)
    (report,) = steps("report", database)
    print(f"  {where}: report in {report['seconds']:.1f} s, {report['peak_mb']:.0f} MB", file=sys.stderr)
    return Grown(where, incidents, loads, report, shown(database), size())


def steps(step: str, *words: object) -> Iterator[dict[str, float]]:
    """What a step in a process of its own tells, line by line; the process ends with us."""
    command = [sys.executable, "-m", "benchmarks.scale_steps", step, *map(str, words)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield from map(json.loads, process.stdout)
            if process.wait():
                raise RuntimeError(f"the step {step} of the benchmark failed; what it said stands above")
        finally:
            process.kill()


def shown(database: str) -> dict[str, Visits]:
    """Each page visited twice, at first with all there is to work out; "first" opens the dashboard."""
    words = ["-m", "balance", "serve", "--database", database, "--no-browser", "--port"]
    with running(words, "health") as server, visitor(server.port) as socket:
        asked = [("first", ""), *((screen.title, screen.path.strip("/")) for screen in SCREENS)]
        return {name: visits(server, socket, page) for name, page in asked}


def visits(server: Running, socket: object, page: str) -> Visits:
    """Two visits of a page."""
    forget_most_memory(server)
    times: list[tuple[float, float]] = []
    for _ in range(2):
        begun, spent = time.monotonic(), server.processor_ms
        last, _ = ask(socket, page, clock=lambda: (time.monotonic(), 0.0), patience=PATIENCE_SECONDS)  # type: ignore[arg-type]
        times.append(((last - begun) * 1000, server.processor_ms - spent))
    (first, worked), (again, little) = times
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
    seconds, peaks = ([load[what] for load in one.loads] for what in ("seconds", "peak_mb"))
    again = {name: page.again for name, page in one.pages.items() if name != "first"}
    slowest = max(again, key=lambda name: again[name])
    first = {name: page.first for name, page in one.pages.items() if name != "first"}
    heaviest = max(first, key=lambda name: first[name])
    return [
        Measurement(f"{one.name}: load of a quarter, mean of the first five", 1000 * fmean(seconds[:5])),
        Measurement(f"{one.name}: load of a quarter, mean of the last five", 1000 * fmean(seconds[-5:])),
        Measurement(f"{one.name}: most memory of a load, the first", peaks[0], "MB"),
        Measurement(f"{one.name}: most memory of a load, the last", max(peaks[-5:]), "MB"),
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
    """All figures, printed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for measurement in measure(whole="--whole" in arguments):
        print(measurement)


if __name__ == "__main__":
    main(sys.argv[1:])
