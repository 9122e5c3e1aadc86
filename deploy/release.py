"""Builds a release into dist/: wheel, source, lock, bill of materials, licences, and a list of hashes of it all.

`make release` runs it in an environment that holds the tools. The same commit gives the same bytes on the same system:
times are that of the commit, and nothing names a folder or a machine. On another system the bill and the licences name
that system's own packages.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
LOCK = ROOT / "requirements.lock"
TOOLS = Path(sys.executable).parent
LICENCES = ("--from=mixed", "--with-urls", "--with-license-file", "--no-license-path", "--format=plain-vertical")


def main(words: list[str]) -> int:
    """Build everything; with the word `lock` only bring the lock up to date."""
    if words == ["lock"]:
        return lock()
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", DIST, ROOT)
    shutil.copy(LOCK, DIST)
    shutil.copy(ROOT / "LICENSE", DIST)
    with tempfile.TemporaryDirectory(prefix="balance-release-") as folder:
        python = product(Path(folder) / "product")
        bill = DIST / "sbom.cdx.json"
        words = ["environment", "--output-reproducible", "--pyproject", ROOT / "pyproject.toml", "-o", bill, python]
        run(TOOLS / "cyclonedx-py", *words)
        text = output(TOOLS / "pip-licenses", *LICENCES, f"--python={python}")
    (DIST / "THIRD-PARTY-LICENCES.txt").write_text(text, encoding="utf-8")
    files = sorted(path for path in DIST.iterdir())
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    (DIST / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(sums, end="")
    return 0


def lock() -> int:
    """Write requirements.lock anew: what pyproject.toml needs, as tested, for every system, with hashes."""
    needs = ["pyproject.toml", "--all-extras", "-c", "requirements.txt", "-c", "constraints.txt", "-o", LOCK.name]
    form = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header", "--quiet"]
    run(TOOLS / "uv", "pip", "compile", *needs, *form)
    return 0


def product(folder: Path) -> Path:
    """An environment that holds exactly the locked packages; its Python."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = ["install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", LOCK]
    run(sys.executable, "-m", "pip", "--python", python, *install)
    return python


def environment() -> dict[str, str]:
    """The environment of every tool, with the time of the commit as the time of everything."""
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    known = {"SOURCE_DATE_EPOCH": told} if told else {}
    return {"PYTHONUTF8": "1", "PYTHONHASHSEED": "0", **known, **os.environ}


def run(*words: str | Path) -> None:
    """Run a tool; what it says goes to standard error."""
    subprocess.run([str(word) for word in words], cwd=ROOT, env=environment(), check=True, stdout=sys.stderr)


def output(*words: str | Path) -> str:
    """What a tool prints."""
    command = [str(word) for word in words]
    return subprocess.run(
        command, cwd=ROOT, env=environment(), check=True, capture_output=True, encoding="utf-8"
    ).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
