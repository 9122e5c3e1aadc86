"""What loading the upload at hand would do, worked out once for each thing said, and the load itself.

What was worked out is kept for the whole server, two uploads at most and without their files, so that memory stays
as it is however many visitors there are.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import streamlit as st

from balance import uploading
from balance.corrections import Correction
from balance.errors import BalanceError
from balance.roles import Action
from balance.ui import admission, session
from balance.ui.intake import draft as drafts
from balance.ui.intake.draft import Draft
from balance.ui.intake.reading import paths_of, reader_of
from balance.uploading import Upload

MOST_KEPT = 2

_LOCK = threading.Lock()


def checked(draft: Draft) -> Upload | None:
    """What loading the upload would do; None where there are no files, or the visitor is told why not."""
    if not draft.files:
        return None
    kept = _worked_out()
    found = kept.get(_asked(draft))
    if found is not None:
        return found
    try:
        found = _without_contents(_check_twice(draft), draft)
        asked = _asked(draft)
    except BalanceError as error:
        draft.refusal = str(error)
        return None
    draft.refusal = ""
    with _LOCK:
        kept[asked] = found
        while len(kept) > MOST_KEPT:
            kept.pop(next(iter(kept)))
    return found


def load(draft: Draft, found: Upload) -> Upload:
    """Keep what was checked as one snapshot, or change nothing; BalanceError where the machine refuses."""
    admission.take_turn(Action.LOAD)
    whole = with_contents(found, draft)
    done = uploading.keep(session.database(), whole, as_of=draft.as_of, mapping=mapping_of(draft), who=drafts.WHO)
    with _LOCK:
        _worked_out().pop(_asked(draft), None)
    return done


def with_contents(found: Upload, draft: Draft) -> Upload:
    """What was checked, with the files themselves, which are not kept in memory."""
    held = {file.sha256: file for file in draft.files}
    filled = [
        replace(one, content=drafts.content(draft, held[one.sha256])) if one.sha256 in held else one
        for one in found.intake.originals
    ]
    return replace(found, intake=replace(found.intake, originals=tuple(filled)))


def mapping_of(draft: Draft) -> dict[str, Any] | None:
    """What was said of single sheets, over the saved mapping that is used; None where neither is."""
    saved = uploading.saved_mappings(session.database()).get(draft.based_on, {}) if draft.based_on else {}
    sheets = [*draft.sheets, *saved.get("sheets", [])]
    return {"name": draft.based_on, "sheets": sheets, "saved": bool(saved)} if sheets else None


def _check_twice(draft: Draft) -> Upload:
    """Answers to what is no longer asked, once a sheet is taken for another table, are left out without a word."""
    found = _check(draft)
    stale = {problem.found for problem in found.intake.problems if problem.code == "answer-unknown"}
    kept = {key: said for key, said in draft.answers.items() if f"{key}={said}" not in stale}
    if kept == draft.answers:
        return found
    drafts.change(draft, answers=kept)
    return _check(draft)


def _check(draft: Draft) -> Upload:
    return uploading.check(
        session.database(),
        paths_of(draft),
        as_of=draft.as_of,
        mapping=mapping_of(draft),
        answers=draft.answers,
        corrections=[Correction(**one) for one in draft.corrections],
        read=reader_of(draft),
    )


def _without_contents(found: Upload, draft: Draft) -> Upload:
    held = {file.sha256 for file in draft.files}
    bare = [replace(one, content=b"") if one.sha256 in held else one for one in found.intake.originals]
    return replace(found, intake=replace(found.intake, originals=tuple(bare)))


def _asked(draft: Draft) -> Hashable:
    """Everything the answer depends on."""
    files = tuple((file.name, file.sha256) for file in draft.files)
    said = json.dumps([draft.answers, draft.sheets, draft.based_on, draft.corrections], sort_keys=True)
    return session.database(), session.choice().version, files, draft.as_of, said


@st.cache_resource(show_spinner=False)
def _worked_out() -> dict[Hashable, Upload]:
    """The last uploads that were checked, the newest last."""
    return {}
