"""The doors from the host into the VM (prelude/entry.lua)."""

from __future__ import annotations

import pytest

from bridge.errors import ScriptError, ScriptTimeout
from bridge.vm import VM, Limits


def test_a_script_runs_in_a_thread_of_its_own() -> None:
    assert VM().run("return coroutine.isyieldable(), type(coroutine.running())") == (True, "thread")


def test_a_yield_out_of_the_script_is_an_error() -> None:
    with pytest.raises(ScriptError, match="thread yielded unexpectedly"):
        VM().run("coroutine.yield()")


def test_every_call_has_a_budget_of_its_own() -> None:
    vm = VM(limits=Limits(budget=10_000))
    spin = vm.load("for i = 1, 6_000 do end return 1")
    assert [spin(), spin(), spin()] == [1, 1, 1]
    with pytest.raises(ScriptTimeout):
        vm.run("while true do end")


def test_error_values_that_are_no_text_arrive_as_they_are() -> None:
    with pytest.raises(ScriptError) as caught:
        VM().run("error({ code = 7 })")
    assert caught.value.value["code"] == 7
    assert caught.value.message.startswith("table: 0x")


def test_long_tables_come_out_whole_and_in_order() -> None:
    (table,) = VM().run("local t = {} for i = 1, 9000 do t['k' .. i] = i end return t")
    assert len(table.items()) == 9000
    assert table.keys() == sorted(table.keys())
