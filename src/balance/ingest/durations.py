"""A written span of time in hours: "3d 4h", "1 day, 2:03:04", "PT36H", "2h 15m", "26:30". A day is 24 hours."""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS = (
    (168.0, "w wk wks week weeks woche wochen semaine semaines semana semanas"),
    (24.0, "d day days tag tage tagen jour jours j día días dia dias"),
    (1.0, "h hr hrs hour hours std stunde stunden heure heures hora horas"),
    (1 / 60, "m min mins minute minutes minuten minuto minutos"),
    (1 / 3600, "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos"),
)
HOURS = {word: hours for hours, words in _UNITS for word in words.split()}
_NAMES = "|".join(sorted(HOURS, key=len, reverse=True))
_PART = re.compile(rf"(\d+(?:[.,]\d+)?)\s*({_NAMES})(?![^\W\d_])\.?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,6}):([0-5]?\d)(?::([0-5]?\d)(?:[.,]\d+)?)?(?:\s*(?:h|hrs?|hours?|std\.?))?", re.IGNORECASE)
_ISO = re.compile(
    r"P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"[\s,;&]|\band\b|\bund\b|\bet\b|\by\b|\be\b", re.IGNORECASE)


@lru_cache(maxsize=65536)
def read_duration(text: str) -> float | None:
    """Hours of a written span with its units, None where the text is none; a number alone is none.

    >>> read_duration("3d 4h"), read_duration("1 day, 2:03:00"), read_duration("PT36H"), read_duration("2.5")
    (76.0, 26.05, 36.0, None)
    """
    stripped = " ".join(text.split())
    if not 2 <= len(stripped) <= 80:
        return None
    iso = _ISO.fullmatch(stripped)
    if iso and any(iso.groups()):
        return sum(float(number or 0) * hours for number, (hours, _) in zip(iso.groups(), _UNITS, strict=True))
    alone = _CLOCK.fullmatch(stripped)
    if alone:
        return _clock(alone)
    parts = list(_PART.finditer(stripped))
    rest = _JOINTS.sub("", _PART.sub(" ", stripped))
    named = sum(float(part[1].replace(",", ".")) * HOURS[part[2].lower()] for part in parts)
    names = [HOURS[part[2].lower()] for part in parts]
    if names != sorted(set(names), reverse=True):
        return None
    if not rest:
        return named if parts else None
    clock = _CLOCK.fullmatch(rest)
    if clock is None or (names and names[-1] < 24):
        return None
    return named + _clock(clock)


def _clock(match: re.Match[str]) -> float:
    hour, minute, second = (int(number or 0) for number in match.groups())
    return hour + minute / 60 + second / 3600
