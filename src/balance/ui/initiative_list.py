"""The initiatives as a list to look through: find by words, unit and state; each line leads to its card."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from balance import formats
from balance.company import Company
from balance.findings.initiatives import LATE, READY
from balance.language import noted, plain, say
from balance.pipeline import Analysis
from balance.ui import address, blocks
from balance.ui.show import line, show

AT_ONCE, BESIDE_A_CARD = 12, 5
"""Lines shown at once; fewer where a link led to a card, which then stands near the top."""
OPEN, PROBABLY_LATE, UNREADY = noted("Open and approved"), noted("Probably late"), noted("Security not ready")
WAITING, OVER, ALL = noted("On hold or an idea"), noted("Done or cancelled"), noted("All")
SHOWN = (OPEN, PROBABLY_LATE, UNREADY, WAITING, OVER, ALL)
MOST_LOSS, FIRST_DUE, MOST_VALUE, BY_NAME = noted("Most loss"), noted("Due first"), noted("Most value"), noted("Name")
ORDERS = (MOST_LOSS, MOST_VALUE, FIRST_DUE, BY_NAME)
NAMED = address.INITIATIVE


def choose(answer: Analysis) -> str | None:
    """The filters, the list, and which initiative is on the card: of the address at first, then as chosen."""
    rows = every(answer)
    found = _filtered(rows)
    by_link = st.session_state.setdefault("card_by_link", NAMED in st.query_params)
    _list(found, answer.report.currency, BESIDE_A_CARD if by_link else AT_ONCE)
    names = dict(zip(rows["initiative_id"], rows["name"], strict=True))
    first = st.session_state.get(NAMED) or st.query_params.get(NAMED)
    options = list(dict.fromkeys([*([first] if first in names else []), *found["initiative_id"], *names]))
    chosen: str | None = st.columns([1, 1.6])[0].selectbox(
        say("Card of"), options, format_func=lambda row: line(names[row]), key=NAMED
    )
    if chosen is not None and st.query_params.get(NAMED) != chosen:
        st.query_params[NAMED] = chosen
    return chosen


def every(answer: Analysis) -> pd.DataFrame:
    """Every initiative with what is forecast for it and what it carries, where anything is."""
    rows = _stated(answer.company)
    forecast = answer.report.velocity.initiatives[["initiative_id", "finish_p50", "chance_on_time"]]
    carried = answer.report.risk.initiatives[["initiative_id", "expected_annual_loss"]]
    return rows.merge(forecast, on="initiative_id", how="left").merge(carried, on="initiative_id", how="left")


def _stated(company: Company) -> pd.DataFrame:
    wanted = ["initiative_id", "name", "business_unit", "owner", "technology", "stage", "finish_planned",
              "annual_value", "security_readiness", "gone"]  # fmt: skip
    if company.initiatives is None:
        return pd.DataFrame(columns=wanted)
    return company.initiatives.reindex(columns=wanted).drop_duplicates("initiative_id", keep="last")


def _filtered(rows: pd.DataFrame) -> pd.DataFrame:
    """What the visitor wants to see, in the order asked for."""
    find, units, state, order = st.columns([1.4, 1.4, 1, 1])
    words = find.text_input(say("Find"), placeholder=say("name, id, owner or technology"), key="find_initiative")
    known = sorted({str(unit) for unit in rows["business_unit"].dropna()})
    wanted = units.multiselect(say("Unit"), known, format_func=line, placeholder=say("all units"), key="units_shown")
    shown = state.selectbox(say("Show"), SHOWN, format_func=say, key="states_shown")
    by = order.selectbox(say("Order"), ORDERS, format_func=say, key="order_shown")
    kept = rows[_in_state(rows, shown) & _holding(rows, words)]
    if wanted:
        kept = kept[kept["business_unit"].isin(wanted)]
    column, falling = {
        MOST_LOSS: ("expected_annual_loss", True), MOST_VALUE: ("annual_value", True),
        FIRST_DUE: ("finish_planned", False), BY_NAME: ("name", False),
    }[by]  # fmt: skip
    return kept.sort_values([column, "name"], ascending=[not falling, True], kind="stable", na_position="last")


def _in_state(rows: pd.DataFrame, shown: str) -> pd.Series:
    stage, running = rows["stage"].astype("object"), rows["stage"].isin(["in_flight", "approved"])
    open_ = running & ~rows["gone"].fillna(False).astype(bool)
    ready = pd.to_numeric(rows["security_readiness"], errors="coerce")
    chance = pd.to_numeric(rows["chance_on_time"], errors="coerce")
    return {
        OPEN: open_, PROBABLY_LATE: open_ & (chance <= LATE), UNREADY: open_ & (ready < READY),
        WAITING: stage.isin(["on_hold", "idea"]), OVER: stage.isin(["done", "cancelled"]),
    }.get(shown, pd.Series(True, index=rows.index))  # fmt: skip


def _holding(rows: pd.DataFrame, words: str) -> pd.Series:
    """Rows in which every word stands somewhere."""
    text = rows[["initiative_id", "name", "owner", "technology", "business_unit"]].astype("object").fillna("")
    joined = text.astype(str).agg(" ".join, axis=1).str.casefold() if len(rows) else pd.Series(dtype=str)
    kept = pd.Series(True, index=rows.index)
    for word in words.casefold().split():
        kept &= joined.str.contains(word, regex=False)
    return kept


def _list(found: pd.DataFrame, currency: str, at_once: int) -> None:
    lines = [_line(row, currency) for row in found.to_dict("records")]
    if not lines:
        show(blocks.text(say("None is like that.")))
        return
    count = formats.count(len(lines), "initiative")
    caption = say("{count}; △: probably late", count=count)
    show(blocks.table(_columns(), lines[:at_once], caption=caption))
    if lines[at_once:]:
        label = say("Show the other {count}", count=len(lines) - at_once)
        with st.expander(label, key="more_initiatives", type="compact"):
            show(blocks.table(_columns(), lines[at_once:]))


def _columns() -> list[blocks.Column]:
    return [
        blocks.Column("Initiative"), blocks.Column("Unit"), blocks.Column("Stage"), blocks.Column("Planned"),
        blocks.Column("Done by, 50 of 100"), blocks.Column("On time, in 100", "right"),
        blocks.Column("Value a year", "right"), blocks.Column("Expected loss next year", "right"),
    ]  # fmt: skip


def _line(row: dict[Any, Any], currency: str) -> tuple[object, ...]:
    chance = row["chance_on_time"]
    late = " △" if formats.sayable(chance) and chance <= LATE else ""
    return (
        _to_card(row), _word(row["business_unit"]), plain(_word(row["stage"])),
        formats.day(row["finish_planned"]), formats.month(row["finish_p50"]), f"{formats.in_100(chance)}{late}",
        formats.money(row["annual_value"], currency), formats.money(row["expected_annual_loss"], currency),
    )  # fmt: skip


def _to_card(row: dict[Any, Any]) -> blocks.Safe:
    """The name as a link that opens the card, with the date and plan of this visit."""
    wanted = address.wanted() | {NAMED: str(row["initiative_id"])}
    href = blocks.text("?" + urlencode(wanted, doseq=True))
    return blocks.Safe(f'<a class="b-row" href="{href}" target="_self">{blocks.text(row["name"])}</a>')


def _word(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None or value != value else str(value)
