"""Signing in and out in a real browser, against a real OpenID Connect server on this machine.

The server is the reference implementation of its community; it comes by npm, and where there is none the tests say so.
"""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.own_port import free_port

from balance import store
from balance.ui.show import JOINER
from browser.conftest import served
from conftest import copy_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROVIDER = "oidc-provider@9.13.3"
SERVER = Path(__file__).parent / "oidc" / "server.mjs"
SECRET = "a secret of one test"
FILE = """
public_address = "{address}"
hours = {hours}
[providers.house]
title = "Example house"
metadata = "http://localhost:{port}/.well-known/openid-configuration"
client_id = "balance"
prompt = "login"
[roles]
owner = ["balance-owners"]
viewer = ["balance-viewers"]
"""


def written(name: str) -> str:
    """A name as it stands on a page, where its address is text and no link."""
    return name.replace("@", f"{JOINER}@")


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    """Starts the identity provider for a dashboard at an address; its port."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("There is no npm on this machine, so no OpenID Connect server to sign in with.")
    folder = tmp_path_factory.mktemp("oidc")
    (folder / "package.json").write_text("{}")
    got = subprocess.run([npm, "install", "--no-audit", "--no-fund", "--prefer-offline", PROVIDER], cwd=folder,
                         capture_output=True, text=True)  # fmt: skip
    if got.returncode:
        pytest.skip(f"npm could not bring {PROVIDER}, so there is no server to sign in with: {got.stderr[-200:]}")
    running = []

    def start(address: str) -> int:
        port = free_port()
        words = [node, str(SERVER), str(folder), str(port), f"{address}/oauth2callback"]
        process = subprocess.Popen(words, env=os.environ | {"CLIENT_SECRET": SECRET}, stdout=subprocess.PIPE, text=True,
                                   stderr=subprocess.DEVNULL)  # fmt: skip
        running.append(process)
        assert any("ready" in line for line in process.stdout), "the OpenID Connect server did not come up"
        return port

    yield start
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def house(project, sample_store, provider, tmp_path_factory) -> Iterator[tuple[str, Path, str]]:
    """A dashboard where people sign in: its address, the file that says how, and that file's text for a length."""
    port = free_port()
    address, file = f"http://localhost:{port}", tmp_path_factory.mktemp("house") / "sign_in.toml"
    text = FILE.format(address=address, port=provider(address), hours="{hours}")
    file.write_text(text.format(hours=12))
    given = {"BALANCE_SIGN_IN": str(file), "BALANCE_HOUSE_CLIENT_SECRET": SECRET}
    with served(project, copy_of(sample_store, file.parent), port, **given):
        yield address, file, text


