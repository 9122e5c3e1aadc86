"""The command line: the same flow as the screens, for scripts, schedulers and tests.

Exit status: 0 done; 1 done, but rows were held back or warnings need a person; 2 refused,
nothing was changed; 3 a fault of the program or the machine. With `--json` exactly one JSON
document goes to standard output; everything else goes to standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from balance import __version__
from balance.errors import BalanceError

DONE, ATTENTION, REFUSED, FAULT = 0, 1, 2, 3
DEFAULT_DATABASE = "data/balance.duckdb"

Answer = tuple[int, Mapping[str, Any], str]
"""Exit status, the JSON document, and the same for a person."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; a traceback never reaches a person."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # our products are small: more threads only wait for each other
    chosen = _chosen(sys.argv[1:] if arguments is None else arguments)
    as_json = getattr(chosen, "json", False)
    run: Callable[[argparse.Namespace], Answer] = chosen.run
    try:
        status, document, text = run(chosen)
    except BalanceError as refused:
        status, document, text = _refused(str(refused))
    except KeyboardInterrupt:
        return FAULT
    except OSError as failed:
        out = getattr(chosen, "out", None)
        told = f"{out} cannot be written ({failed.strerror or failed}). Name another place."
        status, document, text = _fault(failed) if out is None else _refused(told)
    except Exception as fault:  # the last line of defence: one sentence instead of a traceback
        status, document, text = _fault(fault)
    try:
        _tell(status, document, text, as_json)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _chosen(words: Sequence[str]) -> argparse.Namespace:
    try:
        return _parser().parse_args(words)
    except SystemExit as left:
        if left.code == REFUSED and "--json" in words:
            _tell(*_refused("Not a command that can be run: standard error says what was expected."), as_json=True)
        raise


def _refused(message: str) -> Answer:
    return REFUSED, {"status": "refused", "message": message}, message


def _fault(fault: Exception) -> Answer:
    if os.environ.get("BALANCE_DEBUG"):
        traceback.print_exc()
    text = f"A fault of the program or the machine ({type(fault).__name__}: {fault}). Nothing more was changed."
    return FAULT, {"status": "fault", "message": text}, text


def _tell(status: int, document: Mapping[str, Any], text: str, as_json: bool) -> None:
    if as_json:
        from balance.documents import text_of

        print(text_of(document))
    if text and (not as_json or status in (REFUSED, FAULT)):
        print(text, file=sys.stdout if status < REFUSED and not as_json else sys.stderr)


# The commands: each imports what it needs, so that none pays for the others.


def _check(chosen: argparse.Namespace) -> Answer:
    from balance import uploading

    uploaded = uploading.check(
        chosen.database, chosen.file, as_of=chosen.as_of, mapping=_mapping(chosen.mapping), answers={}
    )
    return uploaded.exit_status, uploaded.document, uploaded.text


def _load(chosen: argparse.Namespace) -> Answer:
    from balance import uploading

    answers = dict(_pair(answer, "--answer") for answer in chosen.answer)
    _refuse_unwritable(chosen.save_mapping)
    uploaded = uploading.load(
        chosen.database, chosen.file, as_of=chosen.as_of, mapping=_mapping(chosen.mapping), answers=answers
    )
    if chosen.save_mapping and uploaded.exit_status < REFUSED:
        chosen.save_mapping.write_text(json.dumps(uploaded.mapping, ensure_ascii=False, indent=2), encoding="utf-8")
    return uploaded.exit_status, uploaded.document, uploaded.text


def _snapshots(chosen: argparse.Namespace) -> Answer:
    from balance import documents, store

    snapshots = store.list_snapshots(store.open_store(chosen.database, create=False))
    document = documents.snapshots_document(snapshots)
    lines = [
        f"{row['id']}  {row['as_of']}  {row['tables']}{'  dropped' if row['dropped'] else ''}"
        for row in document["snapshots"]
    ]
    return DONE, document, "\n".join(lines) or "No snapshots yet."


def _diff(chosen: argparse.Namespace) -> Answer:
    from balance import store

    document = store.compare_snapshots(store.open_store(chosen.database, create=False), chosen.a, chosen.b)
    return DONE, document, "\n".join(_difference(table, part) for table, part in document.items())


def _difference(table: str, part: Mapping[str, Any]) -> str:
    changed = {row["id"] for row in part["changed"]}
    return f"{table}: {len(part['new'])} new, {len(changed)} changed, {len(part['gone'])} gone"


