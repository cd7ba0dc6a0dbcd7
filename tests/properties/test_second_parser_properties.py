"""Law: where a program is Lua 5.1 and Luau at once, luaparser and we read the same tree.

Both trees are brought to one neutral form: nested tuples, parentheses left out.
"""

import os

import pytest
from hypothesis import HealthCheck, assume, given, settings
from luaparser import ast as lua
from luaparser import astnodes

from bridge.lowering import lower
from bridge.source import Source
from bridge.syntax import ast
from bridge.syntax.parser import parse
from bridge.tools.strategies.programs import programs

SWEEP = max(1, round(1000 * float(os.environ.get("LUAU_BRIDGE_SWEEP", "1"))))
"""Programs of the slow sweep; luaparser reads a handful a second."""

NESTING_MAX = 8
"""Brackets within brackets that luaparser is asked to read: its time doubles with each."""

OPERATORS = {
    "AddOp": "+", "SubOp": "-", "MultOp": "*", "FloatDivOp": "/", "ModOp": "%", "ExpoOp": "^",
    "Concat": "..", "EqToOp": "==", "NotEqToOp": "~=", "LessThanOp": "<", "GreaterThanOp": ">",
    "LessOrEqThanOp": "<=", "GreaterOrEqThanOp": ">=", "AndLoOp": "and", "OrLoOp": "or",
}  # fmt: skip
UNARY = {"UMinusOp": "-", "ULNotOp": "not", "ULengthOP": "#"}


def bytes_of(string):
    """What luaparser's string holds, one character per byte.

    It writes an escape such as `\\195` as the UTF-8 of that code point, unlike a byte of source.
    """
    text = string.s.decode("utf-8")
    return text if string.raw.isascii() else text.encode("utf-8").decode("latin-1")


def ours(node):
    match node:
        case None:
            return None
        case tuple():
            return tuple(ours(each) for each in node)
        case ast.Nil() | ast.Break() | ast.Varargs():
            return (type(node).__name__.lower(),)
        case ast.Boolean() | ast.Number():
            return ("literal", node.value)
        case ast.String():
            return ("string", node.value)
        case ast.Local():
            return ("name", node.variable.name)
        case ast.Global():
            return ("name", node.name)
        case ast.Group():
            return ours(node.expression)
        case ast.Call():
            return ("call", ours(node.function), ours(node.arguments))
        case ast.MethodCall():
            return ("method", ours(node.object), node.method, ours(node.arguments))
        case ast.IndexName():
            return ("index", ours(node.object), ("string", node.name))
        case ast.IndexExpression():
            return ("index", ours(node.object), ours(node.index))
        case ast.Function():
            return ("function", *our_function(node))
        case ast.Table():
            return ("table", tuple((ours(item.key), ours(item.value)) for item in node.items))
        case ast.Unary():
            return ("unary", node.operator, ours(node.operand))
        case ast.Binary():
            return ("binary", node.operator, ours(node.left), ours(node.right))
        case _:
            return our_statement(node)


def our_function(node):
    names = [variable.name for variable in node.parameters]
    return tuple(names + ["..."] * node.is_vararg), ours(node.body)


def our_statement(node):
    match node:
        case ast.Block():
            return ours(node.statements)
        case ast.LocalStatement():
            return ("local", tuple(each.name for each in node.variables), ours(node.values))
        case ast.LocalFunction():
            return ("local function", node.variable.name, *our_function(node.function))
        case ast.FunctionStatement():
            kind = "define method" if node.is_method else "define"
            return (kind, ours(node.target), *our_function(node.function))
        case ast.Assignment():
            return ("assign", ours(node.targets), ours(node.values))
        case ast.ExpressionStatement():
            return ours(node.expression)
        case ast.Do():
            return ("do", ours(node.body))
        case ast.While():
            return ("while", ours(node.condition), ours(node.body))
        case ast.Repeat():
            return ("repeat", ours(node.body), ours(node.condition))
        case ast.If():
            return ("if", ours(node.condition), ours(node.then), ours(node.otherwise))
        case ast.NumericFor():
            step = ours(node.step) or ("literal", 1)
            range_ = (ours(node.start), ours(node.limit), step)
            return ("for", node.variable.name, range_, ours(node.body))
        case ast.GenericFor():
            names = tuple(each.name for each in node.variables)
            return ("for in", names, ours(node.values), ours(node.body))
        case ast.Return():
            return ("return", ours(node.values))
    raise AssertionError(f"no neutral form of {node!r}")


