"""Names of weekdays before a date, as project tools write them: "Mon 3/3/25", "Di 10.11.26", "ven. 13/11/2026"."""

from __future__ import annotations

import re

_NAMES = (
    "mon monday mo montag lun lundi lunes seg segunda segunda-feira lunedì maandag ma",
    "tue tues tuesday di die dienstag mar mardi martes ter terça terça-feira martedì dinsdag",
    "wed wednesday mi mit mittwoch mer mercredi mié mie miércoles qua quarta quarta-feira mercoledì woensdag wo",
    "thu thur thurs thursday do don donnerstag jeu jeudi jue jueves qui quinta quinta-feira giovedì gio donderdag",
    "fri friday fr fre freitag ven vendredi vie viernes sex sexta sexta-feira venerdì vrijdag vr",
    "sat saturday sa samstag sonnabend sam samedi sáb sab sábado sabato zaterdag za",
    "sun sunday so son sonntag dim dimanche dom domingo domenica zondag zo",
)
WEEKDAYS = {name: day for day, names in enumerate(_NAMES) for name in names.split()}
"""Every name of a weekday, without case, with its number: Monday is 0."""
_ELSEWHERE = {"ma": 1, "di": 6, "do": 6, "so": 5}
"""What short names are in other languages: ma mardi or martedì, di dimanche, do domingo or domenica, so sobota."""
_BEFORE = re.compile(
    r"(?P<name>[^\W\d_]{2,12}(?:-feira)?)\.?,?\s+(?P<rest>(?:[^\W\d_]{3,12}\.?[\s\-/]+)?\d.*)", re.DOTALL
)
"""A name before a number, or before a name and a number: "Mon 3/3/25", "Mon, March 3, 2025"."""


def without_weekday(text: str) -> tuple[str, tuple[int, ...]]:
    """A date without the weekday before it, and the weekdays that its name can be; the text itself where it names none.

    >>> without_weekday("Mon 3/3/25"), without_weekday("ven. 13/11/2026"), without_weekday("by 3/3/25")
    (('3/3/25', (0,)), ('13/11/2026', (4,)), ('by 3/3/25', ()))
    >>> without_weekday("Mon, March 3, 2025"), without_weekday("March 3, 2025"), without_weekday("ma 3/3/25")
    (('March 3, 2025', (0,)), ('March 3, 2025', ()), ('3/3/25', (0, 1)))
    """
    match = _BEFORE.fullmatch(text)
    name = match["name"].casefold() if match else ""
    days = tuple(names[name] for names in (WEEKDAYS, _ELSEWHERE) if name in names)
    return (match["rest"], days) if match and days else (text, ())
