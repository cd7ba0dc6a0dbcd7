"""Environments of scripts and loading of chunks (prelude/environment.lua)."""

from __future__ import annotations

from bridge.vm import VM


def test_scripts_have_globals_of_their_own() -> None:
    vm = VM()
    vm.run("x = 1 print = 5")
    assert vm.run("return x, type(print)") == (None, "function")


def test_the_shared_globals_are_read_only(refused, printed):
    assert "attempt to modify a readonly table" in refused("function() _G.x = 1 end")
    assert "attempt to modify a readonly table" in refused("function() string.x = 1 end")
    assert printed("x = 1 print(getfenv().x, _G.x)") == ["1\tnil"]


def test_loadstring_names_chunks_as_luau_does(printed):
    assert printed(
        "for _, name in { '=plain', '@path/file', 'local a = 1\\nreturn' } do\n"
        "  print(select(2, pcall(loadstring('error(1 .. 2)', name)))) end\n"
        "print(loadstring('return ...', '=x')(3))"
    ) == ["plain:1: 12", "path/file:1: 12", '[string "local a = 1..."]:1: 12', "3"]


def test_loadstring_returns_the_syntax_error(printed):
    assert printed("print(loadstring('x =', '=c'))") == [
        "nil\tc:1: Expected identifier when parsing expression, got <eof>"
    ]


def test_environments_can_be_replaced_but_not_those_of_the_library(printed, refused):
    assert printed(
        "local function f() return x end print(f(), setfenv(f, { x = 5 }) == f, f())"
    ) == ["nil\ttrue\t5"]
    assert refused("setfenv, print, {}") == "'setfenv' cannot change environment of given object"
