"""The loss engine beside others of its kind, on twenty risks whose answer a fine grid knows.

`measure` runs this file in the environment of `requirements-peers.txt`, which `make bench` sets up: the others are
installed for this alone. Problem A has 38.46 incidents a year, B a twentieth of them.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.measurement import Measurement, in_turns
from benchmarks.yardstick import simulate_years

ROOT = Path(__file__).resolve().parents[1]
RISKS = 20
RARE, BAD = 0.01, 0.05
FINE = 2**21
Array = npt.NDArray[np.float64]
Answer = tuple[float, float]
"""The losses that 5 and 1 in 100 years exceed."""


@dataclass(frozen=True)
class Problem:
    """Twenty independent risks: incidents a year, centre and spread of the log loss, and a grid long enough."""

    name: str
    rates: Array
    mu: Array
    sigma: Array
    top: float


def problems() -> tuple[Problem, Problem]:
    """The frequent risks cost least: 5th and 95th percentile of one loss from 500k..40M down to 20k..2M."""
    rates = np.geomspace(0.1, 8, RISKS)
    low, high = np.log(np.geomspace(500e3, 20e3, RISKS)), np.log(np.geomspace(40e6, 2e6, RISKS))
    mu, sigma = (low + high) / 2, (high - low) / (2 * 1.6448536269514722)
    return Problem("A", rates, mu, sigma, 2e9), Problem("B", rates / 20, mu, sigma, 1e9)


def fine_grid(problem: Problem) -> Answer:
    """The answer on two million points: chances of whole steps by rounding, no engine of this project in it."""
    from scipy.special import ndtr

    step = problem.top / FINE
    edges = np.log((np.arange(FINE) + 0.5) * step)
    exponent = np.zeros(FINE // 2 + 1, dtype=complex)
    for rate, mu, sigma in zip(problem.rates, problem.mu, problem.sigma, strict=True):
        inside = ndtr((edges - mu) / sigma)
        exponent += rate * (np.fft.rfft(np.diff(inside, prepend=0.0)) - 1)
    return _read(np.cumsum(np.fft.irfft(np.exp(exponent), FINE)), step)


def _read(below: Array, step: float) -> Answer:
    """Both losses from the chances of j steps or less, straight between the middles of steps."""
    at = [int(np.searchsorted(below, 1 - chance)) for chance in (BAD, RARE)]
    start = [below[j - 1] if j else 0.0 for j in at]
    parts = [(1 - chance - low) / (below[j] - low) for chance, j, low in zip((BAD, RARE), at, start, strict=True)]
    first, second = (float((j - 0.5 + part) * step) for j, part in zip(at, parts, strict=True))
    return first, second


def balance(problem: Problem, points: int) -> tuple[Callable[[], Answer], Callable[[], Answer]]:
    """This project's engine: everything anew, and after one rate has moved."""
    from balance.model.annual_loss import annual_loss
    from balance.model.incident_sizes import incident_sizes
    from balance.model.loss_grid import choose_grid

    mu, sigma, rates, cap = problem.mu[None], problem.sigma[None], problem.rates[None], np.full(RISKS, np.inf)
    grid = choose_grid(mu, sigma, cap, rates, points=points)
    kept = incident_sizes(mu, sigma, cap, grid)

    def moved() -> Answer:
        year = annual_loss(kept, rates)
        return year.bad_year(BAD).predictive, year.bad_year(RARE).predictive

    def anew() -> Answer:
        year = annual_loss(incident_sizes(mu, sigma, cap, choose_grid(mu, sigma, cap, rates, points=points)), rates)
        return year.bad_year(BAD).predictive, year.bad_year(RARE).predictive

    return anew, moved


def simulated(problem: Problem, years: int) -> Callable[[], Answer]:
    """Plain simulation with numpy."""

    def run() -> Answer:
        rng, total = np.random.default_rng(1), np.zeros(years)
        for rate, mu, sigma in zip(problem.rates, problem.mu, problem.sigma, strict=True):
            counts = rng.poisson(rate, years)
            total += np.bincount(
                np.repeat(np.arange(years), counts), rng.lognormal(mu, sigma, int(counts.sum())), minlength=years
            )
        bad, rare = np.quantile(total, [1 - BAD, 1 - RARE])
        return float(bad), float(rare)

    return run


def with_aggregate(problem: Problem, log2: int) -> Callable[[], Answer]:
    """The package aggregate: a portfolio of twenty lines on 2^log2 buckets."""
    from aggregate import build

    lines = [
        f"agg R{at} {rate} claims sev {np.exp(mu)} * lognorm {sigma} poisson"
        for at, (rate, mu, sigma) in enumerate(zip(problem.rates, problem.mu, problem.sigma, strict=True))
    ]
    told = f"port P{problem.name}{log2} " + " ".join(lines)

    def run() -> Answer:
        portfolio = build(told, update=False)
        portfolio.update(log2=log2, bs=problem.top / 2 / 2**log2, add_exa=False)
        return float(portfolio.q(1 - BAD)), float(portfolio.q(1 - RARE))

    return run


