"""The page wanted before a sign-in: remembered from our own pages alone, and led to after it."""

from urllib.parse import quote

import pytest

import own_loop
from balance.door import House, door
from balance.ui import address
from balance.way_back import BACK, COOKIE, LONGEST

COMPANY = House(hosts=frozenset({"balance.example.com"}), https=True, address="https://balance.example.com",
                known=address.known)  # fmt: skip
HOST = "balance.example.com"


def answer(path, *, house=COMPANY, status=302, location="/", **headers):
    """The headers of the door's answer to a request, where the server leads on to `location`."""

    async def server(scope, receive, send):
        told = [(b"location", location.encode()), (b"set-cookie", b"_streamlit_user=x; Path=/")]
        await send({"type": "http.response.start", "status": status, "headers": told})
        await send({"type": "http.response.body", "body": b""})

    sent = []

    async def send(message):
        sent.append(message)

    raw = [(name.encode(), value.encode("latin-1")) for name, value in ({"host": HOST} | headers).items()]
    scope = {"type": "http", "path": path, "method": "GET", "headers": raw, "client": ("127.0.0.1", 5)}
    own_loop.run(door(server, house)(scope, None, send))
    return sent[0]["headers"]


def remembered(referer, **more):
    """The value of the cookie that an answer to the way to sign in has kept, and what is said of it."""
    cookies = [value.decode() for name, value in answer("/auth/login", referer=referer, location="https://house.example",
                                                        **more) if name == b"set-cookie"]  # fmt: skip
    value, _, said = next(one for one in cookies if one.startswith(COOKIE)).removeprefix(f"{COOKIE}=").partition("; ")
    return value, said


def led_to(cookie, location="/", status=302):
    headers = answer(BACK, cookie=cookie, location=location, status=status)
    return next(value.decode() for name, value in headers if name == b"location")


@pytest.mark.parametrize("house", ["https://balance.example.com", "https://BALANCE.example.com:443"])
def test_the_page_is_remembered_with_what_its_address_may_hold(house):
    value, said = remembered(f"{house}/what_if?as_of=2026-06-30&pace=1.2&do=I-1:stop&do=I-2:pause&other=1")
    wanted = "/what_if?as_of=2026-06-30&pace=1.2&do=I-1%3Astop&do=I-2%3Apause"
    assert value == quote(wanted, safe="")
    assert said == "Path=/oauth2callback; Max-Age=900; HttpOnly; SameSite=Lax; Secure"
    assert led_to(f"a=b; {COOKIE}={value}") == wanted


def test_where_nothing_is_remembered_whoever_comes_back_sees_the_first_page():
    assert led_to("a=b") == "/"
    assert led_to(f"{COOKIE}=") == "/"


@pytest.mark.parametrize(
    "referer",
    [
        "", "https://balance.example.com", "https://evil.example/risk", "http://balance.example.com/risk",
        "https://balance.example.com:8443/risk", "https://balance.example.com@evil.example/risk",
        "https://balance.example.com.evil.example/risk", "https://balance.example.com//evil.example",
        "https://balance.example.com/auth/logout", "https://balance.example.com/media/a.csv", "https://[balance/risk",
        "https://balance.example.com:x/risk", "/risk", "risk",
    ],
)  # fmt: skip
def test_nothing_but_our_own_pages_is_remembered_and_what_was_is_forgotten(referer):
    assert remembered(referer) == ("", "Path=/oauth2callback; Max-Age=0; HttpOnly; SameSite=Lax; Secure")


@pytest.mark.parametrize(
    "forged",
    ["https://evil.example/", "//evil.example/risk", "/\\evil.example", "/risk/../auth/logout", "/auth/logout", "risk",
     "javascript:alert(1)", "/risk\r\nset-cookie: a=b", "%2F%2Fevil.example"],
)  # fmt: skip
def test_a_cookie_that_somebody_forged_leads_nowhere_else(forged):
    assert led_to(f"{COOKIE}={quote(forged, safe='')}") == "/"
    assert led_to(f"{COOKIE}={forged}".replace("\r\n", "%0d%0a")) == "/"


def test_text_in_a_query_stays_text():
    plan = quote("a\r\nset-cookie: b=c&next=//evil.example", safe="")
    led = led_to(f"{COOKIE}={quote(f'/risk?plan={plan}', safe='')}")
    assert led == "/risk?plan=a%0D%0Aset-cookie%3A+b%3Dc%26next%3D%2F%2Fevil.example"


def test_what_was_wanted_is_forgotten_once_somebody_came_back():
    cookies = [value.decode() for name, value in answer(BACK, cookie=f"{COOKIE}=%2Frisk") if name == b"set-cookie"]
    assert f"{COOKIE}=; Path=/oauth2callback; Max-Age=0; HttpOnly; SameSite=Lax; Secure" in cookies


def test_an_answer_that_leads_elsewhere_is_let_through():
    assert led_to(f"{COOKIE}=%2Frisk", location="https://house.example/out") == "https://house.example/out"


def test_a_page_too_long_for_a_cookie_is_not_remembered_by_half():
    plan = "&".join(f"do=I-{number}:stop" for number in range(LONGEST // 10))
    assert remembered(f"https://{HOST}/what_if?{plan}")[0] == ""


def test_on_a_laptop_nothing_is_known():
    assert House().known("/risk") == ""


def test_every_name_an_address_is_written_with_is_known(monkeypatch):
    choice = address.Choice(plan="saved", levers=dict.fromkeys(address.scenarios.NAMES, 1.0), actions={"I": "stop"},
                            draft="d")  # fmt: skip
    choice.take_day(address.date(2026, 6, 30))
    monkeypatch.setattr(address, "choice", lambda: choice)
    monkeypatch.setattr(address, "presenting", lambda: True)
    assert set(address._address()) | {address.INITIATIVE} == address._HELD
