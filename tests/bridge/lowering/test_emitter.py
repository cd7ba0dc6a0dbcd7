"""The emitter: lines, dispatch, cuts to one value."""

from itertools import pairwise

from bridge.lowering import HANDLERS, LoweringOptions, lower
from bridge.lowering.emitter import Emitter
from bridge.lowering.fresh_names import FreshNames
from bridge.source import Source
from bridge.syntax import ast


def emitter(text):
    source = Source(text)
    return Emitter(source, LoweringOptions(), HANDLERS, {}, FreshNames(text))


def test_every_statement_and_expression_has_a_handler():
    wanted = {cls for cls in ast.NODE_CLASSES if issubclass(cls, ast.Statement | ast.Expression)}
    assert wanted <= set(HANDLERS)
    assert set(HANDLERS) <= set(ast.NODE_CLASSES)


def test_reaching_never_goes_back():
    out = emitter("a\nb\n\nc")
    for offset in (2, 0, 5, 3):
        out.reach(offset)
    assert out.text() == "\n\n\n"
    assert out.line == 4


def test_a_single_value_is_parenthesized_only_where_it_could_be_several():
    out = emitter("")
    out.emit_single(ast.Varargs((0, 0)))
    out.emit_single(ast.Nil((0, 0)))
    assert out.text() == "(...)nil"


def test_the_text_is_ascii_and_as_long_as_the_program():
    program = 'local s = "\u00e9\n'.replace("\n", '"\n') + "\n\nprint(s) -- \u00e9\n\n"
    chunk = lower(Source(program))
    assert chunk.text.isascii()
    assert chunk.text.count("\n") == program.count("\n")


def test_statements_stand_on_their_lines():
    program = "\n".join(f"f{n}()" for n in range(1, 20))
    lines = lower(Source(program)).text.split("\n")
    assert [f"f{n}()" in line for n, line in enumerate(lines, 1)] == [True] * 19
    assert all(first != second for first, second in pairwise(lines))
