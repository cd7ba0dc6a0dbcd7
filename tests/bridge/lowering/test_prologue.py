"""The first line of a lowered chunk holds what the program needs."""

import pytest

from bridge.lowering import lower
from bridge.source import Source


def prologue_of(text):
    return lower(Source(text)).text.partition(" return function(...)")[0]


def test_only_what_is_used_is_there():
    assert prologue_of("f()") == "local _R=... local _B=_R.B"
    assert prologue_of("t[k] = #t") == "local _R=... local _B=_R.B local _K=_R.K local _Rlen=_R.len"


def test_the_vm_can_reach_the_imports():
    assert prologue_of("print(os.time())") == (
        'local _R=... local _B=_R.B local _Iprint=_R.import("print")'
        ' local _Ios_time=_R.import("os", "time")'
        " _R.imported(function() return _Iprint, _Ios_time end)"
    )


@pytest.mark.parametrize("count", [45, 46, 47])
def test_captures_come_before_the_frames_own_locals(run, count):
    # The tick, the length and ten imports and what the program around them takes are fourteen;
    # where they do not fit, they stay in tables.
    names = [f"a{n}" for n in range(count)]
    math = ("abs", "acos", "ceil", "cos", "deg", "exp", "floor", "rad", "sin", "sqrt")
    calls = " ".join(f"+ math.{name}(0)" for name in math)
    program = f"""
    local function outer()
        local {", ".join(names)} = {", ".join("1" for _ in names)}
        return function(t) return #t + {" + ".join(names)} {calls} end
    end
    print(outer()({{}}) // 1)
    """
    _, _, body = lower(Source(program)).text.partition("return function(...)")
    assert ("math.floor(0)" in body, "_R.len" in body) == (count > 46, count > 46)
    assert run(program) == [str(count + 3)]
