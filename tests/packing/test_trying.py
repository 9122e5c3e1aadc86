"""A template is tried apart: told why it cannot be used, and what ends that process is one sentence as well."""

import subprocess
import sys

import pytest

from balance import packing
from balance.boardpack import pptx
from balance.errors import BalanceError
from balance.packing import trying, writing
from boardpack.pptx.test_template import embedded, light


def test_a_good_template_is_told_from_one_that_is_refused():
    assert packing.template_tried(light()) == ""
    assert "embedded object or control" in packing.template_tried(embedded())


def test_the_command_line_has_a_template_tried_apart_before_it_opens_it(own_quarter_store, tmp_path, monkeypatch):
    path, tried = tmp_path / "house.pptx", []
    path.write_bytes(b"x" * 2000)
    monkeypatch.setattr(pptx, "LARGEST", 1000)
    monkeypatch.setattr(writing, "template_tried", lambda content: tried.append(content) or "It holds a control.")
    wanted = packing.Wanted(template=path)
    with pytest.raises(BalanceError, match="It holds a control"):
        packing.write_pack(own_quarter_store, tmp_path / "out", ("pptx",), wanted)
    assert [len(content) for content in tried] == [1001], "no more of a file is read than what is refused"
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems may not hold the memory")
def test_the_process_gives_up_memory_and_time_and_sees_no_secret(monkeypatch):
    seen = {}

    def started(command, **given):
        seen.update(given["env"])
        ask = "from balance.boardpack.pptx import trial; trial._limit_self(); b'a' * (3 * 2**30)"
        return real([command[0], "-c", ask], **given)

    real = subprocess.run
    monkeypatch.setenv("BALANCE_SECRET", "x")
    monkeypatch.setattr(trying.subprocess, "run", started)
    assert "memory and time" in packing.template_tried(b"")
    assert "BALANCE_SECRET" not in seen
