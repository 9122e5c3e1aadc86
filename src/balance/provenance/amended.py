"""What people changed beside the files: cells that were corrected before a load, and links they accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from balance import store
from balance.provenance.rows import Part
from balance.store import Store


@dataclass(frozen=True)
class Amended:
    """One value that a person gave in place of the file's: where, what stood there, what is meant, who and why.

    `cell` is empty for an accepted link, which holds for the incident whatever file it comes from.
    """

    table: str
    id: str
    column: str
    snapshot_id: str
    file: str
    sheet: str
    cell: str
    found: str | None
    meant: str
    who: str
    why: str

    def __str__(self) -> str:
        place = f"{self.file} {self.sheet} {self.cell}".strip() if self.cell else f"{self.table} {self.id}"
        why = f" ({self.why})" if self.why else ""
        return (
            f"{place}: {self.who or 'somebody'} gave {self.meant!r} for {self.column}, the file has {self.found!r}{why}"
        )


def amended(kept: Store, parts: Sequence[Part]) -> tuple[Amended, ...]:
    """Everything that people changed in the rows of these parts, each change once."""
    return tuple(dict.fromkeys((*_corrections(kept, parts), *_links(kept, parts))))


def _corrections(kept: Store, parts: Sequence[Part]) -> Iterator[Amended]:
    names = {str(name) for part in parts for name in part.rows["snapshot_id"]}
    made = {name: store.corrections_of(kept, name) for name in sorted(names)}
    for name, corrections in made.items():
        files = {sha256: file for file, sha256 in store.originals_of(kept, name)} if corrections else {}
        rows = _rows_by_place(parts, name) if corrections else {}
        for one in corrections:
            row = one.place[0] + 1 if one.place else 0
            for table, key in rows.get((files.get(one.sha256, ""), one.sheet, row), ()):
                yield Amended(
                    table, key, one.column, name, files[one.sha256], one.sheet, one.cell, one.found, one.meant,
                    one.who, one.why,
                )  # fmt: skip


def _rows_by_place(parts: Sequence[Part], snapshot_id: str) -> dict[tuple[str, str, int], set[tuple[str, str]]]:
    """The rows of one snapshot by file, sheet and row: table and id of each."""
    found: dict[tuple[str, str, int], set[tuple[str, str]]] = {}
    for part in parts:
        mine = part.rows[part.rows["snapshot_id"] == snapshot_id]
        for row in mine.to_dict("records"):
            place = str(row["source_file"]), str(row["source_sheet"] or ""), int(row["source_row"])
            found.setdefault(place, set()).add((part.table, str(row[part.key])))
    return found


def _links(kept: Store, parts: Sequence[Part]) -> Iterator[Amended]:
    """Accepted links of the incidents among the rows, where the initiative was used."""
    decided = store.link_decisions(kept)
    accepted = decided[decided["decision"] == "accepted"].to_dict("records")
    used = [part for part in parts if part.table == "incidents" and "initiative_id" in part.columns]
    named = {str(key): str(meant) for part in used
             for key, meant in zip(part.rows["incident_id"], part.rows["initiative_id"], strict=True)}  # fmt: skip
    for row in accepted:
        if named.get(row["incident_id"]) == row["initiative_id"]:
            yield Amended(
                "incidents", row["incident_id"], "initiative_id", "", "", "", "", None, row["initiative_id"],
                row["recorded_by"], f"link accepted on {row['recorded_at']:%Y-%m-%d}",
            )  # fmt: skip
