"""What is deployed agrees with the program and passes the linters this machine has; the others are named as skipped."""

import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from balance.metrics import Metrics
from balance.settings import FILE_NAMED_BY, PREFIX, Settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
OF_COMPOSE = {"BALANCE_HOST", "BALANCE_VERSION", "BALANCE_CHROMIUM", "BALANCE_UPSTREAM", "BALANCE_KEEP_"}
"""What the compose and Caddy files ask for themselves, and the beginning of a family of settings."""

LATER = {"BALANCE_STORE_PASSWORD_FILE"}


def said(*words, **more):
    told = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120, **more)
    return told.returncode, told.stdout + told.stderr


def tool(name):
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not on this machine")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(DEPLOY).as_posix())
def test_every_setting_that_is_deployed_is_one_of_the_program(path):
    known = {PREFIX + setting.name.upper() for setting in fields(Settings)} | {FILE_NAMED_BY} | OF_COMPOSE | LATER
    assert set(re.findall(r"BALANCE_[A-Z_]+", path.read_text(encoding="utf-8"))) - known == set()


def test_every_metric_that_alerts_name_is_counted(tmp_path):
    counted = Metrics(str(tmp_path / "b.duckdb"), str(tmp_path))
    counted.hear("page", {"page": "risk", "seconds": 1.0})
    text = counted.text().decode()
    rules = (DEPLOY / "prometheus" / "alerts.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"balance_[a-z_]+", "\n".join(re.findall(r"expr: (.*)", rules))))
    assert len(named) >= 6
    assert {name for name in named if f"# TYPE {name.removesuffix('_bucket')} " not in text} == set()


def test_the_image_and_the_unit_stop_later_than_the_program():
    stop = Settings().stop_seconds
    unit = (DEPLOY / "systemd" / "balance.service").read_text(encoding="utf-8")
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert int(re.findall(r"TimeoutStopSec=(\d+)", unit)[0]) > stop
    assert int(re.findall(r"stop_grace_period: (\d+)s", compose)[0]) > stop
    assert "KillMode=mixed" in unit


def test_the_image_is_not_root_and_holds_the_lock():
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER 10001:10001$", image, flags=re.MULTILINE)
    assert "--require-hashes" in image
    assert "HEALTHCHECK" in image


def test_the_image_prints_packs_where_no_browser_may_box_itself_in():
    assert "BALANCE_BROWSER_SANDBOX=no" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def test_a_sign_in_file_is_handed_in_by_its_folder_so_that_a_new_one_is_read():
    text = (DEPLOY / "compose.sign-in.yaml").read_text(encoding="utf-8")
    assert text.count('volumes: ["./sign-in:/etc/balance:ro"]') == 2
    assert "configs" not in text


@tool("promtool")
def test_the_rules_for_alerts_hold_and_ring_when_they_should():
    folder = DEPLOY / "prometheus"
    assert said("promtool", "check", "rules", "alerts.yaml", cwd=folder)[0] == 0
    assert said("promtool", "test", "rules", "alerts.test.yaml", cwd=folder) == (
        0,
        "Unit Testing:  alerts.test.yaml\n  SUCCESS\n\n",
    )


@tool("promtool")
def test_the_metrics_are_as_prometheus_reads_them(tmp_path):
    counted = Metrics(str(tmp_path / "b.duckdb"), str(tmp_path))
    counted.hear("page", {"page": "risk", "seconds": 1.0})
    assert said("promtool", "check", "metrics", input=counted.text().decode())[0] == 0


@tool("systemd-analyze")
def test_the_units_are_well_formed_and_close_what_can_be_closed(tmp_path):
    names = ("balance.service", "balance-backup.service", "balance-backup.timer")
    for name in names:
        text = (DEPLOY / "systemd" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/opt/balance/bin/balance", "/bin/true"))
    status, told = said("systemd-analyze", "verify", *(str(tmp_path / name) for name in names))
    assert (status, [line for line in told.splitlines() if "balance" in line]) == (0, [])
    status, told = said("systemd-analyze", "security", "--offline=true", "--threshold=20", str(tmp_path / names[0]))
    assert status == 0, told[-200:]


@tool("hadolint")
def test_the_containerfile_has_no_findings():
    assert said("hadolint", str(DEPLOY / "Containerfile")) == (0, "")


@tool("caddy")
def test_the_proxy_can_be_configured_so(tmp_path):
    words = ("caddy", "validate", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile")
    environment = {"BALANCE_HOST": "balance.localhost", "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    status, told = said(*words, env=environment)
    assert status == 0, told


def test_a_deployment_s_secrets_are_files_that_are_never_committed_and_that_the_image_may_read():
    kept_out = (DEPLOY.parent / ".gitignore").read_text(encoding="utf-8").splitlines()
    user = re.search(r"^USER (\d+)", (DEPLOY / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE)[1]
    for path in DEPLOY.glob("compose*.yaml"):
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"^    file: \./(\S+)", text, re.MULTILINE):
            assert f"deploy/{name}" in kept_out
            if not name.endswith(".toml"):
                assert re.search(rf"install -o {user} -m 400 /dev/stdin deploy/{name}\b", text), name
