"""Everything Balance needs on a fresh machine, in one file of the standard library.

    python start.py run      the dashboard, with the sample company if nothing was loaded yet
    python start.py test     all tests, with a real browser
    python start.py help     every word

It makes a virtual environment in `.venv`, installs the tested set of packages into it and says
what it does. Nothing outside this folder is changed, except that `test` may install a browser.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
OLDEST = (3, 11)
RUN = ("requirements.txt",)
DEV = ("requirements.txt", "requirements-dev.txt")
PEERS = "requirements-peers.txt"
RELEASE_TOOLS = "requirements-release.txt"
TOOLS = ROOT / ".venv-release"
NOT_LOOKED_UP = 3
RELEASE = ROOT / "deploy" / "release.py"
ALSO = ("constraints.txt", "pyproject.toml")
SIDE_BY_SIDE = ("-n", "logical", "--dist", "loadfile")
"""Tests run on every core; those of one file one after the other, so that they share what it prepares."""
CHECKS = (
    ("Format", ["ruff", "format", "--check", "."]),
    ("Rules of style and safety", ["ruff", "check", "."]),
    ("Types", ["mypy"]),
)


class Stopped(Exception):
    """A step that could not be done; its text says what to do about it."""


def setup(_arguments: list[str]) -> int:
    """make the environment and install what running and testing need"""
    prepare(DEV)
    say("Ready. Next: `make run` or `python start.py run`.")
    return 0


def run(arguments: list[str]) -> int:
    """start the dashboard; an empty database is filled with the sample company first"""
    prepare(RUN)
    fill_if_empty(arguments)
    return balance("serve", *arguments)


def test(arguments: list[str]) -> int:
    """run all tests, a walk through the screens in a real browser included"""
    prepare(DEV)
    call([environment_python(), ROOT / "tests" / "obtain_browser.py"])
    return call([environment_python(), "-m", "pytest", *SIDE_BY_SIDE, *arguments])


def check(_arguments: list[str]) -> int:
    """check format, style, types and the direction of imports"""
    prepare(DEV)
    failed = [name for name, words in CHECKS if checked(name, [environment_python(), "-m", *words])]
    failed += ["Imports"] if checked("Imports", [environment_tool("lint-imports"), "--no-cache"]) else []
    weak = weaknesses()
    failed += ["Known weaknesses of packages"] if weak not in (0, NOT_LOOKED_UP) else []
    say(f"Failed: {', '.join(failed)}." if failed else "All checks hold.")
    if weak == NOT_LOOKED_UP:
        say("Known weaknesses of packages were not looked up, or not of all.")
    return 1 if failed else 0


def weaknesses() -> int:
    """Known weaknesses of the tested set, where pip-audit is there to look them up: 0 none, 1 some, 3 not looked up."""
    tool = next((one for one in (environment_tool("pip-audit"), tool_of(TOOLS, "pip-audit")) if one.is_file()), None)
    say("Known weaknesses of packages:")
    if tool is None:
        say("pip-audit is neither in .venv nor in .venv-release. `make release` brings it.")
        return NOT_LOOKED_UP
    return call([environment_python(), ROOT / "deploy" / "weaknesses.py", tool])


def bench(arguments: list[str]) -> int:
    """measure speed and memory against a floor of the same run"""
    prepare(DEV)
    prepare_peers()
    return balance("bench", *arguments)


def calibrate(arguments: list[str]) -> int:
    """measure on made-up companies how often the truth lies in the ranges; writes docs/calibration.md"""
    prepare(DEV)
    return call([environment_python(), "-m", "tests.simulated.calibrate", *arguments])


def pack(arguments: list[str]) -> int:
    """write the board pack into artefacts/pack"""
    prepare(RUN)
    fill_if_empty(arguments)
    return balance("pack", "--out", str(ROOT / "artefacts" / "pack"), *arguments)


def docs(_arguments: list[str]) -> int:
    """write the generated documents anew: data dictionary, empty workbook, table of settings, map of every file"""
    prepare(RUN)
    call([environment_python(), ROOT / "docs" / "map.py"])
    call([environment_python(), ROOT / "docs" / "settings_table.py"])
    dictionary = output_of_balance("dictionary")
    (ROOT / "data" / "README.md").write_text(dictionary.rstrip() + "\n", encoding="utf-8")
    say("Wrote data/README.md.")
    return balance("template", "--out", str(ROOT / "data" / "template.xlsx"))


def lock(_arguments: list[str]) -> int:
    """write requirements.lock anew, with hashes, after a version in requirements.txt was changed"""
    prepare(RUN)
    return call([prepare_release(), RELEASE, "lock"])


def release(_arguments: list[str]) -> int:
    """build wheel, source, lock, bill of materials and licences into dist, the same bytes each time"""
    prepare(RUN)
    status, weak = call([prepare_release(), RELEASE]), weaknesses()
    if weak == NOT_LOOKED_UP:
        say("Not looked up, or not of all: do it before the release is given away.")
    return status or int(weak not in (0, NOT_LOOKED_UP))


def show_help(_arguments: list[str]) -> int:
    """print this list"""
    width = max(map(len, WORDS))
    print("make WORD, or where there is no make: python start.py WORD\n")
    for word, step in WORDS.items():
        print(f"  {word.ljust(width)}  {step.__doc__}")
    return 0


WORDS = {
    "setup": setup,
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "calibrate": calibrate,
    "pack": pack,
    "docs": docs,
    "lock": lock,
    "release": release,
    "help": show_help,
}


def prepare(files: tuple[str, ...]) -> None:
    """Make the environment and install the named requirement files and the package, where they changed."""
    if not environment_works():
        make_environment()
    wanted = {name: hash_of(ROOT / name) for name in (*files, *ALSO)}
    installed = json.loads(STAMP.read_text(encoding="utf-8")) if STAMP.is_file() else {}
    if all(installed.get(name) == digest for name, digest in wanted.items()):
        return
    say(f"Installing the packages of {files[-1]} into .venv. The first time this takes a minute or two.")
    install("-r", files[-1])
    install("--no-deps", "--editable", ".")
    call([environment_python(), "-m", "compileall", "-q", "src", "pages", "dashboard.py"])  # as pip does for the others
    STAMP.write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    say("Packages are installed.")


def prepare_peers() -> None:
    """Other loss engines in an environment of their own, to stand beside in the benchmark; without them it goes on."""
    peers, wanted = ROOT / ".venv-peers", hash_of(ROOT / PEERS)
    python, stamp = tool_of(peers, "python"), peers / "installed.txt"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say("Installing other loss engines into .venv-peers, to measure beside. The first time this takes some minutes.")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", ROOT / PEERS]
    if call([environment_python(), "-m", "venv", "--clear", peers]) == 0 and call(pip) == 0:
        stamp.write_text(wanted, encoding="utf-8")
    else:
        say("They could not be installed: the benchmark goes on without them.")


def prepare_release() -> Path:
    """The tools of a release in an environment of their own; its Python."""
    python, stamp, wanted = tool_of(TOOLS, "python"), TOOLS / "installed.txt", hash_of(ROOT / RELEASE_TOOLS)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    say("Installing the tools of a release into .venv-release.")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", ROOT / RELEASE_TOOLS]
    if call([environment_python(), "-m", "venv", "--clear", TOOLS]) or call(pip):
        raise Stopped("The tools of a release could not be installed; pip says why above.")
    stamp.write_text(wanted, encoding="utf-8")
    return python


def environment_works() -> bool:
    """Whether .venv has a Python that starts and is new enough."""
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    return environment_python().is_file() and succeeds([environment_python(), "-c", question])


def make_environment() -> None:
    """Make .venv anew; on a Debian without the venv module, obtain or name the package that brings it."""
    say(f"Making a virtual environment in .venv with Python {sys.version.split()[0]}.")
    words = [sys.executable, "-m", "venv", "--clear", VENV]
    if call(words) == 0:
        return
    package = f"python3.{sys.version_info[1]}-venv"
    if is_root() and shutil.which("apt-get"):
        say(f"This Python has no venv module. Installing {package} with apt-get.")
        call(["apt-get", "update", "-q"])
        call(["apt-get", "install", "-y", "-q", package])
        if call(words) == 0:
            return
    raise Stopped(f"The virtual environment could not be made. On Debian or Ubuntu: sudo apt-get install {package}")


def install(*words: str) -> None:
    """Install with the environment's own pip, only saying something when it fails."""
    command = [environment_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
    if call(command) != 0:
        raise Stopped(
            "The packages could not be installed; pip says why above. Is the network or the proxy in the way?"
        )


def fill_if_empty(arguments: list[str]) -> None:
    """Load the sample company, quarter by quarter, into a database without snapshots."""
    words = [environment_python(), "-m", "balance.first_start", *database_of(arguments)]
    if call(words) != 0:
        raise Stopped("The sample company could not be loaded; the message above says why.")


def database_of(arguments: list[str]) -> list[str]:
    """The part of the arguments that names a database."""
    place = arguments.index("--database") if "--database" in arguments else len(arguments)
    return arguments[place : place + 2]


def balance(*words: str) -> int:
    """Run the program's own command line."""
    return call([environment_python(), "-m", "balance", *words])


def output_of_balance(*words: str) -> str:
    """What a command of the program prints."""
    command = [environment_python(), "-m", "balance", *words]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def checked(name: str, words: list[str | Path]) -> bool:
    """Run one check under its heading; True when it failed."""
    say(f"{name}:")
    return call(words) != 0


def call(words: list[str | Path]) -> int:
    """Run a program in this folder and wait; its exit status."""
    sys.stdout.flush()
    process = subprocess.Popen([str(word) for word in words], cwd=ROOT, env=child_environment())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the child got the same Ctrl+C and ends by itself


def succeeds(words: list[str | Path]) -> bool:
    """Whether a program ends with 0, saying nothing."""
    try:
        return subprocess.run([str(word) for word in words], capture_output=True).returncode == 0
    except OSError:
        return False


def child_environment() -> dict[str, str]:
    """The environment for programs of .venv: text is UTF-8 on every system."""
    return {**os.environ, "PYTHONUTF8": "1"}


def environment_python() -> Path:
    """The Python of .venv."""
    return environment_tool("python")


def environment_tool(name: str) -> Path:
    """A program of .venv, where this system keeps it."""
    return tool_of(VENV, name)


def tool_of(environment: Path, name: str) -> Path:
    """A program of an environment, where this system keeps it."""
    return environment / "Scripts" / f"{name}.exe" if os.name == "nt" else environment / "bin" / name


def hash_of(path: Path) -> str:
    """The content of a file as a short name, line endings apart."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def is_root() -> bool:
    """Whether this process may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def say(text: str) -> None:
    """Tell the person what happens."""
    print(f"balance: {text}", flush=True)


def newer_python() -> list[str] | None:
    """A Python on this machine that is new enough, as the words that start it."""
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    candidates = [[f"python3.{minor}"] for minor in (13, 12, 11, 14)]
    candidates += [["py", f"-3.{minor}"] for minor in (13, 12, 11, 14)] if os.name == "nt" else []
    return next((words for words in candidates if succeeds([*words, "-c", question])), None)


def main(arguments: list[str]) -> int:
    """Run one word; the exit status is that of what it ran."""
    word = arguments[0] if arguments else "help"
    if word not in WORDS:
        say(f"There is no word '{word}'. There are: {', '.join(WORDS)}.")
        return 2
    if sys.version_info < OLDEST and word != "help":
        words = newer_python()
        if words is None:
            say(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}. See python.org.")
            return 2
        return call([*words, Path(__file__), *arguments])
    try:
        return WORDS[word](arguments[1:])
    except Stopped as stopped:
        say(str(stopped))
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
