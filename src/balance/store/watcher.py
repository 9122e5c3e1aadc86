"""One watcher of a drop folder per store: a lock, beside its file or on its server, that ends with who holds it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from balance.errors import StoreError
from balance.store.connection import make_folder, store_at
from balance.store.locks import taken


@contextlib.contextmanager
def only_watcher(url: str | Path) -> Iterator[None]:
    """Nobody else watches a drop folder for this store while this lasts; StoreError where somebody does already."""
    store = store_at(url)
    if store.server:
        with store.server.only_one("watcher") as alone:
            if not alone:
                raise StoreError(f"A drop folder is already watched for the store {store}. Stop that watcher first.")
            yield
        return
    path = store.path
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
