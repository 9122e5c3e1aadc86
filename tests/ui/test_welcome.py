"""The line in the menu and the promise on the Data screen are true of a laptop and of a company's server."""

from types import SimpleNamespace

import pytest
import streamlit as st

from balance import roles
from balance.roles import Person, Role
from balance.ui import admission, welcome
from balance.ui.show import JOINER

HOSTILE = "[ben](http://evil.example) **x** $1$ :red[y] ben@example.com"


@pytest.fixture
def signed_in(monkeypatch):
    """Somebody whose name does what it can."""
    monkeypatch.setattr(welcome, "sign_in", lambda: SimpleNamespace(providers=()))
    roles.ask_with(lambda: Person(HOSTILE, frozenset({Role.VIEWER}), signed_in=True))
    yield
    roles.ask_with(admission.visitor)


def test_a_name_of_the_sign_in_is_shown_as_it_is_and_does_nothing(signed_in, monkeypatch):
    captions = []
    monkeypatch.setattr(st, "caption", captions.append)
    welcome.signature()
    (shown,) = captions
    for alive in ("[ben](", "**x**", "$1$", ":red[", "ben@example.com"):
        assert alive not in shown
    assert HOSTILE in shown.replace("\\", "").replace(JOINER, "")


def test_where_files_stay_is_said_of_the_laptop_or_of_the_company_s_server(signed_in, monkeypatch):
    assert "this computer" not in welcome.stays()
    assert "company's own Balance server" in welcome.stays()
    monkeypatch.setattr(welcome, "sign_in", lambda: None)
    assert welcome.stays() == "Nothing leaves this computer."
