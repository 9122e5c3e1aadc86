"""Nothing in a presentation makes PowerPoint offer to repair it, whatever the company, its texts and its template."""

import io
import zipfile

import pytest

from balance.boardpack import render
from boardpack import invented
from boardpack.pptx.test_template import TEMPLATES, drawn_on
from boardpack.repairing import wrongs
from boardpack.test_golden import MADE_UP
from boardpack.test_hostile import MADE

FAULTS = {
    "two shapes": (b'<p:cNvPr id="3"', b'<p:cNvPr id="2"'),
    "no kind": (b'Extension="xlsx"', b'Extension="xls"'),
    "not named": (b"notesMasterIdLst", b"custDataLst"),
    "leads nowhere": (b'r:id="rId1"', b'r:id="rId999"'),
    "remembers": (b'<c:ptCount val="', b'<c:ptCount val="1'),
    "not in order": (b"</a:p>", b"<a:pPr/></a:p>"),
    "counts other": (b"<Slides>", b"<Slides>1"),
    "axes": (b'<c:crossAx val="1"/>', b'<c:crossAx val="7"/>'),
}


def test_the_sample_opens_as_it_is(sample_outline):
    assert wrongs(render(sample_outline)) == []


@pytest.mark.parametrize("name", [*MADE_UP, *MADE])
def test_so_does_any_odd_or_hostile_company(name):
    assert wrongs(render((MADE_UP | MADE)[name]())) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_so_does_a_pack_on_a_template(name):
    assert wrongs(drawn_on(TEMPLATES[name]())) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(fault):
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(render(invented.pack()))) as source, zipfile.ZipFile(told, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(*FAULTS[fault]))
    assert wrongs(told.getvalue())
