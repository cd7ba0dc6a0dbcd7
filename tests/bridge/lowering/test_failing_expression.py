"""The failing expression, found from the line and the message of a real run."""

import pytest

from bridge.errors import ScriptError
from bridge.lowering.column_map import ColumnMap
from bridge.lowering.failing_expression import failing_span
from bridge.source import Source
from bridge.vm import VM


def marked(program):
    """The text below which the carets of a failing program stand, None for a whole line."""
    with pytest.raises(ScriptError) as caught:
        VM().run(program, name="case")
    prefix, _, text = caught.value.message.partition(": ")
    name, _, line = prefix.partition(":")
    positioned = name == "case"
    if not positioned:
        text, line = caught.value.message, caught.value.traceback.split(":")[1].split()[0]
    source = Source(program, "case")
    span = failing_span(ColumnMap(source), int(line), text, positioned)
    return span and source.text[slice(*span)]


FOUND = [
    # index
    ("local a; print(a.b.x, 1)", "a.b"),
    ("local p = {} print(p.Data.x + p.Date.y)", "p.Data.x"),
    ("local p = {} print(p.Data['x y'])", "p.Data['x y']"),
    ("local p, k = {}, 'x' print(p.Data[k])", "p.Data[k]"),
    ("local p = {} print(p[1][2])", "p[1][2]"),
    ("local p = {} print(p.x:go())", "p.x:go"),
    ("local p = {} p.x.y = p.z", "p.x.y"),
    ("local n = 5 print(math.floor(n.x))", "n.x"),
    # call
    ("local p = {} print(p.foo(p.bar))", "p.foo"),
    ("local p = {} table.insert(p, make())", "make"),
    ("local function f() return nil end print(f(g()))", "g"),
    ("local t = {} print((t)())", "(t)"),
    ("local t = {n = 5} t:n()", "t:n"),
    ("local p = {} p:foo(p:bar())", "p:bar"),
    ("for k in make() do end", "make"),
    # operators
    ("local a, b = 1, nil local c = a + b * 2", "b * 2"),
    ("local a, b = 1, nil local c = a + b + 2", "a + b"),
    ("local a, b = 1, nil local c = a + b + a", "a + b + a"),
    ("local b local c = 1 // 2 - -b", "-b"),
    ("local a; a -= 1", "a -= 1"),
    ("local s = nil print('x' .. s .. 'y')", "'x' .. s .. 'y'"),
    ("local s = nil local t = 'x' t ..= s", "t ..= s"),
    ("local x = {} print(1 > 2, x > 1)", "x > 1"),
    ("local x = {} print(x < 1)", "x < 1"),
    ("local x = {} print(#x, #x.y)", None),
    ("local x = {} print(#'', #x.y)", "#x.y"),
    # loops
    ("local t = nil for _, v in t do end", "t"),
    ("local n for i = 1, n do end", "n"),
    ("local n for i = n, 3 do end", "n"),
    ("local n = {} for i = 1, 3, n do end", "n"),
    # stores
    ("local t = {} t[nil] = 3", "t[nil]"),
    ("local k local t = { x = 1, [k] = 3 }", "[k] = 3"),
    ("local t = table.freeze({a = 1}) t.a = 2", "t.a"),
    # library functions
    ("table.insert(nil, ('x'):rep(3))", "table.insert(nil, ('x'):rep(3))"),
    ("local insert = table.insert print(insert(nil))", "insert(nil)"),
    ("local s = 'x' local q = s:nope(s:rep({}))", "s:rep({})"),
    ("print(string.rep())", "string.rep()"),
    ("table.insert({}, 1, 2, 3)", "table.insert({}, 1, 2, 3)"),
    ("table.sort({2, 'x'})", "table.sort({2, 'x'})"),
    # texts of the program's own
    ("if true then error('boom') end", "error('boom')"),
    ("local x = 5 error(`no {x}`)", "error(`no {x}`)"),
    ("local x = 5 assert(x == 4, 'no ' .. x)", "assert(x == 4, 'no ' .. x)"),
    ("local x = 5 assert(x == 4)", "assert(x == 4)"),
    ("local function f(x) error('bad ' .. x, 2) end\nlocal y = f('z')", "f('z')"),
    ("local function f() error('bad', 0) end\nlocal y = f()", "error('bad', 0)"),
]


@pytest.mark.parametrize(("program", "expected"), FOUND)
def test_the_only_expression_that_fits_is_found(program, expected):
    assert marked(program) == expected


@pytest.mark.parametrize(
    "program",
    [
        "local a, b = {}, {} print(a.x.y, b.x.y)",
        "local a, k = {}, 'y' print(a.x.y, a[k])",
        "local a, b = nil, nil print(a() + b())",
        "local a, b = 1, nil print(a * 2, b * 2, 1 * b)",
        "local a, b = 1, nil local c = (a + 1) + (2 + b)",
        "local t = {} t.x, t.y = 1, 2 table.freeze(t) t.x, t.y = 1, 2",
        "print = nil print(f())",
        "setfenv(1, {}) print(f())",
        "local text = \"attempt to index nil with 'x'\" local a = {} print(a.x, 1) error(text)",
        "local function f() error('bad', 2) end\nlocal x, y = f(), f()",
        "local function f() error('bad', 2) end\nif f() then error(tostring(f)) end",
    ],
)
def test_nothing_is_marked_where_several_expressions_fit(program):
    assert marked(program) is None


def test_an_expression_of_several_lines_is_marked_on_the_line_of_the_message():
    program = "local t = {}\nlocal x = tostring(\n\tt.a,\n\tt.b.c\n\t\t.d\n)"
    assert marked(program) == "t.b.c"


def test_a_text_that_only_looks_like_luaus_belongs_to_the_call_that_says_it():
    program = 'error("attempt to call a nil value")'
    assert marked(program) == program


def test_a_message_about_nothing_on_the_line_marks_nothing():
    columns = ColumnMap(Source("local a = 1", "case"))
    assert failing_span(columns, 1, "attempt to index nil with 'x'", True) is None
    assert failing_span(columns, 1, "anything", True) is None


def test_members_of_instances_are_found():
    columns = ColumnMap(Source("local a = workspace.Door.Knob", "case"))
    text = 'Door is not a valid member of Workspace "Workspace"'
    span = failing_span(columns, 1, text, True)
    assert span == (10, 24)
