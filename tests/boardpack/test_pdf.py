import os
import shutil
import subprocess

import pytest

from balance.boardpack import pdf
from balance.boardpack.pdf import printing
from balance.errors import BalanceError
from boardpack import invented
from obtain_browser import find_browser


def only_browser(folder, monkeypatch, does):
    """The only browser to be found: a script that does this."""
    fake = folder / "chromium"
    fake.write_text(f"#!/bin/sh\n{does}")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_without_a_browser_one_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BalanceError, match="Chrome, Chromium or Edge"):
        pdf.write(invented.pack())


def test_a_browser_that_ends_without_a_file_is_one_sentence(tmp_path, monkeypatch):
    only_browser(tmp_path, monkeypatch, "exit 1\n")
    with pytest.raises(BalanceError, match="ended without a file"):
        pdf.write(invented.pack())


def test_a_browser_that_hangs_is_stopped(tmp_path, monkeypatch):
    only_browser(tmp_path, monkeypatch, "exec sleep 60\n")
    monkeypatch.setattr(printing, "LONGEST_SECONDS", 0.3)
    with pytest.raises(BalanceError, match="longer than"):
        pdf.write(invented.pack())


def test_the_browser_never_reaches_the_network():
    command = " ".join((*printing.QUIET, *printing.OFFLINE))
    assert "MAP * ~NOTFOUND" in command
    assert "--disable-background-networking" in command


def test_a_browser_that_may_not_box_itself_in_says_so_and_goes_without_where_that_is_said(tmp_path, monkeypatch):
    only_browser(tmp_path, monkeypatch, 'echo "$@" > "$0.asked"\necho "FATAL: No usable sandbox! See" >&2\nexit 1\n')
    with pytest.raises(BalanceError, match="set BALANCE_BROWSER_SANDBOX to no"):
        pdf.write(invented.pack())
    assert "--no-zygote" not in (tmp_path / "chromium.asked").read_text()
    monkeypatch.setenv("BALANCE_BROWSER_SANDBOX", "no")
    with pytest.raises(BalanceError):
        pdf.write(invented.pack())
    assert "--no-sandbox --no-zygote" in (tmp_path / "chromium.asked").read_text()


@pytest.mark.browser
def test_a_slide_is_a_page_and_says_what_the_outline_says(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{find_browser().parent}{os.pathsep}{os.environ['PATH']}")
    outline = invented.pack()
    path = tmp_path / "pack.pdf"
    path.write_bytes(pdf.write(outline))
    assert path.read_bytes().startswith(b"%PDF-")
    assert b"D:20260930000000" in path.read_bytes()
    reader = shutil.which("pdftotext")
    if reader is not None:
        told = subprocess.run([reader, "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
        pages = told.split("\f")[:-1]
        assert len(pages) == len(outline.slides)
        for page, slide in zip(pages, outline.slides, strict=True):
            assert slide.title.split()[0] in page
            assert "data 7f3a91c2" in page
