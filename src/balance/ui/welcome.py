"""Signing in and out: the only page a person without a role sees, and the line in the menu that says who is there."""

from __future__ import annotations

import streamlit as st

from balance import roles
from balance.language import label, say
from balance.roles import Person
from balance.screens import SCREENS
from balance.sign_in import SignIn, sign_in
from balance.ui import admission, blocks
from balance.ui.show import markdown, show


def gate() -> None:
    """Lets the run go on for whoever has a role; else shows the sign-in alone, whatever page was asked for."""
    admission.notice()
    if roles.acting().roles:
        return
    pages = [
        st.Page(_page, title=say("Sign in"), url_path=screen.path.strip("/") or None, default=screen.path == "/")
        for screen in SCREENS
    ]
    st.navigation(pages, position="hidden").run()
    st.stop()


def stays() -> str:
    """Where files stay that are added: on a laptop there, where people sign in on their company's server."""
    if sign_in() is None:
        return say("Nothing leaves this computer.")
    return say("What you add goes to your company's own Balance server and nowhere else.")


def signature() -> None:
    """Who is signed in and as what, with the way out; nothing on a laptop."""
    person, rules = roles.acting(), sign_in()
    if rules is None or not person.signed_in:
        return
    units = "" if person.units is None else f" · {', '.join(sorted(person.units))}"
    st.caption(markdown(f"{person.name} · {', '.join(sorted(map(label, person.roles)))}{units}"))
    if rules.providers and st.button(say("Sign out"), key="sign_out", type="tertiary"):
        st.logout()


def _page() -> None:
    person, rules = roles.acting(), sign_in()
    show(blocks.verdict(say("Sign in"), _headline(person), _sub(person)))
    if rules is not None and rules.providers:
        _ways(person, rules)


def _headline(person: Person) -> str:
    if person.signed_in:
        return label(person.trouble)
    return say("Balance shows a company's figures to people who are signed in.")


def _sub(person: Person) -> str:
    return "" if person.signed_in or person == roles.NOBODY else person.trouble


def _ways(person: Person, rules: SignIn) -> None:
    """One button for each house that knows people; beside them the way out for whoever is in without a role."""
    for provider in rules.providers:
        if st.button(
            markdown(f"{say('Sign in with')} {provider.title}"), key=f"sign_in_{provider.name}", type="primary"
        ):
            st.login(provider.name)
    if person.signed_in and st.button(say("Sign out"), key="sign_out"):
        st.logout()
