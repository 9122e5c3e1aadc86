"""The server's application behind our door: what it is told, what no variable may change, and what it hears."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from balance import frugal, logs
from balance.door import House, door, inline_scripts
from balance.opening import hosts
from balance.places import ROOT
from balance.rooted import ahead, rooted
from balance.settings import Settings
from balance.sign_in import SignIn, server_secrets

DASHBOARD = ROOT / "dashboard.py"


def application(settings: Settings, rules: SignIn | None, key: str, ready: Callable[[], bool]) -> Any:  # noqa: ANN401
    """The dashboard as the server runs it; this process asks for the first page by `key`, `ready` says it was made."""
    import streamlit  # by the process that serves alone
    from starlette.middleware import Middleware

    frugal.forget_checks()
    hidden = {} if rules is None else server_secrets(rules)
    if hidden:
        from authlib.deprecate import AuthlibDeprecationWarning  # type: ignore[import-untyped]
        from streamlit.runtime.secrets import secrets_singleton

        warnings.simplefilter("ignore", AuthlibDeprecationWarning)  # nobody who serves can mend it
        secrets_singleton.merge_programmatic_secrets(hidden)  # before the server signs its first cookie
    os.environ["FORWARDED_ALLOW_IPS"] = ""  # who is at the door is the neighbour, not whom a header names
    return streamlit.App(
        DASHBOARD, secrets=hidden or None, middleware=[Middleware(door, house=_house(settings, rules, key, ready))]
    )


def _house(settings: Settings, rules: SignIn | None, key: str, ready: Callable[[], bool]) -> House:
    """What the door is told."""
    import streamlit

    file = Path(streamlit.__file__).with_name("static") / "index.html"
    page = ahead(rooted(file.read_text(encoding="utf-8")), file.parent / "static" / "js")
    scripts, told = inline_scripts(page), page.encode()
    known = frozenset(hosts(settings, rules))
    laptop = House(known, scripts, told, key=key, ready=ready, hears=hears)
    if rules is None:
        return laptop
    from balance.ui import admission

    company = replace(laptop, https=rules.https, address=rules.public_address, admits=admission.why_not,
                      leaves=admission.leave, known=_known_page)  # fmt: skip
    proxy = rules.proxy
    if proxy is None:
        return company
    headers = (proxy.user_header, proxy.roles_header, proxy.units_header)
    return replace(company, neighbours=proxy.addresses, single=tuple(filter(None, headers)))


def _known_page(wanted: str) -> str:
    from balance.ui import address  # the server is up before the rooms are loaded

    return address.known(wanted)


HEARD = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request"})
"""What the screens say to the server: to run, to stop, where to send files, that they are there, to write a file."""


def hears(said: bytes) -> bool:
    """Whether a page may say that over its socket: what the screens need, and no word the server has for developers.

    Those would forget what was worked out for everybody, or look through the program's folder, for whoever asks.

    >>> hears(bytes([0x38, 1])), hears(bytes([0x28, 1])), hears(b"no message: the server refuses it")
    (True, False, True)
    """
    from streamlit.proto.BackMsg_pb2 import BackMsg

    try:
        return BackMsg.FromString(said).WhichOneof("type") in HEARD
    except Exception:  # it is no message
        return True


_PINNED = {
    "server.baseUrlPath": "",  # the door knows what is asked for by its path
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.corsAllowedOrigins": [],
    "client.allowedOrigins": [],  # pages of others that may steer this one
    "server.trustedUserHeaders": {},  # a header would count for more than the sign-in
    "server.enableAgentApi": False,  # this way in passes the sign-in by
}
"""What no variable of the server's own, `STREAMLIT_…`, may change: the door and the sign-in rest on it."""


def options(port: int, settings: Settings, rules: SignIn | None) -> dict[str, Any]:
    """What the server is told at its start."""
    return {
        "server.port": port,
        "server.address": settings.address,
        "server.headless": True,
        "server.maxUploadSize": settings.upload_mb,
        "server.allowedHosts": list(hosts(settings, rules)),
        **_PINNED,
        "logger.messageFormat": logs.LINE,
        "logger.enableRich": False,
        "logger.level": settings.log_level,
        "logger.hideWelcomeMessage": True,
    }
