"""One stream of a compound file (the container of .xls): its sectors put together."""

from __future__ import annotations

import struct
from collections.abc import Iterator

NO_SECTOR = 0xFFFFFFFA


def stream_of(content: bytes, name: str) -> bytes | None:
    """The stream of that name, None where there is none.

    Raises ValueError where the container does not hold together.
    """
    if len(content) < 512:
        raise ValueError("too short")
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 20)
    table = _table(content, size)
    directory = _joined(content, size, table, struct.unpack_from("<I", content, 48)[0])
    root: tuple[int, int] | None = None
    for place in range(0, len(directory) - 127, 128):
        length = min(struct.unpack_from("<H", directory, place + 64)[0], 64)
        called = directory[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, long = struct.unpack_from("<II", directory, place + 116)
        root = (start, long) if root is None else root
        if called.lower() == name.lower() and directory[place + 66] == 2:
            return _stream(content, size, table, root, start, long)
    return None


def _stream(content: bytes, size: int, table: list[int], root: tuple[int, int], start: int, length: int) -> bytes:
    if length >= struct.unpack_from("<I", content, 56)[0]:
        return _joined(content, size, table, start)[:length]
    small = _joined(content, size, table, root[0])
    chain = _joined(content, size, table, struct.unpack_from("<I", content, 60)[0])
    small_table = list(struct.unpack(f"<{len(chain) // 4}I", chain[: len(chain) // 4 * 4]))
    return b"".join(small[sector * 64 : sector * 64 + 64] for sector in _chain(small_table, start))[:length]


def _table(content: bytes, size: int) -> list[int]:
    """Which sector follows each sector."""
    sectors = list(struct.unpack_from("<109I", content, 76))
    more, rounds = struct.unpack_from("<I", content, 68)[0], 0
    while more < NO_SECTOR and rounds < 1000:
        part = content[(more + 1) * size : (more + 2) * size]
        entries = struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])
        if not entries:
            break
        sectors, more, rounds = [*sectors, *entries[:-1]], entries[-1], rounds + 1
    table: list[int] = []
    for sector in sectors:
        if sector < NO_SECTOR:
            part = content[(sector + 1) * size : (sector + 2) * size]
            table += struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])
    return table


def _joined(content: bytes, size: int, table: list[int], start: int) -> bytes:
    return b"".join(content[(sector + 1) * size : (sector + 2) * size] for sector in _chain(table, start))


def _chain(table: list[int], start: int) -> Iterator[int]:
    """The sectors from one on; a chain that runs in a circle is broken."""
    steps = 0
    while start < NO_SECTOR:
        if start >= len(table) or steps > len(table):
            raise ValueError("its sectors do not hold together")
        yield start
        start, steps = table[start], steps + 1
