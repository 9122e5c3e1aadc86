"""The measured scores as a document: how often the truth lay in the ranges, by kind of company."""

from __future__ import annotations

import itertools

import numpy as np
from tests.simulated.cases import CASES
from tests.simulated.covering import LEAST, MOST, cautions_told, markdown

LEVERS_TOLD = (
    "Fewer: a fifth fewer open than today. Secured: security brought in now wherever it joined late. Faster: a quarter "
    "more pace. Incidents: the relative change in each way the work may turn out; on average: its mean over these. "
    "Kinds that differ in their losses only have the levers of the general one."
)

Results = dict[str, list[dict[str, float]]]

COVERAGE = (
    ("rate", "rate"), ("expected loss", "expected loss"), ("bad year", "bad year"), ("mean beyond it", "worst years"),
    ("quarter's count", "incidents next quarter"), ("year's count", "incidents next year"),
    ("year's loss", "loss in 10-90"), ("chance beyond limit", "chance beyond limit"),
    ("value landing", "value landing"), ("rate of a class", "class rate"), ("loss of a class", "class loss"),
)  # fmt: skip
EFFECTS = (("late", "late"), ("technology", "technology"), ("size", "size"), ("load, risk", "load"),
           ("load, delivery", "load on delivery"))  # fmt: skip
LEVERS = tuple(
    (f"{short}, {what}", f"{name}: {what}")
    for short, name in (("fewer", "wip_limit"), ("secured", "secure_at_design"), ("faster", "pace"))
    for what in ("incidents", "incidents on average", "value")
)