def theirs(node):
    kind = type(node).__name__
    if kind in OPERATORS:
        return ("binary", OPERATORS[kind], theirs(node.left), theirs(node.right))
    if kind in UNARY:
        return ("unary", UNARY[kind], theirs(node.operand))
    match node:
        case None:
            return None
        case list():
            return tuple(theirs(each) for each in node)
        case astnodes.Nil() | astnodes.Break():
            return (kind.lower(),)
        case astnodes.Varargs() | astnodes.Dots():
            return ("varargs",)
        case astnodes.TrueExpr() | astnodes.FalseExpr():
            return ("literal", isinstance(node, astnodes.TrueExpr))
        case astnodes.Number():
            return ("literal", float(node.n))
        case int():
            return ("literal", node)
        case astnodes.String():
            return ("string", bytes_of(node))
        case astnodes.Name():
            return ("name", node.id)
        case astnodes.Call():
            return ("call", theirs(node.func), theirs(node.args))
        case astnodes.Invoke():
            return ("method", theirs(node.source), node.func.id, theirs(node.args))
        case astnodes.Index():
            return (
                "index",
                theirs(node.value),
                their_key(node.idx, node.notation.name == "SQUARE"),
            )
        case astnodes.AnonymousFunction():
            return ("function", *their_function(node))
        case astnodes.Table():
            return ("table", tuple(their_field(field) for field in node.fields))
        case _:
            return their_statement(node)


def their_key(node, between_brackets):
    return theirs(node) if between_brackets else ("string", node.id)


def their_field(field):
    key = field.key and their_key(field.key, field.between_brackets)
    return key, theirs(field.value)


def their_function(node):
    names = ["..." if isinstance(each, astnodes.Varargs) else each.id for each in node.args]
    return tuple(names), theirs(node.body)


def their_statement(node):
    match node:
        case astnodes.Block():
            return theirs(node.body)
        case astnodes.LocalAssign():
            return ("local", tuple(each.id for each in node.targets), theirs(node.values))
        case astnodes.LocalFunction():
            return ("local function", node.name.id, *their_function(node))
        case astnodes.Method():
            target = ("index", theirs(node.source), ("string", node.name.id))
            return ("define method", target, *their_function(node))
        case astnodes.Function():
            return ("define", theirs(node.name), *their_function(node))
        case astnodes.Assign():
            return ("assign", theirs(node.targets), theirs(node.values))
        case astnodes.Do():
            return ("do", theirs(node.body))
        case astnodes.While():
            return ("while", theirs(node.test), theirs(node.body))
        case astnodes.Repeat():
            return ("repeat", theirs(node.body), theirs(node.test))
        case astnodes.If() | astnodes.ElseIf():
            return ("if", theirs(node.test), theirs(node.body), theirs(node.orelse))
        case astnodes.Fornum():
            range_ = (theirs(node.start), theirs(node.stop), theirs(node.step))
            return ("for", node.target.id, range_, theirs(node.body))
        case astnodes.Forin():
            names = tuple(each.id for each in node.targets)
            return ("for in", names, theirs(node.iter), theirs(node.body))
        case astnodes.Return():
            return ("return", theirs(node.values))
    raise AssertionError(f"no neutral form of {node!r}")


def is_shallow(text):
    deepest = depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest <= NESTING_MAX


def assert_lua(program):
    text = lower(Source(program)).text
    if is_shallow(text):
        lua.parse(text)


def assert_same_tree(program):
    result = parse(Source(program))
    assert result.diagnostics == ()
    assert ours(result.chunk.body) == theirs(lua.parse(program).body), program


PLAIN = """\
local function f(a, ...) return a.b["c"], a[1], ... end
function m.x:y() return self end
function g.h() end
local t = { 1, x = 2, [3] = 4; "s", f() }
for i = 1, 2 do end for i = 3, 1, -1 do end for k, v in pairs(t) do break end
a.b, c = - -1, not #x
if a then b() elseif c then d() else e() end
if a then elseif b then end
repeat local z = 1 until x == 1 or y ~= 2 and z <= 3
while true do do end end
f"x" f{1} f[[y]] (f)() o:m(1):n()
local x, y = "a\\n\\65" .. 'b' .. 2 ^ 3 ^ -4, function() end
local big = 0x1F + 1e15 + .5 + nil % (1 - (2 - 3)) - 4 > 5
"""


def test_the_grammar_of_lua_51_is_read_alike():
    assert_same_tree(PLAIN)


def test_another_tree_is_told_apart():
    assert ours(parse(Source("x = 1 + 2 * 3")).chunk.body) != theirs(
        lua.parse("x = (1 + 2) * 3").body
    )


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(programs(max_statements=3, dialect="lua51"))
def test_generated_programs_are_read_alike(program):
    assume(is_shallow(program))
    assert_same_tree(program)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(programs(max_statements=3))
def test_lowered_programs_are_lua_for_luaparser_too(program):
    assert_lua(program)


@pytest.mark.slow
@settings(
    max_examples=SWEEP, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(programs(max_statements=4, dialect="lua51"))
def test_generated_programs_are_read_alike_in_a_long_sweep(program):
    assume(is_shallow(program))
    assert_same_tree(program)
    assert_lua(program)


@pytest.mark.parametrize("literal", [r'"caf\195\169"', '"café"', r"'\65\\\n'"])
def test_both_parsers_read_the_same_bytes(literal):
    assert_same_tree(f"return {literal}")
