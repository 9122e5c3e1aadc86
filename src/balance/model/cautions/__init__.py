"""What the company's own data says against the numbers, or can neither show nor exclude.

Every detector reads the fit and answers with a caution or with none; nothing here changes a number.
"""

from __future__ import annotations

from collections.abc import Callable

from balance.model.cautions import coming_work, effects, levels, linked, loss_sizes, unrecorded
from balance.model.fit import Fit
from balance.report import Caution

Detector = Callable[[Fit], Caution | None]

DETECTORS: tuple[Detector, ...] = (
    *unrecorded.DETECTORS, *loss_sizes.DETECTORS, *levels.DETECTORS, *coming_work.DETECTORS, *linked.DETECTORS,
    *effects.DETECTORS,
)  # fmt: skip


def cautions(fit: Fit) -> tuple[Caution, ...]:
    """Everything that speaks against the numbers of this company: what its data shows first, then the heaviest.

    >>> from balance.assumptions import resolve
    >>> from balance.company import Company
    >>> from balance.model.fit import fit
    >>> from datetime import date
    >>> cautions(fit(Company(date(2026, 9, 30), resolve(None))))
    ()
    """
    found = [caution for detect in DETECTORS if (caution := detect(fit)) is not None]
    return tuple(sorted(found, key=lambda caution: (not caution.seen, -caution.weight, caution.name)))
