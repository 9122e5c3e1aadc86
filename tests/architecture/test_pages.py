"""A page reads like its screen: it shows what other rooms worked out, and computes nothing."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
LONGEST_PAGE = 80
TELLING_ROOMS = {"ui", "scenario", "frontier", "findings", "figures", "formats", "boardpack", "screens"}
COMPUTING = {
    "agg", "aggregate", "apply", "assign", "cumsum", "eval", "groupby", "mean", "median", "merge",
    "pivot", "pivot_table", "quantile", "resample", "rolling", "std",
}  # fmt: skip


def imports(tree: ast.AST) -> set[str]:
    """Full names of the modules a page imports; `from balance import ui` counts as balance.ui."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "balance":
            names |= {f"balance.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    return names


def may_import(name: str) -> bool:
    package, _, rest = name.partition(".")
    if package == "balance":
        return rest.partition(".")[0] in TELLING_ROOMS
    return package in {"streamlit", "__future__", "datetime", "functools", "typing"}


def test_there_are_pages():
    assert PAGES


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_PAGE


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_imports_only_the_telling_rooms(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert {name for name in imports(tree) if not may_import(name)} == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_computes_nothing(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {
        (node.func.attr, node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert {(name, line) for name, line in called if name in COMPUTING} == set()


def test_every_screen_of_the_menu_is_a_page_and_every_page_a_screen():
    from balance.screens import SCREENS

    assert {screen.file for screen in SCREENS} == {path.stem for path in PAGES}
