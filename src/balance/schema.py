"""The five tables: every column with its type, unit, rule, meaning and header synonyms.

The one source of truth. Database definitions, checks, the empty template and the data
dictionary are derived from it, so a column is added or changed here and nowhere else.

Types, and what a column of that type holds in a frame:

- `id`, `text`, `choice`, `tags`: text as written, missing is NA (pandas `str`);
- `date`: a day, `moment`: a day with a time (pandas `datetime64[us]`, no zone);
- `money`: reporting currency, `share`: 0..1, `number`: any unit named in the column (`float64`);
- `count`: a whole number (`Int64`); `flag`: yes or no (`boolean`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["id", "text", "choice", "tags", "date", "moment", "money", "share", "number", "count", "flag"]

SQL_TYPES: dict[Type, str] = {
    "id": "VARCHAR", "text": "VARCHAR", "choice": "VARCHAR", "tags": "VARCHAR",
    "date": "DATE", "moment": "TIMESTAMP",
    "money": "DOUBLE", "share": "DOUBLE", "number": "DOUBLE", "count": "BIGINT", "flag": "BOOLEAN",
}  # fmt: skip

FRAME_TYPES: dict[Type, str] = {
    "id": "str", "text": "str", "choice": "str", "tags": "str",
    "date": "datetime64[us]", "moment": "datetime64[us]",
    "money": "float64", "share": "float64", "number": "float64", "count": "Int64", "flag": "boolean",
}  # fmt: skip

PROVENANCE = ("source_file", "source_sheet", "source_row")
"""Where a row came from; kept with every stored row, never part of the model or its hash."""


@dataclass(frozen=True)
class Column:
    """One column: what it means, what it may hold and what people call it elsewhere."""

    name: str
    type: Type
    meaning: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[str, ...] = ()
    choice_synonyms: tuple[tuple[str, str], ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""
    improves: str = ""

    @property
    def meant(self) -> dict[str, str]:
        """Written value (lower case) -> the choice it means."""
        return {choice: choice for choice in self.choices} | dict(self.choice_synonyms)


@dataclass(frozen=True)
class Table:
    """One table: its key and its columns in the order of the template."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    optional: bool = False

    @property
    def key(self) -> str:
        """The column that names a row; always the first."""
        return self.columns[0].name

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns a row cannot be used without."""
        return tuple(column for column in self.columns if column.required)

    @property
    def money(self) -> tuple[str, ...]:
        """The columns that are sums of money."""
        return tuple(column.name for column in self.columns if column.type == "money")

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return self._by_name[name]

    @property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


def _text(name: str, meaning: str, *synonyms: str, required: bool = False, improves: str = "") -> Column:
    return Column(name, "text", meaning, synonyms, required=required, improves=improves)


def _id(name: str, meaning: str, *synonyms: str, required: bool = False) -> Column:
    return Column(name, "id", meaning, synonyms, required=required)


def _date(name: str, meaning: str, *synonyms: str, required: bool = False, improves: str = "") -> Column:
    return Column(name, "date", meaning, synonyms, required=required, improves=improves)


def _moment(name: str, meaning: str, *synonyms: str, required: bool = False, improves: str = "") -> Column:
    return Column(name, "moment", meaning, synonyms, required=required, improves=improves)


def _money(name: str, meaning: str, *synonyms: str, improves: str = "", low: float | None = None) -> Column:
    return Column(name, "money", meaning, synonyms, unit="reporting currency", improves=improves, low=low)


def _share(name: str, meaning: str, *synonyms: str, improves: str = "") -> Column:
    return Column(name, "share", meaning, synonyms, low=0.0, high=1.0, unit="share 0..1", improves=improves)


INITIATIVES = Table(
    "initiatives",
    "One row per initiative: what it is, when it lands, what it costs and what it is worth.",
    (
        _id("initiative_id", "The name the tool of record gives it; stable from quarter to quarter",
            "Number", "Project Number", "Project ID", "Project Code", "Investment ID", "Code", "Issue key", "Key",
            "Issue Id", "ID", "Ref", "Reference", "UII", "Unique Investment Identifier", "Unique Project ID",
            "uniqueId", "Work ID", "PID", "GMPP ID Number", "Initiative ID", "Initiative Number", "Demand Number",
            "Projekt-Nr", "Projektnummer", "Numéro de projet", "Número de proyecto", "Número do projeto", required=True),
        _text("name", "What people call it",
              "Project Name", "Name", "Short description", "Summary", "Title", "Initiative", "Initiative Name", "Demand",
              "Investment Title", "Epic Name", "projectName", "Projektname", "Nom du projet", "Nombre del proyecto",
              "Nome do projeto", required=True),
        Column("stage", "choice", "Where it stands today",
               ("State", "Phase", "Stage", "Status Category", "Work Status", "Current Phase", "Project State",
                "Lifecycle Stage", "Workflow Status", "Status"),
               required=True, choices=("idea", "approved", "in_flight", "on_hold", "done", "cancelled"),
               choice_synonyms=(
                   ("draft", "idea"), ("proposed", "idea"), ("submitted", "idea"), ("screening", "idea"),
                   ("qualified", "idea"), ("backlog", "idea"), ("to do", "idea"), ("new", "idea"), ("candidate", "idea"),
                   ("planned", "approved"), ("pending", "approved"), ("planning", "approved"), ("initiating", "approved"),
                   ("selected for development", "approved"), ("ready", "approved"), ("not started", "approved"),
                   ("in flight", "in_flight"), ("in-flight", "in_flight"), ("in progress", "in_flight"),
                   ("work in progress", "in_flight"), ("active", "in_flight"), ("executing", "in_flight"),
                   ("execution", "in_flight"), ("delivering", "in_flight"), ("delivery", "in_flight"), ("open", "in_flight"),
                   ("design", "in_flight"), ("build", "in_flight"), ("construction", "in_flight"), ("testing", "in_flight"),
                   ("in review", "in_flight"), ("started", "in_flight"), ("ongoing", "in_flight"), ("closing", "in_flight"),
                   ("on hold", "on_hold"), ("on-hold", "on_hold"), ("paused", "on_hold"), ("suspended", "on_hold"),
                   ("blocked", "on_hold"), ("deferred", "on_hold"),
                   ("complete", "done"), ("completed", "done"), ("closed", "done"), ("closed complete", "done"),
                   ("finished", "done"), ("delivered", "done"), ("resolved", "done"), ("live", "done"),
                   ("canceled", "cancelled"), ("cancelled", "cancelled"), ("closed incomplete", "cancelled"),
                   ("closed skipped", "cancelled"), ("rejected", "cancelled"), ("stopped", "cancelled"),
                   ("terminated", "cancelled"), ("abandoned", "cancelled"), ("won't do", "cancelled"),
               )),
        _date("finish_planned", "The finish it was approved with",
              "Planned end date", "Planned finish date", "PlannedFinishDate", "Planned Completion Date", "Planned finish",
              "Baseline Finish", "Approved end date", "End date", "Due Date", "Due", "Finish", "Target end",
              "estimatedCompletionDate", "Project - End Date (Latest Approved End Date)", "Geplantes Ende", "Fin prévue",
              "Fin planificado", "Fim planejado", required=True),
        _date("start_planned", "The start it was approved with",
              "Planned start date", "PlannedStartDate", "Planned start", "Baseline Start", "Approved start date",
              "Start date", "Start", "Target start", "Design Start", "Project - Start Date (Latest Approved Start Date)",
              "Geplanter Beginn", "Début prévu", "Inicio planificado", "Início planejado",
              improves="finish forecasts: without it the plan's length is the company's own median"),
        _date("start_actual", "The day work began",
              "Actual start date", "Actual start", "ActualStartDate", "ActualStart", "work_start",
              improves="finish forecasts and cycle time"),
        _date("finish_forecast", "The finish its owners expect now",
              "Forecast finish", "Forecast finish date", "Forecast end date", "Projected Completion Date",
              "Projected finish", "Forecast Completion", "Expected finish", "Estimated finish"),
        _date("finish_actual", "The day it reached its users",
              "Actual end date", "Actual finish date", "Actual finish", "ActualFinishDate", "ActualFinish", "work_end",
              "Actual Completion Date", "Resolved", "Resolution date", "Closed", "Completed on", "Go-live date",
              improves="velocity, on-time share and how far plans can be trusted"),
        _share("percent_complete", "The share of the work done",
               "Percent complete", "% Complete", "% Done", "percent_complete", "PercentComplete", "Progress"),
        _text("business_unit", "The unit that carries it",
              "Business Unit", "Department", "Organization", "Organisation", "OBS", "bureau_name", "agency_name",
              "Managing Agency", "Impacted Business Units", "Geschäftsbereich", "Direction",
              improves="the load model: work in progress is counted per unit"),
        _text("portfolio", "The portfolio or programme it belongs to",
              "Portfolio", "Primary portfolio", "Program", "Programme", "Project Category", "part_of_it_portfolio",
              "Parent", "Parent Link", "Strategy", "Annual Report Category"),
        _text("owner", "Who runs it",
              "Project manager", "Demand manager", "Manager", "Assignee", "Owner", "Lead", "Project lead"),
        _text("sponsor", "Who answers for its value", "Sponsor", "Executive sponsor", "Senior Responsible Owner", "SRO"),
        Column("category", "choice", "Why it is done",
               ("Investment Class", "Investment Type", "Type", "Category", "Issue Type", "project_class", "Goal"),
               choices=("run", "grow", "transform", "mandatory"),
               choice_synonyms=(
                   ("run the business", "run"), ("maintenance", "run"), ("service sustaining", "run"), ("keep", "run"),
                   ("growth", "grow"), ("grow the business", "grow"), ("revenue generating", "grow"), ("change", "grow"),
                   ("transformation", "transform"), ("innovation", "transform"), ("strategic enabler", "transform"),
                   ("legal and regulatory", "mandatory"), ("regulatory", "mandatory"), ("compliance", "mandatory"),
               )),
        Column("technology", "tags", "The technologies it moves onto or builds with, separated by ; or ,",
               ("Technology", "Technologies", "Tech stack", "Labels", "Components", "Tags", "Business Applications"),
               improves="technology multipliers"),
        Column("depends_on", "tags", "Ids of initiatives it needs, separated by ; or ,",
               ("Depends on", "Dependencies", "Predecessors", "Predecessor", "Blocked by")),
        _money("budget", "The money approved for all of it",
               "Budget cost", "Budget", "BAC", "Budgeted cost", "TotalBudgetCost", "Total Budget", "totalBudget",
               "Projected cost", "Lifecycle cost", "Total planned cost", "Planned cost", "Budget Forecast",
               "Projektbudget", "Budget total", "Presupuesto", "Orçamento", low=0.0),
        _money("actual_cost", "The money spent so far",
               "Actual cost", "Actuals", "ACWP", "Spent", "Spend to date", "Actual cost to date", "Istkosten", low=0.0),
        _money("forecast_cost", "The money its owners expect it to cost in all",
               "Estimate at completion", "EAC", "Forecast cost", "Forecast total cost", low=0.0),
        _money("annual_value", "What it is worth a year once it has landed",
               "Planned benefit", "Financial benefit", "Annual benefit", "Annual value", "Benefits", "Planned return",
               "Financial return", "Expected annual benefit", "Value per year",
               improves="innovation velocity in money; without it finished initiatives are counted"),
        _money("value_realised", "What it has been found to be worth a year",
               "Actual benefit", "Benefits realised", "Benefits realized", "Value realised", "Realised benefit"),
        Column("security_joined", "choice", "When the security team joined the work",
               ("Security joined", "Security engaged", "Security involvement", "Security stage", "Security review stage"),
               choices=("design", "build", "late", "not_yet"),
               choice_synonyms=(
                   ("at design", "design"), ("early", "design"), ("from the start", "design"), ("during build", "build"),
                   ("development", "build"), ("in build", "build"), ("before launch", "late"), ("before go-live", "late"),
                   ("at go-live", "late"), ("after launch", "late"), ("test", "late"),
                   ("not yet", "not_yet"), ("none", "not_yet"), ("no", "not_yet"), ("never", "not_yet"),
               ),
               improves="the effect of security joining late"),
        _date("last_assessed", "The last security assessment", "Last assessed", "Last security assessment",
              "Assessment date", "Last assessment"),
        Column("findings_open", "count", "Open findings of security assessments",
               ("Open findings", "Findings open", "Security findings"), low=0),
        _date("oldest_finding_on", "The day the oldest open finding was raised", "Oldest finding", "Oldest open finding"),
        Column("people", "number", "People working on it, full-time equivalents",
               ("People", "FTE", "FTEs", "Team size", "Headcount", "Resources"), unit="full-time people", low=0.0),
        _text("business_need", "What the business needs from it", "Business need", "Business requirement", "Business case"),
        _text("technical_need", "What it needs technically", "Technical need", "Technical requirement"),
        _text("security_need", "What it needs to be secure", "Security need", "Security requirement"),
        _share("business_readiness", "How ready the business side is", "Business readiness"),
        _share("technical_readiness", "How ready the technical side is", "Technical readiness"),
        _share("security_readiness", "How ready the security side is", "Security readiness"),
        _text("risk_likelihood", "The tool's own likelihood, as written", "Risk likelihood", "Likelihood", "Probability"),
        _text("risk_impact", "The tool's own impact, as written", "Risk impact", "Inherent risk", "Risk rating"),
        _text("risk_of_not_doing", "What happens if it is not done",
              "Risk of not performing", "Risk of not doing", "Cost of inaction"),
        _text("data_sensitivity", "The most sensitive data it touches",
              "Data sensitivity", "Data classification", "Information classification"),
        Column("internet_facing", "flag", "Whether it can be reached from the internet",
               ("Internet facing", "Internet-facing", "Public facing", "Externally facing")),
    ),
)  # fmt: skip

INCIDENTS = Table(
    "incidents",
    "One row per incident: outages, breaches, failed changes; what it was and what it cost.",
    (
        _id("incident_id", "The name the tool of record gives it",
            "Number", "Incident ID", "Incident Number", "Incident", "Ticket", "Ticket Number", "Case", "Case Number",
            "Issue key", "Key", "Event ID", "Loss Event ID", "ID", "Vorfallnummer", required=True),
        _moment("opened_at", "When it was opened",
                "Opened", "Created", "Reported", "Open Time", "Date opened", "Date/time opened", "opened_at",
                "sys_created_on", "Created on", "Reported on", "Breach Submission Date", "Eröffnet", "Ouvert", "Abierto",
                required=True),
        Column("class", "text", "The kind of incident; losses are modelled per class",
               ("Category", "Incident type", "Type of Event", "Event category", "Class", "Incident class",
                "Type of Breach", "Type", "Kategorie", "Catégorie", "Categoría"), required=True),
        _text("title", "What happened, in a line", "Short description", "Summary", "Title", "Description",
              "Description of Event", "Name of Covered Entity"),
        _text("state", "The tool's state, as written", "State", "Status", "Incident state", "incident_state"),
        _text("severity", "The tool's severity, as written", "Priority", "Severity", "Impact", "Urgency", "Major incident"),
        _moment("occurred_at", "When it began", "Occurred", "Date of Occurrence", "Start", "Incident start",
                "Observed Date/Time"),
        _moment("detected_at", "When it was noticed", "Detected", "Detected at", "Discovery date", "Date of Discovery"),
        _moment("resolved_at", "When service was restored",
                "Resolved", "Resolved at", "Resolution date", "Service restored", "Closed", "closed_at", "Closed at",
                "Actual end"),
        _text("business_unit", "The unit that bore it", "Business Unit", "Department", "Organization", "Company"),
        _text("service", "The service hit", "Service", "Business service", "Service offering", "Configuration item",
              "cmdb_ci", "Application", "Affected CI"),
        Column("technology", "tags", "The technologies involved, separated by ; or ,", ("Technology", "Technologies", "Tags")),
        Column("initiative_id", "id", "The initiative it came from, if any",
               ("Project", "Initiative", "Initiative ID", "Demand", "Epic Link", "Related project", "Caused by project"),
               improves="every effect that ties delivery to risk"),
        Column("change_id", "id", "The change that caused it, if any",
               ("Caused by Change", "caused_by", "Caused by", "u_caused_by_change", "Inward issue link (is caused by)"),
               improves="the link from incidents to initiatives through changes"),
        _text("third_party", "The supplier it came through", "Third party", "Supplier", "Vendor"),
        _moment("aware_at", "When the company became aware of a reportable incident", "Aware at", "Awareness time"),
        _date("material_on", "The day it was found to be material", "Material on", "Materiality determined",
              "Determined material on"),
        _money("loss", "What it cost, before recoveries",
               "Gross loss", "Loss", "Loss amount", "Estimated Loss", "Financial impact", "Cost", "Total loss",
               "Schaden", "Perte", "Pérdida", "Perda", low=0.0,
               improves="loss sizes; without any they are published experience"),
        _money("loss_low", "The least it may have cost", "Loss low", "Loss minimum", "Minimum loss", low=0.0),
        _money("loss_high", "The most it may have cost", "Loss high", "Loss maximum", "Maximum loss", low=0.0),
        _money("recovered", "What came back from insurers and others", "Recovered", "Recoveries", "Insurance recovery",
               low=0.0),
        Column("downtime_hours", "number", "Hours of service lost",
               ("Downtime hours", "Outage duration", "Downtime", "Outage hours"), unit="hours", low=0.0),
        Column("records_affected", "count", "Records or people affected",
               ("Records affected", "Users affected", "Customers affected", "Individuals Affected"), low=0),
        _text("detected_by", "Who or what noticed it", "Detected by", "Channel", "contact_type", "Source"),
        _text("root_cause", "Why it happened", "Root cause", "Cause", "Resolution code", "Close code", "close_code"),
    ),
)  # fmt: skip

CHANGES = Table(
    "changes",
    "One row per change released; ties incidents to initiatives.",
    (
        _id("change_id", "The name the tool of record gives it",
            "Number", "Change Number", "Change ID", "Change", "Key", "Issue key", "ID", required=True),
        _moment("finished_at", "When it was released",
                "Actual end date", "Actual end", "Planned end date", "Closed", "Finished", "Implemented on", "work_end",
                "end_date", "Release date", required=True),
        Column("initiative_id", "id", "The initiative it belongs to", ("Project", "Initiative", "Initiative ID", "Epic Link")),
        _text("service", "The service changed", "Configuration item", "cmdb_ci", "Service", "Business service", "Application"),
        _text("type", "Normal, standard or emergency, as written", "Type", "Change type"),
        _text("outcome", "How it went, as written", "Close code", "Outcome", "Result", "close_code"),
    ),
    optional=True,
)  # fmt: skip

CONTROLS = Table(
    "controls",
    "One row per control, policy, guardrail or training programme.",
    (
        _id("control_id", "A stable name for it", "Number", "Control ID", "Control Number", "Policy ID", "ID", "Ref",
            required=True),
        _text("name", "What people call it", "Control name", "Control", "Name", "Title", "Policy", required=True),
        Column("kind", "choice", "What it is", ("Kind", "Control type", "Type"),
               choices=("control", "policy", "guardrail", "training")),
        Column("status", "choice", "Whether it works today", ("Status", "State"),
               choices=("in_force", "planned", "retired"),
               choice_synonyms=(
                   ("in force", "in_force"), ("active", "in_force"), ("implemented", "in_force"), ("operating", "in_force"),
                   ("in progress", "planned"), ("draft", "planned"), ("inactive", "retired"), ("withdrawn", "retired"),
               )),
        _date("requested_on", "The day the need was raised", "Requested on", "Requested", "Raised on"),
        _date("in_force_on", "The day it began to work", "In force on", "Effective from", "Effective date", "Implemented on"),
        _text("class", "The incident class it acts on; empty for all", "Incident class", "Risk class", "Category"),
        Column("technology", "tags", "The technologies it covers", ("Technology", "Technologies")),
        Column("function", "choice", "What it does", ("Function", "CSF function", "NIST function"),
               choices=("govern", "identify", "protect", "detect", "respond", "recover")),
        _share("coverage", "The share of what it should cover that it does", "Coverage", "% Covered"),
        _share("frequency_reduction_low", "At least this share fewer incidents", "Frequency reduction low"),
        _share("frequency_reduction_high", "At most this share fewer incidents", "Frequency reduction high"),
        _share("loss_reduction_low", "At least this share smaller losses", "Loss reduction low"),
        _share("loss_reduction_high", "At most this share smaller losses", "Loss reduction high"),
        _money("annual_cost", "What it costs a year", "Annual cost", "Cost per year", "Yearly cost", low=0.0),
        _text("owner", "Who answers for it", "Owner", "Control owner"),
        _date("last_reviewed", "The day it was last reviewed", "Last reviewed", "Last review", "Reviewed on"),
        Column("review_every_days", "count", "Days between reviews", ("Review every days", "Review cycle days"),
               unit="days", low=1),
    ),
    optional=True,
)  # fmt: skip

ASSUMPTIONS = Table(
    "assumptions",
    "One row per stated assumption: what the board allows and what the model should take as given.",
    (
        _id("key", "Which assumption; the data dictionary lists them", "Key", "Assumption", required=True),
        _text("value", "What is assumed", "Value", required=True),
        Column("low", "number", "At least", ("Low", "Minimum")),
        Column("high", "number", "At most", ("High", "Maximum")),
        _text("unit", "Of what", "Unit"),
        _text("owner", "Who stated it", "Owner", "Stated by"),
        _date("stated_on", "The day it was stated", "Stated on", "Date"),
        _text("reason", "Why", "Reason", "Rationale", "Comment"),
        _text("source", "Where it was read", "Source"),
        Column("year", "count", "The year the source speaks of", ("Year",)),
    ),
    optional=True,
)  # fmt: skip

TABLES: dict[str, Table] = {table.name: table for table in (INITIATIVES, INCIDENTS, CHANGES, CONTROLS, ASSUMPTIONS)}


def tags_of(text: str | None) -> tuple[str, ...]:
    """The tags of one cell, in order, lower case, without repeats.

    >>> tags_of("Cloud; AI, cloud")
    ('cloud', 'ai')
    """
    if not isinstance(text, str):
        return ()
    parts = (part.strip().lower() for part in text.replace(",", ";").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))
