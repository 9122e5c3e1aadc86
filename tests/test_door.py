"""The door before the server: hosts, neighbours, files, and what answers tell the browser."""

import re
from ipaddress import ip_network
from pathlib import Path

import pytest
import streamlit
from streamlit import config, net_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.web.server.starlette import starlette_websocket

import own_loop
from balance.application import HEARD, hears
from balance.door import House, door, host_of, inline_scripts
from balance.figures import DARK, LIGHT
from balance.roles import Action
from balance.rooted import NEEDED, ahead, rooted

SERVER_COOKIES = [(b"content-type", b"text/html"), (b"set-cookie", b"a=1; Path=/"), (b"referrer-policy", b"unsafe-url")]


async def server(scope, receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": SERVER_COOKIES})
    await send({"type": "http.response.body", "body": b"hello"})


LAPTOP = House()


def asked(house=LAPTOP, path="/", method="GET", kind="http", peer="127.0.0.1", app=None, **headers):
    """The messages the door lets out for one request, and the first one's headers."""
    told = {"host": "localhost:8501"} | {name.replace("_", "-"): value for name, value in headers.items()}
    sent = []
    raw = [
        (name.encode(), one.encode())
        for name, value in told.items()
        for one in ([value] if isinstance(value, str) else value)
    ]
    scope = {"type": kind, "path": path, "method": method, "headers": raw, "client": peer and (peer, 5)}

    async def receive():
        return {"type": f"{kind}.connect"}

    async def send(message):
        sent.append(message)

    own_loop.run(door(app or server, house)(scope, receive, send))
    return sent, dict(sent[0].get("headers", []))


def status(*given, **named):
    return asked(*given, **named)[0][0].get("status")


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "LOCALHOST.", "127.0.0.1:1", "[::1]:8501"])
def test_the_machine_s_own_names_are_answered(host):
    assert status(host=host) == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "evil.example/localhost", "", "[::1",
             "localhost:99999", "localhost, evil.example"],
)  # fmt: skip
def test_another_name_is_refused_on_pages_and_sockets(host):
    assert status(host=host) == 400
    sent, _ = asked(host=host, kind="websocket", path="/_stcore/stream")
    assert sent[0]["type"] == "websocket.close"
    assert sent[0]["code"] == 1008


@pytest.mark.parametrize(
    ("host", "origin", "answered"),
    [
        ("localhost:8501", "http://localhost:8501", True),
        ("LOCALHOST:8501", "http://localhost:8501", True),
        ("balance.example.com", "https://balance.example.com", True),
        ("balance.example.com:443", "https://balance.example.com", True),
        ("balance.example.com", "https://balance.example.com:443", True),
        ("localhost:8501", "http://localhost:9999", False),
        ("localhost:8501", "http://localhost", False),
        ("localhost:8501", "http://127.0.0.1:8501", False),
        ("localhost:8501", "null", False),
        ("localhost:8501", "", False),
        ("localhost:8501", "file://localhost:8501", False),
        ("localhost:8501", "http://localhost:8501@evil.example", False),
        ("localhost:8501", "http://localhost:8501.evil.example", False),
        ("balance.example.com", "http://balance.example.com:443", False),
        ("localhost:8501", ["http://localhost:8501", "http://evil.example"], False),
    ],
)
def test_what_may_change_something_comes_from_a_page_of_this_very_server(host, origin, answered):
    house = House(hosts=frozenset({"localhost", "balance.example.com"}))
    sent, _ = asked(house, "/_stcore/stream", kind="websocket", method=None, host=host, origin=origin)
    assert (sent[0]["type"] == "websocket.accept") == answered
    assert (status(house, "/_stcore/upload_file/1/f", method="PUT", host=host, origin=origin) == 200) == answered
    assert status(house, host=host, origin=origin) == 200, "a page may be looked at from wherever"


