"""Opening LuaJIT and compiling prelude files."""

from __future__ import annotations

import pytest

from bridge.errors import BridgeError
from bridge.vm.runtime import EngineError, RawFunction, RawTable, compile_chunk, open_runtime


def test_attributes_of_python_objects_are_denied() -> None:
    runtime = open_runtime()
    for program in (b"return (...).__class__", b"(...).x = 1", b"return (...).__globals__"):
        with pytest.raises((AttributeError, EngineError)):
            runtime.execute(program, lambda: None)


def test_strings_cross_as_bytes() -> None:
    assert open_runtime().execute(b"return 'a\\0\\255'") == b"a\0\xff"


def test_eval_and_builtins_are_not_registered() -> None:
    assert open_runtime().execute(b"return python.eval, python.builtins") == (None, None)


def test_a_prelude_file_that_does_not_compile_is_our_defect() -> None:
    with pytest.raises(BridgeError, match=r"does not compile: prelude/x:1:"):
        compile_chunk(b"x = = 1", b"=prelude/x")


def test_the_classes_of_wrappers_differ() -> None:
    table, function = open_runtime().execute(b"return {}, function() end")
    assert type(table) is RawTable
    assert type(function) is RawFunction
    assert RawTable is not RawFunction
