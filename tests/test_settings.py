import dataclasses
import os

import pytest

from balance.settings import Settings, SettingsError, load_settings, masked


def test_defaults_without_environment_and_file(tmp_path):
    assert load_settings({}, tmp_path / "none.toml") == Settings()


def test_the_environment_wins_over_the_file(tmp_path):
    file = tmp_path / "balance.toml"
    file.write_text('port = 9000\nstore_threads = 1\ndatabase = "a.duckdb"\n')
    settings = load_settings(
        {"BALANCE_PORT": "9001", "OTHER": "x", "BALANCE_DATABASE": " ", "BALANCE_DEBUG": "1"}, file
    )
    assert (settings.port, settings.store_threads, settings.database) == (9001, 1, "a.duckdb")
    assert settings.debug == "1"


def test_every_problem_is_told_at_once(tmp_path):
    file = tmp_path / "balance.toml"
    file.write_text('port = "many"\nstore_thread = 1\nstore_idle_seconds = true\ndatabase = 7\n')
    with pytest.raises(SettingsError) as told:
        load_settings({"BALANCE_UPLOAD_MB": "0", "BALANCE_LOAD_SECONDS": "nan"}, file)
    text = str(told.value)
    assert text.count("\n- ") == 6
    assert "Did you mean store_threads?" in text
    assert "BALANCE_UPLOAD_MB: found '0', expected a whole number from 1 to 10000" in text


def test_slips_are_told_and_strangers_left_alone(tmp_path):
    assert load_settings({"BALANCE_SHEET_URL": "x"}, tmp_path / "none.toml") == Settings()
    with pytest.raises(SettingsError, match="Did you mean database"):
        load_settings({"BALANCE_DATABSE": "x"}, tmp_path / "none.toml")
    file = tmp_path / "balance.toml"
    file.write_text("colour = 1")
    with pytest.raises(SettingsError, match=r"colour: there is no such setting\. Known: database, port"):
        load_settings({}, file)


def test_an_unreadable_file_is_one_sentence(tmp_path):
    file = tmp_path / "balance.toml"
    file.write_text("port = = 3")
    with pytest.raises(SettingsError, match="not valid TOML"):
        load_settings({}, file)


def test_settings_are_frozen_and_documented():
    assert all(field.metadata["meaning"] for field in dataclasses.fields(Settings))
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://u@h/db?password=hush", "postgresql://u@h/db?password=••••"),
        ("postgresql://u@h/db?sslpassword=hush&sslmode=require", "postgresql://u@h/db?sslpassword=••••&sslmode=require"),
        ("postgresql://u@h/db?pass%77ord=hush", "postgresql://u@h/db?pass%77ord=••••"),
        ("postgresql://u:hush@h/db?password=hush", "postgresql://u:••••@h/db?password=••••"),
        ("host=h user=u password='hush hush' dbname=db", "host=h user=u password=•••• dbname=db"),
        ("postgresql://u@h/db?options=-csearch_path%3Dx", "postgresql://u@h/db?options=-csearch_path%3Dx"),
    ],
)  # fmt: skip
def test_no_password_of_an_address_is_shown_wherever_it_stands(address, shown):
    assert masked(address) == shown


def test_what_is_kept_of_the_settings_follows_environment_and_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BALANCE_SETTINGS", "mine.toml")
    monkeypatch.delenv("BALANCE_PORT", raising=False)
    file = tmp_path / "mine.toml"
    assert load_settings().port == 8501
    for port in range(9000, 9050):  # of one length and written within one tick of the clock
        file.write_text(f"port = {port}\n")
        assert load_settings().port == port
    os.utime(file, (1, 1))
    assert [load_settings().port, load_settings().port] == [9049, 9049]
    monkeypatch.setenv("BALANCE_PORT", "9100")
    assert load_settings().port == 9100
    monkeypatch.setenv("BALANCE_PORT", "many")
    with pytest.raises(SettingsError):
        load_settings()
    monkeypatch.delenv("BALANCE_PORT")
    file.unlink()
    assert load_settings().port == 8501


def test_settled_settings_are_read_once(tmp_path, monkeypatch):
    file = tmp_path / "mine.toml"
    file.write_text("port = 9000\n")
    os.utime(file, (1, 1))
    monkeypatch.setenv("BALANCE_SETTINGS", str(file))
    assert load_settings() is load_settings()
