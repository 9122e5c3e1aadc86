"""Who gets in: what keeps the dashboard from opening, where people sign in, and what this account may do."""

from __future__ import annotations

from collections.abc import Iterator

from balance import people
from balance.doctor.finding import Finding
from balance.opening import hindrances
from balance.roles import Action
from balance.settings import Settings, SettingsError
from balance.sign_in import Provider, SignIn, sign_in

PATIENCE_SECONDS = 5.0
"""How long a provider may take to say where people sign in."""

NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def opening(settings: Settings) -> Finding:
    """Whether `serve` would open the dashboard, with everything that keeps it from that."""
    told = hindrances(settings)
    if told:
        found = " ".join(told).replace("\n- ", " ")
        return Finding("opening", "error", found, "Mend each of these; the dashboard does not open before.")
    return Finding("opening", "ok", "nothing in the settings keeps the dashboard from opening")


def signing_in() -> Iterator[Finding]:
    """Each provider asked where people sign in, and what the account that runs commands here may do."""
    try:
        rules = sign_in()
    except SettingsError:  # told by `opening`
        return
    if rules is None:
        yield Finding("sign-in", "ok", "nobody is asked: whoever reaches the dashboard may do everything")
        return
    for provider in rules.providers:
        yield _asked(provider)
    if rules.proxy is not None:
        places = ", ".join(str(network) for network in rules.proxy.addresses)
        yield Finding("sign-in", "ok", f"the proxy at {places} says who is there, in {rules.proxy.user_header}")
    yield _account(rules)


def _asked(provider: Provider) -> Finding:
    """Whether a provider answers the way the server's own sign-in would ask it."""
    import httpx  # what the sign-in itself asks with, so that it trusts the same authorities

    place = f"{provider.title} at {provider.metadata}"
    try:
        answer = httpx.get(provider.metadata, timeout=PATIENCE_SECONDS, follow_redirects=True)
        said = answer.raise_for_status().json()
    except httpx.HTTPStatusError as wrong:
        return _astray(place, f"answers {wrong.response.status_code}")
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as wrong:  # OSError: a SSL_CERT_FILE that is none
        mend = (
            "See that this machine reaches it. Where its certificate is of the house's own authority, start Balance "
            "with SSL_CERT_FILE naming the file that holds it."
        )
        return Finding("sign-in", "warning", f"{place} cannot be reached ({str(wrong) or type(wrong).__name__})", mend)
    except ValueError:
        return _astray(place, "does not answer with a document of OpenID Connect")
    missing = [name for name in NEEDED if not (isinstance(said, dict) and said.get(name))]
    if missing:
        return _astray(place, f"does not say its {', '.join(missing)}")
    return Finding("sign-in", "ok", f"{place} answers" + _leaving(said))


def _leaving(said: dict[str, object]) -> str:
    return "" if said.get("end_session_endpoint") else "; people who leave Balance stay signed in there"


def _astray(place: str, why: str) -> Finding:
    mend = "Correct metadata in the sign-in file: its address ends in /.well-known/openid-configuration."
    return Finding("sign-in", "warning", f"{place} {why}", mend)


def _account(rules: SignIn) -> Finding:
    """Whether the account that runs this may also back up and retain, as a schedule does."""
    person = people.from_machine(rules)
    if person.may(Action.COPY):
        return Finding("account", "ok", f"{person.name} may run every command here")
    why = person.trouble or f"{person.name} may not back up or restore."
    return Finding("account", "note", why.rstrip("."), f"For a schedule, add machine:{person.name} to the owners.")