@pytest.mark.parametrize(
    ("host", "origin", "answered"),
    [
        ("balance.example.com", "https://balance.example.com:8443", True),
        ("Balance.Example.com", "https://balance.example.com:8443", True),
        ("balance.example.com:8443", "https://balance.example.com:8443", True),
        ("balance.example.com", "http://balance.example.com:8443", False),
        ("balance.example.com", "https://balance.example.com:9443", False),
        ("balance.example.com:9443", "https://balance.example.com:8443", False),
        ("localhost", "https://balance.example.com:8443", False),
        ("balance.example.com", "https://evil.example:8443", False),
    ],
)
def test_a_proxy_may_leave_the_port_of_the_stated_address_out(host, origin, answered):
    house = House(hosts=frozenset({"localhost", "balance.example.com"}), address="https://balance.example.com:8443")
    sent, _ = asked(house, "/_stcore/stream", kind="websocket", method=None, host=host, origin=origin)
    assert (sent[0]["type"] == "websocket.accept") == answered
    assert (status(house, "/_stcore/upload_file/1/f", method="PUT", host=host, origin=origin) == 200) == answered


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("balance.example.com:443", "https://balance.example.com"),
        ("balance.example.com:80", "http://balance.example.com"),
        ("balance.example.com", "https://balance.example.com:443"),
        ("Balance.Example.com", "https://balance.example.com"),
        ("balance.example.com:8443", "https://balance.example.com:8443"),
    ],
)
def test_whom_the_door_lets_to_a_socket_the_server_lets_in_as_well(host, origin, monkeypatch):
    """The server's own check, without the look into the network by which it finds its addresses."""
    for look in ("get_internal_ip", "get_external_ip"):
        monkeypatch.setattr(net_util, look, lambda: pytest.fail("looked for its address in the network"))
    told = {"server.allowedHosts": ["balance.example.com"], "server.enableCORS": True}
    real = config.get_option
    monkeypatch.setattr(config, "get_option", lambda name: told[name] if name in told else real(name))
    met = []

    async def asks(scope, receive, send):
        met.extend(scope["headers"])
        await send({"type": "websocket.accept"})

    house = House(hosts=frozenset({"balance.example.com"}))
    sent, _ = asked(
        house, "/_stcore/stream", kind="websocket", method=None, app=asks, host=host, origin=origin, cookie="a=1"
    )
    assert sent[0]["type"] == "websocket.accept"
    handed = {name.decode(): value.decode() for name, value in met}
    assert len(handed) == len(met) == 3
    assert starlette_websocket._is_origin_allowed(handed["origin"], handed["host"])


def test_a_page_s_host_is_handed_on_as_it_was_said_whatever_page_asks():
    met = []

    async def asks(scope, receive, send):
        met.extend(scope["headers"])
        await server(scope, receive, send)

    assert asked(app=asks, host="localhost:8501", origin="https://evil.example")[0][0]["status"] == 200
    assert (b"host", b"localhost:8501") in met


def test_who_says_no_page_is_no_browser():
    assert asked(path="/_stcore/stream", kind="websocket", method=None)[0][0]["type"] == "websocket.accept"


def test_two_lengths_are_refused():
    assert status(method="POST", transfer_encoding="chunked", content_length="3") == 400


def test_two_names_at_once_are_refused():
    assert status(host=["localhost", "evil.example"]) == 400


def test_the_house_s_own_name_is_answered():
    assert status(House(frozenset({"balance.example.com"})), host="balance.example.com") == 200


