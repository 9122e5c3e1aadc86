"""Writing tables and files into a folder, with a list of all of it by hash, so that who receives it can check it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath

import pandas as pd

from balance import __version__, formats, store
from balance.errors import BalanceError
from balance.exporting.workbook import write_workbook
from balance.roles import Action, needs

MANIFEST = "manifest.json"
FORMATS = ("parquet", "csv", "xlsx")
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that are devices on Windows, whatever their ending: written there, the file would be nowhere."""


@dataclass(frozen=True)
class Exported:
    """What was written: every file below the folder, and the rows of each table."""

    folder: Path
    files: tuple[Path, ...]
    rows: dict[str, int]


@needs(Action.COPY)
def export(database: str, folder: Path, formats: Sequence[str] = FORMATS) -> Exported:
    """Write every table in every format, every file that is kept, and the list of it all, into an empty folder.

    Files are those uploaded, those of frozen packs and those of unfinished uploads, byte for byte.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise BalanceError(f"There is no format {', '.join(unknown) or 'named'}. Formats: {', '.join(FORMATS)}.")
    if folder.exists() and any(folder.iterdir()):
        raise BalanceError(
            f"{folder} is not empty. Name a new folder, so that nothing in it is mistaken for the export."
        )
    kept = store.open_store(database, create=False)
    with store.taking(kept, "export", folder.absolute().name, {"formats": list(formats)}):
        return _written(kept, folder, formats)


def _written(kept: store.Store, folder: Path, formats: Sequence[str]) -> Exported:
    written: list[Path] = []
    rows: dict[str, int] = {}
    for name in store.table_names(kept):
        frame = store.whole_table(kept, name)
        rows[name] = len(frame)
        written += [path for form in formats for path in WRITERS[form](frame, folder / form / f"{name}.{form}")]
    for part, (files, content) in CONTENTS.items():
        written += _files(files(kept), partial(content, kept), folder / part)
    _list(folder, written, rows)
    return Exported(folder, (*written, folder / MANIFEST), rows)


def _parquet(frame: pd.DataFrame, path: Path) -> list[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(path, index=False)
    return [path]


def _csv(frame: pd.DataFrame, path: Path) -> list[Path]:
    """UTF-8 with a mark for spreadsheet programs; a text they would take for a formula begins with an apostrophe."""
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]
    safe = frame.assign(**{str(name): frame[name].map(_harmless, na_action="ignore") for name in texts})
    safe.to_csv(path, index=False, encoding="utf-8-sig")
    return [path]


def _harmless(value: object) -> object:
    return formats.disarmed(value) if isinstance(value, str) else value


WRITERS: dict[str, Callable[[pd.DataFrame, Path], list[Path]]] = {
    "parquet": _parquet, "csv": _csv, "xlsx": write_workbook,
}  # fmt: skip


CONTENTS: dict[str, tuple[Callable[[store.Store], Iterator[tuple[str, str]]], Callable[[store.Store, str], bytes]]] = {
    "originals": (store.kept_files, store.original),
    "frozen": (store.frozen_files, store.frozen_content),
    "unfinished": (store.drafted_files, store.draft_content),
}
"""The folders of files as they came or were handed out: uploaded, of frozen packs, of uploads not loaded yet."""


def _files(files: Iterable[tuple[str, str]], content: Callable[[str], bytes], folder: Path) -> list[Path]:
    """Files by hash and name, each in a folder named by its hash, for two may have one name."""
    paths = []
    for sha256, name in files:
        place = folder / sha256 / file_name(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content(sha256))
        paths.append(place)
    return paths


def file_name(name: str) -> str:
    """A name as any system can write it into any folder.

    >>> file_name("../Q3: plan?.xlsx"), file_name("..")
    ('Q3_ plan_.xlsx', 'file')
    """
    last = re.sub(r'[\x00-\x1f<>:"|?*]', "_", PurePath(name.replace("\\", "/")).name).strip(" .")
    return f"_{last}" if DEVICE.fullmatch(last) else last or "file"


def _list(folder: Path, written: Sequence[Path], rows: dict[str, int]) -> None:
    files = [
        {"file": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": _hash_of(path)}
        for path in written
    ]
    told = {"program": __version__, "tables": rows, "files": files}
    (folder / MANIFEST).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _hash_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