def _of_snapshot(name: str, done: str) -> Callable[[argparse.Namespace], Answer]:
    def run(chosen: argparse.Namespace) -> Answer:
        from balance import store

        getattr(store, f"{name}_snapshot")(store.open_store(chosen.database, create=False), chosen.id)
        return DONE, {"status": "ok", "snapshot": chosen.id}, f"Snapshot {chosen.id} {done}."

    return run


def _backup(chosen: argparse.Namespace) -> Answer:
    from balance import store

    store.backup(store.open_store(chosen.database, create=False), chosen.path)
    return DONE, {"status": "ok", "snapshot": None}, f"A consistent copy is in {chosen.path}."


def _restore(chosen: argparse.Namespace) -> Answer:
    from balance import store

    store.restore(chosen.path, chosen.database)
    return DONE, {"status": "ok", "snapshot": None}, f"{chosen.database} is now the copy in {chosen.path}."


def _report(chosen: argparse.Namespace) -> Answer:
    from balance import documents, findings, pipeline

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of, chosen.scenario)
    told = findings.all_findings(analysis.report, analysis.comparison)
    text = "\n".join(f"{finding.headline}\n  {finding.text}" for finding in told)
    return DONE, documents.report_document(analysis.report, told), text


def _what_if(chosen: argparse.Namespace) -> Answer:
    from balance import documents, findings, pipeline

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of)
    if not chosen.set and not chosen.action:
        if chosen.save is not None:
            raise BalanceError("There is no plan to save: state a lever with --set or an action with --action.")
        document = documents.levers_document(pipeline.levers(analysis), pipeline.base_ranges(analysis))
        rows = [f"{row['name']}: {row['meaning']} ({row['least']} to {row['greatest']})" for row in document["levers"]]
        return DONE, document, "\n".join(rows)
    plan = pipeline.plan_of(analysis, chosen.set, chosen.action)
    comparison = pipeline.what_if(analysis, plan)
    if chosen.save is not None:
        pipeline.keep_scenario(chosen.database, chosen.save, plan)
    finding = findings.what_if(analysis.report, comparison)
    return DONE, documents.comparison_document(comparison), f"{finding.headline}\n{finding.text}"


def _frontier(chosen: argparse.Namespace) -> Answer:
    from balance import documents, findings, pipeline

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of)
    found = pipeline.frontier_of(analysis)
    finding = findings.frontier(found, analysis.report.currency)
    return DONE, documents.frontier_document(found), f"{finding.headline}\n{finding.text}"


def _pack(chosen: argparse.Namespace) -> Answer:
    from balance import packing

    written = packing.write_pack(chosen.database, chosen.out, chosen.formats.split(","), chosen.as_of, chosen.scenario)
    told = "\n".join((*(str(path) for path in written.paths), *written.missing))
    return ATTENTION if written.missing else DONE, {"status": "ok"}, told


def _sample(chosen: argparse.Namespace) -> Answer:
    from balance.sample import write_sample

    written = write_sample(chosen.out, seed=chosen.seed, quarters=chosen.quarters)
    return DONE, {"status": "ok"}, f"{len(written)} files in {chosen.out}; what is true stands in truth.json."


def _template(chosen: argparse.Namespace) -> Answer:
    from balance.template import write_template

    write_template(chosen.out)
    return DONE, {"status": "ok"}, f"An empty workbook is in {chosen.out}."


def _dictionary(_: argparse.Namespace) -> Answer:
    from balance.dictionary import dictionary

    return DONE, {"status": "ok"}, dictionary()


def _pages(_: argparse.Namespace) -> Answer:
    from balance.screens import SCREENS

    document = {"pages": [{"title": screen.title, "path": screen.path} for screen in SCREENS]}
    return DONE, document, "\n".join(f"{screen.title}: {screen.path}" for screen in SCREENS)


def _serve(chosen: argparse.Namespace) -> Answer:
    from balance.serve import serve

    return serve(chosen.database, port=chosen.port, browser=not chosen.no_browser), {}, ""


def _bench(chosen: argparse.Namespace) -> Answer:
    from balance.bench import bench

    document, text = bench()
    return DONE, document, text


