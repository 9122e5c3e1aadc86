"""The table `assumptions`: what is taken as given."""

from balance.schema.column import Column, Table, date_column, id_column, text_column

ASSUMPTIONS = Table(
    "assumptions",
    "One row per stated assumption: what the board allows and what the model should take as given.",
    (
        id_column("key", "Which assumption; the data dictionary lists them", "Key", "Assumption", "Parameter", "Name", required=True),
        text_column("value", "What is assumed", "Value", "Amount", required=True),
        Column("low", "number", "At least", ("Low", "Minimum", "Min")),
        Column("high", "number", "At most", ("High", "Maximum", "Max")),
        text_column("unit", "Of what", "Unit"),
        text_column("owner", "Who stated it", "Owner", "Stated by"),
        date_column("stated_on", "The day it was stated", "Stated on", "Date"),
        text_column("reason", "Why", "Reason", "Rationale", "Comment", "Note", "Notes"),
        text_column("source", "Where it was read", "Source"),
        Column("year", "count", "The year the source speaks of", ("Year",)),
    ),
    optional=True,
)  # fmt: skip
