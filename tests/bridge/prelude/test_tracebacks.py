"""Tracebacks in Luau's form (prelude/tracebacks.lua)."""

from __future__ import annotations

import pytest

from bridge.errors import ScriptError
from bridge.vm import VM


def test_frames_carry_the_names_functions_were_given(printed):
    assert printed(
        "local t = {}\n"
        "function t.named() return debug.traceback('top') end\n"
        "local function caller() local s = t.named() return s end\n"
        "print(caller())"
    ) == ["top\ncase:2 function named\ncase:3 function caller\ncase:4\n"]


def test_long_tracebacks_are_cut_in_the_middle() -> None:
    with pytest.raises(ScriptError) as caught:
        VM().run("local function r(n) if n == 0 then error('deep') end r(n - 1) end r(50)", "case")
    lines = caught.value.traceback.splitlines()
    assert len(lines) == 21
    assert lines[10] == "... (+32 frames)"
    assert lines[-1] == "case:1"
