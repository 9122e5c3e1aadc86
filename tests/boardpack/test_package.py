import io
import zipfile

from balance.boardpack.package import stilled

CORE = b'<p><dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T10:00:00Z</dcterms:created></p>'


def archive(when, inner=b""):
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w") as target:
        target.writestr(
            zipfile.ZipInfo("docProps/core.xml", when), CORE.replace(b"10:00", f"{when[3]:02d}:00".encode())
        )
        target.writestr(zipfile.ZipInfo("data.xml", when), b"<x/>")
        if inner:
            target.writestr(zipfile.ZipInfo("book.xlsx", when), inner)
    return told.getvalue()


def test_clocks_of_the_archive_and_of_the_workbooks_in_it_are_stopped():
    one, two = ((2026, 1, 1, hour, 0, 0) for hour in (1, 2))
    first, second = (stilled(archive(when, archive(when)), "2026-09-30T00:00:00Z") for when in (one, two))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert package.read("data.xml") == b"<x/>"
        assert b"2026-09-30T00:00:00Z" in package.read("docProps/core.xml")
        assert zipfile.ZipFile(io.BytesIO(package.read("book.xlsx"))).testzip() is None
