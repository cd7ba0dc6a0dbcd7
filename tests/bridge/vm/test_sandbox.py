"""What a program can reach, found by walking it with the debug library it does not have."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.vm import VM, machine
from bridge.vm.sandbox import FORBIDDEN, GLOBALS

# Walks tables, metatables, environments and, when `upvalues` is true, the upvalues of Lua and C
# functions. Returns the path of every value that `wanted` picks.
WALK = b"""
local debug, rawget, next, type, tostring, roots, upvalues, wanted = ...
local seen, found, queue, paths = {}, {}, {}, {}
local function push(v, path)
    local kind = type(v)
    if kind == "nil" or kind == "number" or kind == "boolean" or kind == "string" then return end
    if seen[v] then return end
    seen[v] = true
    queue[#queue + 1], paths[#paths + 1] = v, path
end
for name, root in next, roots do push(root, name) end
local registry = debug.getregistry()
local at = 1
while queue[at] do
    local v, path = queue[at], paths[at]
    at = at + 1
    if wanted == "python" then
        if type(v) == "userdata" and debug.getmetatable(v) == registry.POBJECT then
            found[#found + 1] = path
        end
    elseif wanted[v] then
        found[#found + 1] = path .. " is " .. wanted[v]
    end
    push(debug.getmetatable(v), path .. "<metatable>")
    if type(v) == "table" then
        for key, value in next, v do
            push(key, path .. "<key>")
            push(value, path .. "." .. tostring(key))
        end
    elseif type(v) == "function" or type(v) == "thread" or type(v) == "userdata" then
        push(debug.getfenv(v), path .. "<env>")
    end
    if type(v) == "function" and upvalues then
        local i = 1
        while true do
            local name, value = debug.getupvalue(v, i)
            if not name then break end
            push(value, path .. "^" .. name)
            i = i + 1
        end
    end
end
return at - 1, found
"""


class Opened:
    """A VM whose LuaJIT natives were kept, in Python, before the sandbox closed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        original = machine.open_runtime
        kept: dict[str, Any] = {}

        def open_runtime(max_memory: int | None) -> Any:
            runtime = original(max_memory)
            kept["runtime"] = runtime
            kept["natives"] = runtime.execute(b"return debug, rawget, next, type, tostring")
            kept["dangers"] = runtime.execute(
                b"local danger = {} "
                b"for _, name in ipairs{'io', 'package', 'jit', 'python', 'debug', 'os'} do "
                b"  local library = _G[name] danger[library] = name "
                b"  for member, f in pairs(library) do "
                b"    if type(f) == 'function' and not (name == 'os' and (member == 'time' "
                b"      or member == 'clock' or member == 'date' or member == 'difftime')) then "
                b"      danger[f] = name .. '.' .. member end end end "
                b"for _, name in ipairs{'load', 'loadstring', 'loadfile', 'dofile', 'require', "
                b"  'module', 'getfenv', 'setfenv', 'newproxy', 'collectgarbage'} do "
                b"  danger[_G[name]] = name end "
                b"danger[string.dump] = 'string.dump' danger[require('ffi')] = 'ffi' "
                b"return danger"
            )
            return runtime

        monkeypatch.setattr(machine, "open_runtime", open_runtime)
        self.vm = VM()
        self.runtime = kept["runtime"]
        self.natives = kept["natives"]
        self.dangers = kept["dangers"]

    def walk(
        self, roots: dict[str, object], upvalues: bool, wanted: object
    ) -> tuple[int, list[str]]:
        table = self.runtime.table_from({name.encode(): root for name, root in roots.items()})
        count, found = self.runtime.execute(WALK, *self.natives, table, upvalues, wanted)
        return count, [bytes(path).decode() for path in found.values()]

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
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    return Opened(monkeypatch)


def test_the_walk_finds_what_is_there(opened: Opened) -> None:
    planted = opened.runtime.execute(
        b"local python = ... return {deep = {function() return python end}}", lambda: None
    )
    count, found = opened.walk({"planted": planted}, True, b"python")
    assert count > 3
    assert found == ["planted.deep.1^python"]


def test_no_python_object_is_reachable_even_through_upvalues(opened: Opened) -> None:
    # The host threads exist: one call has gone out, one callback has come in.
    opened.vm.run("print(1) local callback = ... callback()", "main", lambda: None)
    count, found = opened.walk(opened.user_roots(), True, b"python")
    assert count > 500
    assert found == []


def test_no_dangerous_native_is_reachable_from_what_programs_see(opened: Opened) -> None:
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
