"""What is told in English below the screens, without being looked up there: sentences that `retold` says on a screen.

The readers of files, the comparison with earlier loads and every refusal of the store write their sentences with the
values in them, as they are kept and printed. Here those sentences are found in the source, with names for the values.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

TOLD = (
    "ingest/", "provenance/", "reconciling/", "mending/", "track_record/", "linking/problems.py", "keeping.py",
    "forecasting.py", "earlier.py", "sense.py", "assumptions.py", "scenario/settings.py", "corrections.py",
)  # fmt: skip
"""Where a text of two words or more is for people; elsewhere only what an exception is raised with."""
HEARD = tuple(f"ingest/{name}.py" for name in ("units", "periods", "durations", "shapes", "total_rows", "choices"))
"""Words that are looked for in files, and not told."""
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
"""What the rule is called that a problem is about: one chooses among them in a list."""
MOST = 8
"""So many ways to say one sentence are told apart, by the words chosen within it."""

LEAST = 3
READING = ("compile", "fullmatch", "match", "search", "sub", "split", "execute", "rows", "table")
MARKS = ("\\", "(?", "|", "$", "SELECT ", "INSERT ", "DELETE ", "%d", "):", "=1", ",change")
"""What stands in patterns, queries and forms, and in no sentence."""

Way = tuple[str, ...]


def unsaid(file: Path, package: Path, source: str) -> Iterator[str]:
    """The sentences of a file that are told without being looked up, with fields for their values.

    >>> list(unsaid(Path("/b/ingest/a.py"), Path("/b"), "tell(f'{len(rows)} more rows of {name!r}')"))
    ['{rows} more rows of {name}']
    """
    tree = ast.parse(source)
    name = file.relative_to(package).as_posix() if file.is_relative_to(package) else ""
    for top in ast.walk(tree) if name.startswith(TOLD) and name not in HEARD else _raised(tree):
        yield from _said(top)


def _raised(tree: ast.Module) -> Iterator[ast.AST]:
    """The texts that exceptions of our own are raised with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = getattr(node.exc.func, "id", getattr(node.exc.func, "attr", ""))
            if name.endswith("Error") or name == "NotAllowed":
                yield from (one for given in node.exc.args for one in ast.walk(given))


def _said(node: ast.AST) -> Iterator[str]:
    """The sentences of a text with values, or of one put together of two."""
    if isinstance(node, ast.Expr | ast.Attribute) or _is_text(node) or _reads(node):
        return
    for given in ast.iter_child_nodes(node):
        if _is_text(given):
            told = ["".join(_named(way)).strip() for way in _ways(given)]
            yield from filter(_is_for_people, told)
            yield from (code.replace("-", " ") for code in told if CODE.fullmatch(code))


def _reads(node: ast.AST) -> bool:
    """Whether a call is given a pattern, or a list of words to look for."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in READING


def _is_for_people(sentence: str) -> bool:
    words = [word for word in sentence.split() if any(map(str.isalpha, word)) and "{" not in word]
    said = len(words) > 1 or (bool(words) and "{" in sentence and len("".join(words)) > LEAST)
    return said and not any(mark in sentence for mark in MARKS) and sentence != sentence.upper()


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and (_is_text(node.left) or _is_text(node.right))
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _ways(node: ast.AST) -> list[Way]:
    """Every way a text may read: its fixed parts, and of each value `{` and its name."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [(node.value.replace("{", "{{").replace("}", "}}"),)]
    if isinstance(node, ast.JoinedStr):
        return _joined([_ways(part) for part in node.values])
    if isinstance(node, ast.BinOp) and _is_text(node):
        return _joined([_ways(node.left), _ways(node.right)])
    if isinstance(node, ast.FormattedValue):
        return _ways(node.value)
    if isinstance(node, ast.IfExp) and _is_text(node.body) and _is_text(node.orelse):
        return [*_ways(node.body), *_ways(node.orelse)]
    return [("{" + _name(node),)]


def _joined(parts: list[list[Way]]) -> list[Way]:
    ways = [tuple(piece for way in ways for piece in way) for ways in product(*parts)]
    return ways[:MOST]


def _named(way: Way) -> Iterator[str]:
    """The pieces of a text, each value under a name of its own."""
    seen: dict[str, int] = {}
    for piece in way:
        name = piece[1:]
        if not piece.startswith("{") or piece.startswith("{{"):
            yield piece
            continue
        seen[name] = seen.get(name, 0) + 1
        yield "{" + (name if seen[name] == 1 else f"{name}_{seen[name]}") + "}"


def _name(node: ast.AST) -> str:
    """What a value is called in the source."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_")
        case ast.Subscript(value=value) | ast.BinOp(left=value):
            return _name(value)
        case ast.Call(func=ast.Name(id="len" | "repr" | "str" | "sorted" | "map"), args=[*_, last]):
            return _name(last)
        case ast.Call(func=ast.Attribute(attr="join"), args=[value]):
            return _name(value)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name.strip("_")
        case ast.GeneratorExp(elt=value) | ast.ListComp(elt=value) | ast.IfExp(body=value):
            return _name(value)
    return "value"
