"""The store: snapshots of what was loaded, and what people stated, saved and decided, in one DuckDB file.

`open_store` gives a `Store`, an address that holds nothing open; every other function takes it first.
Frames are typed as `schema` says, moments are UTC, who made a change defaults to this machine's user.
"""

from balance.store.as_of import Reading, frames_before, history_of, read_as_of
from balance.store.audit import audit, note_noticed, taking
from balance.store.back_then import Overtaken, can_wait, overtaken, read_back_then
from balance.store.backup import backup, purge_snapshot, restore
from balance.store.backups import Kept, keep_backup
from balance.store.changes import changes_since, compare_snapshots, compare_with_frames, count_changes
from balance.store.condition import Condition, condition, on_server
from balance.store.connection import Store, existing_store, is_up_to_date, one_wait, open_store, release, store_at
from balance.store.copies import compact
from balance.store.corrected import corrections_of, name_of_original, snapshot_with
from balance.store.decisions import Decision, decisions, remove_decision, save_decision, settle_decision
from balance.store.drafts import (
    KEPT_DAYS,
    Draft,
    DraftFile,
    add_draft_files,
    begin_draft,
    discard_draft,
    draft_content,
    draft_of,
    drafts,
    remove_draft_file,
    save_draft,
)
from balance.store.everything import drafted_files, frozen_files, kept_files, table_names, whole_table
from balance.store.evidence import dates_loaded, held_rows, original, originals_of, problems_of, sources_of
from balance.store.forecasts import FORECAST_KINDS, awaiting_forecasts, forecast_sets, forecasts, save_forecasts
from balance.store.frames import hand_back_unused
from balance.store.frozen_packs import (
    FrozenFile,
    FrozenPack,
    delete_frozen_pack,
    freeze_pack,
    frozen_content,
    frozen_packs,
)
from balance.store.ids_known import ids_known
from balance.store.known import (
    Known,
    Rest,
    cells_known,
    ids_among,
    is_larger,
    known_before,
    newest_load,
    rest_of,
    rows_known,
    rows_told_again,
)
from balance.store.links import Decided, decide_links, link_decisions
from balance.store.mappings import (
    Understood,
    answers_of,
    mapping_of,
    mappings,
    remove_mapping,
    rename_mapping,
    save_mapping,
    understood,
)
from balance.store.moving import Copied, copy
from balance.store.opening import StoreLimits
from balance.store.pack_words import PackWords, pack_words, save_pack_words
from balance.store.proof import Proof, purge_with_proof
from balance.store.retention import Periods, Retained, retain
from balance.store.revision import only_at, revision
from balance.store.scenarios import SavedScenario, remove_scenario, save_scenario, scenarios
from balance.store.snapshots import (
    Load,
    Saved,
    SnapshotInfo,
    drop_snapshot,
    list_snapshots,
    save_snapshot,
    save_snapshots,
    undrop_snapshot,
)
from balance.store.statements import (
    state_assumption,
    stated_assumptions,
    stated_at_load,
    undo_assumption,
    withdraw_assumption,
)
from balance.store.waiting import (
    Standing,
    Waiting,
    dismiss_waiting,
    not_again,
    settle_covered,
    standings,
    wait_for_person,
    waiting_contents,
    waiting_upload,
    waiting_uploads,
)
from balance.store.watcher import only_watcher

__all__ = [
    "FORECAST_KINDS",
    "KEPT_DAYS",
    "Condition",
    "Copied",
    "Decided",
    "Decision",
    "Draft",
    "DraftFile",
    "FrozenFile",
    "FrozenPack",
    "Kept",
    "Known",
    "Load",
    "Overtaken",
    "PackWords",
    "Periods",
    "Proof",
    "Reading",
    "Rest",
    "Retained",
    "Saved",
    "SavedScenario",
    "SnapshotInfo",
    "Standing",
    "Store",
    "StoreLimits",
    "Understood",
    "Waiting",
    "add_draft_files",
    "answers_of",
    "audit",
    "awaiting_forecasts",
    "backup",
    "begin_draft",
    "can_wait",
    "cells_known",
    "changes_since",
    "compact",
    "compare_snapshots",
    "compare_with_frames",
    "condition",
    "copy",
    "corrections_of",
    "count_changes",
    "dates_loaded",
    "decide_links",
    "decisions",
    "delete_frozen_pack",
    "discard_draft",
    "dismiss_waiting",
    "draft_content",
    "draft_of",
    "drafted_files",
    "drafts",
    "drop_snapshot",
    "existing_store",
    "forecast_sets",
    "forecasts",
    "frames_before",
    "freeze_pack",
    "frozen_content",
    "frozen_files",
    "frozen_packs",
    "hand_back_unused",
    "held_rows",
    "history_of",
    "ids_among",
    "ids_known",
    "is_larger",
    "is_up_to_date",
    "keep_backup",
    "kept_files",
    "known_before",
    "link_decisions",
    "list_snapshots",
    "mapping_of",
    "mappings",
    "name_of_original",
    "newest_load",
    "not_again",
    "note_noticed",
    "on_server",
    "one_wait",
    "only_at",
    "only_watcher",
    "open_store",
    "original",
    "originals_of",
    "overtaken",
    "pack_words",
    "problems_of",
    "purge_snapshot",
    "purge_with_proof",
    "read_as_of",
    "read_back_then",
    "release",
    "remove_decision",
    "remove_draft_file",
    "remove_mapping",
    "remove_scenario",
    "rename_mapping",
    "rest_of",
    "restore",
    "retain",
    "revision",
    "rows_known",
    "rows_told_again",
    "save_decision",
    "save_draft",
    "save_forecasts",
    "save_mapping",
    "save_pack_words",
    "save_scenario",
    "save_snapshot",
    "save_snapshots",
    "scenarios",
    "settle_covered",
    "settle_decision",
    "snapshot_with",
    "sources_of",
    "standings",
    "state_assumption",
    "stated_assumptions",
    "stated_at_load",
    "store_at",
    "table_names",
    "taking",
    "understood",
    "undo_assumption",
    "undrop_snapshot",
    "wait_for_person",
    "waiting_contents",
    "waiting_upload",
    "waiting_uploads",
    "whole_table",
    "withdraw_assumption",
]
