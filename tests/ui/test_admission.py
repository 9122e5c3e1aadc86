"""Who is at the screen: nobody without a run, and files written later are written by whoever asked for them."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from balance import roles
from balance.errors import BalanceError
from balance.roles import Action, NotAllowed, Person, Role
from balance.ui import admission

SECRET = "one that is long enough for a test of this"
FILE = """
public_address = "http://localhost:1"
loads_per_hour = 2
exports_per_hour = 1
cookie_secret = "one that is long enough for a test of this"
[providers.house]
metadata = "http://localhost:2/.well-known/openid-configuration"
client_id = "balance"
client_secret = "hush"
[roles]
owner = ["owners"]
"""


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """People are asked to sign in."""
    (tmp_path / "sign_in.toml").write_text(FILE)
    monkeypatch.setenv("BALANCE_SIGN_IN", str(tmp_path / "sign_in.toml"))


def test_on_a_laptop_it_is_the_machine_s_user(monkeypatch):
    monkeypatch.delenv("BALANCE_SIGN_IN", raising=False)
    assert admission.visitor() == roles.machine_user()
    assert admission.why_not([], Action.LOAD) == ""


def test_without_a_run_it_is_nobody(asked):
    assert admission.visitor() == roles.NOBODY


def test_a_file_that_is_wrong_lets_nobody_in(asked, tmp_path):
    (tmp_path / "sign_in.toml").write_text("public_address = 3")
    assert admission.visitor().roles == frozenset()
    assert "cannot be used" in admission.visitor().trouble
    assert admission.why_not([], Action.EXPORT)


@pytest.mark.parametrize(
    "cookie", ["", "_streamlit_user=2|a|b|c", "_streamlit_user=" + "x" * 5000, "=;=", "_streamlit_user=chunks-9"]
)
def test_a_cookie_nobody_signed_opens_no_file(asked, cookie):
    assert "Nobody is signed in" in admission.why_not([(b"Cookie", cookie.encode())], Action.EXPORT)


@pytest.mark.parametrize("other", ["", 'seen={"a": 1, "b": [2]}', "name=J\xfcrgen", "a b", "=", 'x="open', "[1]=2"])
def test_no_other_cookie_hides_the_sign_in(asked, monkeypatch, other):
    claims = {"is_logged_in": True, "iat": time.time(), "provider": "house", "sub": "ada", "roles": ["owners"]}
    origin = {"origin": "http://localhost:1"}
    monkeypatch.setattr(starlette_websocket, "get_cookie_secret", lambda: SECRET)
    signed = create_signed_value(SECRET, admission.COOKIE, json.dumps(claims | origin)).decode()
    for cookie in (f"{other}; {admission.COOKIE}={signed}", f"{admission.COOKIE}={signed}; {other}"):
        assert admission.why_not([(b"cookie", cookie.encode("latin-1"))], Action.EXPORT) == ""
        forged = cookie.replace(signed, f"x{signed}")
        assert admission.why_not([(b"cookie", forged.encode("latin-1"))], Action.EXPORT)


def cookie_of(claims, monkeypatch):
    """The headers of a request of whoever is signed in so."""
    monkeypatch.setattr(starlette_websocket, "get_cookie_secret", lambda: SECRET)
    payload = json.dumps(claims | {"origin": "http://localhost:1"})
    return [
        (b"Cookie", f"{admission.COOKIE}={create_signed_value(SECRET, admission.COOKIE, payload).decode()}".encode())
    ]


def test_who_signs_out_is_signed_out_on_every_page_and_by_every_copy_of_the_cookie(drawn, monkeypatch):
    write, sent = admission.as_now(lambda: b"file"), cookie_of(drawn, monkeypatch)
    another = dict(drawn, nonce="of another sign-in")
    assert admission.visitor().may(Action.FREEZE)
    admission.leave(cookie_of(another, monkeypatch))
    assert admission.visitor().may(Action.FREEZE)
    admission.leave(sent)
    drawn["tokens"] = {}  # a page holds what it was opened with
    assert admission.visitor() == roles.NOBODY
    assert "Nobody is signed in" in admission.why_not(sent, Action.EXPORT)
    with pytest.raises(NotAllowed, match="Nobody is signed in"):
        later(write)


@pytest.mark.parametrize("cookie", [b"", b"_streamlit_user=forged"])
def test_who_is_not_signed_in_ends_nothing(drawn, cookie):
    before = dict(admission._ended)
    admission.leave([(b"cookie", cookie)])
    assert admission._ended == before
    assert admission.visitor().may(Action.FREEZE)


def test_what_was_ended_is_forgotten_once_no_sign_in_could_hold_so_long(drawn, monkeypatch):
    admission.leave(cookie_of(drawn, monkeypatch))
    (known,) = admission._ended
    monkeypatch.setattr("time.time", lambda: drawn["iat"] + admission.LONGEST_SECONDS + 60)
    admission.leave(cookie_of(dict(drawn, nonce="later"), monkeypatch))
    assert known not in admission._ended


@pytest.fixture
def drawn(asked, monkeypatch, request):
    """A run of somebody who is signed in; its claims, which the server empties when the person signs out."""
    claims = {
        "is_logged_in": True,
        "iat": time.time(),
        "provider": "house",
        "sub": request.node.name,
        "roles": ["owners"],
    }
    run = SimpleNamespace(user_info=claims, session_id=request.node.name)
    here = threading.get_ident()
    monkeypatch.setattr(admission, "get_script_run_ctx", lambda **_: run if threading.get_ident() == here else None)
    monkeypatch.setattr(admission, "_ended", {})
    roles.ask_with(admission.visitor)
    return claims


def later(write):
    """What a file comes to that is written in no run."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(write).result()


