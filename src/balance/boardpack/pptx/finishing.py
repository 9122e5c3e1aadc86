"""What a drawn presentation says of itself: its title and day, how many slides it has, and that it has notes."""

from __future__ import annotations

from datetime import datetime

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from balance.boardpack.pptx.native import Deck
from balance.boardpack.slides import Outline

_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def finish(deck: Deck, outline: Outline) -> None:
    """Write what is known only once all slides are drawn."""
    _properties(deck, outline)
    _noted(deck)
    _counted(deck)


def _properties(deck: Deck, outline: Outline) -> None:
    told = deck.core_properties
    moment = datetime.combine(outline.as_of, datetime.min.time())
    told.title, told.author, told.last_modified_by = outline.title[:255], "Balance", "Balance"
    told.created = told.modified = told.last_printed = moment
    told.revision, told.subject, told.keywords = 1, f"Scenario: {outline.scenario}"[:255], ""


def _noted(deck: Deck) -> None:
    """Have the presentation name its master of notes: the library that draws adds the master and not its name."""
    root = deck.part._element
    if root.find(f"{{{_P}}}notesMasterIdLst") is not None:
        return
    keys = [key for key, rel in deck.part.rels.items() if rel.reltype == RELATIONSHIP_TYPE.NOTES_MASTER]
    if keys:
        told = etree.Element(f"{{{_P}}}notesMasterIdLst")
        etree.SubElement(told, f"{{{_P}}}notesMasterId").set(f"{{{_R}}}id", keys[0])
        root.find(f"{{{_P}}}sldMasterIdLst").addnext(told)


def _counted(deck: Deck) -> None:
    """What made the file and how many slides it has, in place of what the empty template says of itself."""
    count = len(deck.slides)
    told = etree.Element(f"{{{_APP}}}Properties", nsmap={None: _APP})
    told_of = {"Application": "Balance", "Slides": str(count), "Notes": str(count), "HiddenSlides": "0"}
    for name, said in told_of.items():
        etree.SubElement(told, f"{{{_APP}}}{name}").text = said
    for rel in deck.part.package._rels.values():
        if rel.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            rel.target_part._blob = etree.tostring(told, xml_declaration=True, encoding="UTF-8", standalone=True)
