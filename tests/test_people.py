"""Who somebody is: claims, headers and machine users, against the lists of the sign-in file."""

from dataclasses import replace
from ipaddress import ip_network

import pytest

from balance import people
from balance.roles import Action, Role
from balance.sign_in import Provider, Proxy, SignIn, read

NOW = 1_800_000_000.0
HOUSE = Provider("house", "House", "https://h", "id", "secret")
ROLES = {Role.OWNER: ("owners", "ada@example.com"), Role.ANALYST: ("machine:balance",), Role.VIEWER: ("*@example.com",)}
RULES = SignIn("https://b", (HOUSE,), roles=ROLES)


def claims(**given):
    return {"iat": NOW - 60, "provider": "house", "sub": "1", "is_logged_in": True} | given


def person(rules=RULES, **given):
    return people.from_claims(claims(**given), rules, NOW)


@pytest.mark.parametrize(
    ("given", "roles"),
    [
        ({"email": "ada@example.com", "email_verified": True}, {Role.OWNER, Role.VIEWER}),
        ({"email": "ADA@Example.com", "email_verified": True}, {Role.OWNER, Role.VIEWER}),
        ({"email": "bo@example.com", "email_verified": True}, {Role.VIEWER}),
        ({"email": "ada@example.com", "email_verified": False}, set()),
        ({"email": "ada@example.com"}, set()),
        ({"email": "ada@example.com", "xms_edov": True}, set()),
        ({"email": "ada@example.com", "xms_edov": "1", "iss": "https://login.microsoftonline.com/t/v2.0"}, set()),
        ({"email": "ada@example.com", "xms_edov": False}, set()),
        ({"email": "ada@example.com", "xms_edov": True, "email_verified": False}, set()),
        ({"email": "ada@evil.com", "email_verified": True}, set()),
        ({"email": "x@evil.com@example.com", "email_verified": True}, set()),
        ({"preferred_username": "ada@example.com"}, set()),
        ({"roles": ["owners"]}, {Role.OWNER}),
        ({"roles": "staff, Owners"}, {Role.OWNER}),
        ({"roles": ["ada@example.com", "machine:balance"]}, set()),
        ({"roles": {"owners": True}}, set()),
        ({"roles": [1, None]}, set()),
        ({"sub": "machine:balance"}, set()),
        ({"email": "machine:balance", "email_verified": True}, set()),
    ],
)
def test_what_gives_a_role(given, roles):
    assert person(**given).roles == roles


def test_a_role_deep_in_a_claim_is_found():
    rules = SignIn("https://b", (HOUSE,), roles=ROLES, roles_claim="realm_access.roles")
    assert person(rules, realm_access={"roles": ["owners"]}).roles == {Role.OWNER}
    assert person(rules, realm_access="owners").roles == set()


def test_an_address_counts_where_the_house_answers_for_all_of_its_own():
    trusting = SignIn("https://b", (Provider("house", "H", "https://h", "id", "s", trusts_email=True),), roles=ROLES)
    assert person(trusting, email="ada@example.com").roles >= {Role.OWNER}
    assert person(trusting, email="ada@example.com", email_verified=False).roles == set()
    assert person(trusting, email="ada@example.com", xms_edov=False).roles == set()
    assert person(trusting, email="ada@example.com", provider="other").roles == set()


ENTRA = "https://login.microsoftonline.com/T/v2.0"


@pytest.mark.parametrize(
    ("house", "issuer", "word", "believed"),
    [
        (ENTRA, ENTRA, True, True),
        (ENTRA, ENTRA, "1", True),
        (ENTRA, "https://sts.windows.net/T/", True, True),
        ("https://contoso.ciamlogin.com/T/v2.0", "https://contoso.ciamlogin.com/T/v2.0", True, True),
        (ENTRA, ENTRA, False, False),
        (ENTRA, None, True, False),
        (ENTRA, "https://idp.example.com", True, False),
        ("https://idp.example.com", ENTRA, True, False),
        (ENTRA, "http://login.microsoftonline.com/T/v2.0", True, False),
        (ENTRA, "https://login.microsoftonline.com.evil.example/T", True, False),
        (ENTRA, "https://login.microsoftonline.com@evil.example/T", True, False),
        (ENTRA, "https://evil.example/login.microsoftonline.com", True, False),
        (ENTRA, "https://evilciamlogin.com/T", True, False),
        (ENTRA, "https://login.microsoftonline.com:8443/T", True, False),
        (ENTRA, "https://[login.microsoftonline.com/T", True, False),
        (ENTRA, 7, True, False),
    ],
)
def test_that_the_owner_of_a_domain_was_verified_is_believed_of_entra_id_alone(house, issuer, word, believed):
    provider = replace(HOUSE, metadata=f"{house}/.well-known/openid-configuration")
    found = person(replace(RULES, providers=(provider,)), email="ada@example.com", xms_edov=word, iss=issuer)
    assert found.roles == ({Role.OWNER, Role.VIEWER} if believed else set())


