"""What is kept: the store, and its backups."""

from __future__ import annotations

import time
from pathlib import Path

from balance import formats, jotted, store
from balance.doctor.finding import Finding
from balance.errors import BalanceError
from balance.store import Condition

REACH_IT = "Check the address, the account and its password, the network and the server."
FREE_IT = "Stop what holds it, or try again; a command and the dashboard share it, one after the other."


def storage(database: str, limits: store.StoreLimits) -> tuple[Finding, Condition | None]:
    """The store's condition, in one finding, and as a value for other checks."""
    if "://" in database:
        return _server(database), None
    if not Path(database).expanduser().exists():
        return Finding("store", "note", f"there is none yet at {database}; the first load makes it"), None
    try:
        state = store.condition(database, limits)
    except BalanceError as refused:
        return _refused(refused, FREE_IT), None
    return _told(state), state


def _refused(refused: BalanceError, otherwise: str) -> Finding:
    """What a store said in place of opening: its last sentence is the mend, where it says one."""
    said, _, mend = str(refused).rstrip(".").rpartition(". ")
    return Finding("store", "error", said or mend, f"{mend}." if said else otherwise)


def _told(state: Condition) -> Finding:
    found = f"readable and whole, {state.snapshots} snapshots, step {state.step} of {state.newest_step}"
    if state.step > state.newest_step:
        mend = "Update Balance to the version that wrote it, or restore an older backup."
        return Finding("store", "error", f"{found}: a newer version of Balance has written it", mend)
    if state.damaged:
        mend = "Restore a backup; what the snapshots hold beside them can be read."
        return Finding(
            "store", "error", f"{len(state.damaged)} kept originals are damaged ({state.damaged[0][:12]}…)", mend
        )
    if state.step < state.newest_step:
        return Finding("store", "note", f"{found}; the next use brings it up to date, so back it up first")
    return Finding("store", "ok", found)


def days(state: Condition) -> Finding:
    """Whether anything kept is dated in the future: answers are as of the newest date, so one mistyped rules them."""
    loads = [formats.day(day) for day in state.days_ahead]
    told = [f"loaded as of {formats.listed(loads)}, still to come"] if loads else []
    told += [f"{_rows(table, count)} after today" for table, count in state.rows_ahead.items()]
    if not told:
        return Finding("dates", "ok", "nothing kept is dated in the future")
    mends = (
        [f"Answers are as of {loads[-1]} until a later date is loaded: balance snapshots lists it, balance drop ID "
         "takes it back."] if loads else []
    )  # fmt: skip
    mends += ["Correct those dates in the files and load them again."] if state.rows_ahead else []
    return Finding("dates", "warning", "; ".join(told), " ".join(mends))


def _rows(table: str, count: int) -> str:
    """How many rows, and what they say happened.

    >>> _rows("incidents", 1), _rows("initiatives", 2)
    ('1 incident opened', '2 initiatives finished')
    """
    return f"{formats.count(count, table.removesuffix('s'))} {'opened' if table == 'incidents' else 'finished'}"


def _server(database: str) -> Finding:
    try:
        state = store.on_server(database)
    except BalanceError as refused:
        if "cannot be reached" in str(refused):
            return Finding("store", "error", str(refused), REACH_IT)
        return _refused(refused, REACH_IT)
    if state is None:
        return Finding("store", "note", "there is none yet on that server; the first load makes it")
    step, newest, snapshots = state
    found = f"readable, {formats.count(snapshots, 'snapshot')}, step {step} of {newest}"
    if step > newest:
        mend = "Update Balance to the version that wrote it, or restore an older backup."
        return Finding("store", "error", f"{found}: a newer version of Balance has written it", mend)
    if step < newest:
        return Finding("store", "note", f"{found}; the next use brings it up to date, so back it up first")
    return Finding("store", "ok", found)


def waiting(database: str) -> Finding | None:
    """Whether sign-ins and refusals outlive the process while the store is busy, and what of them waits just now."""
    folder = jotted.folder_for(database)
    if not jotted.can_be_jotted(folder):
        found = f"{folder} cannot be written: sign-ins and refusals that wait for a busy store end with the process"
        return Finding("audit", "warning", found, "Name a folder of this account's own with BALANCE_NOTICED_FOLDER.")
    if left := len(jotted.found(folder)):
        found = formats.count(left, "sign-in or refusal", "sign-ins and refusals")
        return Finding(
            "audit",
            "note",
            f"waiting for the store: {found} in {folder}",
            "The dashboard writes them down as soon as the store takes them.",
        )
    return None


def backups(folder: str, oldest_hours: float, now: float | None = None) -> Finding:
    """Whether there is a backup, and how old the newest is, in hours."""
    if not folder:
        mend = "Name a folder with BALANCE_BACKUP_FOLDER and run balance backup --keep 14 on schedule."
        return Finding("backups", "note", "no folder for backups is set", mend)
    newest = max((file.stat().st_mtime for file in Path(folder).glob("*.duckdb")), default=None)
    mend = f"Run balance backup --keep 14 now, and see why its schedule does not; it writes into {folder}."
    if newest is None:
        return Finding("backups", "warning", f"there is no backup in {folder}", mend)
    hours = ((time.time() if now is None else now) - newest) / 3600
    found = f"the newest is {hours:.0f} hours old"
    if hours > oldest_hours:
        return Finding("backups", "warning", f"{found}, and should not be over {oldest_hours:g}", mend)
    return Finding("backups", "ok", found)
