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
_BEFORE = re.compile(
    r"(?P<name>[^\W\d_]{2,12}(?:-feira)?)\.?,?\s+(?P<rest>(?:[^\W\d_]{3,12}\.?[\s\-/]+)?\d.*)", re.DOTALL
)
"""A name before a number, or before a name and a number: "Mon 3/3/25", "Mon, March 3, 2025"."""


def without_weekday(text: str) -> tuple[str, int | None]:
    """A date without the weekday before it, and that weekday; the text itself and None where it names none.

    >>> without_weekday("Mon 3/3/25"), without_weekday("ven. 13/11/2026"), without_weekday("by 3/3/25")
    (('3/3/25', 0), ('13/11/2026', 4), ('by 3/3/25', None))
    >>> without_weekday("Mon, March 3, 2025"), without_weekday("March 3, 2025")
    (('March 3, 2025', 0), ('March 3, 2025', None))
    """
    match = _BEFORE.fullmatch(text)
    day = WEEKDAYS.get(match["name"].casefold()) if match else None
    return (match["rest"], day) if match and day is not None else (text, None)
