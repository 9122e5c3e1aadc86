"""Parts of a workbook as elements with their attributes; a document type ends the reading."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

from balance.ingest.sandbox.packing import Refused

PIECE = 1024 * 1024


def elements(archive: zipfile.ZipFile, part: str, *wanted: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Elements of those names, whatever their prefix: the name of the element around each, and its attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    around: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = bare(name)
        if local in wanted:
            found.append((around[-1] if around else "", {bare(key): value for key, value in attributes.items()}))
        around.append(local)

    for _ in parse(archive, part, start, lambda _: around.pop()):
        yield from found
        found.clear()


def parse(
    archive: zipfile.ZipFile, part: str, start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], object], text: Callable[[str], None] | None = None,
) -> Iterator[None]:  # fmt: skip
    """Parse a part piece by piece, yielding after each; names carry their namespace before a space."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    with archive.open(part) as file:
        try:
            while piece := file.read(PIECE):
                parser.Parse(piece, False)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused("inconsistent", f"{part}: {error}"[:200]) from error
    yield


def _refuse(*_: object) -> None:
    raise Refused("entities", "")


def bare(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]