def sign_in(visitor, name: str, house: str = "Example house") -> None:
    page = visitor.page
    page.get_by_role("button", name=f"Sign in with {house}").click()
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{visitor.address}/**")
    visitor.wait()


def own_errors(visitor) -> list[str]:
    """What the console said of the dashboard; the provider's own pages look for a font and an icon."""
    return [said for said in visitor.errors if not said.startswith("Failed to load resource")]


def test_nothing_is_shown_to_whoever_is_not_signed_in(visit, house):
    visitor = visit(house[0])
    visitor.go("/risk")
    body = visitor.page.locator("body")
    expect(body).to_contain_text("people who are signed in")
    expect(body).not_to_contain_text("£")
    expect(visitor.page.get_by_test_id("stSidebarNavLink")).to_have_count(0)
    assert own_errors(visitor) == []
    for path, method in (("/media/0.csv", "GET"), ("/_stcore/upload_file/a/b", "PUT")):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(urllib.request.Request(house[0] + path, method=method))


def test_an_owner_signs_in_uses_everything_and_signs_out(visit, house):
    visitor = visit(house[0])
    visitor.go()
    sign_in(visitor, "ada")
    expect(visitor.page.get_by_text(written("ada@example.com · owner"))).to_be_visible()
    visitor.open("Audit")
    expect(visitor.page.locator("body")).to_contain_text("sample company")
    cookies = {one["name"]: one for one in visitor.page.context.cookies(house[0])}
    assert cookies["_streamlit_user"]["httpOnly"]
    assert cookies["_streamlit_user"]["sameSite"] == "Lax"
    assert own_errors(visitor) == []
    beside = visitor.page.context.new_page()
    beside.goto(f"{house[0]}/risk")
    expect(beside.get_by_text(written("ada@example.com · owner"))).to_be_visible()
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.page.get_by_role("button", name="Yes, sign me out").click()
    visitor.page.wait_for_url(f"{house[0]}/**")
    visitor.wait()
    expect(visitor.page.locator("body")).to_contain_text("people who are signed in")
    beside.get_by_test_id("stSidebarNavLink").filter(has=beside.get_by_text("Audit", exact=True)).click()
    expect(beside.locator("body")).to_contain_text("people who are signed in")
    assert "_streamlit_user" not in {one["name"] for one in visitor.page.context.cookies(house[0])}


def test_whoever_opens_a_page_with_a_plan_comes_back_to_it_after_signing_in(visit, house):
    visitor, wanted = visit(house[0]), "/what_if?as_of=2026-06-30&wip_limit=20&do=INI-001:pause"
    visitor.go(f"{wanted}&next=//evil.example")
    sign_in(visitor, "ada")
    assert visitor.page.url.startswith(f"{house[0]}/what_if?")
    assert "wip_limit=20" in visitor.page.url
    assert "evil" not in visitor.page.url
    expect(visitor.link("What-if")).to_have_attribute("aria-current", "page")
    expect(visitor.page.locator("body")).to_contain_text("30 Jun 2026")
    assert own_errors(visitor) == []


def test_a_viewer_is_told_what_is_not_for_viewers_by_menu_and_by_link(visit, house):
    visitor = visit(house[0])
    visitor.go()
    sign_in(visitor, "ben")
    expect(visitor.link("Risk")).to_have_count(1)
    for title in ("Data", "Audit"):
        expect(visitor.link(title)).to_have_count(0)
        visitor.go(f"/{title.lower()}")
        expect(visitor.page.locator("body")).to_contain_text("This page is not for you.")
        expect(visitor.page.locator("body")).to_contain_text("ben@example.com may not")
    rows = store.audit(store.open_store(house[1].with_name("balance.duckdb"), create=False))
    noted = rows[rows["who"] == "ben@example.com"]
    assert sorted(noted["what"] + " " + noted["subject"]) == [
        "refused load files", "refused see who changed what", "sign-in house",
    ]  # fmt: skip


def test_an_address_nobody_verified_gives_no_role(visit, house):
    visitor = visit(house[0])
    visitor.go()
    sign_in(visitor, "eve")
    expect(visitor.page.locator("body")).to_contain_text("is signed in and has no role in Balance")
    expect(visitor.page.locator("body")).not_to_contain_text("£")


def test_a_sign_in_that_is_over_shows_nothing_more(visit, house):
    address, file, text = house
    visitor = visit(address)
    visitor.go()
    sign_in(visitor, "ada")
    try:
        file.write_text(text.format(hours=0.001))
        time.sleep(5)  # the sign-in is valid for 3.6 seconds now
        visitor.link("Risk").click()
        expect(visitor.page.locator("body")).to_contain_text("Your sign-in is over")
        expect(visitor.page.locator("body")).not_to_contain_text("£")
    finally:
        file.write_text(text.format(hours=12))


SEVERAL = """
public_address = "{address}"
[providers.house]
title = "Example house"
metadata = "http://localhost:{house}/.well-known/openid-configuration"
client_id = "balance"
prompt = "login"
[providers.partner]
metadata = "http://localhost:{partner}/.well-known/openid-configuration"
client_id = "balance"
prompt = "login"
roles_claim = "realm_access.roles"
[roles]
owner = ["house:balance-owners"]
viewer = ["partner:balance-readers"]
"""


def test_of_several_providers_each_gives_roles_to_its_own_people_alone(
    project, sample_store, provider, tmp_path, visit
):
    port = free_port()
    address, file = f"http://localhost:{port}", tmp_path / "sign_in.toml"
    file.write_text(SEVERAL.format(address=address, house=provider(address), partner=provider(address)))
    given = {f"BALANCE_{house}_CLIENT_SECRET": SECRET for house in ("HOUSE", "PARTNER")} | {
        "BALANCE_SIGN_IN": str(file)
    }
    database = copy_of(sample_store, tmp_path)
    with served(project, database, port, **given):
        for title, name in (("Partner", written("ada@example.com (partner) · viewer")),
                            ("Example house", written("ada@example.com (house) · owner"))):  # fmt: skip
            visitor = visit(address)
            visitor.go("/velocity")
            sign_in(visitor, "ada", title)
            expect(visitor.page.get_by_text(name)).to_be_visible()
            expect(visitor.link("Data")).to_have_count(int("owner" in name))
            assert visitor.page.url == f"{address}/velocity"
    rows = store.audit(store.open_store(database, create=False))
    came = rows[rows["what"] == "sign-in"]
    assert list(zip(came["who"], came["subject"], strict=True)) == [
        ("ada@example.com (partner)", "partner"), ("ada@example.com (house)", "house"),
    ]  # fmt: skip
    assert ['"account":"partner: ada"' in after for after in came["after"]] == [True, False]


PROXIED = """
public_address = "http://localhost:{port}"
[proxy]
addresses = ["{address}"]
[roles]
owner = ["balance-owners"]
viewer = ["ada@example.com"]
"""


def asked(address: str, **headers: str) -> int:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=told)) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def test_only_the_stated_proxy_is_believed(project, sample_store, tmp_path, visit):
    port = free_port()
    file = tmp_path / "sign_in.toml"
    file.write_text(PROXIED.format(port=port, address="127.0.0.1"))
    with served(project, sample_store, port, BALANCE_SIGN_IN=str(file)) as address:
        assert asked(address) == 200
        assert asked(f"{address}/media/0.csv") == 403
        assert asked(f"{address}/media/0.csv", X_Forwarded_User="ada@example.com") == 404
        visitor = visit(address, extra_http_headers={"X-Forwarded-User": "ada@example.com"})
        visitor.go()
        expect(visitor.page.get_by_text(written("ada@example.com · viewer"))).to_be_visible()
        stranger = visit(address)
        stranger.go()
        expect(stranger.page.locator("body")).to_contain_text("The proxy does not say who you are")