def with_gemact(problem: Problem, points: int) -> Callable[[], Answer]:
    """The package gemact: one loss model a risk by FFT, put together by convolution."""
    from gemact.lossmodel import Frequency, LossModel, Severity

    step = problem.top / 2 / points

    def run() -> Answer:
        whole = np.ones(points + 1, dtype=complex)
        for rate, mu, sigma in zip(problem.rates, problem.mu, problem.sigma, strict=True):
            model = LossModel(
                frequency=Frequency(dist="poisson", par={"mu": float(rate)}),
                severity=Severity(dist="lognormal", par={"shape": float(sigma), "scale": float(np.exp(mu))}),
                aggr_loss_dist_method="fft", n_sev_discr_nodes=points, sev_discr_step=step,
                n_aggr_dist_nodes=2 * points, tilt=True, tilt_value=20 / (2 * points),
            )  # fmt: skip
            chances = np.diff(model.cdf(np.arange(2 * points) * step), prepend=0.0)
            whole *= np.fft.rfft(chances)
        return _read(np.cumsum(np.fft.irfft(whole, 2 * points)), step)

    return run


def with_pyfair(problem: Problem, years: int) -> Callable[[], Answer]:
    """The package pyfair: yearly loss as a frequency times one magnitude, simulated, risks added up."""
    from pyfair import FairModel

    def run() -> Answer:
        rng, total = np.random.default_rng(1), np.zeros(years)
        for rate, mu, sigma in zip(problem.rates, problem.mu, problem.sigma, strict=True):
            model = FairModel(name="risk", n_simulations=years)
            model.input_raw_data("Loss Event Frequency", rng.poisson(rate, years).astype(float).tolist())
            model.input_raw_data("Loss Magnitude", rng.lognormal(mu, sigma, years).tolist())
            model.calculate_all()
            total += model.export_results()["Risk"].to_numpy()
        bad, rare = np.quantile(total, [1 - BAD, 1 - RARE])
        return float(bad), float(rare)

    return run


ENGINES: dict[str, Callable[[Problem], Callable[[], Answer]]] = {
    "Balance, 1,024 steps": lambda problem: balance(problem, 1024)[0],
    "Balance, 2,048 steps": lambda problem: balance(problem, 2048)[0],
    "Balance, 2,048 steps, one rate moved": lambda problem: balance(problem, 2048)[1],
    "numpy, 10,000 simulated years": lambda problem: simulated(problem, 10_000),
    "numpy, 100,000 simulated years": lambda problem: simulated(problem, 100_000),
    "aggregate, 2^14 buckets": lambda problem: with_aggregate(problem, 14),
    "aggregate, 2^16 buckets": lambda problem: with_aggregate(problem, 16),
    "gemact, 2^12 steps": lambda problem: with_gemact(problem, 2**12),
    "gemact, 2^14 steps": lambda problem: with_gemact(problem, 2**14),
    "pyfair, 10,000 simulated years": lambda problem: with_pyfair(problem, 10_000),
}


def measure() -> list[Measurement]:
    """Each engine in a process of its own, as a ratio to the yardstick of that process; none without their packages."""
    place = ROOT / ".venv-peers" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not place.exists():
        print("Other engines are not installed: `make bench` installs them.", file=sys.stderr)
        return []
    return [measured for engine in ENGINES for measured in _of_engine(place, engine)]


def _of_engine(place: Path, engine: str) -> list[Measurement]:
    variables = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [str(place), "-m", "benchmarks.peers", engine], cwd=ROOT, env=variables, capture_output=True, text=True
    )
    if done.returncode:
        print(f"{engine} could not be measured: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return []
    found = json.loads(done.stdout.splitlines()[-1])
    told = [
        Measurement(
            f"engines: {engine}, problem {one['problem']} (bad year {one['errors'][0]:+.3%} off, 1-in-100 "
            f"{one['errors'][1]:+.3%})", one["ms"], "ms", one["yardstick"], one["ms"] / one["yardstick"],
        )
        for one in found["answers"]
    ]  # fmt: skip
    return [*told, Measurement(f"engines: {engine}, memory", found["megabytes"], "MB")]


def beside(engine: str) -> dict[str, object]:
    """One engine on both problems: processor time, error against the fine grid, and the memory it took in all."""
    answers = []
    for problem in problems():
        run, truth = ENGINES[engine](problem), fine_grid(problem)
        ms, yardstick = in_turns(run, simulate_years, repeat=5)
        errors = [found / true - 1 for found, true in zip(run(), truth, strict=True)]
        answers.append({"problem": problem.name, "ms": ms, "yardstick": yardstick, "errors": errors})
    return {"answers": answers, "megabytes": _most_memory(engine)}


def _most_memory(engine: str) -> float:
    """How far the memory of a fresh process grows from before the engine is loaded until it has answered, in MB."""
    words = [sys.executable, "-m", "benchmarks.peers", engine, "memory"]
    return float(subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()[-1])


def _grown(engine: str) -> float:
    before = _greatest()
    ENGINES[engine](problems()[0])()
    return _greatest() - before


def _greatest() -> float:
    """The most memory this process has had, in MB; Linux only, for others count their parent in."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return math.nan
    return next(float(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(_grown(sys.argv[1]) if sys.argv[2:] == ["memory"] else beside(sys.argv[1])))
