"""A port for a server of a test's own, which nobody else is given before that server listens.

A port that the system names and gets back goes to whoever asks next: another server, or one end of any connection.
These are below the ones it names, and each process of tests takes its own, one after the other.
"""

import itertools
import os
import socket

FIRST, BLOCK, BLOCKS = 20_000, 500, 24

_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % BLOCKS
_TURNS = itertools.count(os.getpid())
"""Where to begin in the block: tests of another checkout beside these have another process id."""


def free_port() -> int:
    """The next port of this process's own that nobody listens on."""
    return next(port for port in map(_port, itertools.islice(_TURNS, BLOCK)) if _is_free(port))


def _port(turn: int) -> int:
    return FIRST + BLOCK * _WORKER + turn % BLOCK


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def has_ipv6() -> bool:
    """Whether this machine can be listened to at an address of the newer kind."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