def test_another_name_makes_nobody_another_person():
    names = ["ada", "eva", "machine:ada"]
    found = [person(preferred_username=name, sub="7", roles=["owners"]) for name in names]
    assert len({one.name for one in found}) == 3
    assert {one.counted_as for one in found} == {"house: 7"}
    assert person(preferred_username="ada", sub="8").counted_as == "house: 8"
    assert person(email="ada@example.com", email_verified=True, sub=None).counted_as == "ada@example.com"


@pytest.mark.parametrize("email", ["Machine:ada@example.com", "house: ada@example.com", "a da@example.com", "ada@"])
def test_what_could_pass_for_another_kind_of_name_is_no_address(email):
    listed = replace(RULES, roles={Role.OWNER: ("machine:ada@example.com", "*")})
    found = person(replace(listed, roles={Role.OWNER: ("machine:ada@example.com",)}), email=email, email_verified=True)
    assert found.roles == set()
    assert person(listed, email=email, email_verified=True).name == "house: 1"


def test_an_empty_claim_gives_no_unit():
    assert person(replace(LIMITED, units_claim=""), **{"": "*"}).units == set()


PARTNER = Provider("partner", "Partner", "https://p", "id", "secret", units_claim="units")
BOTH = replace(
    RULES,
    providers=(HOUSE, PARTNER),
    roles={
        Role.OWNER: ("house:owners", "house:ada@example.com", "owners", "ada@example.com", "*", "*@example.com"),
        Role.ANALYST: ("partner:analysts",), Role.VIEWER: ("partner:*@partner.example",),
    },
    units={"house:owners": ("*",), "house:*@example.com": ("*",), "partner:analysts": ("Retail",)},
)  # fmt: skip
"""What a file could not say stands among the owners as well: entries without a house."""


@pytest.mark.parametrize(
    "given",
    [
        {"email": "ada@example.com", "email_verified": True}, {"roles": ["owners", "house:owners"]},
        {"email": "bo@example.com", "email_verified": True, "roles": "house:ada@example.com"},
        {"preferred_username": "house:ada@example.com"}, {"sub": "house:owners"}, {"units": "*", "roles": ["owners"]},
        {"email": "house:ada@example.com", "email_verified": True},
    ],
)  # fmt: skip
def test_what_one_house_says_is_nothing_to_the_lists_of_another(given):
    assert person(BOTH, provider="partner", **given).roles == set()
    assert Role.OWNER in person(BOTH, roles=["owners"]).roles
    assert Role.OWNER in person(BOTH, email="ada@example.com", email_verified=True).roles


def test_each_house_gives_its_own_people_their_roles_and_units():
    found = person(BOTH, provider="partner", roles=["Analysts"], email="ada@partner.example", email_verified=True)
    assert (found.roles, found.units) == ({Role.ANALYST, Role.VIEWER}, {"Retail"})
    assert person(BOTH, roles=["analysts"]).roles == set()
    claimed = {"roles": ["analysts"], "units": ["Cold"]}
    assert person(BOTH, provider="partner", **claimed).units == {"Retail", "Cold"}
    assert person(BOTH, email="ada@example.com", email_verified=True, units=["Cold"]).units is None


def test_a_house_may_have_a_roles_claim_of_its_own():
    deep = replace(BOTH, providers=(HOUSE, replace(PARTNER, roles_claim="realm_access.roles")))
    assert person(deep, provider="partner", realm_access={"roles": ["analysts"]}).roles == {Role.ANALYST}
    assert person(deep, provider="partner", roles=["analysts"]).roles == set()


