"""What is written for a person to take along: the board pack, the sample company, the template, the dictionary."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from balance import formats
from balance.commands.answer import ATTENTION, DONE, Answer
from balance.errors import BalanceError

if TYPE_CHECKING:
    from balance.store import FrozenPack


def pack(chosen: argparse.Namespace) -> Answer:
    """The board pack or an incident's page written and frozen, and what was frozen before."""
    _refuse_mixed(chosen)
    if chosen.frozen is not None:
        return _frozen(chosen)
    if chosen.delete_frozen is not None:
        return _delete(chosen)
    from balance import packing

    if chosen.out is None and not chosen.freeze:
        raise BalanceError("Say where to write the pack: --out DIR, or --freeze to keep it in the store.")
    wanted = packing.Wanted(
        chosen.as_of, chosen.scenario, chosen.sections.split(","), chosen.compare, chosen.incident, chosen.own_words,
        chosen.freeze, chosen.live, chosen.template,
    )  # fmt: skip
    written, frozen = packing.write_pack(chosen.database, chosen.out, _formats(chosen) or ["pptx"], wanted)
    lines = [*(str(path) for path in written.paths), *written.missing]
    lines += [f"Frozen as {frozen}. Fetch it again with --frozen {frozen} --out DIR."] if frozen else []
    return ATTENTION if written.missing else DONE, {"status": "ok"}, "\n".join(lines)


def _refuse_mixed(chosen: argparse.Namespace) -> None:
    asked = [name for name in ("freeze", "frozen", "delete_frozen") if getattr(chosen, name) not in (None, False)]
    if len(asked) > 1:
        first, second = (f"--{name.replace('_', '-')}" for name in asked[:2])
        raise BalanceError(f"Do one thing at a time: {first} or {second}.")
    told = {"scenario": chosen.scenario, "as-of": chosen.as_of, "sections": chosen.sections, "compare": chosen.compare,
            "incident": chosen.incident, "own-words": chosen.own_words, "template": chosen.template,
            "live": chosen.live}  # fmt: skip
    further = [f"--{name}" for name, value in told.items() if value]
    if asked and asked[0] != "freeze" and further:
        raise BalanceError(f"A frozen pack stays as it is: {', '.join(further)} would make another one.")


def _formats(chosen: argparse.Namespace) -> list[str]:
    return [name.strip() for name in (chosen.formats or "").split(",") if name.strip()]


def _frozen(chosen: argparse.Namespace) -> Answer:
    """The frozen packs listed, or one of them written as it was."""
    from balance import packing, store

    if chosen.frozen:
        if chosen.out is None:
            raise BalanceError("Say where to write the frozen pack: --out DIR.")
        paths = packing.write_frozen(chosen.database, chosen.frozen, chosen.out, _formats(chosen))
        return DONE, {"status": "ok"}, "\n".join(map(str, paths))
    rows = store.frozen_packs(store.open_store(chosen.database, create=False))
    told = formats.lined_up(list(map(_told, rows)), ("Pack", "As of", "Title", "Plan", "Files", "Frozen", "By"))
    return DONE, {"status": "ok"}, "\n".join(told) or "No pack is frozen yet."


def _told(row: FrozenPack) -> tuple[str, ...]:
    files = ", ".join(one.format for one in row.files)
    frozen = f"{formats.moment(row.frozen_at)} UTC"
    return row.id, formats.day(row.as_of), row.title, row.scenario, files, frozen, row.frozen_by


def _delete(chosen: argparse.Namespace) -> Answer:
    from balance import packing, store

    if chosen.out is not None or chosen.formats:
        raise BalanceError(
            "--delete-frozen ID deletes a whole frozen pack and writes nothing: leave --out and --formats out."
        )
    kept = store.open_store(chosen.database, create=False)
    row = packing.frozen_of(kept, chosen.delete_frozen)
    store.delete_frozen_pack(kept, row.id)
    return DONE, {"status": "ok"}, f"The frozen pack {row.id} is deleted for good."


def sample(chosen: argparse.Namespace) -> Answer:
    """The sample company, written into a folder."""
    from balance.sample import write_sample

    written = write_sample(chosen.out, seed=chosen.seed, quarters=chosen.quarters)
    return (
        DONE,
        {"status": "ok"},
        f"{formats.count(len(written), 'file')} in {chosen.out}; what is true stands in truth.json.",
    )


def template(chosen: argparse.Namespace) -> Answer:
    """The empty workbook."""
    from balance.template import write_template

    write_template(chosen.out)
    return DONE, {"status": "ok"}, f"An empty workbook is in {chosen.out}."


def dictionary(_: argparse.Namespace) -> Answer:
    """The data dictionary."""
    from balance.dictionary import dictionary

    return DONE, {"status": "ok"}, dictionary()
