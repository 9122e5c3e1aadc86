"""Tables as real exports are odd: what readers stumble over, each alone and in kinds of workbook."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from benchmarks.raw_workbooks import MAIN, OFFICE, cell, letters, ods, ods_row, rows, sheet, styles, xls, xlsb, xlsx

Made = tuple[str, bytes]
Table = list[list[object]]
HEADERS = ("Project ID", "Project Name", "State", "Planned end date", "Budget ($k)", "% complete", "Owner")
STATES = ("In progress", "Done", "Cancelled", "Idea", "On hold", "Approved", "Closed Complete", "?", "")
FORMATS = (
    "0%", "[$€-407] #,##0.00", '"$"#,##0', "0.0,,", '0.0,,"M"', "00000", "dd/mm/yyyy", "[$-409]m/d/yyyy", "[h]:mm",
    '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "\\;;;", "[Red]0;[Blue]-0;;@", '"',
)  # fmt: skip


def table(chance: random.Random, most: int = 60) -> Table:
    """Initiatives with the dirt of an export in every column."""
    return [list(HEADERS), *(_line(chance, number) for number in range(chance.randint(0, most)))]


def _line(chance: random.Random, number: int) -> list[object]:
    day = date(2026, 1, 1) + timedelta(days=chance.randint(-900, 900))
    written = chance.choice((day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%m/%d/%y}", "TBD", "Ongoing", "2022-06-31", ""))
    amount = chance.choice((chance.randint(0, 10**7), f"${chance.randint(1, 999)}k", "1.234,50", "(5)", "N/A", "12-15"))
    share = chance.choice((chance.random(), f"{chance.randint(0, 100)}%", chance.randint(0, 100), "n/a", -1))
    return [
        f"P-{number if chance.random() < 0.95 else 1}",
        chance.choice((f"Project {number}", "=1+1", "<b>x</b>", "Größe")),
        chance.choice(STATES), written, amount, share, chance.choice(("A. Person", "", "\u202ereversed", "x" * 500)),
    ]  # fmt: skip


def plain(chance: random.Random) -> Made:
    """Nothing odd but the values."""
    return "a.xlsx", xlsx(sheet(rows(table(chance))))


def titled(chance: random.Random) -> Made:
    """Titles and blank rows above, totals and headers again below."""
    lines: Table = [["Portfolio report"], [], ["as of", "2026-09-30"], *table(chance)]
    for _ in range(3):
        odd: Sequence[object] = chance.choice(([], ["Total", None, None, None, 99], list(HEADERS), ["", "", ""]))
        lines.insert(chance.randint(3, len(lines)), list(odd))
    return "a.xlsx", xlsx(sheet(rows(lines, chance.choice((1, 7, 900)))))


def two_lines(chance: random.Random) -> Made:
    """A header of two lines, the upper one merged."""
    lines: Table = [["Project", None, "Status", "Plan", None, None, "People"], ["ID", "Name", "State", "End", "Budget",
                    "% complete", "Owner"], *table(chance)[1:]]  # fmt: skip
    return "a.xlsx", xlsx(sheet(rows(lines), after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'))


def repeated_headers(chance: random.Random) -> Made:
    """Hundreds of columns of one name, and headers of 200 characters with line breaks."""
    lines = [line + ["x"] * 216 for line in table(chance)]
    lines[0][len(HEADERS) :] = ["Log Work"] * 215 + ["A header\n" + "long " * 60]
    return "a.xlsx", xlsx(sheet(rows(lines)))


def on_its_side(chance: random.Random) -> Made:
    """The headers down the first column."""
    return "a.xlsx", xlsx(sheet(rows([list(line) for line in zip(*table(chance), strict=True)])))


def headless(chance: random.Random) -> Made:
    """No header at all."""
    return "a.xlsx", xlsx(sheet(rows(table(chance)[1:] or [["x"]])))


def formatted(chance: random.Random) -> Made:
    """Every cell with a number format, some of them broken."""
    lines = table(chance)
    cells = "".join(
        f'<row r="{n}">'
        + "".join(
            cell(f"{letters(place)}{n}", chance.choice((value, chance.random() * 10 ** chance.randint(-3, 12))),
                 chance.randint(0, len(FORMATS) + 2))
            for place, value in enumerate(line) if value is not None
        ) + "</row>"
        for n, line in enumerate(lines, 1)
    )  # fmt: skip
    return "a.xlsx", xlsx(sheet(cells), more={"xl/styles.xml": styles(*FORMATS)})


def faulty(chance: random.Random) -> Made:
    """Errors, formulas without a value, strings that are not there, types that do not exist."""
    odd = (
        't="e"><v>#REF!</v>', 't="e"><v></v>', "><f>1+1</f>", '><f t="shared" si="0"/>', 't="s"><v>999999</v>',
        't="s"><v>-1</v>', 't="zz"><v>1</v>', "><v>nan</v>", "><v>1e999</v>", "><v>abc</v>", 't="b"><v>7</v>',
        't="d"><v>2026-13-45</v>', 't="str"><f>"x"</f><v></v>', 's="99999999"><v>1</v>', 't="n"><v>1,5</v>',
    )  # fmt: skip
    lines = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{letters(place)}{n}" {chance.choice(odd)}</c>' for place in range(7))
        + "</row>"
        for n in range(2, 30)
    )
    return "a.xlsx", xlsx(sheet(rows([HEADERS]) + lines))


def placeless(chance: random.Random) -> Made:
    """Cells and rows without their place, out of order, twice, or with a place that is not their row's."""
    body = rows(table(chance))
    for mark in chance.sample((' r="A', ' r="B', '<row r="', ' r="C1'), 2):
        body = body.replace(mark, mark.replace("r=", "q=") if chance.random() < 0.6 else mark.replace('"', '"A'))
    pieces = body.split("</row>")
    chance.shuffle(pieces)
    return "a.xlsx", xlsx(
        sheet("</row>".join(pieces), before=f'<dimension ref="{chance.choice(("A1", "XFD1048576"))}"/>')
    )


