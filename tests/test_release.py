"""The lock is of the pins, and the wheel carries all it needs, starts away from the project, and is the same twice."""

import hashlib
import os
import re
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import pytest
from tests.own_port import free_port
from tests.test_serve import ended

from balance import __version__
from balance.doctor.program import pinned
from balance.places import CARRIED, PACKAGE, root

ROOT = Path(__file__).resolve().parents[1]


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def told(name):
    """Package names as the index writes them, whatever the file does."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_holds_what_is_needed_at_the_tested_versions():
    locked = {told(name): version for name, version, _ in pinned(text("requirements.lock"))}
    project = tomllib.loads(text("pyproject.toml"))["project"]
    extras = [need for needs in project.get("optional-dependencies", {}).values() for need in needs]
    needed = {told(re.match(r"[\w.-]+", need)[0]) for need in [*project["dependencies"], *extras]}
    assert needed - set(locked) == set(), "the lock is old: run `make lock`"
    tested = dict(
        re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)", text("requirements.txt") + text("constraints.txt"), re.MULTILINE)
    )
    other = {
        name: (version, locked[told(name)])
        for name, version in tested.items()
        if locked.get(told(name), version) != version
    }
    assert other == {}, "the lock is old: run `make lock`"


def test_every_package_of_the_lock_has_its_hashes():
    blocks = re.split(r"^(?=\S+==)", text("requirements.lock"), flags=re.MULTILINE)[1:]
    assert len(blocks) > 40
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_in_a_checkout_nothing_is_carried(tmp_path):
    assert not CARRIED.exists()
    assert root() == ROOT
    assert root(tmp_path / "src" / "balance") == tmp_path
    (tmp_path / "src" / "balance" / "carried").mkdir(parents=True)
    assert root(tmp_path / "src" / "balance") == tmp_path / "src" / "balance" / "carried"


def built(folder):
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(words, cwd=ROOT, env=environment, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent the way of POSIX")
def test_the_wheel_is_the_same_twice_and_serves_away_from_the_project(tmp_path, sample_store):
    wheel, again = built(tmp_path / "one"), built(tmp_path / "two")
    assert hashlib.sha256(wheel.read_bytes()).digest() == hashlib.sha256(again.read_bytes()).digest()
    assert wheel.name == f"balance_dashboard-{__version__}-py3-none-any.whl"
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = {f"balance/{path.relative_to(PACKAGE).as_posix()}" for path in PACKAGE.rglob("*") if path.is_file()}
    pages = {f"balance/carried/pages/{path.name}" for path in (ROOT / "pages").glob("*.py")}
    assert {name for name in ours | pages if "__pycache__" not in name} - inside == set()
    assert not [name for name in inside if "__pycache__" in name or name.startswith(("tests", "benchmarks", "docs"))]
    installed, away, port = tmp_path / "installed", tmp_path / "away", free_port()
    zipfile.ZipFile(wheel).extractall(installed)
    away.mkdir()
    server = subprocess.Popen(
        [sys.executable, "-m", "balance", "serve", "--no-browser", "--database", sample_store, "--port", str(port)],
        cwd=away, env=os.environ | {"PYTHONPATH": str(installed)}, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert f"http://127.0.0.1:{port}" in next(line for line in server.stderr if "ready" in line)
        for place in ("/", "/_stcore/script-health-check"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{place}", timeout=60) as answer:
                assert answer.status == 200
        server.terminate()
        assert ended(server)[0] == 0
        assert list(away.iterdir()) == []
    finally:
        server.kill()
    where = [sys.executable, "-c", "import balance; print(balance.__file__)"]
    found = subprocess.run(
        where, env=os.environ | {"PYTHONPATH": str(installed)}, capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith(str(installed))
