"""What is written for a person to take along: the board pack, the sample company, the template, the dictionary."""

from __future__ import annotations

import argparse

from balance.commands.answer import ATTENTION, DONE, Answer


def pack(chosen: argparse.Namespace) -> Answer:
    """The board pack, written into a folder."""
    from balance import packing

    written = packing.write_pack(
        chosen.database,
        chosen.out,
        chosen.formats.split(","),
        chosen.as_of,
        chosen.scenario,
        chosen.sections.split(","),
        chosen.compare,
    )
    told = "\n".join((*(str(path) for path in written.paths), *written.missing))
    return ATTENTION if written.missing else DONE, {"status": "ok"}, told


def sample(chosen: argparse.Namespace) -> Answer:
    """The sample company, written into a folder."""
    from balance.sample import write_sample

    written = write_sample(chosen.out, seed=chosen.seed, quarters=chosen.quarters)
    return DONE, {"status": "ok"}, f"{len(written)} files in {chosen.out}; what is true stands in truth.json."


def template(chosen: argparse.Namespace) -> Answer:
    """The empty workbook."""
    from balance.template import write_template

    write_template(chosen.out)
    return DONE, {"status": "ok"}, f"An empty workbook is in {chosen.out}."


def dictionary(_: argparse.Namespace) -> Answer:
    """The data dictionary."""
    from balance.dictionary import dictionary

    return DONE, {"status": "ok"}, dictionary()
