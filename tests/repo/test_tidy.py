"""The habits of this repository, enforced: sizes, docstrings, banned imports, leftovers."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE_FOLDERS = ("bridge", "stubs", "tools")

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
LINE_COLUMNS_MAX = 100

# Files that may be longer, each with its reason. The list only shrinks.
LONG_FILES: dict[str, str] = {}

# Modules without a test file of their own name, each with the file that tests them.
MIRRORED_ELSEWHERE: dict[str, str] = {}

BANNED_IMPORTS = {
    "random": "draw from a named stream of bridge.scheduler.rng",
    "uuid": "make GUIDs from a seeded stream",
    "secrets": "draw from a named stream of bridge.scheduler.rng",
    "pickle": "write JSON or plain text",
}
# Wall time is for measuring the run itself; it never reaches a simulation.
BANNED_CALLS = re.compile(r"\b(?:time\.(?:time|sleep)|datetime\.(?:now|utcnow))\(")
LEFTOVERS = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def python_sources():
    for folder in SOURCE_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            relative = path.relative_to(ROOT)
            if relative.parts[:2] not in {
                ("bridge", "lua"),
                ("bridge", "stubs"),
                ("bridge", "tools"),
            }:
                yield relative


def lua_sources():
    for folder in ("bridge/prelude", "lua"):
        for path in sorted((ROOT / folder).rglob("*.lua*")):
            yield path.relative_to(ROOT)


SOURCES = [str(path) for path in python_sources()]
PROGRAMS = [str(path) for path in lua_sources()]
TESTS = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests").rglob("*.py"))]


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_files_are_of_a_size_one_can_read():
    long = {
        name: len(text_of(name).splitlines())
        for name in SOURCES + PROGRAMS
        if len(text_of(name).splitlines()) > FILE_LINES_MAX and name not in LONG_FILES
    }
    assert not long, f"over {FILE_LINES_MAX} lines: {long}"


def test_waivers_for_long_files_are_still_needed():
    stale = [name for name in LONG_FILES if len(text_of(name).splitlines()) <= FILE_LINES_MAX]
    assert not stale


def test_functions_are_of_a_size_one_can_read():
    long = []
    for name in SOURCES:
        for node in ast.walk(ast.parse(text_of(name))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > FUNCTION_LINES_MAX:
                    long.append(f"{name}:{node.lineno} {node.name} has {lines} lines")
    assert not long, "\n".join(long)


def test_lines_fit_the_page():
    wide = [
        f"{name}:{number}"
        for name in SOURCES + TESTS
        for number, line in enumerate(text_of(name).splitlines(), 1)
        if len(line) > LINE_COLUMNS_MAX
    ]
    assert not wide


def test_every_module_says_what_it_is():
    silent = [name for name in SOURCES + TESTS if not ast.get_docstring(ast.parse(text_of(name)))]
    assert not silent


def test_every_lua_file_opens_with_what_it_owns():
    # A Luau module's first line is its mode; the header comment follows it.
    silent = [
        name
        for name in PROGRAMS
        if not text_of(name).removeprefix("--!strict").lstrip().startswith("--")
    ]
    assert not silent


def test_luau_modules_are_strict():
    loose = [
        n for n in PROGRAMS if n.endswith(".luau") and not text_of(n).startswith("--!strict\n")
    ]
    assert not loose


def test_nothing_unseeded_reaches_a_run():
    found = []
    for name in SOURCES:
        for node in ast.walk(ast.parse(text_of(name))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            found += [
                f"{name}:{node.lineno} imports {each}: {BANNED_IMPORTS[each]}"
                for each in names
                if each in BANNED_IMPORTS
            ]
        found += [
            f"{name}: calls {match.group()}" for match in BANNED_CALLS.finditer(text_of(name))
        ]
    assert not found, "\n".join(found)


def test_no_leftover_marks():
    found = [
        f"{name}:{number}"
        for name in SOURCES + PROGRAMS + TESTS
        if name != "tests/repo/test_tidy.py"
        for number, line in enumerate(text_of(name).splitlines(), 1)
        if LEFTOVERS.search(line)
    ]
    assert not found


def test_every_module_has_a_test_file_of_its_name():
    missing = []
    for name in SOURCES:
        path = Path(name)
        if path.name == "__init__.py" or name in MIRRORED_ELSEWHERE:
            continue
        mirror = ROOT / "tests" / path.parent / f"test_{path.stem.lstrip('_')}.py"
        if not mirror.is_file():
            missing.append(name)
    assert not missing, "no mirror under tests/ for:\n" + "\n".join(missing)


def test_files_said_to_be_tested_elsewhere_are():
    gone = [f"{n}: {t}" for n, t in MIRRORED_ELSEWHERE.items() if not (ROOT / t).is_file()]
    gone += [name for name in MIRRORED_ELSEWHERE if not (ROOT / name).is_file()]
    assert not gone


@pytest.mark.parametrize("folder", ["tests"])
def test_tests_hold_no_package_files(folder):
    # importlib mode needs none; with one, prepend mode would put the repository on sys.path.
    assert not list((ROOT / folder).rglob("__init__.py"))
