"""Stores to metamethod fields ask whether their table is frozen."""

import re
from pathlib import Path

import pytest

from bridge.lowering.locked_fields import _EVENTS
from bridge.vm import VM

READONLY = (False, "main:1: attempt to modify a readonly table")


def test_stores_that_name_a_metamethod_ask_first(body):
    assert body("C.__index = C") == ' _R.unlocked(C, "__index").__index = C'
    assert body("C['__add'] = f") == ' _R.unlocked(C, "__add").__add = f'
    assert body("function C:__call() end") == ' _R.unlocked(C, "__call") function C:__call() end'
    assert body("C.__tostring = f") == " C.__tostring = f"
    assert body("C.index = C") == " C.index = C"


def test_the_check_stands_on_the_line_of_its_target(body):
    assert body("C\n.__index = 1") == ' _R.unlocked(C, "__index").__index = 1\n'
    assert body("f()\nC.__index = C") == ' f()\n_R.unlocked(C, "__index").__index = C'


def test_the_events_are_those_that_freezing_leaves_in_the_table():
    prelude = Path(__file__).resolve().parents[3] / "bridge" / "prelude" / "readonly.lua"
    (events,) = re.findall(r"local EVENTS = \{(.*?)\}", prelude.read_text(), re.DOTALL)
    assert set(re.findall(r"__\w+", events)) == _EVENTS


@pytest.mark.parametrize(
    "store",
    [
        "C.__index = 1",
        "C['__index'] = nil",
        "C.__index, C.x = 1, 2",
        "function C.__add() end",
        "function C:__add() end",
        "C.__sub = 1",
    ],
)
def test_a_frozen_class_refuses_them(store):
    program = "local C = {} C.__index = C C.__add = 1 table.freeze(C)"
    assert VM().run(f"{program} return pcall(function() {store} end)") == READONLY


def test_a_class_that_is_not_frozen_takes_them():
    program = "local C = {} C.__index = C C.__add = 1 C.__add = 2 function C.__sub() end"
    assert VM().run(f"{program} return C.__add, type(C.__sub)") == (2, "function")


def test_freezing_asks_no_newindex():
    program = "local t = setmetatable({__index = 1}, {__newindex = error}) table.freeze(t)"
    assert VM().run(f"{program} return t.__index") == (1,)
