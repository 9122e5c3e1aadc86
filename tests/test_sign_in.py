"""The sign-in file: what it says, where secrets come from, and that everything wrong is told at once."""

import os

import pytest

from balance import sign_in as signing
from balance.roles import Role
from balance.settings import SettingsError

SECRET = "a-secret-that-is-never-shown-anywhere"
GOOD = f"""
public_address = "https://balance.example.com/"
hours = 8
cookie_secret = "{SECRET}"
[providers.entra]
title = "Example plc"
metadata = "https://login.example.com/.well-known/openid-configuration"
client_id = "balance"
client_secret_file = "entra.txt"
[providers.keycloak]
metadata = "http://localhost:8080/realms/one/.well-known/openid-configuration"
client_id = "balance"
prompt = "login"
[claims]
roles = "realm_access.roles"
[roles]
owner = ["entra:balance-owners", "machine:balance"]
viewer = "keycloak:*@example.com"
[units]
"keycloak:retail-it" = ["Retail"]
"entra:balance-owners" = "*"
"""


def written(folder, text):
    file = folder / "sign_in.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def good(tmp_path):
    (tmp_path / "entra.txt").write_text("from a file\n")
    return signing.read(written(tmp_path, GOOD), {"BALANCE_KEYCLOAK_CLIENT_SECRET": "from the environment"})


def test_everything_a_good_file_says(good):
    assert good.public_address == "https://balance.example.com"
    assert (good.host, good.https, good.hours) == ("balance.example.com", True, 8.0)
    assert [one.name for one in good.providers] == ["entra", "keycloak"]
    assert [one.title for one in good.providers] == ["Example plc", "Keycloak"]
    assert [one.client_secret for one in good.providers] == ["from a file", "from the environment"]
    owners, viewers = ("entra:balance-owners", "machine:balance"), ("keycloak:*@example.com",)
    assert good.roles == {Role.OWNER: owners, Role.ANALYST: (), Role.VIEWER: viewers}
    assert good.units == {"keycloak:retail-it": ("Retail",), "entra:balance-owners": ("*",)}
    assert good.limits_units


def test_the_server_is_told_in_its_own_words(good):
    told = signing.server_secrets(good)["auth"]
    assert told["redirect_uri"] == "https://balance.example.com/oauth2callback"
    assert told["cookie_secret"] == SECRET
    assert told["keycloak"]["client_kwargs"] == {"scope": "openid email profile", "prompt": "login"}


def test_secrets_are_not_shown(good):
    shown = repr(good)
    assert not any(one in shown for one in (SECRET, "from a file", "from the environment"))


def test_everything_wrong_is_told_at_once_and_no_secret_with_it(tmp_path):
    bad = f"""
    public_address = "http://balance.example.com/here"
    hours = 0
    cookie_secret = "short"
    colour = "red"
    [providers.my_house]
    metadata = "http://login.example.com"
    client_id = ""
    client_secret = "{SECRET}"
    client_sekret = "x"
    [roles]
    owner = []
    boss = ["ada"]
    [proxy]
    addresses = ["everywhere"]
    [people]
    a = 1
    """
    with pytest.raises(SettingsError) as refused:
        signing.read(written(tmp_path, bad))
    told = str(refused.value)
    for part in (
        "public_address", "hours", "cookie_secret", "colour", "my_house: the name", "metadata", "client_id",
        "client_sekret", "roles.owner", "roles.boss", "proxy.addresses",
        "either [providers.NAME] or [proxy]", "[people]",
    ):  # fmt: skip
        assert part in told
    assert SECRET not in told
    assert "short" not in told


