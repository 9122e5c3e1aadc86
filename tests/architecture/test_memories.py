"""What a process remembers: every memory of a module is known, with why it cannot show one person another's answer."""

import ast
from pathlib import Path

import pytest

from conftest import WORKED_OUT

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "balance"
MODULES = [*SOURCE.rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "dashboard.py"]

KNOWN = {
    "way_here._REPORTS": "by everything the report is made of, and the language",
    "way_here._HASHES": "by store, its content, the day and the units of whoever asks",
    "way_here._BRIDGES": "by everything known on both dates, and the language",
    "content._MARKS": "by the very frame, as long as it is in use",
    "store.unchanged._ANSWERS": "by store and question, with how the file or server looked when it was answered",
    "store.holding._HOLDERS": "one for each file",
    "store.holding._INHERITED": "what a forked child must not close",
    "store.postgresql.server._SERVERS": "one for each address",
    "store.postgresql.server._WORKPLACE": "this process's folder",
    "store.postgresql.server._INHERITED": "what a forked child must not close",
    "store.postgresql.timeline._NEWEST": "by cluster",
    "settings._KEPT": "with the environment and the file as they were when it was read",
    "pacing._DONE": "by thing and account",
    "pacing._LOOKED": "by thing",
    "noticing._CAME": "by person, provider and moment",
    "noticing._STORE": "set where the server begins",
    "noticing._QUEUE": "empty once it is written down",
    "noticing._FOLDER": "set where the server begins",
    "noticing._ASIDE": "files that only a new start tries again",
    "happening._LISTENERS": "who listens, set where a program begins",
    "happening._ASKERS": "who is asked, set where a program begins",
    "roles._asked": "who is asked who acts, set where a program begins",
    "roles._told": "who is told of refusals, set where a program begins",
    "stopping._STATE": "of this process",
    "logs._ENDS": "of this process",
    "ui.admission._since": "by session",
    "ui.admission._ended": "by what the provider said at a sign-in",
}
"""Every list, dictionary or queue that changes while the program runs, and why what is in it holds."""

CHANGES = {"pop", "append", "update", "setdefault", "clear", "add", "put", "insert", "extend", "remove"}
ASKED_ELSEWHERE = {
    "say",
    "say_count",
    "label",
    "locale",
    "acting",
    "load_settings",
    "sign_in",
    "today",
    "now",
    "getenv",
}
"""What an answer depends on that is no argument: the language, who asks, the settings, the moment."""
TOLD_APART = {"_retold"}
"""Asked with the language it answers in."""


def trees():
    for file in MODULES:
        yield file, ast.parse(file.read_text(encoding="utf-8"))


def name_of(file):
    return ".".join(file.relative_to(SOURCE).with_suffix("").parts) if file.is_relative_to(SOURCE) else file.stem


def is_memory(value):
    called = value.func if isinstance(value, ast.Call) else None
    kind = getattr(called, "id", getattr(called, "attr", ""))
    return isinstance(value, ast.Dict | ast.List | ast.Set) or kind in {
        "dict", "list", "set", "defaultdict", "OrderedDict", "Counter", "deque", "SimpleQueue", "Queue",
    }  # fmt: skip


def own(tree):
    """The names of a module's own lists and dictionaries."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and is_memory(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def changed(tree):
    """The names that are assigned into, or a changing method of which is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield from node.names
        place = node.value if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load) else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
            place = node.func.value
        if isinstance(place, ast.Name):
            yield place.id


def test_every_memory_is_known_and_says_why_it_holds():
    there = {f"{name_of(file)}.{name}" for file, tree in trees() for name in own(tree)}
    changing = {f"{name_of(file)}.{name}" for file, tree in trees() for name in set(own(tree)) & set(changed(tree))}
    assert set(KNOWN) - there == set(), "no longer there"
    assert changing - set(KNOWN) == set(), (
        "say in KNOWN why it holds, and in conftest.WORKED_OUT that tests find it empty"
    )
    assert len(changing) > 10


def test_what_tests_find_empty_is_a_memory():
    assert {
        f"{module.removeprefix('balance.')}.{name}" for module, names in WORKED_OUT.items() for name in names
    } <= set(KNOWN)


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_what_is_kept_by_its_arguments_depends_on_nothing_else(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any("lru_cache" in ast.unparse(d) or ast.unparse(d).endswith("cache")
                                                     for d in node.decorator_list):  # fmt: skip
            called = {getattr(one.func, "id", getattr(one.func, "attr", "")) for one in ast.walk(node)
                      if isinstance(one, ast.Call)}  # fmt: skip
            assert node.name in TOLD_APART or not called & ASKED_ELSEWHERE, (
                f"{node.name} asks {called & ASKED_ELSEWHERE}"
            )
