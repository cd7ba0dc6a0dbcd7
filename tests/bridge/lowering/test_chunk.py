"""What lowering is asked for and gives back."""

from bridge.lowering import LoweringOptions, lower
from bridge.source import Source


def test_the_frame_is_on_the_first_line():
    text = lower(Source("f()\ng()")).text
    assert text == "local _R=... local _B=_R.B return function(...) f()\ng() end"


def test_without_a_budget_there_is_no_tick():
    text = lower(Source("while x do end"), LoweringOptions(budget=False)).text
    assert text == "local _R=... return function(...) while x do end end"


def test_the_program_keeps_all_its_locals(run):
    declarations = "\n".join(f"local a{n} = tonumber('{n}')" for n in range(200))
    assert run(f"{declarations}\nprint(a0 + a199)") == ["199"]
