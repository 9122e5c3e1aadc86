from dataclasses import replace

import pytest

from balance.boardpack import FORMATS, WRITERS, file_name, render, write_pack
from balance.errors import BalanceError
from boardpack import invented


def test_the_pack_is_written_where_asked_under_its_date(tmp_path):
    (path,) = write_pack(invented.pack(), tmp_path / "new" / "folder", ("pptx", "pptx")).paths
    assert path.name == "balance-2026-09-30.pptx"
    assert path.read_bytes() == render(invented.pack())


def test_a_scenario_names_the_file_and_cannot_leave_the_folder():
    outline = replace(invented.pack(), scenario="../../etc/Focus & secure")
    assert file_name(outline) == "balance-2026-09-30-etc-focus-secure.pptx"
    assert file_name(replace(outline, scenario="界")) == "balance-2026-09-30-scenario.pptx"


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(BalanceError, match=r"gif.*pptx"):
        write_pack(invented.pack(), tmp_path / "out", ("pptx", "gif"))
    assert not (tmp_path / "out").exists()


def test_a_format_this_machine_cannot_write_does_not_stop_the_others(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    written = write_pack(invented.pack(), tmp_path, ("pdf", "html"))
    assert [path.suffix for path in written.paths] == [".html"]
    assert "Chrome, Chromium or Edge" in written.missing[0]


def test_every_format_has_a_name_and_a_content_type():
    assert FORMATS.keys() == WRITERS.keys()
    assert len({file_name(invented.pack(), name) for name in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("format_", [name for name in WRITERS if name not in ("pdf", "paper")])
def test_the_same_outline_gives_the_same_bytes(format_):
    assert render(invented.pack(), format_) == render(invented.pack(), format_)
