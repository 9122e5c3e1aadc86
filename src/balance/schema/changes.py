"""The table `changes`: what was released."""

from balance.schema.column import Column, Table, id_column, moment_column, text_column

CHANGES = Table(
    "changes",
    "One row per change released; ties incidents to initiatives.",
    (
        id_column("change_id", "The name the tool of record gives it",
            "Number", "Change Number", "Change ID", "Change", "Key", "Issue key", "ID", required=True),
        moment_column("finished_at", "When it was released",
                "Actual end date", "Actual end", "Planned end date", "Closed", "Finished", "Implemented on", "work_end",
                "end_date", "Release date", required=True),
        Column("initiative_id", "id", "The initiative it belongs to", ("Project", "Initiative", "Initiative ID", "Epic Link")),
        text_column("service", "The service changed", "Configuration item", "cmdb_ci", "Service", "Business service", "Application"),
        text_column("type", "Normal, standard or emergency, as written", "Type", "Change type"),
        text_column("outcome", "How it went, as written", "Close code", "Outcome", "Result", "close_code"),
    ),
    optional=True,
)  # fmt: skip
