"""What a program can reach, found by walking it with the debug library it does not have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

# Walks tables, metatables, environments and, when `upvalues` is true, the upvalues of Lua and C
# functions. Of threads it takes what a program can see of them: the functions on their stacks.
# Returns the path of every value that `wanted` picks.
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
    local level = 0
    while type(v) == "thread" do
        local frame = debug.getinfo(v, level, "f")
        if not frame then break end
        push(frame.func, path .. "@" .. level)
        level = level + 1
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


# Everything of LuaJIT and lupa that is dangerous to have, as value -> name.
DANGERS = b"""
local danger = {}
for _, name in ipairs{'io', 'package', 'jit', 'python', 'debug', 'os'} do
    local library = _G[name]
    danger[library] = name
    for member, f in pairs(library) do
        local harmless = name == 'os'
            and (member == 'time' or member == 'clock' or member == 'date' or member == 'difftime')
        if type(f) == 'function' and not harmless then danger[f] = name .. '.' .. member end
    end
end
for _, name in ipairs{'load', 'loadstring', 'loadfile', 'dofile', 'require', 'module', 'getfenv',
    'setfenv', 'newproxy', 'collectgarbage'} do
    danger[_G[name]] = name
end
danger[string.dump], danger[require('ffi')] = 'string.dump', 'ffi'
return danger
"""


class Opened:
    """A VM whose LuaJIT natives were kept, in Python, before the sandbox closed."""

    def __init__(self, make: Callable[[], Any]) -> None:
        from bridge.vm import machine  # lazily: loads lupa

        original = machine.open_runtime
        kept: list[Any] = []

        def open_runtime(max_memory: int | None) -> Any:
            runtime = original(max_memory)
            kept[:] = [
                runtime,
                runtime.execute(b"return debug, rawget, next, type, tostring"),
                runtime.execute(DANGERS),
            ]
            return runtime

        machine.open_runtime = open_runtime
        try:
            self.made = make()
        finally:
            machine.open_runtime = original
        self.runtime, self.natives, self.dangers = kept

    def walk(
        self, roots: dict[str, object], upvalues: bool, wanted: object
    ) -> tuple[int, list[str]]:
        """Number of values seen and paths of those wanted; b"python" wants Python objects."""
        table = self.runtime.table_from({name.encode(): root for name, root in roots.items()})
        count, found = self.runtime.execute(WALK, *self.natives, table, upvalues, wanted)
        return count, [bytes(path).decode() for path in found.values()]


@pytest.fixture
def opened_sandbox() -> type[Opened]:
    """Takes a function that makes one VM, or something around one."""
    return Opened