def document(results: Results, seeds: str, companies: int) -> str:
    """The whole document."""
    parts = [
        "# How far the ranges can be trusted",
        _introduction(seeds, companies, results),
        "## The truth in the 80 % ranges",
        _told(results, COVERAGE),
        "## Chances and dates kept",
        _levels(results),
        "## Effects", _told(results, EFFECTS),
        "## Levers", LEVERS_TOLD, _told(results, LEVERS), _lever_levels(results),
        "## How far off, and how wide", _off(results),
        "## Outside 0.74 to 0.88, and what the product says of it",
        cautions_told(results, (*COVERAGE, *EFFECTS, *LEVERS)), "## What else the product warns of", _warned(results),
        "## The kinds of company", _kinds(results),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _introduction(seeds: str, companies: int, results: Results) -> str:
    fewest = min((len(rows) for rows in results.values()), default=0)
    error = 100 * np.sqrt(0.8 * 0.2 / max(fewest, 1))
    kept = "the set kept apart from all tuning" if seeds == "final" else "the set used while tuning"
    return (
        f"{companies} made-up companies of each of {len(results)} kinds (seeds: {kept}), each through the whole "
        "product: from its tables to the ranges of the report. Nominal is 0.80; the standard error of a coverage of "
        f"0.80 is {error:.1f} points. Bold: outside {LEAST} to {MOST}. Written by `make calibrate`; nothing here is "
        "typed by hand. How the companies are made stands in [method.md](method.md).\n\n"
        "Coverage of a quantity that is drawn anew in every future (counts, the year's loss, value landing, changes "
        "by a lever) is the share of each company's own futures in its range, averaged over companies."
    )


def mean(rows: list[dict[str, float]], score: str) -> float:
    """The mean of one score over the companies that have it."""
    values = np.array([row.get(score, np.nan) for row in rows])
    return float(np.nanmean(values)) if np.isfinite(values).any() else np.nan


def _told(results: Results, columns: tuple[tuple[str, str], ...]) -> str:
    rows = [[name, *(_coverage(mean(found, score)) for _, score in columns)] for name, found in results.items()]
    return markdown(["case", *(title for title, _ in columns)], rows)


def _coverage(share: float) -> str:
    if not np.isfinite(share):
        return "–"
    return f"{share:.2f}" if LEAST <= round(share, 2) <= MOST else f"**{share:.2f}**"


def _number(value: float, form: str = ".2f") -> str:
    return format(value, form) if np.isfinite(value) else "–"


def _levels(results: Results) -> str:
    columns = (("loss beyond bad year (0.05)", "loss beyond bad year", ".3f"), ("P20 kept", "P20 kept", ".2f"),
               ("P50 kept", "P50 kept", ".2f"), ("P80 kept", "P80 kept", ".2f"),
               ("Brier of landing", "landing Brier", ".3f"), ("best possible", "landing Brier best", ".3f"),
               ("Brier of limit", "chance Brier", ".3f"), ("best possible", "chance Brier best", ".3f"),
               ("chance said", "chance said", ".3f"), ("chance true", "chance true", ".3f"))  # fmt: skip
    rows = [
        [name, *(_number(mean(found, score), form) for _, score, form in columns)] for name, found in results.items()
    ]
    return markdown(["case", *(title for title, _, _ in columns)], rows) + "\n\n" + _reliability(results)


def _reliability(results: Results) -> str:
    pairs = np.array([(row["chance said"], row["chance true"]) for found in results.values() for row in found
                      if np.isfinite(row.get("chance said", np.nan))]).reshape(-1, 2)  # fmt: skip
    edges = [0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 1.0001]
    rows = []
    for low, high in itertools.pairwise(edges):
        own = pairs[(pairs[:, 0] >= low) & (pairs[:, 0] < high)]
        if len(own):
            rows.append([f"{low:.2f} to {min(high, 1):.2f}", str(len(own)), *(f"{x:.3f}" for x in own.mean(axis=0))])
    return "Chance beyond the limit, all kinds together:\n\n" + markdown(
        ["said", "companies", "mean said", "true"], rows
    )


def _lever_levels(results: Results) -> str:
    names = ("wip_limit", "secure_at_design", "pace")
    scores = [
        f"{name}: {what}"
        for name in names
        for what in ("incidents said", "incidents true", "both said", "both true", "both Brier")
    ]
    rows = [[name, *(_number(mean(found, score)) for score in scores)] for name, found in results.items()]
    titles = [f"{short}: {what}" for short in ("fewer", "secured", "faster")
              for what in ("said", "true", "both said", "both true", "Brier")]  # fmt: skip
    return ("Mean change of ln incidents said and true, and the chance of being better on both axes:\n\n"
            + markdown(["case", *titles], rows))  # fmt: skip


OFF = (
    "rate bias", "rate width", "expected loss bias", "expected loss width", "bad year bias", "bad year width",
    "class rate bias", "class loss bias", "class loss width", "late bias", "size bias", "load bias",
    "load on delivery bias", "value landing said", "value landing true",
)  # fmt: skip


def _off(results: Results) -> str:
    rows = [[name, *(_number(mean(found, score), form_of(score)) for score in OFF)] for name, found in results.items()]
    told = (
        "Bias is the mean of ln(said / true); of effects, said − true on the log scale. Width is the mean of "
        "ln(high / low) of the range. Value landing is a share of the value of all that runs. Loss of a class is the "
        "mean of one incident."
    )
    return told + "\n\n" + markdown(["case", *OFF], rows)


def form_of(score: str) -> str:
    """Biases carry their sign."""
    return "+.2f" if score.endswith("bias") else ".2f"


OFTEN, MORE = 0.5, 0.3
"""A warning is particular to a kind when it meets half of its companies, and three in ten more than general ones."""


def warnings(rows: list[dict[str, float]]) -> dict[str, float]:
    """The share of the companies asked in which each warning is told."""
    asked = [row for row in rows if row.get("asked for warnings")]
    said = {score for row in asked for score in row if score.startswith("warns: ")}
    return {score.removeprefix("warns: "): sum(score in row for row in asked) / len(asked) for score in sorted(said)}


def _warned(results: Results) -> str:
    usual = warnings(results.get("general", []))
    rows = [["general", said, f"{share:.2f}"] for said, share in usual.items() if share >= OFTEN]
    for name, found in results.items():
        own = {
            said: share
            for said, share in warnings(found).items()
            if share >= OFTEN and share - usual.get(said, 0.0) >= MORE
        }
        rows += [[name, said, f"{share:.2f}"] for said, share in own.items()] if name != "general" else []
        if name != "general" and not own:
            rows.append([name, "– (none of its own)", ""])
    return (
        "What the product tells a reader of these companies beside its cautions, in general, and what it says of "
        "a kind in at least half of its companies and markedly more often than in general.\n\n"
        + markdown(["case", "the product's own warning", "share of companies"], rows)
    )


def _kinds(results: Results) -> str:
    return markdown(["case", "companies", "what is particular"],
                    [[name, str(len(found)), CASES[name].meaning] for name, found in results.items()])  # fmt: skip