# What a person may type.


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="balance", description="Innovation velocity and risk exposure, in one model.")
    parser.add_argument("--version", action="version", version=f"balance {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (_add_import, _add_snapshots, _add_answers, _add_writers, _add_running):
        add(commands)
    return parser


Commands = Any  # argparse keeps the type of its sub-parsers private


def _add_import(commands: Commands) -> None:
    check = _command(commands, "check", "read, map and validate files; write nothing", _check)
    load = _command(commands, "load", "check, then keep one snapshot of every table found", _load)
    for command in (check, load):
        command.add_argument("file", nargs="+", type=Path, metavar="FILE")
        command.add_argument("--as-of", type=_day, required=command is load, metavar="DATE")
        command.add_argument("--mapping", type=Path, metavar="FILE")
    load.add_argument("--answer", action="append", default=[], metavar="KEY=VALUE")
    load.add_argument("--save-mapping", type=Path, metavar="FILE")


def _add_snapshots(commands: Commands) -> None:
    _command(commands, "snapshots", "list the snapshots", _snapshots)
    diff = _command(commands, "diff", "compare two snapshots", _diff)
    diff.add_argument("a", metavar="A")
    diff.add_argument("b", metavar="B")
    for name, what, done in (
        ("drop", "take a snapshot back; it is kept", "is taken back and kept"),
        ("undrop", "bring a dropped snapshot back", "is back"),
        ("purge", "delete a snapshot for good", "is deleted for good"),
    ):
        _command(commands, name, what, _of_snapshot(name, done)).add_argument("id", metavar="ID")
    for name, what, run in (
        ("backup", "write a consistent copy of the store", _backup),
        ("restore", "replace the store by a copy", _restore),
    ):
        _command(commands, name, what, run).add_argument("path", type=Path, metavar="FILE")


def _add_answers(commands: Commands) -> None:
    report = _command(commands, "report", "every headline number of the screens", _report)
    what_if = _command(commands, "what-if", "base, scenario and paired difference", _what_if)
    frontier = _command(commands, "frontier", "the undominated plans, today's distance, shadow price", _frontier)
    for command in (report, what_if, frontier):
        command.add_argument("--as-of", type=_day, metavar="DATE")
    report.add_argument("--scenario", metavar="NAME")
    what_if.add_argument("--set", action="append", default=[], metavar="LEVER=VALUE")
    what_if.add_argument("--action", action="append", default=[], metavar="ID=ACTION")
    what_if.add_argument("--save", metavar="NAME")


def _add_writers(commands: Commands) -> None:
    pack = _command(commands, "pack", "write the board pack", _pack, json_too=False)
    pack.add_argument("--out", type=Path, required=True, metavar="DIR")
    pack.add_argument("--formats", default="pptx", metavar="LIST", help="of pptx, html, pdf, xlsx, parted by commas")
    pack.add_argument("--scenario", metavar="NAME")
    pack.add_argument("--as-of", type=_day, metavar="DATE")
    sample = _command(commands, "sample", "write the sample company", _sample, database=False, json_too=False)
    sample.add_argument("--out", type=Path, required=True, metavar="DIR")
    sample.add_argument("--seed", type=int, default=7)
    sample.add_argument("--quarters", type=_quarters, default=12)
    template = _command(commands, "template", "write an empty workbook", _template, database=False, json_too=False)
    template.add_argument("--out", type=Path, required=True, metavar="FILE")
    _command(commands, "dictionary", "print the data dictionary", _dictionary, database=False, json_too=False)


def _add_running(commands: Commands) -> None:
    _command(commands, "pages", "title and address of every page", _pages)
    serve = _command(commands, "serve", "start the dashboard on this machine", _serve, json_too=False)
    serve.add_argument("--port", type=int)
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser")
    _command(commands, "bench", "measure speed and memory against a floor of the same run", _bench)


def _command(
    commands: Commands,
    name: str,
    what: str,
    run: Callable[[argparse.Namespace], Answer],
    *,
    database: bool = True,
    json_too: bool = True,
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=what, description=what)
    command.set_defaults(run=run)
    if database:
        default = os.environ.get("BALANCE_DATABASE", DEFAULT_DATABASE)
        command.add_argument("--database", default=default, metavar="DB", help=f"default {default}")
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


def _pair(text: str, option: str) -> tuple[str, str]:
    key, equals, value = text.rpartition("=")  # a key may quote a cell that holds "=", a choice never does
    if not equals:
        raise BalanceError(f"{option} takes KEY=VALUE, found {text!r}.")
    return key, value


def _mapping(path: Path | None) -> Mapping[str, Any] | None:
    from balance.ingest import read_mapping

    return None if path is None else read_mapping(path)


def _refuse_unwritable(path: Path | None) -> None:
    """Said before anything is loaded, so that a load never half succeeds."""
    if path is not None and (path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK)):
        raise BalanceError(f"The mapping cannot be written to {path}. Name a file in a folder that exists.")
