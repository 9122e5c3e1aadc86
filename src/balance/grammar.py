"""What a person may type: every command of the command line with its options and what they mean."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from balance import __version__, commands
from balance.commands import Answer

WHOLE_INCIDENTS = 5_000_000
"""How many `bench --whole` measures where nobody says otherwise."""

LEAST_INCIDENTS = 40_000


def parser() -> argparse.ArgumentParser:
    """Every command with its options, as a parser."""
    whole = argparse.ArgumentParser(prog="balance", description="Innovation velocity and risk exposure, in one model.")
    whole.add_argument("--version", action="version", version=f"balance {__version__}")
    menu = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (
        _add_import,
        _add_mappings,
        _add_snapshots,
        _add_audit,
        _add_links,
        _add_answers,
        _add_decisions,
        _add_assumptions,
        _add_writers,
        _add_running,
    ):
        add(menu)
    return whole


Commands = Any  # argparse keeps the type of its sub-parsers private


def _add_import(menu: Commands) -> None:
    check = _command(menu, "check", "read, map and validate files; write nothing", commands.check)
    load = _command(menu, "load", "check, then keep one snapshot of every table found", commands.load)
    a_mapping = "a saved mapping by its name, or a mapping file"
    for command in (check, load):
        command.add_argument("file", nargs="+" if command is check else "*", type=Path, metavar="FILE")
        command.add_argument("--as-of", type=_day, metavar="DATE")
        command.add_argument("--mapping", metavar="NAME-or-FILE", help=a_mapping)
        command.add_argument("--answer", action="append", default=[], metavar="KEY=VALUE")
        command.add_argument("--correct", action="append", default=[], metavar="FILE!SHEET!CELL=VALUE")
        command.add_argument("--problems", type=Path, metavar="OUT", help="write every problem to a .csv or .xlsx")
        command.add_argument("--held", type=Path, metavar="OUT", help="write the rows held back to a .csv or .xlsx")
    mend = _command(menu, "mend", "write marked workbooks in which what is wrong can be mended", commands.mend)
    mend.add_argument("what", nargs="+", metavar="SNAPSHOT-or-FILE")
    mend.add_argument("--out", type=Path, required=True, metavar="DIR")
    mend.add_argument("--as-of", type=_day, metavar="DATE")
    mend.add_argument("--mapping", metavar="NAME-or-FILE", help=a_mapping)
    load.add_argument("--save-mapping", type=Path, metavar="FILE")
    load.add_argument("--watch", type=Path, metavar="DIR", help="load what is put into a drop folder, instead of FILE")
    load.add_argument("--once", action="store_true", help="with --watch: take what lies there now, then end")


def _add_mappings(menu: Commands) -> None:
    mappings = _command(menu, "mappings", "list the saved mappings, or print one of them", commands.mappings)
    mappings.add_argument("name", nargs="?", metavar="NAME")
    mappings.add_argument("--save", type=Path, metavar="FILE", help="write it as a mapping file")
    mappings.add_argument("--from", dest="take", type=Path, metavar="FILE", help="save this file under the name")
    mappings.add_argument("--rename", metavar="NEW", help="give it another name")
    mappings.add_argument("--remove", action="store_true", help="take it off the list")


def _add_snapshots(menu: Commands) -> None:
    _command(menu, "snapshots", "list the snapshots", commands.snapshots)
    diff = _command(menu, "diff", "compare two snapshots", commands.diff)
    diff.add_argument("a", metavar="A")
    diff.add_argument("b", metavar="B")
    for name, what, done in (
        ("drop", "take a snapshot back; it is kept", "is taken back and kept"),
        ("undrop", "bring a dropped snapshot back", "is back"),
    ):
        _command(menu, name, what, commands.of_snapshot(name, done)).add_argument("id", metavar="ID")
    purge = _command(menu, "purge", "delete a snapshot for good, and prove it", commands.purge)
    purge.add_argument("id", metavar="ID")
    purge.add_argument("--with-packs", action="store_true", help="delete the packs frozen with it too, without asking")
    for name, what, run in (
        ("backup", "write a consistent copy of the store", commands.backup),
        ("restore", "replace the store by a copy", commands.restore),
    ):
        copying = _command(menu, name, what, run)
        copying.add_argument("path", type=Path, metavar="FILE", nargs="?" if name == "backup" else None)
        if name == "backup":
            what = "write into the folder for backups, read it back, and keep the newest N there"
            copying.add_argument("--keep", type=int, metavar="N", help=what)
    old = _command(menu, "retain", "delete for good what is older than the settings keep it", commands.retain)
    old.add_argument("--preview", action="store_true", help="tell what it would delete; change nothing")
    out = _command(menu, "export", "write everything that is kept in open formats", commands.export)
    out.add_argument("--all", action="store_true", help="every table, every uploaded file, the audit")
    out.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new or empty folder")
    out.add_argument("--formats", default="parquet,csv,xlsx", metavar="LIST", help="of parquet, csv, xlsx")

    moved = _command(menu, "copy", "move a store to a file or a server, and prove it", commands.copy, database=False)
    moved.add_argument("source", metavar="FROM", help="a file, or a postgresql:// address; it is only read")
    moved.add_argument("target", metavar="TO", help="a new file, or a server that holds no store yet")


def _add_audit(menu: Commands) -> None:
    audit = _command(menu, "audit", "who changed what and when, with the value before and after", commands.audit)
    audit.add_argument("--since", type=_day, metavar="DATE")
    audit.add_argument("--until", type=_day, metavar="DATE")
    audit.add_argument("--who", default="", metavar="NAME")
    audit.add_argument("--what", default="", metavar="TEXT", help="part of what was done, such as: assumption")
    audit.add_argument("--out", type=Path, metavar="OUT", help="write it to a .csv or .xlsx")


def _add_links(menu: Commands) -> None:
    links = _command(menu, "links", "which initiative incidents came from: known, suggested, decided", commands.links)
    links.add_argument("--as-of", type=_day, metavar="DATE")
    for name, what in (
        ("--accept", "count these incidents as coming from these initiatives"),
        ("--refuse", "never suggest these links again"),
        ("--undo", "take back what was decided about these links"),
    ):
        links.add_argument(name, nargs="+", action="extend", default=[], metavar="INCIDENT=INITIATIVE", help=what)


def _add_answers(menu: Commands) -> None:
    report = _command(menu, "report", "every headline number of the screens", commands.report)
    what_if = _command(menu, "what-if", "base, scenario and paired difference", commands.what_if)
    frontier = _command(menu, "frontier", "the undominated plans, today's distance, shadow price", commands.frontier)
    for command in (report, what_if, frontier):
        command.add_argument("--as-of", type=_day, metavar="DATE")
    report.add_argument("--scenario", metavar="NAME")
    trace = _command(menu, "trace", "the files, sheets and rows that a number rests on", commands.trace)
    trace.add_argument("what", metavar="WHAT", help="an id, or a number of report such as risk.expected_annual_loss")
    trace.add_argument("--as-of", type=_day, metavar="DATE")
    what_if.add_argument("--set", action="append", default=[], metavar="LEVER=VALUE")
    what_if.add_argument("--action", action="append", default=[], metavar="ID=ACTION")
    what_if.add_argument("--save", metavar="NAME")


def _add_decisions(menu: Commands) -> None:
    record = _command(menu, "track-record", "earlier forecasts beside what came", commands.track_record)
    record.add_argument("--as-of", type=_day, metavar="DATE")
    what = "decisions with the forecast they rested on, and what happened since; take, settle or remove one"
    decisions = _command(menu, "decisions", what, commands.decisions)
    decisions.add_argument("--as-of", type=_day, metavar="DATE")
    decisions.add_argument("--add", metavar="TITLE", help="take a decision on the numbers of the date")
    for name, metavar in (("owner", "NAME"), ("scenario", "NAME"), ("choice", "TEXT"), ("why", "TEXT")):
        decisions.add_argument(f"--{name}", default="", metavar=metavar)
    decisions.add_argument("--due", type=_day, metavar="DATE")
    decisions.add_argument("--settle", type=int, metavar="ID", help="say with --outcome what came of it")
    decisions.add_argument("--outcome", default="", metavar="TEXT")
    decisions.add_argument("--remove", type=int, metavar="ID", help="take it off the list; it stays on record")


def _add_assumptions(menu: Commands) -> None:
    listed = _command(menu, "assumptions", "every assumption as it is used, with source and age", commands.assumptions)
    assume = _command(menu, "assume", "state one assumption, or take it back, and see what moved", commands.assume)
    moves = _command(menu, "sensitivity", "what each assumption moves, what turns the verdict", commands.sensitivity)
    for command in (listed, assume, moves):
        command.add_argument("--as-of", type=_day, metavar="DATE")
    assume.add_argument("setting", nargs="?", metavar="KEY=VALUE")
    for end, what in (("--low", "likely at least, one in ten below"), ("--high", "likely at most, one in ten above")):
        assume.add_argument(end, metavar="NUMBER", help=what)
    assume.add_argument("--reason", metavar="TEXT", help="why it is so")
    assume.add_argument("--owner", metavar="NAME", help="who says so")
    assume.add_argument("--preview", action="store_true", help="tell what it would move; change nothing")
    assume.add_argument("--withdraw", metavar="KEY", help="go back to the loaded value or the documented default")
    assume.add_argument("--undo", metavar="KEY", help="go back to what was stated before")
    moves.add_argument("--scenario", metavar="NAME")


def _add_writers(menu: Commands) -> None:
    _add_pack(menu)
    sample = _command(menu, "sample", "write the sample company", commands.sample, database=False, json_too=False)
    sample.add_argument("--out", type=Path, required=True, metavar="DIR")
    sample.add_argument("--seed", type=int, default=7)
    sample.add_argument("--quarters", type=_quarters, default=12)
    template = _command(menu, "template", "write an empty workbook", commands.template, database=False, json_too=False)
    template.add_argument("--out", type=Path, required=True, metavar="FILE")
    _command(menu, "dictionary", "print the data dictionary", commands.dictionary, database=False, json_too=False)


def _add_pack(menu: Commands) -> None:
    what = "write the board pack, or the page of one incident; freeze it, fetch a frozen one again"
    pack = _command(menu, "pack", what, commands.pack, json_too=False)
    pack.add_argument("--out", type=Path, metavar="DIR", help="the folder to write into")
    known = "of pptx, html, pdf, paper (two pages to read before the meeting, as PDF), xlsx"
    formats = f"{known}, parted by commas; pptx without it, of a frozen pack all"
    pack.add_argument("--formats", metavar="LIST", help=formats)
    pack.add_argument("--scenario", metavar="NAME")
    pack.add_argument("--as-of", type=_day, metavar="DATE")
    parts = (
        "of answer, changes, velocity, exposure, trade-off, incidents, decisions, record, appendix, parted by commas"
    )
    pack.add_argument("--sections", default="", metavar="LIST", help=f"{parts}; all without it")
    beside = "a saved plan to stand beside today's, once for each; all saved ones without it"
    pack.add_argument("--compare", action="append", default=[], metavar="NAME", help=beside)
    pack.add_argument("--incident", metavar="ID", help="one page on this incident instead of the pack")
    own = "Balance's own words, whatever was worded on the board page"
    pack.add_argument("--own-words", action="store_true", help=own)
    pack.add_argument("--freeze", action="store_true", help="keep the files as they are, with the snapshot they quote")
    live = "levers on the web page that stop at computed positions; their numbers stand in the workbook too"
    pack.add_argument("--live", action="store_true", help=live)
    own = "your own PowerPoint template, .pptx or .potx: its master, fonts, colours and logo are kept"
    pack.add_argument("--template", type=Path, metavar="FILE", help=own)
    frozen = "fetch a frozen pack into --out, byte for byte; without an id list them"
    pack.add_argument("--frozen", nargs="?", const="", metavar="ID", help=frozen)
    pack.add_argument("--delete-frozen", metavar="ID", help="delete a frozen pack for good")


def _add_running(menu: Commands) -> None:
    _command(menu, "pages", "title and address of every page", commands.pages)
    serve = _command(menu, "serve", "start the dashboard on this machine", commands.serve, json_too=False)
    serve.add_argument("--port", type=int)
    serve.add_argument("--watch", type=Path, metavar="DIR", help="load what is put into this drop folder meanwhile")
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser")
    what = "what is wrong with this installation, and how to mend it"
    _command(menu, "doctor", what, commands.doctor).set_defaults(unsettled=True)
    what = "every setting: its value, where it comes from, what it means"
    _command(menu, "settings", what, commands.settings, database=False)
    bench = _command(menu, "bench", "measure speed and memory against a floor of the same run", commands.bench)
    bench.add_argument(
        "--whole", nargs="?", type=_incidents, const=WHOLE_INCIDENTS, default=0, metavar="INCIDENTS",
        help="so many incidents (5 million where no number follows), and people for longer: hours",
    )  # fmt: skip


def _incidents(text: str) -> int:
    """So many that each of the forty quarters of the smaller company has some."""
    if not text.isdecimal() or int(text) < LEAST_INCIDENTS:
        raise argparse.ArgumentTypeError(f"{text} is not a number of incidents from {LEAST_INCIDENTS} on")
    return int(text)


def _command(
    menu: Commands,
    name: str,
    what: str,
    run: Callable[[argparse.Namespace], Answer],
    *,
    database: bool = True,
    json_too: bool = True,
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = menu.add_parser(name, help=what, description=what)
    command.set_defaults(run=run)
    if database:
        command.add_argument("--database", metavar="DB", help="default: the setting, which is data/balance.duckdb")
    if json_too:
        command.add_argument("--json", action="store_true", help="print one JSON document")
    return command


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-09-30") from None


def _quarters(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 40:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of quarters from 1 to 40")
    return int(text)
