"""The table `changes`: what was released."""

from balance.schema.column import Column, Table, id_column, moment_column, text_column

CHANGES = Table(
    "changes",
    "One row per change released; ties incidents to initiatives.",
    (
        id_column("change_id", "The name the tool of record gives it",
            "Number", "Change Number", "Change ID", "Change", "Change Request", "Change Ref", "RFC", "Release ID", "Key", "Issue key",
            "Ref", "ID", "Issue Id", required=True),
        moment_column("finished_at", "When it was released",
                "Actual end date", "Actual end", "work_end", "Actual finish", "Implemented on", "Implemented", "Implementation date",
                "Change completion date", "Deployed on", "Deployed at", "Deployment date", "Released", "Release date",
                "Finished", "Finished on", "Completed", "Completed on", "Closed", "Closed at", "Closed on", "closed_at",
                "Resolved", "Resolution date", "Planned end date", "Planned end", "end_date", "Scheduled end", required=True),
        Column("initiative_id", "id", "The initiative it belongs to", ("Initiative", "Initiative ID", "Project ID", "Project number", "Project", "Epic Link", "Demand", "Parent", "Parent key",
                "Related project")),
        text_column("service", "The service changed", "Configuration item", "cmdb_ci", "Service", "Business service", "business_service", "Service offering", "Application",
              "Affected service", "System", "Component/s", "Components"),
        text_column("type", "Normal, standard or emergency, as written", "Type", "Change type", "Category"),
        text_column("outcome", "How it went, as written", "Close code", "Outcome", "Result", "close_code", "Resolution", "Implementation result", "Closure code"),
    ),
    optional=True,
)  # fmt: skip
