"""Imports: which calls become one, and that each exists."""

import pytest

from bridge.lowering import LoweringOptions, library_calls, lower
from bridge.lowering.library_calls import GLOBALS, IMPORTS_MAX, LIBRARY
from bridge.source import Source
from bridge.vm import VM

NAMES = sorted(GLOBALS) + sorted(f"{lib}.{name}" for lib in LIBRARY for name in LIBRARY[lib])


def test_forms(assert_pairs):
    assert_pairs("library_calls", imports=True)


def test_imports_of_one_result_are_imports():
    assert set(NAMES) >= library_calls._ONE_RESULT


@pytest.mark.parametrize("word", ["getfenv", "setfenv", "loadstring"])
def test_programs_that_touch_environments_have_none(body, word):
    text = f" print({word})"
    assert body(text, imports=True) == text


def test_every_import_exists():
    machine = VM()
    types = machine.run(f"return {', '.join(f'type({name})' for name in NAMES)}")
    assert types == ("function",) * len(NAMES)


@pytest.mark.parametrize("count", [IMPORTS_MAX - 1, IMPORTS_MAX, IMPORTS_MAX + 1])
def test_their_number_is_bounded(count):
    text = lower(Source(" ".join(f"{name}()" for name in NAMES[:count]))).text
    assert text.count("_R.import(") == min(count, IMPORTS_MAX)


def test_a_method_call_needs_none(run):
    assert run("print(('x'):rep(3), string.rep('y', 2))") == ["xxx\tyy"]


def test_options_are_part_of_the_cached_text():
    text = lower(Source("print(1)"), LoweringOptions(imports=False)).text
    assert "import" not in text
