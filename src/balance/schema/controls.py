"""The table `controls`: controls, policies, guardrails and training."""

from balance.schema.column import Column, Table, date_column, id_column, money_column, share_column, text_column

CONTROLS = Table(
    "controls",
    "One row per control, policy, guardrail or training programme.",
    (
        id_column("control_id", "A stable name for it", "Number", "Control ID", "Control Number", "Policy ID", "ID", "Ref",
            required=True),
        text_column("name", "What people call it", "Control name", "Control", "Name", "Title", "Policy", required=True),
        Column("kind", "choice", "What it is", ("Kind", "Control type", "Type"),
               choices=("control", "policy", "guardrail", "training")),
        Column("status", "choice", "Whether it works today", ("Status", "State"),
               choices=("in_force", "planned", "retired"),
               choice_synonyms=(
                   ("in force", "in_force"), ("active", "in_force"), ("implemented", "in_force"), ("operating", "in_force"),
                   ("in progress", "planned"), ("draft", "planned"), ("inactive", "retired"), ("withdrawn", "retired"),
               )),
        date_column("requested_on", "The day the need was raised", "Requested on", "Requested", "Raised on"),
        date_column("in_force_on", "The day it began to work", "In force on", "Effective from", "Effective date", "Implemented on"),
        text_column("class", "The incident class it acts on; empty for all", "Incident class", "Risk class", "Category"),
        Column("technology", "tags", "The technologies it covers", ("Technology", "Technologies")),
        Column("function", "choice", "What it does", ("Function", "CSF function", "NIST function"),
               choices=("govern", "identify", "protect", "detect", "respond", "recover")),
        share_column("coverage", "The share of what it should cover that it does", "Coverage", "% Covered"),
        share_column("frequency_reduction_low", "At least this share fewer incidents", "Frequency reduction low"),
        share_column("frequency_reduction_high", "At most this share fewer incidents", "Frequency reduction high"),
        share_column("loss_reduction_low", "At least this share smaller losses", "Loss reduction low"),
        share_column("loss_reduction_high", "At most this share smaller losses", "Loss reduction high"),
        money_column("annual_cost", "What it costs a year", "Annual cost", "Cost per year", "Yearly cost", low=0.0),
        text_column("owner", "Who answers for it", "Owner", "Control owner"),
        date_column("last_reviewed", "The day it was last reviewed", "Last reviewed", "Last review", "Reviewed on"),
        Column("review_every_days", "count", "Days between reviews", ("Review every days", "Review cycle days"),
               unit="days", low=1),
    ),
    optional=True,
)  # fmt: skip
