"""The table `controls`: controls, policies, guardrails and training."""

from balance.schema.column import Column, Table, date_column, id_column, money_column, share_column, text_column

CONTROLS = Table(
    "controls",
    "One row per control, policy, guardrail or training programme.",
    (
        id_column("control_id", "A stable name for it", "Number", "Control ID", "Control Number", "Control Ref", "Control No", "Policy ID", "Policy Number", "Policy No", "Policy Ref", "Code", "ID", "Ref", "Key", "Reference",
            required=True),
        text_column("name", "What people call it", "Control name", "Control title", "Control", "Name", "Title", "Policy", "Policy name", "Short description",
              "Training name", required=True),
        Column("kind", "choice", "What it is", ("Kind", "Control type", "Control kind", "Type"),
               choices=("control", "policy", "guardrail", "training"),
               choice_synonyms=(
                   *((word, "control") for word in (
                       "preventive", "detective", "corrective", "technical", "technical control", "manual", "automated",
                       "administrative", "safeguard", "countermeasure", "process", "physical")),
                   ("policies", "policy"), ("standard", "policy"), ("procedure", "policy"), ("guideline", "policy"),
                   ("guardrails", "guardrail"), ("guard rail", "guardrail"), ("baseline", "guardrail"),
                   ("trainings", "training"), ("awareness", "training"), ("course", "training"), ("education", "training"),
               )),
        Column("status", "choice", "Whether it works today", ("Status", "State", "Control status", "Implementation status"),
               choices=("in_force", "planned", "retired"),
               choice_synonyms=(
                   ("in force", "in_force"), ("active", "in_force"), ("implemented", "in_force"), ("operating", "in_force"),
                   ("in progress", "planned"), ("draft", "planned"), ("inactive", "retired"), ("withdrawn", "retired"),
                   *((word, "in_force") for word in (
                       "effective", "operational", "live", "in place", "published", "approved", "in effect", "enforced",
                       "fully implemented", "enabled", "partially implemented")),
                   *((word, "planned") for word in (
                       "proposed", "in development", "not implemented", "not started", "to do", "requested", "in design",
                       "under review", "pending")),
                   *((word, "retired") for word in (
                       "decommissioned", "obsolete", "superseded", "disabled", "expired", "archived", "cancelled")),
               )),
        date_column("requested_on", "The day the need was raised", "Requested on", "Requested", "Raised on", "Request date"),
        date_column("in_force_on", "The day it began to work", "In force on", "In force since", "Effective from", "Effective date", "Implemented on", "Implementation date",
              "Active since", "Valid from"),
        text_column("class", "The incident class it acts on; empty for all", "Incident class", "Incident category", "Risk class", "Risk category", "Category"),
        Column("technology", "tags", "The technologies it covers", ("Technology", "Technologies")),
        Column("function", "choice", "What it does", ("Function", "CSF function", "NIST function", "NIST CSF function", "NIST CSF"),
               choices=("govern", "identify", "protect", "detect", "respond", "recover"),
               choice_synonyms=(
                   ("gv", "govern"), ("governance", "govern"), ("id", "identify"), ("identification", "identify"),
                   ("pr", "protect"), ("protection", "protect"), ("prevent", "protect"), ("de", "detect"),
                   ("detection", "detect"), ("rs", "respond"), ("response", "respond"), ("rc", "recover"),
                   ("recovery", "recover"),
               )),
        share_column("coverage", "The share of what it should cover that it does", "Coverage", "% Covered", "Coverage %", "Share covered"),
        share_column("frequency_reduction_low", "At least this share fewer incidents", "Frequency reduction low"),
        share_column("frequency_reduction_high", "At most this share fewer incidents", "Frequency reduction high"),
        share_column("loss_reduction_low", "At least this share smaller losses", "Loss reduction low"),
        share_column("loss_reduction_high", "At most this share smaller losses", "Loss reduction high"),
        money_column("annual_cost", "What it costs a year", "Annual cost", "Cost per year", "Yearly cost", "Cost", "Running cost", low=0.0),
        text_column("owner", "Who answers for it", "Owner", "Control owner", "Policy owner", "Responsible"),
        date_column("last_reviewed", "The day it was last reviewed", "Last reviewed", "Last review", "Last review date", "Reviewed on", "Last tested"),
        Column("review_every_days", "count", "Days between reviews", ("Review every days", "Review cycle days", "Review cycle", "Review frequency"),
               unit="days", low=1),
    ),
    optional=True,
)  # fmt: skip
