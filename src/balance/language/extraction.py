"""All sentences in one place: `messages.pot`, the list of what `say` and `noted` are given anywhere in the product.

    python -m balance.language.extraction

writes it anew. A translator copies it to `de.po` (or another language) beside it and fills it in.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from balance.language.unsaid import unsaid

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parents[1]
TEMPLATE = Path(__file__).with_name("messages.pot")
SAYING = ("say", "noted")
BLOCKS = {
    "section": ("title", "how_to_read"),
    "Column": ("head",),
    "Number": ("label", "value", "unit", "likely"),
    "box": ("title", "said"),
    "pill": ("words",),
}
"""The blocks of the screens that say what they are given through `label`, and which of their texts, in order."""
COUNTS = ("count", "further")
"""What says a number with its noun, and looks up both together."""

HEAD = """# Every sentence of Balance that is said through balance.language, with the files it is said in.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def template(root: Path = ROOT) -> str:
    """The list as a gettext template: each sentence once, in the order of the alphabet, with where it stands."""
    where: dict[str | tuple[str, str], set[str]] = defaultdict(set)
    package = root / "src" / "balance"
    for file in files(root):
        source = file.read_text(encoding="utf-8")
        found: list[str | tuple[str, str]] = [*sentences(source), *counted(source), *unsaid(file, package, source)]
        for sentence in found:
            where[sentence].add(file.relative_to(root).as_posix())
    for name, told in tabled():
        where[told].add(f"src/balance/{name}")
    return HEAD + "".join(_entry(sentence, sorted(where[sentence])) for sentence in sorted(where, key=_order))


def files(root: Path = ROOT) -> list[Path]:
    """Every file of the product that may say something."""
    return [*sorted((root / "src" / "balance").rglob("*.py")), *sorted((root / "pages").glob("*.py"))]


def sentences(source: str) -> Iterator[str]:
    """What is said in a source text: what `say` and `noted` are given, and the plain texts that blocks put up.

    Raises ValueError where `say` is given a sentence with its values already in it.

    >>> list(sentences('say("Data to"); blocks.section("What it is made of", how)'))
    ['Data to', 'What it is made of']
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in SAYING:
            if node.args and isinstance(node.args[0], ast.JoinedStr):
                raise ValueError(f"line {node.lineno}: a sentence with its values already in it cannot be looked up")
            yield from _texts(node.args[:1])
        elif name in BLOCKS:
            yield from _texts([*node.args[: len(BLOCKS[name])], *_named(node, BLOCKS[name])])
        yield from _texts(_named(node, ("title", "how_to_read")) if name == "figure" else ())


def counted(source: str) -> Iterator[tuple[str, str]]:
    """What is said of numbers in a source text, for one and for many: by `say_count`, or as the noun of a count.

    >>> list(counted('formats.count(n, "company", "companies"); formats.count(n, "row")'))
    [('{count} company', '{count} companies'), ('{count} row', '{count} rows')]
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ("say_count", "noted_count") and len(told := list(_texts(node.args[:2]))) == 2:
            yield told[0], told[1]
        elif name in COUNTS and (told := list(_texts([*node.args[1:3], *_named(node, ("thing", "things"))]))):
            yield f"{{count}} {told[0]}", f"{{count}} {told[1] if len(told) > 1 else told[0] + 's'}"


def tabled() -> Iterator[tuple[str, str | tuple[str, str]]]:
    """What the product's own tables say, which screens look up by `label` and `plain`: the file, and the text.

    >>> ("known_assumptions.py", "Yearly revenue") in set(tabled())
    True
    """
    from balance import known_assumptions, regimes, schema, stating, stresses

    for known in known_assumptions.KNOWN.values():
        yield from _spoken("known_assumptions.py", known.meaning, known.subject, known.source, known.unit)
    words = {word.replace("_", " ") for known in known_assumptions.WORDS.values() for word in known}
    yield from _spoken("known_assumptions.py", *sorted(words))
    yield from _spoken("stating.py", *stating.NAMES.values())
    for event in stresses.NAMED.values():
        yield from _spoken("stresses.py", event.title, event.story)
    for one in regimes.REGIMES:
        yield from _spoken("regimes.py", one.speaks_of, one.source, one.note)
    yield from _spoken("regimes.py", *(period.step for period in regimes.PERIODS))
    for table in schema.TABLES.values():
        yield from _spoken("schema/__init__.py", table.name, table.meaning)
        yield "schema/__init__.py", (f"{{count}} {table.name.removesuffix('s')}", f"{{count}} {table.name}")
        for column in table.columns:
            choices = [choice.replace("_", " ") for choice in column.choices]
            name = column.name.replace("_", " ")
            yield from _spoken(f"schema/{table.name}.py", name, column.meaning, column.improves, *choices)


def _spoken(file: str, *texts: str) -> Iterator[tuple[str, str]]:
    return ((file, text) for text in texts if any(map(str.isalpha, text)))


def _order(sentence: str | tuple[str, str]) -> tuple[str, ...]:
    return (sentence,) if isinstance(sentence, str) else sentence


def _named(call: ast.Call, wanted: Iterable[str]) -> list[ast.expr]:
    return [given.value for given in call.keywords if given.arg in set(wanted)]


def _texts(given: Iterable[ast.expr]) -> Iterator[str]:
    for one in given:
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and any(map(str.isalpha, one.value)):
            yield one.value


def _entry(sentence: str | tuple[str, str], places: list[str]) -> str:
    one, *many = map(_quoted, _order(sentence))
    form = "#, python-brace-format\n" if "{" in one else ""
    plural = f'msgid_plural "{many[0]}"\nmsgstr[0] ""\nmsgstr[1] ""\n' if many else 'msgstr ""\n'
    return "\n" + "".join(f"#: {place}\n" for place in places) + f'{form}msgid "{one}"\n{plural}'


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


if __name__ == "__main__":
    TEMPLATE.write_text(template(), encoding="utf-8")
