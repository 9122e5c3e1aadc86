"""For whom a line of the log is: a session, a request and a person, with the house that knows them."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from balance.ui import admission

FILE = """
public_address = "http://localhost:1"
cookie_secret = "one that is long enough for a test of this"
[roles]
owner = ["machine:a", "house:b"]
"""
HOUSES = """
[providers.house]
metadata = "http://localhost:2/.well-known/openid-configuration"
client_id = "balance"
client_secret = "hush"
[providers.other]
metadata = "http://localhost:3/.well-known/openid-configuration"
client_id = "balance"
client_secret = "hush"
"""
PROXY = """
[proxy]
addresses = ["127.0.0.1"]
"""


class Run(SimpleNamespace):
    """One run of a page, as the server keeps it."""

    __hash__ = object.__hash__


@pytest.fixture
def run(monkeypatch, tmp_path):
    """A run of a page, and the sign-in file."""
    here = SimpleNamespace(
        session_id="one", context_info=object(), parallel_coordinator=Run(), user_info={}, file=tmp_path / "s.toml"
    )
    monkeypatch.setenv("BALANCE_SIGN_IN", str(here.file))
    monkeypatch.setattr(admission, "get_script_run_ctx", lambda **_: here)
    headers = {"X-Forwarded-User": "bo"}
    monkeypatch.setattr(admission, "st", SimpleNamespace(context=SimpleNamespace(headers=headers)))
    return here


def test_a_person_is_the_house_s_own_word_with_the_house(run):
    run.file.write_text(FILE + HOUSES)
    told = []
    for house in ("house", "other"):
        run.user_info = {"is_logged_in": True, "provider": house, "sub": "7", "email": "ada@example.com"}
        told.append(admission.for_whom()["person"])
    assert told == ["house: 7", "other: 7"]
    run.user_info = {}
    assert "person" not in admission.for_whom(), "whoever is not signed in is nobody yet"


def test_a_person_whom_a_proxy_names_is_told_too(run):
    run.file.write_text(FILE.replace(', "house:b"', "") + PROXY)
    assert admission.for_whom()["person"] == "proxy: bo"


def test_each_request_has_an_id_of_its_own_that_its_lines_share(run, monkeypatch):
    monkeypatch.delenv("BALANCE_SIGN_IN")
    first, again = admission.for_whom(), admission.for_whom()
    assert first == again
    assert set(first) == {"session", "request"}
    run.parallel_coordinator = Run()
    later = admission.for_whom()
    assert (later["session"], later["request"] != first["request"]) == (first["session"], True)


def test_what_no_browser_asked_for_is_for_nobody(run):
    run.file.write_text(FILE + HOUSES)
    run.context_info = None
    assert admission.for_whom() == {}


def test_a_file_that_is_wrong_stops_no_line(run):
    run.file.write_text("public_address = 3")
    assert "person" not in admission.for_whom()


def test_the_first_line_of_a_server_where_people_sign_in_says_it_already():
    said = "from balance.ui import admission; from balance import happening; print(happening._ASKERS)"
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert "for_whom" in told.stdout
