"""Programs: a Hypothesis strategy of well-formed Luau programs that print what they observe.

Every program ends, and two right implementations print the same: nothing printed depends on the
order of a hash table, and only its address tells one `table: 0x...` from another.
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from bridge.tools.strategies.calls import CALLS, FUNCTIONS, PATTERNS, REPLACEMENTS
from bridge.tools.strategies.coroutines import COROUTINES
from bridge.tools.strategies.expressions import EXPRESSIONS, WRONG
from bridge.tools.strategies.failures import FAILURES
from bridge.tools.strategies.grammar import Draw, Forms, Grammar, Writer
from bridge.tools.strategies.objects import OBJECTS
from bridge.tools.strategies.statements import STATEMENTS

__all__ = ["full_grammar", "programs"]

_DEPTH = 4
"""How deep statements and expressions nest."""

_SHOW = """\
local function show(value, depth)
	depth = depth or 0
	if type(value) == "string" then
		return string.format("%q", value)
	elseif type(value) == "function" or type(value) == "thread" then
		return type(value)
	elseif type(value) ~= "table" then
		return tostring(value)
	elseif depth > 3 then
		return "{...}"
	end
	local items = {}
	for key, item in next, value do
		if type(key) == "number" then
			key = key + 0
		end
		table.insert(items, "[" .. show(key, depth + 1) .. "] = " .. show(item, depth + 1))
	end
	table.sort(items)
	return "{" .. table.concat(items, ", ") .. "}"
end
"""

_OBJECT = """\
local Object = {}
Object.__index = Object
local function newobject(x)
	return setmetatable({ x = x }, Object)
end
local function valueof(object)
	if type(object) == "table" then
		return rawget(object, "x")
	end
	return object
end
function Object.length(self) return self.x end
function Object.__add(a, b) return newobject(valueof(a) + valueof(b)) end
function Object.__sub(a, b) return newobject(valueof(a) - valueof(b)) end
function Object.__mul(a, b) return newobject(valueof(a) * valueof(b)) end
function Object.__div(a, b) return newobject(valueof(a) / valueof(b)) end
function Object.__idiv(a, b) return newobject(math.floor(valueof(a) / valueof(b))) end
function Object.__mod(a, b) return newobject(valueof(a) % valueof(b)) end
function Object.__pow(a, b) return newobject(valueof(a) * valueof(b) + 1) end
function Object.__unm(a) return newobject(-valueof(a)) end
function Object.__eq(a, b) return rawequal(a, b) or valueof(a) == valueof(b) end
function Object.__lt(a, b) return valueof(a) < valueof(b) end
function Object.__le(a, b) return valueof(a) <= valueof(b) end
function Object.__concat(a, b) return type(a) .. ":" .. type(b) end
function Object.__len(a) return valueof(a) end
function Object.__call(a, ...) return valueof(a), ... end
function Object.__tostring(a) return "Object(" .. tostring(valueof(a)) .. ")" end
"""


def _merged(first: Forms, *others: Forms) -> Forms:
    return Forms(
        first.leaves,
        tuple(template for forms in (first, *others) for template in forms.plain),
        tuple(template for forms in (first, *others) for template in forms.luau),
    )


@cache
def full_grammar(luau: bool) -> Grammar:
    """Every template of the package; of Lua 5.1 only, unless `luau`."""
    kinds = {
        kind: _merged(forms, CALLS[kind]) if kind in CALLS else forms
        for kind, forms in EXPRESSIONS.items()
    }
    kinds |= {"p": PATTERNS, "q": REPLACEMENTS, "l": FUNCTIONS}
    statements = _merged(STATEMENTS, FAILURES, OBJECTS, COROUTINES)
    return Grammar(kinds, statements, WRONG, luau)


@st.composite
def programs(
    draw: Draw, min_statements: int = 1, max_statements: int = 12, *, dialect: str = "luau"
) -> str:
    """Texts of well-formed programs.

    Parameters:
        min_statements: of the main chunk, at least.
        max_statements: of the main chunk, at most.
        dialect: "luau", or "lua51" for the syntax that both languages have.

    Examples shrink towards `print()`.
    """
    if dialect not in ("luau", "lua51"):
        raise InvalidArgument(f"Expected 'luau' or 'lua51' but got dialect={dialect!r}")
    if not 0 <= min_statements <= max_statements:
        raise InvalidArgument(
            f"Cannot have max_statements={max_statements!r} < min_statements={min_statements!r}"
        )
    writer = Writer(draw, full_grammar(dialect == "luau"))
    lines: list[str] = []
    while len(lines) < max_statements and (len(lines) < min_statements or writer.index(10)):
        line = writer.statement(_DEPTH)
        if not writer.pending and writer.index(2):
            # An error ends its own statement only.
            line = "print(pcall(function()\n\t" + line.replace("\n", "\n\t") + "\nend))"
        lines.append(line)
        writer.publish()
    lines[:0] = [f"{name} = {value}" for name, value in sorted(writer.globals.items())]
    text = "".join(line + "\n" for line in lines)
    return (_SHOW if "show(" in text else "") + (_OBJECT if "newobject(" in text else "") + text
