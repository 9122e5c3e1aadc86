"""What each command of the command line does: exit status, JSON document, and the same for a person.

Each imports what it needs, so that none pays for the others.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balance.errors import BalanceError

if TYPE_CHECKING:
    from balance.ingest import Intake

DONE, ATTENTION, REFUSED, FAULT = 0, 1, 2, 3

Answer = tuple[int, Mapping[str, Any], str]
"""Exit status, the JSON document, and the same for a person."""


def check(chosen: argparse.Namespace) -> Answer:
    """What load would do with the files."""
    from balance import uploading

    refuse_unwritable(None, chosen.problems, chosen.held)
    uploaded = uploading.check(
        chosen.database, chosen.file, as_of=chosen.as_of, mapping=_mapping(chosen), answers=_answers(chosen),
        corrections=chosen.correct,
    )  # fmt: skip
    _take_away(chosen, uploaded.intake)
    return uploaded.exit_status, uploaded.document, uploaded.text


def load(chosen: argparse.Namespace) -> Answer:
    """One snapshot of every table found in the files; or whatever is put into a drop folder."""
    from balance import saved_mappings, uploading

    _refuse_mixed(chosen)
    if chosen.watch is not None:
        return _watch(chosen)
    refuse_unwritable(chosen.save_mapping, chosen.problems, chosen.held)
    uploaded = uploading.load(
        chosen.database, chosen.file, as_of=chosen.as_of, mapping=_mapping(chosen), answers=_answers(chosen),
        corrections=chosen.correct,
    )  # fmt: skip
    _take_away(chosen, uploaded.intake)
    if chosen.save_mapping and uploaded.exit_status < REFUSED:
        saved_mappings.write_mapping(uploaded.mapping, chosen.save_mapping)
    return uploaded.exit_status, uploaded.document, uploaded.text


def _refuse_mixed(chosen: argparse.Namespace) -> None:
    """Either files and their date, or a drop folder that says both by itself."""
    if chosen.watch is None:
        if chosen.once:
            raise BalanceError("--once goes with --watch DIR.")
        if not chosen.file or chosen.as_of is None:
            raise BalanceError("load needs FILE… and --as-of DATE, or a drop folder with --watch DIR.")
    elif any(
        (chosen.file, chosen.as_of, chosen.answer, chosen.save_mapping, chosen.correct, chosen.problems, chosen.held)
    ):
        raise BalanceError(
            "With --watch the folder says which files and dates: leave out FILE and every option but --once, "
            "--mapping, --database and --json."
        )


def _watch(chosen: argparse.Namespace) -> Answer:
    from balance import watching

    mapping = _mapping(chosen)
    if chosen.once:
        told = watching.watch_once(chosen.database, chosen.watch, mapping)
    else:
        told = watching.watch(chosen.database, chosen.watch, _stopped_by_signal(), _say, mapping)
    return ATTENTION if told["status"] == "attention" else DONE, told, "\n".join(watching.lines(told))


def _stopped_by_signal() -> Callable[[], bool]:
    """Whether a person or a service has ended the command, so that it ends between two pieces of work."""
    came: list[int] = []  # an Event could not be set here: the signal may come while it is being asked
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda number, _: came.append(number))
    return lambda: bool(came)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _take_away(chosen: argparse.Namespace, intake: Intake) -> None:
    """The problems and the rows held back as files, where they are wanted."""
    from balance import mending

    if chosen.problems:
        mending.write_table(mending.problems_table(intake.problems), chosen.problems, "Problems")
    if chosen.held:
        mending.write_table(mending.held_table(intake.held), chosen.held, "Held rows")


def mend(chosen: argparse.Namespace) -> Answer:
    """Marked workbooks of snapshots and files, written into a folder."""
    from balance import uploading

    made = uploading.marked(chosen.database, chosen.what, chosen.out, chosen.as_of, _mapping(chosen))
    files = [{"file": one.file, "written": str(path), "problems": one.problems, "held": one.held} for path, one in made]
    lines = [f"{path}: {one.problems} places to mend, {one.held} rows held back" for path, one in made]
    return DONE, {"status": "ok", "files": files}, "\n".join(lines) or "Nothing needs mending; nothing was written."


def snapshots(chosen: argparse.Namespace) -> Answer:
    """Every snapshot, newest last."""
    from balance import documents, store

    snapshots = store.list_snapshots(store.open_store(chosen.database, create=False))
    document = documents.snapshots_document(snapshots)
    lines = [
        f"{row['id']}  {row['as_of']}  {row['tables']}{'  dropped' if row['dropped'] else ''}"
        for row in document["snapshots"]
    ]
    return DONE, document, "\n".join(lines) or "No snapshots yet."


def diff(chosen: argparse.Namespace) -> Answer:
    """What changed between two snapshots."""
    from balance import store

    document = store.compare_snapshots(store.open_store(chosen.database, create=False), chosen.a, chosen.b)
    return DONE, document, "\n".join(_difference(table, part) for table, part in document.items())


def _difference(table: str, part: Mapping[str, Any]) -> str:
    changed = {row["id"] for row in part["changed"]}
    return f"{table}: {len(part['new'])} new, {len(changed)} changed, {len(part['gone'])} gone"


def links(chosen: argparse.Namespace) -> Answer:
    """Which initiative each incident came from; accepting, refusing and undoing come first."""
    from balance import linking, pipeline, store

    kept = store.open_store(chosen.database, create=False)
    accept, refuse, undo = (
        [_pair(text, option, "INCIDENT=INITIATIVE") for text in getattr(chosen, option[2:])]
        for option in ("--accept", "--refuse", "--undo")
    )
    pipeline.decide_links(kept, accept, refuse, undo)
    found = pipeline.links_of(kept, chosen.as_of)
    document = {"status": "ok"} | linking.as_json(found)
    return DONE, document, "\n".join(linking.lines_of(found))


def of_snapshot(name: str, done: str) -> Callable[[argparse.Namespace], Answer]:
    """The command that does `name` to one snapshot."""

    def run(chosen: argparse.Namespace) -> Answer:
        from balance import store

        getattr(store, f"{name}_snapshot")(store.open_store(chosen.database, create=False), chosen.id)
        return DONE, {"status": "ok", "snapshot": chosen.id}, f"Snapshot {chosen.id} {done}."

    return run


def backup(chosen: argparse.Namespace) -> Answer:
    """A consistent copy of the store."""
    from balance import store

    store.backup(store.open_store(chosen.database, create=False), chosen.path)
    return DONE, {"status": "ok", "snapshot": None}, f"A consistent copy is in {chosen.path}."


def restore(chosen: argparse.Namespace) -> Answer:
    """The store replaced by a copy."""
    from balance import store

    store.restore(chosen.path, chosen.database)
    return DONE, {"status": "ok", "snapshot": None}, f"{chosen.database} is now the copy in {chosen.path}."


def report(chosen: argparse.Namespace) -> Answer:
    """Every headline number of the screens."""
    from balance import documents, findings, pipeline

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of, chosen.scenario)
    told = findings.all_findings(analysis.report, analysis.comparison)
    text = "\n".join(f"{finding.headline}\n  {finding.text}" for finding in told)
    return DONE, documents.report_document(analysis.report, told), text


def trace(chosen: argparse.Namespace) -> Answer:
    """The files, sheets and rows that a number, an initiative or an incident rests on."""
    from balance import pipeline, provenance, store

    kept = store.open_store(chosen.database, create=False)
    told = provenance.trace(kept, pipeline.analysis_of(chosen.database, chosen.as_of), chosen.what)
    return DONE, provenance.as_json(told), "\n".join(provenance.lines(told))


def what_if(chosen: argparse.Namespace) -> Answer:
    """Today's plan beside another, or the levers where none is moved."""
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


