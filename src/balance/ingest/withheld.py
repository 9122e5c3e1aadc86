"""Words that stand for "no value": nothing known, nothing to tell, or kept back. They are missing, never zero.

Each has a reason by which a note counts them.
"""

from __future__ import annotations

import re
from functools import lru_cache

_REASONS = (
    ("a dash or question mark", r"[-–—_.?*]+"),
    ("not applicable", r"n\s*[/.]?\s*a\.?\*{0,6}|#n/?a|not applicable|does not apply|s\.?\s?o\.?|entf(?:ä|ae)llt"
                       r"|no aplica|não se aplica|sans objet|nicht zutreffend"),
    ("no value", r"nan|[-+]?inf(?:inity)?|null|nil|none|<null>|\(?(?:empty|blank|leer|vide)\)?|keine|aucune?|ninguno"
                 r"|nenhum|not? (?:data|value|date|amount|estimate|end date|budget)(?: available| set)?|not available"
                 r"|not set"),
    ("not yet known", r"t\.?b\.?[cda]\.?|to be (?:confirmed|determined|decided|advised|defined|announced)(?: .{0,80})?"
                      r"|unknown|unclear|not known|undefined|pending|not yet .{1,60}|under review|unbekannt|inconnue?"
                      r"|desconocid[oa]|desconhecid[oa]|offen|noch offen|à définir|por definir|a definir"),
    ("open ended", r"ongoing|continuous|continuing|rolling|open[- ]ended|indefinite|evergreen|multi[- ]?year|perpetual"
                   r"|laufend|en cours|en curso|em curso"),
    ("a season", r"(?:early|mid|late)?[- ]*(?:spring|summer|autumn|fall|winter)(?:[ /-]+of)?[ /-]*\d{2,4}"
                 r"(?:[ /-]+\d{2,4})?"),
    ("kept back", r"(?:.*\b)?(?:exempt|withheld|redacted|confidential|classified|undisclosed|restricted"
                  r"|commercially sensitive|commercial sensitivit(?:y|ies)|not (?:disclosed|provided|published|released"
                  r"|reported|recorded)|protected|freedom of information|cabinet confidence)\b.*"),
)  # fmt: skip
_PATTERNS = tuple((reason, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for reason, pattern in _REASONS)


@lru_cache(maxsize=8192)
def withheld_reason(text: str) -> str | None:
    """Why a text holds no value, None where it is a value.

    >>> withheld_reason("N/A****"), withheld_reason("Exempt under Section 43"), withheld_reason("12")
    ('not applicable', 'kept back', None)
    """
    stripped = text.strip()
    if not stripped or (len(stripped) > 2 and stripped[0].isdigit() and stripped[-1].isdigit()):
        return None
    return next((reason for reason, pattern in _PATTERNS if pattern.fullmatch(stripped[:2000])), None)
