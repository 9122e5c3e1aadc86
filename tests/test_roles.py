"""The table of every action and role, cell by cell; who acts; and what is said to whoever may not."""

import os
import threading

import pytest

from balance import roles
from balance.roles import ALLOWED, Action, NotAllowed, Person, Role

TABLE = """
                 viewer analyst owner
VIEW             yes    yes     yes
EXPORT           yes    yes     yes
TRACE            yes    yes     yes
OPEN_ORIGINALS   no     yes     yes
LOAD             no     yes     yes
MAP              no     yes     yes
MEND             no     yes     yes
LINK             no     yes     yes
TAKE_BACK        no     yes     yes
PLAN             no     yes     yes
WORD             no     yes     yes
ASSUME           no     no      yes
DECIDE           no     no      yes
FREEZE           no     no      yes
PURGE            no     no      yes
COPY             no     no      yes
AUDIT            no     no      yes
"""
"""Written out a second time on purpose: a slip in the table of the program is a difference here."""

_HEAD, *_ROWS = (line.split() for line in TABLE.strip().splitlines())
CELLS = [
    (Action[row[0]], Role(role), said == "yes") for row in _ROWS for role, said in zip(_HEAD, row[1:], strict=True)
]


def person(*given: Role, units: frozenset[str] | None = None) -> Person:
    return Person("ada", frozenset(given), units, signed_in=True)


def test_every_action_and_every_role_is_in_the_table():
    assert {action for action, _, _ in CELLS} == set(Action) == set(ALLOWED)
    assert {role for _, role, _ in CELLS} == set(Role)


@pytest.mark.parametrize(("action", "role", "allowed"), CELLS, ids=lambda value: getattr(value, "name", str(value)))
def test_the_table_cell_by_cell(action, role, allowed):
    done = []

    @roles.needs(action)
    def do() -> None:
        done.append(action)

    with roles.acting_as(person(role)):
        assert roles.may(action) == allowed
        if allowed:
            do()
        else:
            with pytest.raises(NotAllowed, match="may not") as refused:
                do()
            assert "owners" in str(refused.value)
    assert bool(done) == allowed


@pytest.mark.parametrize("action", Action, ids=lambda action: action.name)
def test_nobody_and_people_without_a_role_may_do_nothing(action):
    for stranger in (roles.NOBODY, person()):
        with roles.acting_as(stranger), pytest.raises(NotAllowed):
            roles.require(action)


@pytest.mark.parametrize("action", Action, ids=lambda action: action.name)
def test_who_sees_some_units_only_may_look_and_take_along_what_is_seen(action):
    seen = person(*Role, units=frozenset({"Retail"}))
    assert seen.may(action) == (action in {Action.VIEW, Action.EXPORT})


def test_the_units_are_named_to_whoever_may_not():
    with (
        roles.acting_as(person(Role.OWNER, units=frozenset({"Retail"}))),
        pytest.raises(NotAllowed, match="Retail only"),
    ):
        roles.require(Action.LOAD)


def test_several_roles_add_up():
    assert person(Role.VIEWER, Role.ANALYST).may(Action.LOAD)


def test_on_a_laptop_the_machine_s_user_may_do_everything():
    acts = roles.acting()
    assert acts.name
    assert not acts.signed_in
    assert all(acts.may(action) for action in Action)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system knows its accounts in another way")
def test_nobody_runs_a_command_as_another_account_by_a_variable(monkeypatch):
    import pwd

    me = pwd.getpwuid(os.geteuid()).pw_name
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "somebody-else")
    assert roles.machine_name() == me
    monkeypatch.setattr(pwd, "getpwuid", {}.__getitem__)
    monkeypatch.setenv("LOGNAME", "without-an-entry")
    assert roles.machine_name() == "without-an-entry"


def test_where_people_are_asked_the_answer_counts_in_every_thread():
    roles.ask_with(lambda: person(Role.VIEWER))
    try:
        seen: list[Person] = []
        thread = threading.Thread(target=lambda: seen.append(roles.acting()))
        thread.start()
        thread.join()
        assert seen == [person(Role.VIEWER)] == [roles.acting()]
    finally:
        roles.ask_with(None)


def test_a_thread_begun_within_does_not_inherit_the_person():
    seen: list[Person] = []
    roles.ask_with(lambda: roles.NOBODY)
    try:
        with roles.acting_as(person(Role.OWNER)):
            thread = threading.Thread(target=lambda: seen.append(roles.acting()))
            thread.start()
            thread.join()
        assert seen == [roles.NOBODY]
    finally:
        roles.ask_with(None)
