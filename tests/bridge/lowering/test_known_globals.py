"""The functions a program's globals are sure to hold."""

import pytest

from bridge.lowering.known_globals import (
    LIBRARIES,
    PLAIN_FUNCTIONS,
    is_known_function,
    is_known_library,
)
from bridge.source import Source
from bridge.syntax.parser import parse
from bridge.vm import VM


def value_of(text):
    return parse(Source(f"local _ = {text}")).chunk.body.statements[0].values[0]


def test_plain_functions_are_those_of_the_vm():
    names = " ".join(sorted(PLAIN_FUNCTIONS))
    program = f"for name in ('{names}'):gmatch('%S+') do"
    program += " assert(type(getfenv()[name]) == 'function', name) end"
    VM().run(program)


@pytest.mark.parametrize("library", sorted(LIBRARIES))
def test_members_of_a_library_are_all_its_functions(library):
    program = f"local names = {{}} for name, f in {library} do"
    program += (
        " if type(f) == 'function' then table.insert(names, name) end end return unpack(names)"
    )
    assert set(VM().run(program)) == LIBRARIES[library]


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
