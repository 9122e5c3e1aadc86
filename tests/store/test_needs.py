"""Every function of the store says which action it is: what writes can be done by no one who may not."""

import ast
import inspect
from functools import cache
from pathlib import Path

import pytest

import balance.store as room
from balance import roles
from balance.roles import Action, NotAllowed, Person, Role

FOLDER = Path(room.__file__).parent
FREE = {
    "open_store", "existing_store", "release", "one_wait", "count_changes", "hand_back_unused", "only_watcher",
    "condition", "on_server", "is_up_to_date", "only_at", "store_at",
}  # fmt: skip
"""Functions of the store that neither read nor write what people keep in it."""

FUNCTIONS = sorted(
    name for name in room.__all__ if inspect.isroutine(getattr(room, name)) and not inspect.isclass(getattr(room, name))
)
VIEWING = {Action.VIEW, Action.TRACE, Action.EXPORT, Action.OPEN_ORIGINALS, Action.AUDIT}
WRITERS = {"writing", "copy_store", "put_in_place", "compact"}
"""What changes a store, by the name it is called by inside the room."""


@cache
def calls() -> dict[str, set[str]]:
    """What each function of the room calls, by name."""
    found: dict[str, set[str]] = {}
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                named = {part.func for part in ast.walk(node) if isinstance(part, ast.Call)}
                names = {part.id for part in named if isinstance(part, ast.Name)}
                names |= {part.attr for part in named if isinstance(part, ast.Attribute)}
                found.setdefault(node.name, set()).update(names)
    return found


def writes(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function changes the store, itself or through others of the room."""
    inside = calls().get(name, set()) - seen
    return bool(inside & WRITERS) or any(writes(one, seen | {name}) for one in inside if one in calls())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_which_action_it_is(name):
    action = roles.action_of(getattr(room, name))
    assert (action is None) == (name in FREE), f"name the action of {name} with @needs(Action.…)"


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in FREE])
def test_what_writes_is_no_reading_action(name):
    if writes(name):
        assert roles.action_of(getattr(room, name)) not in VIEWING, name


def test_the_writers_are_found():
    found = {name for name in FUNCTIONS if writes(name)}
    assert {"save_snapshot", "state_assumption", "save_decision", "decide_links", "save_draft", "restore"} <= found
    assert not {"audit", "read_as_of", "scenarios", "original"} & found


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in FREE])
def test_a_person_without_the_role_is_refused_before_anything_is_looked_at(name):
    action = roles.action_of(getattr(room, name))
    for role in Role:
        if role not in roles.ALLOWED[action]:
            with roles.acting_as(Person("bo", frozenset({role}), signed_in=True)), pytest.raises(NotAllowed):
                getattr(room, name)()
    with roles.acting_as(roles.NOBODY), pytest.raises(NotAllowed):
        getattr(room, name)()


def test_the_record_names_who_is_signed_in_whatever_name_is_given(tmp_path):
    kept = room.open_store(tmp_path / "own.duckdb")
    ada = Person("ada@example.com", frozenset(Role), signed_in=True)
    with roles.acting_as(ada):
        room.save_scenario(kept, "less at once", {"wip_limit": 9}, {}, who="somebody else")
    assert room.scenarios(kept)[0].saved_by == "ada@example.com"
    assert list(room.audit(kept)["who"]) == ["ada@example.com"]


def test_on_a_laptop_the_name_given_stands(tmp_path):
    kept = room.open_store(tmp_path / "own.duckdb")
    room.save_scenario(kept, "less at once", {"wip_limit": 9}, {}, who="Bo")
    assert list(room.audit(kept)["who"]) == ["Bo"]
