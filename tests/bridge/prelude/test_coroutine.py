"""The coroutine library (prelude/coroutine.lua)."""

from __future__ import annotations

import pytest

from bridge.vm import VM


@pytest.mark.parametrize(
    ("program", "result"),
    [
        (
            "return coroutine.status(coroutine.running()), coroutine.isyieldable()",
            ("running", True),
        ),
        (
            "local co co = coroutine.create(function() return coroutine.resume(co) end) "
            "return coroutine.resume(co)",
            (True, False, "cannot resume running coroutine"),
        ),
        (
            "local a, b a = coroutine.create(function() return coroutine.resume(b) end) "
            "b = coroutine.create(function() return coroutine.resume(a) end) "
            "return coroutine.resume(a)",
            (True, True, False, "cannot resume normal coroutine"),
        ),
        (
            "local co = coroutine.create(function() end) coroutine.resume(co) "
            "return coroutine.resume(co)",
            (False, "cannot resume dead coroutine"),
        ),
        (
            "local co = coroutine.create(coroutine.yield) coroutine.resume(co) "
            "return coroutine.close(co), coroutine.status(co), coroutine.resume(co)",
            (True, "dead", False, "cannot resume dead coroutine"),
        ),
        (
            "local co = coroutine.create(function() error('bad', 0) end) coroutine.resume(co) "
            "local ok, why = coroutine.close(co) return ok, why, coroutine.close(co)",
            (False, "bad", True),
        ),
        (
            "return pcall(function() coroutine.wrap(function() error('in') end)() end)",
            (False, "main:1: main:1: in"),
        ),
        ("return pcall(coroutine.wrap(function() error('in') end))", (False, "main:1: in")),
        (
            "return pcall(coroutine.resume, 1)",
            (False, "invalid argument #1 to 'resume' (thread expected, got number)"),
        ),
    ],
)
def test_the_library_behaves_as_luaus(program: str, result: tuple[object, ...]) -> None:
    assert VM().run(program) == result


def test_coroutines_nest_two_hundred_deep() -> None:
    program = (
        "local function nest(n) if n == 0 then return 'innermost' end\n"
        "local _, v = coroutine.resume(coroutine.create(function() return nest(n - 1) end))\n"
        "return v end return nest(...)"
    )
    assert VM().run(program, "main", 190) == ("innermost",)
    assert VM().run(program, "main", 250) == ("C stack overflow",)


def test_the_depth_is_restored_after_an_overflow() -> None:
    assert VM().run(
        "local function nest(n)\n"
        "if n > 0 then return coroutine.wrap(nest)(n - 1) end return 'ok' end\n"
        "for i = 1, 5 do pcall(nest, 400) end return nest(150)"
    ) == ("ok",)
