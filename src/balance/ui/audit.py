"""The audit on the screen: what was changed, by whom, from what to what; and who may do what."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from balance import auditing, formats, mending, roles
from balance.errors import BalanceError
from balance.language import label, noted, say
from balance.roles import ALLOWED, Role
from balance.sign_in import sign_in
from balance.ui import admission, blocks, session
from balance.ui.show import line, show

SHOWN = 100
LONGEST = 300
EVERYBODY, EVERYTHING = noted("everybody"), noted("everything")
ROLES = {Role.VIEWER: noted("Viewer"), Role.ANALYST: noted("Analyst"), Role.OWNER: noted("Owner")}
GIVEN = {
    Role.VIEWER: noted("Viewers: {names}."), Role.ANALYST: noted("Analysts: {names}."),
    Role.OWNER: noted("Owners: {names}."),
}  # fmt: skip
KINDS = {
    "CSV": ("audit.csv", "text/csv"),
    "Excel": ("audit.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "JSON": ("audit.json", "application/json"),
}


def rows() -> pd.DataFrame:
    """The whole record, oldest first; empty where nothing is kept yet or it cannot be read."""
    try:
        return auditing.changes(session.open_store()) if session.has_store() else pd.DataFrame()
    except BalanceError:
        return pd.DataFrame()  # the frame says already that the store cannot be read


def headline(found: pd.DataFrame) -> tuple[str, str]:
    """How much is on record, since when and by how many."""
    if found.empty and session.choice().trouble:
        return say("The record cannot be opened just now"), ""
    if found.empty:
        return say("Nothing is on record yet"), say("Every load, statement, plan and decision leaves a row here.")
    people, first = found["who"].nunique(), found["changed_at"].iloc[0]
    by = say("one name") if people == 1 else say("{people} names", people=formats.count(people))
    return (
        say(
            "{changes} since {first}, under {by}",
            changes=formats.count(len(found), "entry", "entries"),
            first=formats.day(first),
            by=by,
        ),
        say("Rows are only ever added. Times are UTC."),
    )


def choose(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of the person, the deed and the days that were chosen."""
    left, middle, right = st.columns(3)
    who = left.selectbox(say("Who"), [EVERYBODY, *sorted(found["who"].unique())], format_func=line, key="audit_who")
    what = middle.selectbox(
        say("What"), [EVERYTHING, *sorted(found["what"].unique())], format_func=line, key="audit_what"
    )
    first, last = found["changed_at"].iloc[0].date(), found["changed_at"].iloc[-1].date()
    days = right.date_input(
        say("From, to"), (first, last), min_value=first, max_value=last + timedelta(1), key="audit_days"
    )
    since, until = _ends(days, first, last)
    when = found["changed_at"].dt.date
    wanted = (when >= since) & (when <= until)
    wanted &= found["who"].eq(who) | (who == EVERYBODY)
    wanted &= found["what"].eq(what) | (what == EVERYTHING)
    chosen: pd.DataFrame = found[wanted]
    return chosen


def _ends(days: object, first: date, last: date) -> tuple[date, date]:
    """The two days; while only one is chosen, to the end."""
    chosen = days if isinstance(days, tuple) else (days,)
    picked = [one for one in chosen if isinstance(one, date)]
    return (picked[0] if picked else first), (picked[1] if len(picked) > 1 else last)


def table(found: pd.DataFrame) -> blocks.Safe:
    """The newest rows first: when, who, what, of what, from what to what."""
    columns = [blocks.Column("When", width="15%"), blocks.Column("Who", width="15%"),
               blocks.Column("What", width="18%"), blocks.Column("Before and after")]  # fmt: skip
    newest = found.iloc[::-1].head(SHOWN)
    caption = (
        say("The newest {shown} of {found}; all are in the file", shown=SHOWN, found=formats.count(len(found)))
        if len(found) > SHOWN
        else ""
    )
    return blocks.table(columns, [_row(row) for row in newest.to_dict("records")], caption=caption)


def _row(row: dict[object, object]) -> tuple[object, ...]:
    moment = pd.Timestamp(str(row["changed_at"]))
    what = blocks.strong(label(str(row["what"])), row["subject"])
    return f"{formats.day(moment)}, {moment:%H:%M:%S}", label(str(row["who"])), what, _short(auditing.in_words(row))


def _short(said: str) -> str:
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def take_along(found: pd.DataFrame) -> None:
    """The chosen rows as a table or as JSON."""
    for place, (kind, (name, mime)) in zip(st.columns([1, 1, 1, 4]), KINDS.items(), strict=False):
        place.download_button(
            kind, data=admission.as_now(partial(content, found, kind)), file_name=name, mime=mime,
            key=f"audit_{kind}", width="stretch", on_click="ignore",
        )  # fmt: skip


def content(found: pd.DataFrame, kind: str) -> bytes:
    """The rows as a file of that kind."""
    if kind == "JSON":
        return json.dumps(auditing.as_json(found), ensure_ascii=False, indent=2).encode()
    lines = auditing.as_lines(found)
    return mending.as_csv(lines) if kind == "CSV" else mending.as_xlsx(lines, say("Audit"))


def who_may() -> None:
    """What each role may do, and whom the sign-in file gives it to; nothing where nobody is asked."""
    rules = sign_in()
    if rules is None:
        return
    columns = [blocks.Column("May", width="55%"), *(blocks.Column(ROLES[role]) for role in Role)]
    cells = [
        (label(action.value), *(say("yes") if role in allowed else "–" for role in Role))
        for action, allowed in ALLOWED.items()
    ]
    given = [say(GIVEN[role], names=", ".join(rules.roles[role]) or say("nobody")) for role in Role]
    with st.expander(say("Who may do what"), key="who_may", type="compact"):
        show(blocks.table(columns, cells), blocks.caveats([*given, say("You are {name}.", name=roles.acting().name)]))
