"""Imports hold until somebody can change the chunk's globals; from then on calls look up."""

import pytest

from bridge.vm import VM

LIBRARY = """
local self = {}
function self.floor(x) return math.floor(x) end
function self.text(x) return tostring(x) end
function self.both(n)
    local total = 0
    for i = 1, n do total += math.floor(i / 2) end
    return total
end
return self
"""


@pytest.fixture
def ask():
    """Runs `program` as a chunk of its own, with the library chunk's result as its argument."""
    machine = VM()
    (library,) = machine.run(LIBRARY, "library")

    def check(program):
        return machine.run(f"local library = ...\n{program}", "program", library)

    return check


def test_an_environment_written_through_getfenv_is_looked_up_again(ask):
    program = """
    local before = library.floor(2.5)
    getfenv(library.floor).math = { floor = function() return "mine" end }
    return before, library.floor(2.5)
    """
    assert ask(program) == (2, "mine")


def test_every_function_of_the_chunk_looks_up_again(ask):
    program = """
    getfenv(library.floor).tostring = function() return "mine" end
    return library.text(1), library.floor(1.5)
    """
    assert ask(program) == ("mine", 1)


def test_compiled_code_looks_up_again(ask):
    program = """
    local before = library.both(100000)
    getfenv(library.both).math = { floor = function() return 1 end }
    return before, library.both(100000)
    """
    assert ask(program) == (2500000000, 100000)


def test_a_function_with_other_globals_looks_them_up(ask):
    program = """
    setfenv(library.floor, { math = { floor = function() return "other" end } })
    return library.floor(1.5), library.both(4)
    """
    assert ask(program) == ("other", 4)


@pytest.mark.parametrize(
    ("globals_", "message"),
    [
        ("{}", "library:3: attempt to index nil with 'floor'"),
        ("{ math = {} }", "library:3: attempt to call a nil value"),
        ("{ math = { floor = 5 } }", "library:3: attempt to call a number value"),
    ],
)
def test_a_library_that_is_gone_is_reported_at_the_call(ask, globals_, message):
    program = f"setfenv(library.floor, {globals_}) return pcall(library.floor, 1)"
    assert ask(program) == (False, message)


def test_replacements_are_called_from_the_line_of_the_call(ask):
    program = """
    setfenv(library.floor, { math = { floor = function() error("here", 2) end } })
    return select(2, pcall(library.floor, 1)), select(2, pcall(library.text))
    """
    assert ask(program) == ("library:3: here", "nil")


def test_what_a_program_loads_may_change_its_globals():
    program = """
    local function length(x) return rawlen(x) end
    local before = length("abc")
    local load = getfenv
    return before
    """
    machine = VM()
    assert machine.run(program) == (3,)
    program = """
    local function length(x) return rawlen(x) end
    loadstring("rawlen = function() return 7 end")()
    return length("abc")
    """
    assert machine.run(program) == (7,)


def test_the_host_may_change_globals_later():
    machine = VM()
    environment = machine.environment()
    function = machine.load("return (tostring(5))", "script", environment)
    assert machine.call(function) == ("5",)
    environment["tostring"] = machine.load("return 'host'")
    assert machine.call(function) == ("host",)
    other = machine.load("return (tostring(5))", "other")
    machine.globals["tostring"] = machine.load("return 'all'")
    assert machine.call(other) == ("all",)


def test_globals_given_before_loading_are_imported():
    machine = VM()
    environment = machine.environment(tostring=machine.load("return 'host'"))
    assert machine.call(machine.load("return (tostring(5))", "script", environment)) == ("host",)
