"""How much one uploaded file may ask of the machine. Sizes are bytes, times seconds."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The most one file may be, unpack to, hold and take before it is refused."""

    file_bytes: int = 100 * MB
    unpacked_bytes: int = 900 * MB
    unpack_ratio: float = 150.0
    ratio_from_bytes: int = 10 * MB
    entries: int = 2_000
    cells: int = 20_000_000
    rows: int = 1_048_576
    columns: int = 16_384
    sheets: int = 100
    child_memory_bytes: int = 1_100 * MB
    scan_memory_bytes: int = 500 * MB
    child_output_bytes: int = 700 * MB
    child_cpu_seconds: int = 25
    child_wall_seconds: float = 28.0
    addresses_per_column: int = 20_000
    files_at_once: int = 2


DEFAULT_LIMITS = Limits()
