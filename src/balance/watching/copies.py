"""Files of a drop folder as they were read: content and hash, and copies of exactly that in a folder of our own."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from balance import formats
from balance.watching.folder import Entry, content_of


@dataclass(frozen=True)
class Dropped:
    """One file: how it is called and what its content is. The content is read anew when it is needed."""

    entry: Entry
    label: str
    sha256: str = field(default="")

    @property
    def content(self) -> bytes:
        """The content; OSError where the file is no longer the one that was hashed."""
        content = content_of(self.entry)
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise OSError(0, "it has just been changed")
        return content


def hashed(entry: Entry) -> Dropped:
    """The file with its hash; OSError where it cannot be read or has just been changed."""
    return Dropped(entry, entry.label, hashlib.sha256(content_of(entry)).hexdigest())


def told_apart(files: Sequence[Dropped]) -> list[Dropped]:
    """The files, each under a label of its own: those that share a name with an earlier one get a number."""
    labels = formats.apart(file.label for file in files)
    return [replace(file, label=label) for file, label in zip(files, labels, strict=True)]


@contextmanager
def on_disk(files: Sequence[Dropped]) -> Iterator[list[Path]]:
    """Copies under their labels in a folder of our own: what is read there is what was hashed."""
    with tempfile.TemporaryDirectory(prefix="balance-drop-") as folder:
        paths: list[Path] = []
        for file in files:
            paths.append(Path(folder) / file.label)
            paths[-1].write_bytes(file.content)
        yield paths
