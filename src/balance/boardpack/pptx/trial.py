"""The process that only tries a template: its bytes come in, a sentence why it cannot be used goes out, or nothing.

It gives up the right to more memory and processor time than stated before it looks at a single byte.
"""

from __future__ import annotations

import contextlib
import sys

from balance.boardpack.pptx.deck import check_template
from balance.errors import BalanceError

MEMORY_BYTES = 2 * 2**30
CPU_SECONDS = 20


def main() -> None:
    """Limit itself, try, tell."""
    _limit_self()
    try:
        check_template(sys.stdin.buffer.read())
    except BalanceError as why:
        sys.stdout.buffer.write(str(why).encode())


def _limit_self() -> None:
    try:
        import resource
    except ImportError:  # Windows: the checks before parsing and the clock of who started it stand alone
        return
    wanted = {
        resource.RLIMIT_AS: MEMORY_BYTES, resource.RLIMIT_CPU: CPU_SECONDS, resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }  # fmt: skip
    for kind, limit in wanted.items():
        with contextlib.suppress(ValueError, OSError):  # macOS may not grant the limit of memory
            resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    main()
