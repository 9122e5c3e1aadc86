"""The documents tell the truth: the map names every file, and every command and setting is explained."""

import argparse
import re
import runpy
from dataclasses import fields
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands() -> dict[str, argparse.ArgumentParser]:
    """The commands of the program, with their parsers."""
    from balance.grammar import parser

    chosen = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(chosen.choices)


def test_the_map_is_of_the_tree_as_it_stands():
    drawn = text("ARCHITECTURE.md")
    written = runpy.run_path(str(ROOT / "docs" / "map.py"))["written"](drawn)
    assert drawn == written, "the map is old: run `make docs`"
    assert "|  |" not in drawn, "a file that is not Python needs its row written by hand"


def test_the_first_command_of_the_readme_runs_and_the_second_tests():
    blocks = re.findall(r"^```sh\n(.*?)^```", text("README.md"), flags=re.MULTILINE | re.DOTALL)
    assert [block.strip() for block in blocks[:2]] == ["make run", "make test"]


def test_the_words_of_the_readme_exist():
    words = runpy.run_path(str(ROOT / "start.py"))["WORDS"]
    named_words = re.findall(r"(?:make|python start\.py) (\w+)`?", text("README.md"))
    assert {"run", "test"} <= set(named_words)
    assert set(re.findall(r"`(?:make|python start\.py) (\w+)`", text("README.md"))) <= set(words)
    targets = re.findall(r"^([a-z ]+):$", text("Makefile"), flags=re.MULTILINE)
    assert set(targets[-1].split()) == set(words)


def test_the_commands_of_the_documents_exist():
    used = {word for path in DOCUMENTS for word in re.findall(r"-m balance ([a-z-]+)", path.read_text("utf-8"))}
    assert used <= set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_its_options_are_explained(name):
    explained = text("docs/operations.md")
    options = {option for action in commands()[name]._actions for option in action.option_strings if option[:2] == "--"}
    assert f"`{name}" in explained
    assert {option for option in options - {"--help"} if option not in explained} == set()


def test_every_setting_is_explained():
    from balance.settings import PREFIX, Settings

    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "dashboard.py"]
    used = {name for path in sources for name in re.findall(r"\bBALANCE_[A-Z_]+\b", path.read_text("utf-8"))}
    used |= {PREFIX + setting.name.upper() for setting in fields(Settings)}
    assert {name for name in used if name not in text("docs/operations.md")} == set()


def test_the_table_of_settings_is_of_the_program_as_it_stands():
    shown = text("docs/operations.md")
    written = runpy.run_path(str(ROOT / "docs" / "settings_table.py"))["written"](shown)
    assert shown == written, "the table of settings is old: run `make docs`"


def test_every_dependency_is_explained():
    pinned = re.findall(r"^([a-z-]+)==", text("requirements.txt") + text("requirements-dev.txt"), flags=re.MULTILINE)
    decision = text("docs/decisions/0005-dependencies.md")
    assert {name for name in pinned if name not in decision} == set()


def test_links_between_documents_lead_somewhere():
    broken = [
        (named(path), target)
        for path in DOCUMENTS
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_has_context_decision_and_consequences(path):
    headings = re.findall(r"^## (\w+)", path.read_text("utf-8"), flags=re.MULTILINE)
    assert headings[:3] == ["Context", "Decision", "Consequences"]
