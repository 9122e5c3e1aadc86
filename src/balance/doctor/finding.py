"""One thing that was looked at: whether it is well, what was found, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Standing = Literal["ok", "note", "warning", "error"]
ORDER: tuple[Standing, ...] = ("ok", "note", "warning", "error")


@dataclass(frozen=True)
class Finding:
    """What a check found; whatever is not well says how to mend it."""

    check: str
    standing: Standing
    found: str
    mend: str = ""

    def __post_init__(self) -> None:
        if self.standing in ("warning", "error") and not self.mend:
            raise ValueError(f"{self.check}: a finding that is not well needs its mend")

    def __str__(self) -> str:
        return f"{self.standing:8}{self.check}: {self.found}" + (f"\n{'':8}→ {self.mend}" if self.mend else "")

    def as_json(self) -> dict[str, str]:
        """The finding as the command line prints it."""
        return asdict(self)


def worst(findings: Iterable[Finding]) -> Standing:
    """The gravest standing among findings; well where there are none."""
    return max((finding.standing for finding in findings), key=ORDER.index, default="ok")
