"""What one more million would buy, on the Trade-off screen: a curve in speed beside a curve in safety."""

from __future__ import annotations

import streamlit as st

from balance import figures, findings, formats, pipeline
from balance.language import noted, say
from balance.pipeline import Analysis
from balance.spending import Curve, Spending
from balance.ui import blocks, presenting, session
from balance.ui.show import figure, show

MORE = noted("More money for controls a year")


def desk(base: Analysis) -> None:
    """Both curves under the sentence that sets them side by side."""
    made, currency = _made(f"{base.company.data_hash}|{base.company.as_of}", base), base.report.currency
    told = findings.spending(made, currency)
    with presenting.together("spending"):
        show(blocks.section(told.headline, told.text))
        both = made.speed.points and made.safety.points
        left, right = st.columns(2, gap="large") if both else (st.container(), st.container())
        with left:
            _curve(made.speed, "speed_money", say("Money for initiatives"), say("Value landing next year"), currency)
        with right:
            risk = say("Chance beyond the limit") if made.of_chance else say("Loss of a bad year")
            enough = None if made.inside is None else made.inside.money
            _curve(made.safety, "safety_money", say(MORE), risk, currency, of_chance=made.of_chance, enough=enough)
    show(blocks.caveats(told.caveats if made.speed.points or made.safety.points else ()))


def _curve(
    curve: Curve, key: str, x: str, y: str, currency: str, *, of_chance: bool = False, enough: float | None = None
) -> None:
    if not curve.points:
        return
    drawn = figures.spending_curve(
        [(point.money, point.comes) for point in curve.points], curve.today, x=x, y=y, currency=currency,
        of_chance=of_chance, enough=enough, mode=session.mode(), phone=session.phone(),
    )  # fmt: skip
    rows = [
        (
            formats.money(point.money, currency),
            formats.chance(point.comes.value) if of_chance else formats.money(point.comes.value, currency),
            formats.chance_range(point.comes) if of_chance else formats.money_range(point.comes, bare=True),
        )
        for point in curve.points
    ]
    columns = [blocks.Column(x, "right"), blocks.Column(y, "right"), blocks.Column("Likely", "right")]
    read = say("Line: best reading. Band: likely range. Dot: today's plan.")
    figure(drawn, key, title=say("{y} against money", y=y), how_to_read=read, columns=columns, rows=rows)


@st.cache_resource(max_entries=16, show_spinner=False)
def _made(key: str, _base: Analysis) -> Spending:
    return pipeline.spending_of(_base)
