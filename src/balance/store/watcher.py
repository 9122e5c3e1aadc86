"""One watcher of a drop folder per store: a lock beside the store's file that ends with the process that holds it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from balance.errors import StoreError
from balance.store.connection import make_folder, path_of
from balance.store.locks import taken


@contextlib.contextmanager
def only_watcher(url: str | Path) -> Iterator[None]:
    """Nobody else watches a drop folder for this store while this lasts; StoreError where somebody does already."""
    path = path_of(url)
    make_folder(path.parent)
    lock = path.with_name(f"{path.name}.watching")
    try:
        with lock.open("ab") as handle:
            if not taken(handle):
                raise StoreError(f"A drop folder is already watched for the store {path}. Stop that watcher first.")
            yield
    except OSError as error:
        raise StoreError(
            f"{lock} cannot be written ({error.strerror}). Mend its rights, or name another store."
        ) from error
