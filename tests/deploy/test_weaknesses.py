"""The look-up of known weaknesses says when it could not be done, and never passes for done."""

import json
import runpy

import pytest

KNOWN = {"name": "jinja2", "version": "3.1.2", "vulns": [{"id": "GHSA-1", "fix_versions": ["3.1.3"]}]}
CLEAN = {"name": "click", "version": "8.4.2", "vulns": []}
LEFT = {"name": "numpy", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.fixture(scope="module")
def look_up(project):
    return runpy.run_path(str(project / "deploy" / "weaknesses.py"))


@pytest.mark.parametrize(
    ("packages", "status", "lines"),
    [
        ([CLEAN], 0, []),
        ([CLEAN, KNOWN], 1, ["jinja2 3.1.2: GHSA-1, mended in 3.1.3"]),
        ([CLEAN, LEFT], 3, ["1 of 2 packages could not be looked up: numpy."]),
        ([KNOWN, LEFT], 1, ["jinja2 3.1.2: GHSA-1, mended in 3.1.3", "1 of 2 packages could not be looked up: numpy."]),
        ([], 3, ["0 of 0 packages could not be looked up: none was asked about."]),
    ],
)
def test_what_the_answer_means(look_up, packages, status, lines):
    assert look_up["judged"](json.dumps({"dependencies": packages, "fixes": []})) == (status, lines)


@pytest.mark.parametrize("said", ["", "Traceback", "{}", "No known vulnerabilities found"])
def test_an_answer_that_is_none_is_not_looked_up(look_up, said):
    assert look_up["judged"](said) == (3, [])


def test_a_tool_that_fails_is_said(look_up, tmp_path, capsys):
    tool = tmp_path / "tool"
    tool.write_text("#!/bin/sh\necho 'no network' >&2\nexit 1\n")
    tool.chmod(0o755)
    assert look_up["main"]([str(tool)]) == 3
    assert capsys.readouterr().out == "no network\n"