@pytest.mark.parametrize(
    ("entry", "without"),
    [
        ('"entra:balance-owners"', '"balance-owners"'), ('"entra:balance-owners"', '"*"'),
        ('"entra:balance-owners"', '"user:ada"'), ('"entra:balance-owners"', '"other:ada@example.com"'),
        ('"keycloak:*@example.com"', '"*@example.com"'), ('"keycloak:retail-it"', "retail-it"),
    ],
)  # fmt: skip
def test_with_several_houses_an_entry_that_says_none_is_refused(tmp_path, entry, without):
    (tmp_path / "entra.txt").write_text("from a file\n")
    with pytest.raises(SettingsError, match=r"of which provider is .* as entra:") as refused:
        signing.read(written(tmp_path, GOOD.replace(entry, without)), {"BALANCE_KEYCLOAK_CLIENT_SECRET": "x"})
    assert without.strip('"') in str(refused.value)


def test_with_several_houses_units_are_claimed_by_a_house_s_own_word(tmp_path):
    (tmp_path / "entra.txt").write_text("from a file\n")
    environment, claims = {"BALANCE_KEYCLOAK_CLIENT_SECRET": "x"}, '[claims]\nunits = "units"'
    with pytest.raises(SettingsError, match="units_claim in the part of each"):
        signing.read(written(tmp_path, GOOD.replace("[claims]", claims)), environment)
    own = GOOD.replace("[providers.keycloak]", '[providers.keycloak]\nunits_claim = "units"')
    assert signing.read(written(tmp_path, own), environment).providers[1].units_claim == "units"


@pytest.mark.parametrize("name", ["machine", "user", "default", "Entra", "my_house"])
def test_a_name_that_could_pass_for_something_else_is_no_house_s(tmp_path, name):
    text = GOOD.replace("keycloak", name)
    with pytest.raises(SettingsError, match=f"providers.{name}: the name"):
        signing.read(written(tmp_path, text), {})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("public_address = ", "cannot be read"),
        ('public_address = "http://localhost:1"\n[roles]\nowner = ["a"]', "either"),
        ('public_address = "http://localhost:1"\nproviders = 3\n[roles]\nowner = ["a"]', "part of its own"),
    ],
)
def test_a_file_that_says_too_little_is_refused(tmp_path, text, says):
    with pytest.raises(SettingsError, match=says.replace("[", r"\[")):
        signing.read(written(tmp_path, text))


def test_a_missing_secret_names_where_it_may_stand(tmp_path):
    text = GOOD.replace('client_secret_file = "entra.txt"\n', "")
    with pytest.raises(SettingsError, match="BALANCE_ENTRA_CLIENT_SECRET"):
        signing.read(written(tmp_path, text), {"BALANCE_KEYCLOAK_CLIENT_SECRET": "x"})


def test_without_a_cookie_secret_one_is_made_up_for_the_process(tmp_path):
    text = GOOD.replace(f'cookie_secret = "{SECRET}"\n', "").replace("client_secret_file", "client_secret")
    found = [signing.read(written(tmp_path, text), {"BALANCE_KEYCLOAK_CLIENT_SECRET": "x"}) for _ in range(2)]
    assert found[0].cookie_secret == found[1].cookie_secret
    assert len(found[0].cookie_secret) >= signing.LEAST_SECRET


def test_nobody_is_asked_without_the_setting(monkeypatch):
    monkeypatch.delenv("BALANCE_SIGN_IN", raising=False)
    assert signing.sign_in() is None


def test_the_file_is_read_anew_when_it_changes_and_refused_when_it_is_gone(tmp_path, monkeypatch):
    text = 'public_address = "http://localhost:1"\n[proxy]\naddresses = "10.0.0.5"\n[roles]\nowner = ["ada"]\n'
    file = written(tmp_path, text)
    monkeypatch.setenv("BALANCE_SIGN_IN", str(file))
    assert signing.sign_in().roles[Role.OWNER] == ("ada",)
    written(tmp_path, text.replace("ada", "bo"))
    os.utime(file, ns=(1, 1))
    assert signing.sign_in().roles[Role.OWNER] == ("bo",)
    file.unlink()
    with pytest.raises(SettingsError, match="cannot be read"):
        signing.sign_in()
