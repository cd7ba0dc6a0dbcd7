"""Reads `@pytest.mark.rule(name, ..., source="...")` from the tests' sources, importing none.

A marker stands over a test function or a test class, in a module's `pytestmark`, or as `marks=` of
one `pytest.param`. Its names are literal texts; `servers=` is a number or a tuple of numbers, and
without it the values that `@pytest.mark.parametrize` gives a parameter `servers`. Knows no rule.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Marker", "markers_of", "read_markers"]


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker over one test.

    Attributes:
        names: the rules that the test checks, see `bridge.tools.stubgen.rule_names`.
        source: source key of the documented fact; empty when the marker has none.
        file: the test's file, relative to the folder of the tests.
        test: the function's name, with its class before a dot.
        line: of the marker.
        servers: on how many servers it is tried, ascending; empty where it does not say.
    """

    names: tuple[str, ...]
    source: str
    file: str
    test: str
    line: int
    servers: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """Where a reader finds it."""
        return f"{self.file}:{self.line}"


def read_markers(folder: Path) -> list[Marker]:
    """The markers of every test file below a folder, in the order of paths and lines."""
    found: list[Marker] = []
    for path in sorted(folder.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "mark.rule(" in text:
            found += markers_of(text, path.relative_to(folder).as_posix())
    return found


def markers_of(text: str, file: str) -> list[Marker]:
    """The markers of one file, in the order of its tests.

    Parameters:
        text: Python source.
        file: its name, kept in the markers.
    """
    tree = ast.parse(text)
    shared = [
        call
        for node in tree.body
        if isinstance(node, ast.Assign) and _is_name(node.targets[0], "pytestmark")
        for call in _rule_calls([node.value])
    ]
    return list(_tests(tree.body, file, "", shared))


def _tests(
    body: Sequence[ast.stmt], file: str, owner: str, shared: Sequence[ast.Call]
) -> Iterator[Marker]:
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            inherited = [*shared, *_rule_calls(node.decorator_list)]
            yield from _tests(node.body, file, f"{owner}{node.name}.", inherited)
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            varied = _servers_of_parameters(node.decorator_list)
            for call in (*shared, *_rule_calls(node.decorator_list)):
                yield _marker(call, file, owner + node.name, varied)


def _rule_calls(nodes: Sequence[ast.expr]) -> list[ast.Call]:
    """Calls of `pytest.mark.rule` anywhere in some expressions."""
    return [
        inner
        for node in nodes
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call) and ast.unparse(inner.func) == "pytest.mark.rule"
    ]


def _marker(call: ast.Call, file: str, test: str, varied: tuple[int, ...]) -> Marker:
    options = {each.arg: each.value for each in call.keywords}
    source = options.get("source")
    servers = options.get("servers")
    return Marker(
        # A name that is no literal text is shown as written, so that it is refused as unknown.
        names=tuple(_text(each) or ast.unparse(each) for each in call.args),
        source=_text(source) if source is not None else "",
        file=file,
        test=test,
        line=call.lineno,
        servers=_numbers(servers) if servers is not None else varied,
    )


def _servers_of_parameters(decorators: Sequence[ast.expr]) -> tuple[int, ...]:
    """The values of a parameter `servers`, from the literals of `parametrize`."""
    for node in decorators:
        if not isinstance(node, ast.Call) or len(node.args) < 2:
            continue
        if ast.unparse(node.func) != "pytest.mark.parametrize":
            continue
        names = _parameter_names(node.args[0])
        rows = node.args[1]
        if "servers" not in names or not isinstance(rows, ast.List | ast.Tuple):
            continue
        column = names.index("servers")
        cells = [row if len(names) == 1 else _cell(row, column) for row in rows.elts]
        return tuple(sorted({n for cell in cells if cell for n in _numbers(cell)}))
    return ()


def _parameter_names(node: ast.expr) -> list[str]:
    if isinstance(node, ast.List | ast.Tuple):
        return [_text(each) for each in node.elts]
    return [name.strip() for name in _text(node).split(",")]


def _cell(row: ast.expr, column: int) -> ast.expr | None:
    """One value of a row, which is a tuple or a `pytest.param`."""
    if isinstance(row, ast.Call):
        return row.args[column] if column < len(row.args) else None
    if isinstance(row, ast.List | ast.Tuple) and column < len(row.elts):
        return row.elts[column]
    return None


def _numbers(node: ast.expr) -> tuple[int, ...]:
    cells = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    values = (each.value for each in cells if isinstance(each, ast.Constant))
    return tuple(sorted({value for value in values if isinstance(value, int)}))


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
