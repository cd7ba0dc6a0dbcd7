"""What a program can reach, found by walking it with the debug library it does not have."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.vm import VM
from bridge.vm.sandbox import FORBIDDEN, GLOBALS


class Sandbox:
    """A bare VM opened for walking."""

    def __init__(self, opened: Any) -> None:
        self.vm: VM = opened.made
        self.runtime, self.dangers, self.walk = opened.runtime, opened.dangers, opened.walk

    def user_roots(self) -> dict[str, object]:
        function = self.vm.load("local x = 1 return function() return x end")
        inner = function()
        environment = self.vm.environment()
        return {
            "globals": self.vm.globals.raw,
            "chunk": function.raw,
            "function": inner.raw,
            "environment": environment.raw,
            "text": b"",
        }


@pytest.fixture
def opened(opened_sandbox: Any) -> Sandbox:
    return Sandbox(opened_sandbox(VM))


def test_the_walk_finds_what_is_there(opened: Sandbox) -> None:
    planted = opened.runtime.execute(
        b"local python = ... return {deep = {function() return python end}}", lambda: None
    )
    count, found = opened.walk({"planted": planted}, True, b"python")
    assert count > 3
    assert found == ["planted.deep.1^python"]


def test_no_python_object_is_reachable_even_through_upvalues(opened: Sandbox) -> None:
    # The host threads exist: one call has gone out, one callback has come in.
    opened.vm.run("print(1) local callback = ... callback()", "main", lambda: None)
    count, found = opened.walk(opened.user_roots(), True, b"python")
    assert count > 500
    assert found == []


def test_no_dangerous_native_is_reachable_from_what_programs_see(opened: Sandbox) -> None:
    count, found = opened.walk(opened.user_roots(), False, opened.dangers)
    assert count > 200
    assert found == []


def test_the_globals_are_the_allowed_ones() -> None:
    names = set(VM().globals.keys())
    assert names == set(GLOBALS)
    assert not names & set(FORBIDDEN)


@pytest.mark.parametrize("name", sorted(FORBIDDEN))
def test_a_forbidden_global_is_nil(name: str) -> None:
    assert VM().run(f"return {name}") == (None,)


@pytest.mark.parametrize(
    "program",
    [
        "return string.dump",
        "return debug.getregistry or debug.getupvalue or debug.sethook or debug.setmetatable",
        "return os.execute or os.remove or os.getenv or os.exit",
        "return getfenv(print).python or getfenv(0).package or getfenv(string.rep).io",
        'return loadstring("\\27LJ\\2\\0")',
        "return getmetatable(5) or getmetatable(nil) or getmetatable(print)",
    ],
)
def test_a_known_way_out_is_closed(program: str) -> None:
    assert VM().run(program)[0] is None


def test_library_tables_refuse_changes() -> None:
    assert VM().run(
        "local function refused(f, ...) return not (pcall(f, ...)) end "
        "return refused(function() string.rep = nil end), refused(function() _G.x = 1 end),"
        " refused(rawset, math, 'pi', 3), refused(function() getmetatable('').__index = {} end)"
    ) == (True, True, True, True)
