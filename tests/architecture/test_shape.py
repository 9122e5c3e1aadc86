"""The shape of the code: names of work steps, short modules and functions, documented model."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "balance"
MODULES = [*sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "pages").glob("*.py")), ROOT / "dashboard.py"]
LONGEST_MODULE = 350
LONGEST_FUNCTION = 60
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "base", "core"}
DOCUMENTED = ("model/", "scenario.py", "frontier.py")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str:
    return named(path).removeprefix("src/balance/")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    told = function.body[0] if ast.get_docstring(function) else None
    return (function.end_lineno or 0) - function.lineno + 1 - ((told.end_lineno or 0) - told.lineno + 1 if told else 0)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_is_named_after_its_work(path):
    assert not set(path.relative_to(ROOT).with_suffix("").parts) & NAMES_THAT_SAY_NOTHING


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_is_one_room(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_function_fits_on_a_screen(path):
    assert {f.name: length(f) for f in functions(path) if length(f) > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", [path for path in MODULES if room(path).startswith(DOCUMENTED)], ids=named)
def test_every_public_function_of_the_model_is_documented(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
    assert [node.name for node in public if not ast.get_docstring(node)] == []