def frontier(chosen: argparse.Namespace) -> Answer:
    """The undominated plans."""
    from balance import documents, findings, pipeline

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of)
    found = pipeline.frontier_of(analysis)
    finding = findings.frontier(found, analysis.report.currency)
    return DONE, documents.frontier_document(found), f"{finding.headline}\n{finding.text}"


def pack(chosen: argparse.Namespace) -> Answer:
    """The board pack, written into a folder."""
    from balance import packing

    written = packing.write_pack(chosen.database, chosen.out, chosen.formats.split(","), chosen.as_of, chosen.scenario)
    told = "\n".join((*(str(path) for path in written.paths), *written.missing))
    return ATTENTION if written.missing else DONE, {"status": "ok"}, told


def sample(chosen: argparse.Namespace) -> Answer:
    """The sample company, written into a folder."""
    from balance.sample import write_sample

    written = write_sample(chosen.out, seed=chosen.seed, quarters=chosen.quarters)
    return DONE, {"status": "ok"}, f"{len(written)} files in {chosen.out}; what is true stands in truth.json."


def template(chosen: argparse.Namespace) -> Answer:
    """The empty workbook."""
    from balance.template import write_template

    write_template(chosen.out)
    return DONE, {"status": "ok"}, f"An empty workbook is in {chosen.out}."


def dictionary(_: argparse.Namespace) -> Answer:
    """The data dictionary."""
    from balance.dictionary import dictionary

    return DONE, {"status": "ok"}, dictionary()


def pages(_: argparse.Namespace) -> Answer:
    """Title and address of every page."""
    from balance.screens import SCREENS

    document = {"pages": [{"title": screen.title, "path": screen.path} for screen in SCREENS]}
    return DONE, document, "\n".join(f"{screen.title}: {screen.path}" for screen in SCREENS)


def serve(chosen: argparse.Namespace) -> Answer:
    """The dashboard, until it is stopped."""
    from balance.serve import serve

    return serve(chosen.database, port=chosen.port, browser=not chosen.no_browser, watch=chosen.watch), {}, ""


def bench(chosen: argparse.Namespace) -> Answer:
    """Speed and memory against a floor of the same run."""
    from balance.bench import bench

    document, text = bench()
    return DONE, document, text


def _pair(text: str, option: str, form: str = "KEY=VALUE") -> tuple[str, str]:
    key, equals, value = text.rpartition("=")  # a key may quote a cell that holds "=", a choice never does
    if not equals:
        raise BalanceError(f"{option} takes {form}, found {text!r}.")
    return key, value


def _mapping(chosen: argparse.Namespace) -> Mapping[str, Any] | None:
    from balance.saved_mappings import mapping_for

    return mapping_for(chosen.database, chosen.mapping)


def _answers(chosen: argparse.Namespace) -> dict[str, str]:
    return dict(_pair(answer, "--answer") for answer in chosen.answer)


def refuse_unwritable(mapping: Path | None, *tables: Path | None) -> None:
    """Said before anything is loaded, so that a load never half succeeds."""
    for path in (mapping, *tables):
        if path is not None and (path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK)):
            what = "The mapping" if path is mapping else "The table"
            raise BalanceError(f"{what} cannot be written to {path}. Name a file in a folder that exists.")
        if path is not None and path is not mapping and path.suffix.lower() not in (".csv", ".xlsx"):
            raise BalanceError(f"{path} is neither .csv nor .xlsx. Name a file that ends in one of them.")
