"""Frozen tables (prelude/readonly.lua)."""

from __future__ import annotations

from bridge.vm import VM

READONLY = "attempt to modify a readonly table"


def test_a_frozen_table_reads_as_before() -> None:
    assert VM().run(
        "local t = { 1, 2, 3, x = 'y' } local alias = t table.freeze(t)\n"
        "local n = 0 for k in t do n += 1 end\n"
        "return alias == t, t[2], t.x, #t, n, rawget(t, 'x'), rawlen(t), next(t), unpack(t)"
    ) == (True, 2, "y", 3, 4, "y", 3, 1, 1, 2, 3)


def test_every_way_to_write_is_refused() -> None:
    assert VM().run(
        "local t = table.freeze({ 1, 2 }) local out = {}\n"
        "for i, f in { function() t.x = 1 end, function() t[1] = nil end,\n"
        "  function() t[1] += 1 end, function() rawset(t, 'x', 1) end,\n"
        "  function() table.insert(t, 1) end,\n"
        "  function() table.sort(t) end, function() table.clear(t) end,\n"
        "  function() setmetatable(t, {}) end } do\n"
        "  local ok, why = pcall(f)\n"
        "  out[i] = ok and 'written' or (why:gsub('^main:%d+: ', '')) end\n"
        "return table.concat(out, '|'), t[1], #t"
    ) == ("|".join([READONLY] * 8), 1, 2)


def test_an_absent_key_goes_to_newindex() -> None:
    assert VM().run(
        "local log = {} local t = table.freeze(setmetatable({ a = 1 }, "
        "{ __newindex = function(_, k, v) log[k] = v end }))\n"
        "t.b = 2 return log.b, pcall(function() t.a = 3 end)"
    ) == (2, False, f"main:2: {READONLY}")


def test_a_metatable_stays_alive_after_freezing() -> None:
    assert VM().run(
        "local mt = {} local t = table.freeze(setmetatable({ x = 1 }, mt))\n"
        "local before = t.y mt.__index = { y = 2 } return before, t.x, t.y, getmetatable(t) == mt"
    ) == (None, 1, 2, True)


def test_a_frozen_class_makes_objects() -> None:
    assert VM().run(
        "local C = {} C.__index = C function C.new(n) return setmetatable({ n = n }, C) end\n"
        "function C:get() return self.n end local early = C.new(1) table.freeze(C)\n"
        "return early:get(), C.new(2):get(), pcall(function() C.extra = 1 end)"
    ) == (1, 2, False, f"main:3: {READONLY}")


def test_operators_of_frozen_objects_work() -> None:
    assert VM().run(
        "local mt = { __add = function(a, b) return a.n + b.n end,\n"
        "  __eq = function() return true end, __lt = function(a, b) return a.n < b.n end,\n"
        "  __len = function() return 7 end, __call = function(self, x) return self.n * x end,\n"
        "  __concat = function() return 'cat' end }\n"
        "local a = table.freeze(setmetatable({ n = 2 }, mt))\n"
        "local b = setmetatable({ n = 3 }, mt)\n"
        "return a + b, a == b, a < b, #a, a(5), a .. 'x'"
    ) == (5, True, True, 7, 10, "cat")


def test_a_loop_goes_on_when_its_table_is_frozen() -> None:
    assert VM().run(
        "local t, s = { 1, 2, 3, x = 4 }, ''\n"
        "for k, v in t do if k == 1 then table.freeze(t) end s ..= v end return s"
    ) == ("1234",)
