"""Cold fit and report of the sample company: the first answer of a fresh process, imports apart."""

from __future__ import annotations

import statistics
import subprocess
import sys

from benchmarks.measurement import Measurement
from benchmarks.sample_store import sample_store

REPEAT = 5
LIMIT_MS = 400.0
COLD = """
import sys, time
from balance import frugal
frugal.be_quick()
from balance import documents, findings, pipeline
before = time.process_time()
analysis = pipeline.analysis_of(sys.argv[1])
documents.text_of(documents.report_document(analysis.report, findings.all_findings(analysis.report, None)))
print((time.process_time() - before) * 1000)
"""


def measure() -> list[Measurement]:
    """Reading the store, fitting, evaluating and telling, in processes of their own."""
    times = [cold(sample_store()) for _ in range(REPEAT)]
    return [Measurement("cold fit and report of the sample", statistics.median(times), "ms", limit=LIMIT_MS)]


def cold(database: str) -> float:
    """The processor time of one fresh process after its imports, in ms."""
    words = [sys.executable, "-c", COLD, database]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
