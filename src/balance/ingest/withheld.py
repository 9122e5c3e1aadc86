"""Words that stand for "no value": nothing known, nothing to tell, or kept back. They are missing, never zero.

Each has a reason by which a note counts them. Some are words of their own in a column of choices ("in planning",
"completed") and stand for no value only where a date, an amount or a number is wanted.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SEASON = "|".join((
    "spring|summer|autumn|fall|winter", "fr(?:ü|ue)hjahr|fr(?:ü|ue)hling|sommer|herbst",
    "printemps|été|automne|hiver", "primavera|verano|otoño|invierno", "verão|outono|inverno",
))  # fmt: skip
_VAGUE = "|".join((
    "early|mid|late|beginning of|begin|start of", "anfang|mitte|beginn", "début|mi",
    "principios de|mediados de", "início de|meados de",
))  # fmt: skip
_THING = "|".join((
    "data|value|date|amount|estimate|end date|budget|funding", "datum|enddatum|wert", "montant",
    "fecha|presupuesto", "orçamento",
))  # fmt: skip

_DASHES = r"[-–—_.?*]+"
_NOT_APPLICABLE = r"n\s*[/.]?\s*a\.?\*{0,6}|#n/?a"
_NULL = r"nan|null|nil|none|<null>|\(?(?:empty|blank|leer|vide|vacío|vazio)\)?"
_TO_BE_SAID = r"t\.?b\.?[cda]\.?"
_NO_NAME = re.compile("|".join((_DASHES, _NOT_APPLICABLE, _NULL, _TO_BE_SAID)), re.IGNORECASE)
"""The words that are no name of a row either; all others below may well be one."""
_MARKS = re.compile(_DASHES)

_ANYWHERE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("a dash or question mark", (_DASHES,)),
    ("not applicable", (
        rf"{_NOT_APPLICABLE}|not applicable|does not apply", r"s\.?\s?o\.?|k\.?\s?a\.?|keine angaben?",
        r"entf(?:ä|ae)llt|nicht zutreffend|no aplica|não se aplica|sans objet|non applicable",
    )),
    ("no value", (
        rf"{_NULL}|[-+]?inf(?:inity)?",
        r"keine[rs]?|aucune?|ningun[oa]|nenhuma?|not available(?: (?:at|yet|until|for) .{0,80})?|not set|n\.\s?v\.?",
        r"missing|fehlt",
        rf"(?:not?|kein|sans|sin|sem) (?:{_THING})(?: available| set| assigned)?",
    )),
    ("not yet known", (
        rf"{_TO_BE_SAID}|to be (?:confirmed|determined|decided|advised|defined|announced)(?:\W.{0,80})?",
        r"unknown|unclear|not known|undefined|pending|not yet .{1,60}|under review",
        r"unbekannt|nicht bekannt|offen|noch offen|inconnue?|desconocid[oa]|desconhecid[oa]",
        r"à (?:définir|confirmer|déterminer|préciser)|(?:por|a) (?:definir|confirmar|determinar)",
    )),
    ("kept back", (
        r"(?:.*\b)?(?:exempt|withheld|redacted|confidential|confidentiel(?:le)?|vertraulich|confidencial|classified"
        r"|undisclosed|restricted|commercially sensitive|commercial sensitivit(?:y|ies)|commercial[- ]in[- ]confidence"
        r"|not (?:disclosed|provided|published|released|reported|reportable|recorded)|protected|privileged|geheim"
        r"|freedom of information|cabinet confidence)\b.*",
    )),
)  # fmt: skip
_OF_QUANTITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("a placeholder for no date", (
        r"0000[-/.]00[-/.]00(?:[ T]00:00(?::00)?)?|00?[-/.]00?[-/.](?:0000|00|1900)",
    )),
    ("not applicable", (r"not (?:in scope|required|relevant)|out of scope|nicht relevant|non pertinent",)),
    ("no value", (
        r"not (?:applied|assigned|funded|budgeted|started|entered)|unfunded|unbudgeted",
        r"nicht (?:verfügbar|vorhanden|gesetzt)|non (?:disponible|défini|renseigné)|no disponible|não disponível",
    )),
    ("not yet known", (
        r"t\.?b\.?[acdnse]\.?(?:\W.{0,80})?|undetermined|unklar|asap|as soon as possible|schnellstmöglich",
        r"to be (?:agreed|set|estimated|established|scheduled|provided)(?:\W.{0,80})?|à venir",
        r"pending(?:\W.{0,60})?|awaiting .{1,60}|in planning|in planung|noch (?:unklar|nicht .{1,40})|wird .{1,40}",
        r"(?:when|once|upon|after|subject to|dependent on|depends on|depending on) [a-z].{1,80}",
    )),
    ("open ended", (
        r"on[- ]?going|continuous(?:ly)?|continuing|rolling|open[- ]ended|open end|indefinite(?:ly)?|evergreen",
        r"multi[- ]?year|perpetual|permanente?|bau|business as usual|no end(?: date)?|steady state",
        r"laufend|fortlaufend|dauerhaft|unbefristet|en cours|en continu|continu[aeo]?|contínu[oa]|indefinid[oa]",
        r"en curso|em curso|em andamento",
    )),
    ("a word for a state", (
        r"(?:put )?on[- ]hold|paused|suspended|deferred|completed?|done|closed|finished|cancell?ed",
        r"abgeschlossen|erledigt|beendet|terminée?s?|terminad[oa]",
        r"conclu[ií]d[oa]|achevée?",
    )),
    ("a season", (
        rf"(?:(?:{_VAGUE})?[- ]*(?:{_SEASON})(?:[ /-]+(?:of|de|del))?[ /-]*'?\d{{2,4}}(?:[ /-]+\d{{2,4}})?)",
        rf"\d{{4}}[ /-]*(?:{_SEASON})",
    )),
    ("a part of a period", (
        rf"(?:{_VAGUE})[- /.]+(?:q[1-4][ /-]*)?(?:fy)?[^\W\d_]{{0,12}}\.?[ /-]*'?(?:19|20)?\d{{2}}",
    )),
    ("a reference elsewhere", (
        r"(?:please )?(?:see|refer to|as per|per|cf\.?|siehe|s\.|vgl\.?|voir|ver|véase|vide) [^\d].{0,80}",
        r"(?:included|contained|covered|enthalten|inclus|incluid[oa]|incluíd[oa])"
        r" (?:in|above|below|under|within|with|oben|unten|dans|en|em)\b.{0,80}",
        r"various|diverse|multiple|several",
    )),
)  # fmt: skip


def _compiled(reasons: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((reason, re.compile("|".join(parts), re.IGNORECASE | re.DOTALL)) for reason, parts in reasons)


_WORDS, _QUANTITIES = _compiled(_ANYWHERE), _compiled((*_ANYWHERE, *_OF_QUANTITIES))


def is_no_name(text: str) -> bool:
    """Whether a text where an id belongs is a placeholder for one.

    >>> is_no_name("TBD"), is_no_name("N/A****"), is_no_name("NA-12"), is_no_name("OFFEN")
    (True, True, False, False)
    """
    return _NO_NAME.fullmatch(text.strip()) is not None


def is_mark(text: str) -> bool:
    """Whether a text is nothing but dashes, dots or question marks."""
    return _MARKS.fullmatch(text.strip()) is not None


@lru_cache(maxsize=8192)
def withheld_reason(text: str, among_choices: bool = False) -> str | None:
    """Why a text holds no value, None where it is a value; fewer words do so in a column of choices.

    >>> withheld_reason("N/A****"), withheld_reason("Exempt under Section 43"), withheld_reason("12")
    ('not applicable', 'kept back', None)
    >>> withheld_reason("laufend"), withheld_reason("laufend", among_choices=True)
    ('open ended', None)
    """
    stripped = text.strip()
    if not stripped or (stripped[0] != "0" and len(stripped) > 2 and stripped[0].isdigit() and stripped[-1].isdigit()):
        return None
    patterns = _WORDS if among_choices else _QUANTITIES
    return next((reason for reason, pattern in patterns if pattern.fullmatch(stripped[:2000])), None)
