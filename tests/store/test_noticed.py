"""The audit's rows of people who came or were refused something, and of everything taken along."""

import importlib
from datetime import date, timedelta

import pytest

from balance.store import audit, backup, note_noticed, taking

room = importlib.import_module("balance.store.audit")


def lines(store):
    return [(row["who"], row["what"], row["subject"]) for row in audit(store).to_dict("records")]


def test_the_same_is_noted_once_an_hour_and_a_sign_in_once(store, load, monkeypatch):
    load(date(2026, 6, 30), initiatives=[{"initiative_id": "A", "name": "Cloud", "stage": "in_flight"}])
    for hours in (0, 0.5, 2):
        at = room.now() + timedelta(hours=hours)
        monkeypatch.setattr(room, "now", lambda at=at: at)
        note_noticed(store, "ben", "refused", "load files")
        note_noticed(store, "ben", "sign-in", "house", "2026-06-30T08:00:00Z")
        monkeypatch.undo()
    note_noticed(store, "eve", "refused", "load files")
    assert lines(store)[1:] == [
        ("ben", "refused", "load files"),
        ("ben", "sign-in", "house"),
        ("ben", "refused", "load files"),
        ("eve", "refused", "load files"),
    ]


def test_a_sign_in_says_the_account_and_one_that_an_earlier_version_noted_is_not_noted_again(store, load):
    load(date(2026, 6, 30), initiatives=[{"initiative_id": "A", "name": "Cloud", "stage": "in_flight"}])
    at = "2026-06-30T08:00:00Z"
    note_noticed(store, "ben", "sign-in", "house", at)
    for _ in range(2):
        note_noticed(store, "ben", "sign-in", "house", at, None, "house: 7")
        note_noticed(store, "eve", "sign-in", "house", at, None, "house: 8")
    assert audit(store)["after"].tolist()[1:] == [f'{{"at":"{at}"}}', f'{{"account":"house: 8","at":"{at}"}}']


def test_a_backup_is_noted_in_the_store_and_in_itself_and_one_that_failed_too(store, load, tmp_path):
    load(date(2026, 6, 30), initiatives=[{"initiative_id": "A", "name": "Cloud", "stage": "in_flight"}])
    backup(store, tmp_path / "copy.duckdb")
    assert [what for _, what, _ in lines(store)] == ["load", "backup"]
    with pytest.raises(ZeroDivisionError), taking(store, "export", "folder"):
        1 / 0  # noqa: B018
    assert [line[1:] for line in lines(store)[-2:]] == [("export", "folder"), ("export failed", "folder")]