def test_answers_tell_the_browser_what_to_refuse_and_the_server_s_own_word_gives_way():
    _, told = asked()
    assert told[b"x-content-type-options"] == b"nosniff"
    assert told[b"referrer-policy"] == b"same-origin"
    policy = dict(part.split(" ", 1) for part in told[b"content-security-policy"].decode().split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "'unsafe-eval'" not in policy["script-src"]
    assert "'unsafe-inline'" not in policy["script-src"]
    assert policy["connect-src"] == "'self' ws://localhost:8501"
    assert b"strict-transport-security" not in told


def test_no_part_of_a_request_gets_into_the_policy():
    _, told = asked(host="evil.example; script-src *")
    assert b"evil" not in told[b"content-security-policy"]


def test_by_https_cookies_and_browser_are_held_to_it():
    _, told = asked(House(https=True))
    assert told[b"set-cookie"] == b"a=1; Path=/; Secure"
    assert told[b"strict-transport-security"].startswith(b"max-age=")
    assert b"wss://localhost:8501" in told[b"content-security-policy"]
    assert asked()[1][b"set-cookie"] == b"a=1; Path=/"


PROXIED = House(neighbours=(ip_network("10.0.0.0/24"), ip_network("fd00::/8")), single=("X-Forwarded-User",))


@pytest.mark.parametrize("peer", ["10.0.0.5", "::ffff:10.0.0.5", "fd00::1"])
def test_the_stated_proxy_is_answered(peer):
    assert status(PROXIED, peer=peer) == 200


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.1.5", "::1", "fe80::1%eth0", "", "unix"])
def test_any_other_neighbour_is_refused_whatever_it_says_of_itself(peer):
    assert status(PROXIED, peer=peer, x_forwarded_for="10.0.0.5", x_forwarded_user="ada") == 403
    assert asked(PROXIED, peer=peer, kind="websocket")[0][0]["type"] == "websocket.close"


def test_who_is_said_twice_is_refused():
    assert status(PROXIED, peer="10.0.0.5", x_forwarded_user=["ada", "eve"]) == 400


def test_files_are_asked_about_with_their_action():
    seen = []

    def admits(headers, action):
        seen.append(action)
        return "Not you."

    house = House(admits=admits)
    assert status(house, path="/media/abc.csv") == 403
    assert status(house, path="/_stcore/upload_file/session/file", method="PUT") == 403
    assert seen == [Action.EXPORT, Action.LOAD]
    assert status(house, path="/static/media/font.woff2") == status(house, path="/app/static/favicon.png") == 200
    assert status(house) == 200


@pytest.mark.parametrize("path", ["/media/abc.png", "/media/abc", "/media/abc.csv.png", "/media/favicon.png"])
def test_no_ending_opens_a_file(path):
    assert status(House(admits=lambda headers, action: "Not you."), path=path) == 403


def test_the_page_s_icon_is_no_file_that_has_to_be_asked_about(project):
    assert 'page_icon="/app/static/favicon.png"' in (project / "dashboard.py").read_text()
    assert "enableStaticServing = true" in (project / ".streamlit" / "config.toml").read_text()
    assert [file.name for file in (project / "static").iterdir()] == ["favicon.png"]


def test_files_are_not_kept_by_the_browser():
    assert asked(path="/media/abc.csv")[1][b"cache-control"] == b"private, no-store"


@pytest.mark.parametrize("length", ["1000001", "many", "-1"])
def test_a_large_request_that_is_no_upload_is_refused(length):
    assert status(method="POST", path="/_stcore/anything", content_length=length) == 413
    assert status(method="PUT", path="/_stcore/upload_file/a/b", content_length="1000001") == 200


def test_who_signs_out_is_told_of_and_no_page_of_others_signs_anybody_out():
    left = []
    house = House(leaves=left.append)
    assert status(house, "/auth/logout", cookie="a=1", sec_fetch_site="same-origin") == 200
    assert status(house, "/auth/logout", cookie="b=2") == 200
    assert [dict(one)[b"cookie"] for one in left] == [b"a=1", b"b=2"]
    assert status(house, "/auth/logout", cookie="c=3", sec_fetch_site="cross-site") == 403
    assert status(house, "/auth/login", cookie="d=4", sec_fetch_site="cross-site") == 200
    assert len(left) == 2


def said_over_a_socket(*said):
    """What of the messages of a page gets past the door to the server."""
    waiting = [{"type": "websocket.connect"}, *said, {"type": "websocket.disconnect"}]
    heard = []

    async def listening(scope, receive, send):
        while not heard or heard[-1]["type"] != "websocket.disconnect":
            heard.append(await receive())

    async def receive():
        return waiting.pop(0)

    async def send(message):
        raise AssertionError(message)

    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [(b"host", b"localhost")], "client": None}
    own_loop.run(door(listening, House(hears=hears))(scope, receive, send))
    return heard[1:-1]


def test_of_the_server_s_words_a_page_may_say_those_the_screens_need():
    needed = [BackMsg(stop_script=True), BackMsg(app_heartbeat=True), BackMsg(rerun_script=ClientState(page_name="a"))]
    others = [BackMsg(clear_cache=True), BackMsg(load_git_info=True), BackMsg(set_run_on_save=True), BackMsg()]
    told = [{"type": "websocket.receive", "bytes": one.SerializeToString()} for one in (*others, *needed, *others)]
    assert said_over_a_socket(*told) == told[len(others) : len(others) + len(needed)]
    no_message = [{"type": "websocket.receive", "bytes": b"\xff"}, {"type": "websocket.receive", "text": "hello"}]
    assert said_over_a_socket(*no_message) == no_message  # the server refuses both and ends the socket


def test_every_word_of_the_server_is_known():
    developers = {"clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket",
                  "debug_shutdown_runtime"}  # fmt: skip
    assert {field.name for field in BackMsg.DESCRIPTOR.fields} == HEARD | developers


def test_what_is_neither_page_nor_socket_passes():
    sent = []

    async def lifespan(scope, receive, send):
        sent.append(scope["type"])

    own_loop.run(door(lifespan, House())({"type": "lifespan"}, None, None))
    assert sent == ["lifespan"]


@pytest.mark.parametrize("header", ["localhost:x", "local host", "a#b", "a?b", "user:pass@localhost"])
def test_a_host_that_is_none_is_no_local_name(header):
    assert host_of(header) not in House().hosts


