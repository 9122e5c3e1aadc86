"""The five exports of a quarter, dressed as the tools of record write them.

Initiatives, controls and assumptions are whole lists. Changes are those of the quarter. Incidents are those opened in
the quarter and earlier ones that were resolved or valued in it, as a filter on "updated" gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from balance import schema
from balance.sample.controls import controls_as_of
from balance.sample.stated import assumptions_as_of
from balance.sample.views import initiatives_as_of
from balance.sample.world import World
from balance.workbook import save_workbook

HEADERS: Mapping[str, Mapping[str, str]] = {
    "initiatives": {
        "initiative_id": "Number", "name": "Project Name", "stage": "State", "business_unit": "Business Unit",
        "portfolio": "Primary portfolio", "owner": "Project manager", "sponsor": "Executive sponsor",
        "category": "Investment Type", "technology": "Technology", "depends_on": "Predecessors",
        "start_planned": "Planned start date", "finish_planned": "Planned end date",
        "start_actual": "Actual start date", "finish_forecast": "Forecast end date",
        "finish_actual": "Actual end date", "percent_complete": "Percent complete", "budget": "Budget cost",
        "actual_cost": "Actual cost", "forecast_cost": "Estimate at completion", "annual_value": "Planned benefit",
        "value_realised": "Actual benefit", "people": "FTE", "security_joined": "Security joined",
        "last_assessed": "Last security assessment", "findings_open": "Open findings",
        "oldest_finding_on": "Oldest open finding", "business_need": "Business case",
        "technical_need": "Technical requirement", "security_need": "Security requirement",
        "business_readiness": "Business readiness", "technical_readiness": "Technical readiness",
        "security_readiness": "Security readiness", "risk_likelihood": "Likelihood", "risk_impact": "Inherent risk",
        "risk_of_not_doing": "Risk of not performing", "data_sensitivity": "Data classification",
        "internet_facing": "Internet facing",
    },
    "incidents": {
        "incident_id": "Number", "opened_at": "Opened", "class": "Category", "title": "Short description",
        "state": "State", "severity": "Priority", "business_unit": "Business Unit", "service": "Business service",
        "technology": "Technology", "initiative_id": "Project", "change_id": "Caused by Change",
        "third_party": "Supplier", "occurred_at": "Occurred", "detected_at": "Detected", "resolved_at": "Resolved",
        "aware_at": "Aware at", "material_on": "Materiality determined", "loss": "Gross loss",
        "recovered": "Insurance recovery", "downtime_hours": "Outage duration", "records_affected": "Records affected",
        "detected_by": "Channel", "root_cause": "Resolution code",
    },
    "changes": {
        "change_id": "Number", "type": "Type", "service": "Configuration item", "initiative_id": "Project",
        "finished_at": "Actual end date", "outcome": "Close code",
    },
    "controls": {
        "control_id": "Control ID", "name": "Control name", "kind": "Control type", "status": "Status",
        "requested_on": "Requested on", "in_force_on": "Effective date", "class": "Incident class",
        "technology": "Technology", "function": "CSF function", "coverage": "Coverage",
        "frequency_reduction_low": "Frequency reduction low", "frequency_reduction_high": "Frequency reduction high",
        "loss_reduction_low": "Loss reduction low", "loss_reduction_high": "Loss reduction high",
        "annual_cost": "Annual cost", "owner": "Control owner", "last_reviewed": "Last reviewed",
        "review_every_days": "Review cycle days",
    },
    "assumptions": {
        "key": "Key", "value": "Value", "low": "Low", "high": "High", "unit": "Unit", "owner": "Stated by",
        "stated_on": "Stated on", "reason": "Reason", "source": "Source", "year": "Year",
    },
}  # fmt: skip
"""Column of the schema -> header of the tool, in the order of the export."""

SHEETS = {"controls": "Control register", "assumptions": "Assumptions"}

WORDS: Mapping[str, Mapping[str, str]] = {
    "stage": {"idea": "Draft", "approved": "Pending", "in_flight": "Work in Progress", "on_hold": "On Hold",
              "done": "Closed Complete", "cancelled": "Closed Incomplete"},
    "category": {"run": "Service Sustaining", "grow": "Revenue Generating", "transform": "Strategic Enabler",
                 "mandatory": "Legal and Regulatory"},
    "security_joined": {"design": "At design", "build": "During build", "late": "Before go-live", "not_yet": "Not yet"},
    "kind": {word: word.capitalize() for word in ("control", "policy", "guardrail", "training")},
    "status": {"in_force": "In force", "planned": "Draft", "retired": "Withdrawn"},
    "function": {word: word.capitalize() for word in ("govern", "identify", "protect", "detect", "respond", "recover")},
}  # fmt: skip
"""Column -> what the tool writes for each choice."""

FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "money": "#,##0", "share": "0%"}


def write_quarter(world: World, position: int, folder: Path) -> tuple[Path, ...]:
    """Writes the five workbooks of one quarter-end."""
    day = world.quarters[position]
    frames = {
        "initiatives": initiatives_as_of(world, day),
        "incidents": incidents_of_quarter(world, position),
        "changes": changes_of_quarter(world, position),
        "controls": controls_as_of(day),
        "assumptions": assumptions_as_of(day, world.truth),
    }
    return tuple(write_export(name, frame, folder / f"{name}.xlsx") for name, frame in frames.items())


def incidents_of_quarter(world: World, position: int) -> pd.DataFrame:
    """The incidents a quarter's export shows, as they were known at its end."""
    end, before = _midnight(world.quarters[position]), _before(world, position)
    opened = world.incidents["opened_at"]
    known, earlier = incidents_known(world, end), incidents_known(world, before)
    mended = pd.Series(False, index=known.index)
    for column in ("resolved_at", "loss"):
        mended |= known[column].notna() & earlier[column].isna()
    exported_before = (opened >= _before(world, 0)) & (opened < before)
    shown = (opened >= before) & (opened < end) | exported_before & mended
    return known[shown].reset_index(drop=True)


