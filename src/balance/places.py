"""Where what stands beside the package is: in the project's folder, or carried within the installed package.

A wheel has no project's folder around it, so it carries the frame, the screens, the server's settings and the sample
company in `balance/carried`; see the wheel's part of `pyproject.toml`.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CARRIED = PACKAGE / "carried"


def root(package: Path = PACKAGE) -> Path:
    """The folder that holds `dashboard.py`, `pages/`, `.streamlit/` and `data/sample/`."""
    carried = package / CARRIED.name
    return carried if carried.is_dir() else package.parents[1]


ROOT = root()
SAMPLE = ROOT / "data" / "sample"
"""The shipped sample company: one folder for each quarter's end, named by its date."""