@pytest.mark.parametrize("path", ["/", "/velocity", "/what_if"])
def test_every_screen_s_page_says_where_its_server_is(path):
    page = rooted("<html><head><title>Streamlit</title></head></html>")
    assert page.index("window.__streamlit=") < page.index("<title>")
    sent, told = asked(House(scripts=inline_scripts(page), page=page.encode()), path=path)
    assert sent[-1]["body"] == page.encode()
    assert told[b"content-length"] == str(len(page)).encode()
    assert told[b"set-cookie"] == b"a=1; Path=/"
    assert f"'{inline_scripts(page)[0]}'" in told[b"content-security-policy"].decode()


def test_a_screen_is_dark_or_light_before_the_app_is_there():
    assert f"light-dark({LIGHT.bg},{DARK.bg})" in rooted("<html><head></head></html>")


def test_everything_has_its_size_before_the_first_run_of_a_screen():
    page = rooted("<html><head></head></html>")
    assert "[data-testid=stSidebar][data-collapsed=false]{width:15rem!important}" in page
    assert page.count("<style>") == page.count("</style>") == 2


def test_what_every_screen_is_drawn_with_comes_with_the_page(tmp_path):
    (tmp_path / "Html.a1.js").write_text('import{a}from"./purify.b2.js";import{b}from"./known.c3.js"', encoding="utf-8")
    page = ahead('<head><link href="./static/js/known.c3.js"></head>', tmp_path)
    fetched = re.findall(r'<link rel="modulepreload" crossorigin href="(.*?)">', page)
    assert fetched == ["./static/js/Html.a1.js", "./static/js/purify.b2.js"]


def test_the_server_s_own_page_is_found_with_what_it_fetches_ahead():
    static = Path(streamlit.__file__).with_name("static")
    page = ahead((static / "index.html").read_text(encoding="utf-8"), static / "static" / "js")
    assert all(re.search(rf'modulepreload" crossorigin href="./static/js/{name}\.', page) for name in NEEDED)


@pytest.mark.parametrize(
    ("path", "method"), [("/component/x/index.html", "GET"), ("/static/a.js", "GET"), ("/", "POST")]
)
def test_what_is_no_screen_is_answered_as_the_server_does(path, method):
    assert asked(House(page=b"ours"), path=path, method=method)[0][-1]["body"] == b"hello"


def test_a_sign_in_service_that_cannot_be_reached_is_said_in_words(monkeypatch):
    async def fails(scope, receive, send):
        await send({"type": "http.response.start", "status": 400, "headers": [(b"content-length", b"20")]})
        await send({"type": "http.response.body", "body": b"Authentication ", "more_body": True})
        await send({"type": "http.response.body", "body": b"error"})

    assert asked(path="/auth/login")[0][1]["body"] == b"hello"
    monkeypatch.setitem(globals(), "server", fails)
    (start, body), headers = asked(path="/auth/login")
    assert start["status"] == 400
    assert b"could not be reached" in body["body"]
    assert int(headers[b"content-length"]) == len(body["body"])
    assert headers[b"x-frame-options"] == b"DENY"
    assert len(asked(path="/elsewhere")[0]) == 3


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/agent/interact", "/_stcore/agent/mcp", "/_stcore/agent"]
)
@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "10.0.0.9"])
def test_what_the_server_tells_of_itself_is_told_to_nobody(path, peer):
    house = House(hosts=frozenset({"localhost", "balance.example.com"}), key="word")
    for host in ("localhost", "balance.example.com"):
        assert status(house, path, host=host, peer=peer) == 404
        assert status(house, path, host=host, peer=peer, method="POST", x_balance_check="word") == 404
    assert status(house, "/_stcore/health", peer=peer) == 200


@pytest.mark.parametrize("path", ["/_stcore/script-health-check", "/_stcore/script-health-check/"])
def test_a_page_for_nobody_is_made_for_the_process_itself_alone(path):
    made = []
    house = House(key="word", ready=lambda: bool(made))
    assert asked(house, path, x_balance_check="word")[0][1]["body"] == b"hello"
    others = [{}, {"x_balance_check": ""}, {"x_balance_check": "Word"}, {"x_balance_check": ["word", "word"]}]
    for told in others:
        assert status(house, path, **told) == 503
    made.append(True)
    for told in others:
        (start, body), _ = asked(house, path, **told)
        assert (start["status"], body["body"]) == (200, b"ok\n")
    assert status(House(), path, x_balance_check="") == 200, "without a word it is nobody's"
    assert asked(House(), path, x_balance_check="")[0][1]["body"] == b"ok\n"
