"""Where Luau names another line for a failing operator or store, and that the VM names it."""

import pytest

from bridge.lowering import lower
from bridge.lowering.moved_lines import last_place
from bridge.source import Source
from bridge.syntax.parser import parse


def moved(program):
    """What the prologue hands to the runtime."""
    _, opening, rest = lower(Source(program, "case")).text.partition('.moved("')
    return rest.split('"')[0] if opening else ""


def last_line(expression, *, held=True):
    source = Source(f"local up = 1 local function f(a)\nlocal _ =\n{expression}\nend")
    body = parse(source).chunk.body.statements[1].function.body
    place = last_place(body.statements[0].values[0], held=held)
    return place and source.line_number(place) - 2


def test_operators_and_stores_of_one_line_need_nothing():
    assert moved("local a = b + c.d .. e\nt.x = f(\n1)\nt.y = -a < #b") == ""


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("t.x = {\nf(),\n}", "2:set:1"),
        ("local k t[\nk] = 1", "1:set:2"),
        ("t.x, t.y = 1,\nf()", "2:set:1"),
        ("local a = b + {\nc = 1\n}", "1:add:2"),
        ("local a = b ..\nf()", "1:concat:2"),
        ("local a = b < {\nf(),\n1 }", "2:compare:3"),
        ("local a = b //\nf()", "1:idiv:2"),
        ("local a = #{\n1\n}", "1:len:2"),
        ("local a = -{\nf(),\n1 }", "2:unm:3"),
        ("a.x += {\n1\n}", "1:add:2"),
        ("a.x += g(\nf())", "2:add:1 2:set:1"),
    ],
)
def test_pairs_of_lines_are_kept_where_they_differ(program, expected):
    assert moved(program) == expected


@pytest.mark.parametrize(
    ("expression", "line"),
    [
        ("a", None),
        ("up", 1),
        ("1", 1),
        ("a\n.b\n.c", 3),
        ("a[\n1]", 2),
        ("a[\na]", 1),
        ("f(\n1,\n2)", 1),
        ("a\n:m(\n1)", 2),
        ("{\n1,\n2,\n}", 3),
        ("{\nx = 1,\ny =\n2,\n}", 3),
        ("{\n}", 1),
        ("function()\nend", 1),
        ("1 +\nup", 2),
        ("up +\n1", 1),
        ("1 +\n2", 1),
        ("a ..\n'x'", 2),
        ("if a\nthen 1\nelse 2", 3),
        ("`a{\nup}`", 2),
        ("(\nup)", 2),
        ("up and\nup", 2),
        ("not\nup", 2),
        ("a ::\nany", None),
    ],
)
def test_the_compiler_looks_last_at(expression, line):
    assert last_line(expression) == line


def test_a_local_that_must_leave_its_register_is_looked_at():
    assert last_line("a", held=False) == 1
    assert last_line("(a)", held=False) == 1


def test_errors_name_the_line_luau_names(run):
    program = """local n, r = nil, table.freeze({})
print(pcall(function()
    n.items = {
        tostring(1),
        2,
    }
end))
print(pcall(function()
    r.items = tostring(
        1
    ) .. tostring(2)
end))
print(pcall(function()
    return r + {
        1,
    }
end))
print(pcall(function()
    n.a = { tostring(n.b.c),
    }
end))"""
    assert run(program) == [
        "false\tcase:3: attempt to index nil with 'items'",
        "false\tcase:9: attempt to modify a readonly table",
        "false\tcase:15: attempt to perform arithmetic (add) on table",
        "false\tcase:19: attempt to index nil with 'b'",
    ]


def test_a_later_chunk_of_the_same_name_does_not_inherit_them(run):
    program = """local long, short = "local t t.x = {\\n f(),\\n }", "local t\\nt.x = 1"
print(pcall(loadstring("f = print " .. long, "=c")))
print(pcall(loadstring(short, "=c")))"""
    assert run(program) == [
        "",
        "false\tc:1: attempt to index nil with 'x'",
        "false\tc:2: attempt to index nil with 'x'",
    ]
