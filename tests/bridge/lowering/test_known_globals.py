"""The functions a program's globals are sure to hold."""

from bridge.lowering.known_globals import is_known_function, is_known_library
from bridge.source import Source
from bridge.syntax.parser import parse


def value_of(text):
    return parse(Source(f"local _ = {text}")).chunk.body.statements[0].values[0]


def test_a_function_is_known_while_its_global_is_left_alone():
    nothing = frozenset()
    assert is_known_function(value_of("print"), nothing)
    assert not is_known_function(value_of("print"), frozenset({"print"}))
    assert is_known_function(value_of("table.insert"), nothing)
    assert not is_known_function(value_of("table.insert"), frozenset({"table"}))
    assert not is_known_function(value_of("table.instert"), nothing)
    assert not is_known_function(value_of("helper"), nothing)
    assert not is_known_function(value_of("a.table.insert"), nothing)
    assert is_known_library(value_of("string"), nothing)
    assert not is_known_library(value_of("workspace"), nothing)
