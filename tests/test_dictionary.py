from balance import schema
from balance.assumptions import KNOWN, PREFIXES
from balance.dictionary import dictionary


def test_the_shipped_page_is_current(project):
    assert (project / "data" / "README.md").read_text(encoding="utf-8") == dictionary()


def test_every_column_stands_in_the_section_of_its_table():
    page = dictionary()
    for table in schema.TABLES.values():
        section = page.split(f"\n## {table.name}")[1].split("\n## ")[0]
        for column in table.columns:
            assert f"| `{column.name}`" in section
            assert column.meaning in section
            assert all(word in section for word in column.synonyms)


def test_every_key_of_the_assumptions_has_its_meaning_and_source():
    page = dictionary().split("\n## Keys of assumptions")[1]
    for known in KNOWN.values():
        assert f"| `{known.key}` | {known.meaning} |" in page
        assert known.source in page
    assert all(f"`{prefix}…`" in page for prefix in PREFIXES)


def test_every_row_of_a_table_has_as_many_cells_as_its_head():
    width = None
    for line in dictionary().splitlines():
        if not line.startswith("|"):
            width = None
            continue
        cells = line.replace("\\|", "").count("|")
        assert width in (None, cells), line
        width = cells
