"""Limits: values, and that each one bites."""

from __future__ import annotations

import dataclasses

import pytest

from bridge.errors import ScriptError, ScriptTimeout
from bridge.vm import VM, Limits


def test_limits_are_values() -> None:
    assert Limits() == Limits()
    with pytest.raises(dataclasses.FrozenInstanceError):
        Limits().budget = 1  # type: ignore[misc]


def test_each_entry_gets_the_whole_budget() -> None:
    vm = VM(limits=Limits(budget=1000))
    loop = vm.load("for i = 1, ... do end return 'done'")
    assert [loop(900) for _ in range(3)] == ["done"] * 3
    with pytest.raises(ScriptTimeout):
        loop(1001)


def test_a_callback_does_not_refill_the_budget() -> None:
    vm = VM(limits=Limits(budget=1000))
    inner = vm.load("for i = 1, 300 do end")
    with pytest.raises(ScriptTimeout):
        vm.run("local f = ... for i = 1, 10 do f() end", "main", lambda: inner())


def test_memory_can_be_unlimited() -> None:
    program = "return #string.rep('x', 40 * 2 ^ 20)"
    with pytest.raises(ScriptError, match="not enough memory"):
        VM(limits=Limits(memory_bytes=16 << 20)).run(program)
    assert VM(limits=Limits(memory_bytes=None)).run(program) == (40 << 20,)