def incidents_known(world: World, moment: datetime) -> pd.DataFrame:
    """Every incident with what was recorded of it by that moment."""
    frame = world.incidents.copy()
    resolved = frame["resolved_at"] < moment
    booked = pd.to_datetime(frame["loss_booked_on"]) < moment
    frame["state"] = resolved.map({True: "Closed", False: "In Progress"})
    for column in ("resolved_at", "downtime_hours", "root_cause"):
        frame[column] = frame[column].where(resolved, None)
    for column in ("loss", "recovered"):
        frame[column] = frame[column].where(booked, None)
    return frame


def changes_of_quarter(world: World, position: int) -> pd.DataFrame:
    """The changes finished in the quarter."""
    finished = world.changes["finished_at"]
    inside = (finished >= _before(world, position)) & (finished < _midnight(world.quarters[position]))
    return world.changes[inside].reset_index(drop=True)


def write_export(table: str, frame: pd.DataFrame, path: Path) -> Path:
    """One frame with schema columns as a workbook with one sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(SHEETS.get(table, "Page 1"))
    headers = HEADERS[table]
    sheet.append(list(headers.values()))
    for record in frame.to_dict("records"):
        sheet.append([_cell(column, record.get(column)) for column in headers])
    _dress(sheet, [schema.TABLES[table].column(column) for column in headers])
    return save_workbook(book, path)


def _cell(column: str, value: object) -> object:
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return None
    return WORDS[column][str(value)] if column in WORDS else value


def _dress(sheet: Worksheet, columns: list[schema.Column]) -> None:
    """Header, widths and number formats of an export."""
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, start=1):
        letter = get_column_letter(position)
        head = sheet.cell(1, position)
        head.font, head.fill = Font(name="Calibri", size=11, bold=True), PatternFill("solid", fgColor="FFE6E9ED")
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = {"text": 26, "moment": 17, "tags": 18}.get(column.type, 13)
        if column.type in FORMATS:
            for (cell,) in sheet.iter_rows(min_row=2, min_col=position, max_col=position):
                cell.number_format = FORMATS[column.type]


def _midnight(day: date) -> datetime:
    """The moment a day is over."""
    return datetime.combine(day + timedelta(days=1), time())


def _before(world: World, position: int) -> datetime:
    """The moment the quarter before was over."""
    day = world.quarters[position]
    return datetime.combine(date(day.year, day.month - 2, 1), time())