def test_with_several_houses_the_name_says_which_one_so_that_two_people_are_never_one():
    proved = {"email": "ada@example.com", "email_verified": True}
    told = [
        person(BOTH, **proved), person(BOTH, provider="partner", **proved),
        person(BOTH, preferred_username="ada@example.com"), person(BOTH, preferred_username="ada@example.com (house)"),
    ]  # fmt: skip
    assert [one.name for one in told[:3]] == [
        "ada@example.com (house)", "ada@example.com (partner)", "house: ada@example.com",
    ]  # fmt: skip
    assert len({one.name for one in told}) == 4
    assert told[1].account == "partner: 1"


def test_a_sign_in_by_a_house_that_is_not_asked_any_more_counts_no_longer():
    found = person(provider="gone", email="ada@example.com", email_verified=True, roles=["owners"])
    assert (found.roles, found.signed_in) == (frozenset(), True)
    assert "Sign in again" in found.trouble
    assert found.name == "gone: 1", "no address of a house that is not asked is proved"


def test_a_proxied_name_never_passes_for_the_machine_s_user():
    assert people.from_headers({"x-forwarded-user": people.machine_name()}, BEHIND).name != people.machine_name()


def test_who_has_no_role_reads_a_sentence():
    found = person(email="eve@evil.com", email_verified=True)
    assert found.signed_in
    assert "no role" in found.trouble


def test_an_unproved_name_never_looks_like_an_address_alone():
    assert person(preferred_username="ada@example.com").name == "house: ada@example.com"


@pytest.mark.parametrize("iat", [NOW - 12 * 3600 - 1, NOW + 301, None, True, "yesterday"])
def test_a_sign_in_that_is_over_or_says_no_time_gives_nothing(iat):
    found = person(email="ada@example.com", email_verified=True, iat=iat)
    assert found.roles == set()
    assert "Sign in again" in found.trouble
    assert not any(found.may(action) for action in Action)


def test_a_sign_in_holds_to_its_last_second():
    assert person(email="ada@example.com", email_verified=True, iat=NOW - 12 * 3600).roles


LIMITED = SignIn(
    "https://b", (HOUSE,), roles={Role.VIEWER: ("*",), Role.OWNER: ("owners",)}, units_claim="units",
    units={"owners": ("*",), "retail-it": ("Retail", "Payments"), "bo@example.com": ("Freight",)},
)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "units"),
    [
        ({"roles": ["owners"]}, None),
        ({"roles": ["retail-it"]}, {"Retail", "Payments"}),
        (
            {"roles": ["retail-it"], "email": "bo@example.com", "email_verified": True},
            {"Retail", "Payments", "Freight"},
        ),
        ({"units": ["Cold"]}, {"Cold"}),
        ({"units": "*"}, None),
    ],
)
def test_which_units_a_person_sees(given, units):
    found = person(LIMITED, **given)
    assert found.units == (None if units is None else frozenset(units))
    assert found.may(Action.VIEW)


def test_who_sees_no_unit_sees_nothing():
    found = person(LIMITED, roles=["staff"])
    assert not found.may(Action.VIEW)
    assert "no unit" in found.trouble


BEHIND = SignIn("https://b", proxy=Proxy((ip_network("10.0.0.5"),), units_header="X-Units"), roles=ROLES)


def test_the_proxy_s_word_counts():
    found = people.from_headers({"x-forwarded-user": "ada@example.com", "x-forwarded-groups": "a, b"}, BEHIND)
    assert found.name == "ada@example.com"
    assert found.roles == {Role.OWNER, Role.VIEWER}
    assert people.from_headers({"x-forwarded-user": "bo", "x-forwarded-groups": "staff,owners"}, BEHIND).roles == {
        Role.OWNER
    }


@pytest.mark.parametrize("user", ["", "  ", "machine:balance", "Machine:balance", "user:ada@example.com"])
def test_a_proxy_that_names_nobody_lets_nobody_in(user):
    assert people.from_headers({"x-forwarded-user": user, "x-forwarded-groups": "owners"}, BEHIND).roles == set()
    assert people.from_headers({}, BEHIND).roles == set()


