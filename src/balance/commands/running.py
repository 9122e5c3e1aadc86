"""The dashboard and the program itself: its pages, its server, its speed."""

from __future__ import annotations

import argparse

from balance import formats
from balance.commands.answer import DONE, Answer


def pages(_: argparse.Namespace) -> Answer:
    """Title and address of every page."""
    from balance.screens import SCREENS

    document = {"pages": [{"title": screen.title, "path": screen.path} for screen in SCREENS]}
    return DONE, document, "\n".join(formats.lined_up([(screen.title, screen.path) for screen in SCREENS]))


def serve(chosen: argparse.Namespace) -> Answer:
    """The dashboard, until it is stopped."""
    from balance.serve import serve

    return serve(chosen.database, port=chosen.port, browser=not chosen.no_browser, watch=chosen.watch), {}, ""


def bench(chosen: argparse.Namespace) -> Answer:
    """Speed and memory against a floor of the same run."""
    from balance.bench import bench

    document, text = bench(whole=chosen.whole)
    return DONE, document, text
