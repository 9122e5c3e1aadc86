"""Which initiative an incident came from: as the file says, through a change, as a person accepted, or as a suggestion.

Frames come in and values go out; nothing suggested counts until a person has accepted it.
"""

from balance.linking.documents import as_json, lines_of, said_links
from balance.linking.problems import Letters, changes_named, problems_of
from balance.linking.scoring import LIKELY
from balance.linking.states import (
    ACCEPTED,
    EXPLICIT,
    THROUGH,
    Links,
    links_of,
    refuse_contradiction,
    refuse_overruled,
    refuse_unknown,
    unknown_ids,
    with_accepted,
)

__all__ = [
    "ACCEPTED", "EXPLICIT", "LIKELY", "THROUGH", "Letters", "Links", "as_json", "changes_named", "lines_of", "links_of",
    "problems_of", "refuse_contradiction", "refuse_overruled", "refuse_unknown", "said_links", "unknown_ids",
    "with_accepted",
]  # fmt: skip
