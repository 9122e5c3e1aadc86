"""The office files against the Open XML schema, by a port of the validator of Microsoft's Open XML SDK."""

import io
import zipfile

import pytest

from balance.boardpack import render
from boardpack import invented
from boardpack.pptx.test_template import TEMPLATES, drawn_on

audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed: the schema is not checked")


def findings_of(path):
    validator = audit.OpenXmlValidator(audit.FileFormat.MICROSOFT_365, max_errors=0, security_validation=True)
    return [f"{each.part_uri}: {each.description}" for each in validator.validate(str(path)).errors]


def embedded(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist() if name.endswith(".xlsx")}


@pytest.mark.parametrize("format_", ["pptx", "xlsx"])
def test_the_sample_follows_the_schema(sample_outline, format_, tmp_path):
    path = tmp_path / f"pack.{format_}"
    path.write_bytes(render(sample_outline, format_))
    assert findings_of(path) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_pack_on_a_template_follows_it_too(name, tmp_path):
    path = tmp_path / "pack.pptx"
    path.write_bytes(drawn_on(TEMPLATES[name]()))
    assert findings_of(path) == []


def test_workbooks_inside_the_charts_follow_it_too(tmp_path):
    for name, content in embedded(render(invented.pack())).items():
        path = tmp_path / name.rpartition("/")[2]
        path.write_bytes(content)
        assert findings_of(path) == []


def test_the_validator_finds_what_is_wrong(tmp_path):
    """The check can fail: an axis with a negative id is told."""
    path = tmp_path / "wrong.pptx"
    with zipfile.ZipFile(io.BytesIO(render(invented.pack()))) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'<c:axId val="1"/>', b'<c:axId val="-1"/>'))
    assert findings_of(path)
