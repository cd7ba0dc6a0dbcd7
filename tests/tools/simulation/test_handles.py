"""Luau values in Python's hands."""

from __future__ import annotations

import pytest

from bridge.errors import ScriptError, UsageError
from bridge.tools.simulation import FunctionHandle, TableHandle, Universe

MODULE = """
local Counter = { limit = 3, nested = { 1, 2 } }
Counter.__index = Counter
function Counter.new(start) return setmetatable({ value = start }, Counter) end
function Counter:Add(n) task.wait(1) self.value += n return self.value end
function Counter.Pair() return 1, 2 end
return Counter
"""


@pytest.fixture
def module() -> TableHandle:
    server = Universe().start_server(modules={"ReplicatedStorage.Counter": MODULE})
    handle = server.require("ReplicatedStorage.Counter")
    assert isinstance(handle, TableHandle)
    return handle


def test_functions_are_called_with_a_dot_and_methods_through_call(module: TableHandle) -> None:
    counter = module.new(5)
    assert counter.value == 5
    assert counter.call("Add", 2) == 7
    assert counter.value == 7
    assert module.Pair() == (1, 2)
    assert isinstance(module.Pair, FunctionHandle)


def test_fields_are_plain_values_and_tables_handles(module: TableHandle) -> None:
    assert module.limit == 3
    assert module["limit"] == 3
    assert module.nested[2] == 2
    assert module.nested.to_python() == [1, 2]
    assert module["missing"] is None


def test_what_is_not_there_is_an_error(module: TableHandle) -> None:
    with pytest.raises(AttributeError, match="Counter has no field 'missing'"):
        _ = module.missing
    with pytest.raises(UsageError, match="no method 'limit'"):
        module.call("limit")
    with pytest.raises(ScriptError, match="Counter"):
        module.Add(None)


def test_handles_are_arguments_too(module: TableHandle) -> None:
    counter = module.new(1)
    assert module.Add(counter, 4) == 5


def test_handles_name_what_they_hold(module: TableHandle) -> None:
    assert repr(module) == "<Luau table Counter>"
    assert repr(module.new) == "<Luau function Counter.new>"
