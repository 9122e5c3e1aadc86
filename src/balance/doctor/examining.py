"""All checks, in the order in which one would mend what they find."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from balance import store
from balance.doctor import entry, kept, machine, program
from balance.doctor.finding import Finding
from balance.settings import Settings, SettingsError, load_settings, require_named_file

PATIENCE_SECONDS = 3.0
"""How long the doctor waits for a store in use."""


def examine(database: str | None = None) -> list[Finding]:
    """Everything that was found, well or not; with settings that cannot be used the rest is held against defaults."""
    found = [program.python(), program.packages(), program.settings()]
    try:
        require_named_file()
        settings = load_settings()
        found += [entry.opening(settings), *entry.signing_in()]
    except SettingsError:
        settings = Settings()
    return [*found, *_of_the_machine(database or settings.database, settings)]


def _of_the_machine(database: str, settings: Settings) -> Iterator[Finding]:
    in_file = "://" not in database
    folder = Path(database).expanduser().absolute().parent if in_file else Path(tempfile.gettempdir())
    folders = [folder, Path(tempfile.gettempdir()), *([Path(settings.backup_folder)] if settings.backup_folder else [])]
    yield machine.writing(list(dict.fromkeys(folders)))
    size = Path(database).stat().st_size if in_file and Path(database).is_file() else 0
    yield machine.disk(folder, size)
    patience = min(settings.store_wait_seconds, PATIENCE_SECONDS)
    limits = store.StoreLimits(settings.store_memory_mb, settings.store_threads, settings.store_temporary_mb, patience)
    finding, state = kept.storage(database, limits)
    yield finding
    if state is not None:
        yield kept.days(state)
    if settings.sign_in and (noticed := kept.waiting(database)):
        yield noticed
    yield kept.backups(settings.backup_folder, settings.backup_max_age_hours)
    yield machine.clock(state.last_change_at if state else None)
    yield machine.port(settings.address, settings.port)
    if settings.metrics_port:
        yield machine.port(settings.metrics_address, settings.metrics_port, "metrics_port", "metrics_address")
    yield machine.browser()
    yield machine.fonts()
