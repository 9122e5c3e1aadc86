"""Imports run one way, and each outside tool has one door."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "balance"

DOORS = {
    "streamlit": ("src/balance/ui", "src/balance/application.py", "pages/", "dashboard.py"),
    "starlette": ("src/balance/application.py", "src/balance/ui/admission.py"),
    "authlib": ("src/balance/application.py",),
    "duckdb": ("src/balance/store",),
    "pyarrow": ("src/balance/store",),
    "httpx": ("src/balance/doctor",),
    "psycopg": ("src/balance/store/postgresql",),
    "python_calamine": ("src/balance/ingest",),
    "rapidfuzz": ("src/balance/ingest",),
    "openpyxl": ("src/balance/workbook.py", "src/balance/template.py", "src/balance/sample"),
    "scipy": ("src/balance/model", "src/balance/sample", "src/balance/frontier"),
    "babel": ("src/balance/language", "src/balance/formats"),
    "plotly": ("src/balance/figures",),
    "prometheus_client": ("src/balance/metrics.py",),
    "pptx": ("src/balance/boardpack/pptx",),
    "lxml": ("src/balance/boardpack/pptx",),
    "xlsxwriter": (
        "src/balance/boardpack/pptx",
        "src/balance/boardpack/xlsx",
        "src/balance/mending",
    ),  # and pandas, in exporting
    "numpy": ("src/balance/",),
    "pandas": ("src/balance/",),
}
"""Every outside tool of the product and where it may be imported. A tool that is not here has no door."""

LATE = {
    "numpy.f2py",
    "rapidfuzz",
    "babel",
    "lxml",
    "openpyxl",
    "pptx",
    "prometheus_client",
    "psycopg",
    "python_calamine",
    "scipy.optimize",
    "scipy.stats",
    "xlsxwriter",
}
"""Large tools that are loaded when somebody uses them: together a quarter of the server's memory."""


def sources() -> list[Path]:
    return [*sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "pages").glob("*.py")), ROOT / "dashboard.py"]


def outside_tools(path: Path) -> set[str]:
    """Top names of everything imported anywhere in a file that is neither ours nor the standard library's."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"balance", "__future__"}


def test_a_visitor_who_only_looks_does_not_pay_for_what_others_do():
    ask = "import sys, balance.ui, balance.pipeline, balance.packing; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert LATE & set(told.stdout.split()) == set()


def test_each_room_imports_only_the_rooms_below_it():
    # In a process of its own: the linter sets logging up anew, which silences every logger there was.
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    told = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_outside_tool_has_one_door(path):
    place = path.relative_to(ROOT).as_posix()
    astray = {tool for tool in outside_tools(path) if not place.startswith(DOORS.get(tool, ()))}
    assert not astray, f"{place} imports {astray}; their doors are {[DOORS.get(tool) for tool in astray]}"
