"""The board pack of a stored company: told, laid out in people's own words, written, frozen, fetched again."""

from balance.packing.apart import Progress, written_apart
from balance.packing.edits import asks_of, back_to_own, document_of, edits_of, keep_asks, keep_words, versions_of
from balance.packing.freezing import fetch, freeze, frozen_of
from balance.packing.incidents import PAGE_FORMATS, happened_of, incident_outline_of, material_first
from balance.packing.levers import levers_of, with_levers
from balance.packing.outlining import Gathered, beside_of, gather, laid_out, outline_of, saved_plans
from balance.packing.trying import template_tried
from balance.packing.writing import Wanted, write_frozen, write_pack

__all__ = [
    "PAGE_FORMATS",
    "Gathered",
    "Progress",
    "Wanted",
    "asks_of",
    "back_to_own",
    "beside_of",
    "document_of",
    "edits_of",
    "fetch",
    "freeze",
    "frozen_of",
    "gather",
    "happened_of",
    "incident_outline_of",
    "keep_asks",
    "keep_words",
    "laid_out",
    "levers_of",
    "material_first",
    "outline_of",
    "saved_plans",
    "template_tried",
    "versions_of",
    "with_levers",
    "write_frozen",
    "write_pack",
    "written_apart",
]  # fmt: skip
