"""Which expressions can fail on which line."""

import gc
import weakref

from bridge.lowering.column_map import ColumnMap
from bridge.source import Source


def texts_at(program, line):
    source = Source(program, "case")
    return [source.text[slice(*node.span)] for node in ColumnMap(source).at(line)]


def test_outer_expressions_come_first():
    assert texts_at("local y = f(a.b + 1)", 1) == ["f(a.b + 1)", "a.b + 1", "a.b"]


def test_an_index_belongs_to_the_line_of_its_name():
    program = "local y = a\n.b\n.c"
    assert texts_at(program, 1) == []
    assert texts_at(program, 2) == ["a\n.b"]
    assert texts_at(program, 3) == ["a\n.b\n.c"]


def test_a_call_belongs_to_the_line_on_which_the_called_expression_ends():
    program = "f(\n1\n)\n(g\n)(\n2)"
    assert texts_at("f(\n1\n)", 1) == ["f(\n1\n)"]
    assert texts_at("f(\n1\n)", 3) == []
    assert texts_at(program.split("\n", 3)[3], 2) == ["(g\n)(\n2)"]


def test_an_operator_may_report_any_line_of_its_operands():
    program = "local y = 1 +\n\n2"
    assert [len(texts_at(program, line)) for line in (1, 2, 3, 4)] == [1, 1, 1, 0]


def test_what_cannot_fail_is_left_out():
    assert texts_at("local y = not (a and b or c)", 1) == []
    assert texts_at("function f() end local t = { 1, a = 2 }", 1) == []


def test_a_span_is_cut_to_its_line_without_white_space():
    source = Source("local y = f(\n\t1,\n2)", "case")
    columns = ColumnMap(source)
    call = columns.at(1)[0]
    assert columns.on_line(call.span, 1) == (10, 12)
    assert source.text[slice(*columns.on_line(call.span, 2))] == "1,"
    assert columns.on_line(call.span, 3) == (len(source.text) - 2, len(source.text))
    assert columns.on_line((0, 5), 2) is None


def test_columns_count_bytes():
    source = Source("print('ü', a.b)", "case")
    node = ColumnMap(source).at(1)[1]
    assert source.position(node.span[0]).column == 13


def test_locals_that_hold_a_function_are_known_unless_assigned():
    program = "local function f() end local g = function() end local h = function() end h = 1"
    names = {variable.name for variable in ColumnMap(Source(program)).functions}
    assert names == {"f", "g"}


def test_replaced_globals_are_known():
    assert ColumnMap(Source("print = 1 function f() end x += 1")).replaced == {"print", "f", "x"}
    assert "print" in ColumnMap(Source("setfenv(1, {})")).replaced


def test_a_program_that_does_not_parse_has_an_empty_map():
    assert texts_at("a.b = = 1", 1) == []


def test_a_program_as_deep_as_luau_allows_has_a_map():
    assert len(texts_at("local y = " + "(" * 900 + "a.b" + ")" * 900, 1)) == 1


def test_nothing_is_kept_once_the_map_is_gone():
    columns = ColumnMap(Source("local y = a.b", "case"))
    gone = weakref.ref(columns)
    del columns
    gc.collect()
    assert gone() is None