@pytest.mark.parametrize("name", ["owners", "Owners"])
def test_a_proxied_name_never_passes_for_a_group(name):
    limited = replace(BEHIND, units={"owners": ("*",)})
    assert people.from_headers({"x-forwarded-user": name}, BEHIND).roles == set()
    found = people.from_headers({"x-forwarded-user": name, "x-forwarded-groups": "owners"}, limited)
    assert (found.roles, found.units) == ({Role.OWNER}, None)


def test_a_proxied_name_that_is_no_address_counts_where_a_list_says_user():
    named = replace(BEHIND, roles={Role.OWNER: ("user:bo",)}, units={"user:bo": ("Retail",)})
    found = people.from_headers({"x-forwarded-user": "Bo"}, named)
    assert (found.name, found.roles, found.units) == ("proxy: Bo", {Role.OWNER}, {"Retail"})
    for given in (
        {"x-forwarded-user": "al", "x-forwarded-groups": "user:bo, User:bo"},
        {"x-forwarded-user": "user:bo"},
    ):
        assert people.from_headers(given, named).roles == set()


def test_what_a_proxy_said_holds_for_the_stated_hours():
    said = {"x-forwarded-user": "ada@example.com"}
    last = NOW + 12 * 3600
    assert people.from_headers(said, BEHIND, NOW, last).roles
    found = people.from_headers(said, BEHIND, NOW, last + 1)
    assert (found.roles, found.signed_in) == (frozenset(), True)
    assert "over after 12 hours" in found.trouble


def test_headers_count_for_nothing_where_no_proxy_is_stated():
    assert people.from_headers({"x-forwarded-user": "ada@example.com"}, RULES).roles == set()


def test_a_command_is_run_with_the_roles_of_the_machine_s_user(monkeypatch):
    monkeypatch.setattr(people, "machine_name", lambda: "balance")
    assert people.from_machine(RULES).roles == {Role.ANALYST}
    monkeypatch.setattr(people, "machine_name", lambda: "ada@example.com")
    found = people.from_machine(RULES)
    assert found.roles == set()
    assert "machine:ada@example.com" in found.trouble


def test_whoever_is_signed_in_is_no_word_for_commands(monkeypatch):
    monkeypatch.setattr(people, "machine_name", lambda: "root")
    assert people.from_machine(LIMITED).roles == set()


def test_a_command_without_a_unit_says_so_and_not_that_a_role_is_missing(monkeypatch):
    monkeypatch.setattr(people, "machine_name", lambda: "balance")
    limited = replace(RULES, units={"owners": ("*",)})
    found = people.from_machine(limited)
    assert found.roles == set()
    assert "no role" not in found.trouble
    assert '"machine:balance" = "*" to [units]' in found.trouble
    assert people.from_machine(replace(limited, units={"machine:balance": ("*",)})).may(Action.LOAD)


def test_who_has_neither_role_nor_unit_is_told_of_the_role_first():
    assert "no role" in person(replace(RULES, units={"owners": ("*",)}), roles=["staff"]).trouble


@pytest.fixture
def example(project, tmp_path):
    """The example of the documentation, read as it stands."""
    chapter = (project / "docs" / "operations.md").read_text(encoding="utf-8").split("## Signing in")[1]
    file = tmp_path / "sign_in.toml"
    file.write_text(chapter.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    return read(file, {"BALANCE_ENTRA_CLIENT_SECRET": "hush", "BALANCE_COOKIE_SECRET": "c" * 40})


def test_the_example_of_the_documentation_lets_everybody_in_it_names(example, monkeypatch):
    def may(action, **given):
        said = {"provider": "entra", "email_verified": True} | given
        return people.from_claims(claims(**said), example, NOW).may(action)

    assert may(Action.PURGE, email="ada@example.com")
    assert may(Action.PURGE, roles=["balance-owners"])
    assert may(Action.LOAD, roles=["balance-analysts"])
    assert may(Action.VIEW, roles=["retail-it"], email="bo@example.com")
    assert not may(Action.LOAD, roles=["retail-it"], email="bo@example.com")
    assert not may(Action.VIEW, email="bo@example.com")
    monkeypatch.setattr(people, "machine_name", lambda: "balance")
    assert people.from_machine(example).may(Action.LOAD)
    assert people.from_machine(example).may(Action.COPY), "the unit and the container back up every night"
    assert people.from_machine(example).may(Action.PURGE), "and retain"
