"""The strategy of programs: what it makes parses, is varied, ends, and shrinks to little."""

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.errors import InvalidArgument

from bridge.errors import ScriptError
from bridge.source import Source
from bridge.syntax.parser import parse
from bridge.tools.strategies.programs import programs
from bridge.vm import VM

QUIET = {"database": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


def minimal(condition, **options):
    # `find` gives the last example that fulfilled the condition, and the phase that explains
    # failures tries others after the smallest is known.
    searching = settings(phases=(Phase.generate, Phase.shrink), max_examples=100, **QUIET)
    return find(programs(**options), condition, settings=searching)


@settings(max_examples=100, deadline=None, **QUIET)
@given(programs())
def test_programs_are_well_formed(program):
    assert parse(Source(program)).diagnostics == ()


@settings(max_examples=50, deadline=None, **QUIET)
@given(programs(max_statements=4))
def test_programs_end(program):
    try:
        VM().run(program)
    except ScriptError as error:
        assert "Script timeout" not in error.message


@settings(max_examples=100, deadline=None, **QUIET)
@given(programs(dialect="lua51"))
def test_lua51_has_no_syntax_of_luau(program):
    for word in ("continue", "`", "+=", "::", "if nil then nil else"):
        assert word not in program


def test_anything_shrinks_to_an_empty_print():
    assert minimal(lambda program: True) == "print()\n"


def test_what_does_not_matter_is_left_out():
    # Which template is left depends on Hypothesis; a loop's counter is a statement of its own.
    program = minimal(lambda program: program.count("\n") >= 2 and "function" not in program)
    assert len(parse(Source(program)).chunk.body.statements) <= 2


@pytest.mark.parametrize(
    "word", ["continue", "__iter", "coroutine.wrap", "xpcall", "..=", "vector."]
)
def test_every_corner_is_reached(word):
    options = {"phases": (Phase.generate,), "max_examples": 600, **QUIET}
    assert word in find(programs(), lambda program: word in program, settings=settings(**options))


def test_a_program_may_be_empty():
    assert minimal(lambda program: True, min_statements=0) == ""


def test_impossible_arguments_are_refused_when_drawn():
    with pytest.raises(InvalidArgument, match="dialect='lua99'"):
        minimal(lambda program: True, dialect="lua99")
    with pytest.raises(InvalidArgument, match="max_statements=1 < min_statements=2"):
        minimal(lambda program: True, min_statements=2, max_statements=1)


def test_the_repr_says_how_to_make_it():
    assert repr(programs(2, 3, dialect="lua51")) == (
        "programs(min_statements=2, max_statements=3, dialect='lua51')"
    )