def rewritten(chance: random.Random) -> Made:
    """Other quotes, prefixes, comments, character data and encodings than usual."""
    text = sheet(rows(table(chance)))
    how = chance.choice(("quotes", "prefix", "comment", "cdata", "utf-16", "latin-1", "mark", "space"))
    if how == "quotes":
        text = text.replace('"', "'")
    elif how == "prefix":
        text = text.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    elif how in ("comment", "cdata"):
        odd = '<!-- <c r="ZZZ9"/> -->' if how == "comment" else "<![CDATA[</sheetData>]]>"
        text = text.replace("<is>", odd + "<is>" if how == "comment" else "<is>").replace("</t>", odd + "</t>")
    elif how == "space":
        text = text.replace("<c ", "<c\n\t").replace("<v>", '<v xml:space="preserve">').replace("/>", " / >")
    named = {"utf-16": "utf-16", "latin-1": "iso-8859-1"}.get(how, "utf-8")
    head = f'<?xml version="1.0" encoding="{named}"?>'
    return "a.xlsx", xlsx(("\ufeff" * (how == "mark") + head + text).encode(named, "replace"))


def many_sheets(chance: random.Random) -> Made:
    """Hundreds of sheets, most of them empty or hidden."""
    sheets = [sheet(rows(table(chance, 5)) if chance.random() < 0.1 else "") for _ in range(chance.randint(100, 400))]
    return "a.xlsx", xlsx(*sheets)


def used_range(chance: random.Random) -> Made:
    """A table in a wide field of cells that only have a format."""
    blank = "".join(f'<row r="{n}">' + "".join(f'<c r="{letters(c)}{n}" s="1"/>' for c in range(60)) + "</row>"
                    for n in range(200, 3000))  # fmt: skip
    return "a.xlsx", xlsx(sheet(rows(table(chance)) + blank), more={"xl/styles.xml": styles("0%")})


def reaching_out(chance: random.Random) -> Made:
    """Macros, external links, DDE, pivot caches, links and names that lead elsewhere: never followed."""
    link = f'<externalLink {MAIN}><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    body = rows(table(chance)) + '<row r="900"><c r="A900"><f>WEBSERVICE("http://127.0.0.1:9/x")</f><v>1</v></c></row>'
    return "a.xlsm", xlsx(sheet(body), more={
        "xl/vbaProject.bin": chance.randbytes(3000), "xl/externalLinks/externalLink1.xml": link,
        "xl/connections.xml": f'<connections {MAIN}><connection odcFile="//host/share/x.odc"/></connections>',
        "../../outside.xml": "<x/>", "xl/media/../../../../tmp/outside": "x",
    })  # fmt: skip


def extreme(chance: random.Random) -> Made:
    """Numbers and texts at the edge: largest, smallest, control characters, surrogates, the longest cell."""
    values = (
        "1e308",
        "-1e308",
        "5e-324",
        "-0",
        "2958466",
        "-1",
        "0",
        "60",
        "1e15",
        "99999999999999999999",
        "46053.999999",
    )
    texts = (
        "x" * 32_767,
        "_x0000_",
        "_xD800_",
        "\u200b\ufeff",
        "&#10;&#13;",
        "\U0001f4a9",
        "ﷺ" * 100,
        "=cmd|' /c calc'!A1",
    )
    lines = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{chance.choice(values)}</v></c><c r="B{n}" t="inlineStr"><is>'
        f'<t>{chance.choice(texts)}</t></is></c><c r="D{n}" s="{chance.randint(0, 9)}"><v>{chance.choice(values)}</v>'
        "</c></row>"
        for n in range(2, 30)
    )
    book = f'<workbook {MAIN} xmlns:r="{OFFICE}"><workbookPr date1904="1"/>'
    more = {"xl/styles.xml": styles("yyyy-mm-dd", "[h]:mm", "0%")}
    if chance.random() < 0.5:
        more["xl/workbook.xml"] = f'{book}<sheets><sheet name="Data1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    return "a.xlsx", xlsx(sheet(rows([HEADERS]) + lines), more=more)


def open_document(chance: random.Random) -> Made:
    """The same in OpenDocument, with repeated rows and cells."""
    lines = "".join(ods_row([value if value is not None else "" for value in line], chance.choice((1, 1, 1, 3)))
                    for line in table(chance))  # fmt: skip
    times = chance.choice((1, 1000, 1048000))
    far = f'<table:table-row table:number-rows-repeated="{times}"><table:table-cell/></table:table-row>'
    return "a.ods", ods(lines + far)


def _with_errors(chance: random.Random) -> Table:
    return [[ValueError("#REF!") if chance.random() < 0.03 else value for value in line] for line in table(chance)]


def old(chance: random.Random) -> Made:
    """The same in the format of Excel 97."""
    return "a.xls", xls(_with_errors(chance), {164: "0%"}, (0, 164))


def binary(chance: random.Random) -> Made:
    """The same in Excel's binary format."""
    return "a.xlsb", xlsb(_with_errors(chance), ("0%", "dd/mm/yyyy"))


KINDS: tuple[Callable[[random.Random], Made], ...] = (
    plain, titled, two_lines, repeated_headers, on_its_side, headless, formatted, faulty, placeless, rewritten,
    many_sheets, used_range, reaching_out, extreme, open_document, old, binary,
)  # fmt: skip
