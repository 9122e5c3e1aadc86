"""The installation: its settings and its health."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from balance.commands.answer import ATTENTION, DONE, REFUSED, Answer

STATUS = {"ok": "ok", "note": "ok", "warning": "attention", "error": "refused"}
EXIT = {"ok": DONE, "attention": ATTENTION, "refused": REFUSED}


def settings(_: argparse.Namespace) -> Answer:
    """Every setting with its value, where it comes from and what it means."""
    from balance.settings import settings_file, stated_settings

    stated = stated_settings()
    rows = [asdict(one) | {"variable": one.variable} for one in stated]
    lines = [f"{one.variable} = {one.value}\n    {one.meaning} ({one.source})" for one in stated]
    return DONE, {"status": "ok", "file": str(settings_file()), "settings": rows}, "\n".join(lines)


def doctor(chosen: argparse.Namespace) -> Answer:
    """What is wrong with the installation, and how to mend it."""
    from balance import doctor

    findings = doctor.examine(chosen.database)
    status = STATUS[doctor.worst(findings)]
    document = {"status": status, "findings": [finding.as_json() for finding in findings]}
    return EXIT[status], document, "\n".join(str(finding) for finding in findings)