def test_what_is_done_later_is_done_by_whoever_asked_for_it(drawn):
    assert later(admission.as_now(lambda: roles.acting().name)) == f"house: {drawn['sub']}"
    assert later(roles.acting) == roles.NOBODY


def test_a_right_taken_away_since_the_page_was_drawn_counts_when_the_file_is_asked_for(drawn, tmp_path):
    write = admission.as_now(lambda: b"file")
    (tmp_path / "sign_in.toml").write_text(FILE.replace('"owners"', '"others"'))
    with pytest.raises(NotAllowed):
        later(write)


def test_who_signed_out_takes_nothing_along(drawn):
    write = admission.as_now(lambda: b"file")
    drawn.clear()
    with pytest.raises(NotAllowed, match="Nobody is signed in"):
        later(write)


def test_who_sees_other_units_by_then_takes_nothing_drawn_before_along(drawn, tmp_path):
    write = admission.as_now(lambda: b"file")
    (tmp_path / "sign_in.toml").write_text(f'{FILE}[units]\nowners = "Retail"\n')
    with pytest.raises(NotAllowed, match="other units"):
        later(write)
    assert later(admission.as_now(lambda: roles.acting().units)) == {"Retail"}


PROXY = (
    FILE.split("[providers")[0]
    + """
[proxy]
addresses = ["10.0.0.5"]
[roles]
owner = ["ada@example.com"]
"""
)


@pytest.fixture
def behind(drawn, tmp_path, monkeypatch):
    """A page opened through a proxy, and a clock that can be put on."""
    (tmp_path / "sign_in.toml").write_text(PROXY)
    headers, clock = {"X-Forwarded-User": "ada@example.com"}, SimpleNamespace(now=time.time())
    monkeypatch.setattr(admission, "st", SimpleNamespace(context=SimpleNamespace(headers=headers)))
    monkeypatch.setattr("time.time", lambda: clock.now)
    return clock


def test_behind_a_proxy_an_open_page_ends_after_the_stated_hours_and_so_do_its_files(behind):
    assert admission.visitor().may(Action.FREEZE)
    write = admission.as_now(lambda: b"file")
    behind.now += 12 * 3600 + 1
    assert admission.visitor().roles == frozenset()
    assert "Load the page anew" in admission.visitor().trouble
    with pytest.raises(NotAllowed, match="over after 12 hours"):
        later(write)


def test_behind_a_proxy_a_page_loaded_anew_is_asked_about_anew(behind, monkeypatch):
    assert admission.visitor().roles
    behind.now += 13 * 3600
    run = SimpleNamespace(user_info={}, session_id="another session")
    monkeypatch.setattr(admission, "get_script_run_ctx", lambda **_: run)
    assert admission.visitor().may(Action.FREEZE)


def test_many_sessions_do_not_give_an_open_page_its_hours_anew(behind, monkeypatch):
    monkeypatch.setattr(admission, "MOST_SESSIONS", 5)
    monkeypatch.setattr(admission, "_since", {})
    monkeypatch.setattr(admission, "runtime", SimpleNamespace(
        exists=lambda: True, get_instance=lambda: SimpleNamespace(is_active_session=lambda name: name == "mine"),
    ))  # fmt: skip
    begun = admission._first_seen("mine")
    behind.now += 3600
    for number in range(50):
        admission._first_seen(f"another {number}")
    assert admission._first_seen("mine") == begun
    assert len(admission._since) <= 6


def test_loads_and_exports_are_counted_where_people_sign_in(asked):
    with roles.acting_as(Person("a counted one", frozenset(Role), signed_in=True)):
        admission.take_turn(Action.LOAD)
        admission.take_turn(Action.LOAD)
        with pytest.raises(BalanceError, match="2 times within the hour"):
            admission.take_turn(Action.LOAD)
        assert admission.as_now(lambda: b"file")() == b"file"
        with pytest.raises(BalanceError, match="taken along 1 times"):
            admission.as_now(lambda: b"file")()


def test_on_a_laptop_nothing_is_counted(monkeypatch):
    monkeypatch.delenv("BALANCE_SIGN_IN", raising=False)
    for _ in range(200):
        admission.take_turn(Action.EXPORT)
