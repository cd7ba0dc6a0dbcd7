"""Expressions: the templates of every kind of value.

Knows no library beyond operators and the few functions without which a kind would have no forms.

No expression spans lines: the templates of failures say where a line ends within one.

Kinds: n number, i small integer, d step of a loop, u number for bit operations, s string,
b boolean, a array of numbers, w array of strings, r record, o object with metamethods,
f function of two numbers, v any scalar, z any value, p pattern, q replacement.
"""

from __future__ import annotations

from bridge.tools.strategies.grammar import Forms

__all__ = ["EXPRESSIONS", "WRONG"]

_NUMBERS = Forms(
    leaves=(
        "0", "1", "2", "-1", "3", "10", "0.5", "-2.5", "7", "0.1", "100", "1e15", "1e16", "1e-7",
        "123456789.125", "9007199254740993", "1e100", "-1e308", "0x1F", "1/3", "(1/0)", "(0/0)",
        "(-0)", "4294967296", "2147483647", "0.30000000000000004", "1e21", "1e22", "5e-324",
    ),
    plain=(
        "$n + $n", "$n - $n", "$n * $n", "$n / $n", "$n % $n", "- $n", "($n + $n)",
        "($n - $n) * $n", "#$a", "#$s", "#$w", "($n)", "$i ^ $i", "$n ^ 2", "$n ^ 0.5", "2 ^ $i",
        "- $n ^ 2", "$n + '10'", "'0x10' * $n", "$s + $n", "$r.x", "$r.y", "$r['x']", "$a[1]",
        "$a[$i]", "($a[$i] or $n)", "$f($n, $n)", "($f($n))", "$i", "$b and $n or $n",
        "(function(...) return select('#', ...) end)($v, $v)",
        "(function(@a:n, @b:n) return $n end)($n, $n)", "({ $n, $n })[$i]", "({ x = $n }).x",
        "$n * - $n", "$n - - $n", "#{ $n, $n, $n }", "$o.x", "$o:length()", "#$o", "$o.missing",
        "tonumber($s)", "$n * 2 ^ $i",
    ),
    luau=(
        "$n // $n", "if $b then $n else $n", "(if $b then $n elseif $b then $n else $n)",
        "($n :: number)", "($n :: any) + $n", "1_000", "0b101", "$n // 0", "- $n // $n",
        "#`{$n}{$s}`",
    ),
)  # fmt: skip

_INTEGERS = Forms(
    leaves=("1", "2", "0", "3", "-1", "4", "-2", "5", "8", "12"),
    plain=(
        "$i + $i",
        "$i - $i",
        "$i * 2",
        "$i % 3",
        "#$w",
        "#$a",
        "- $i",
        "math.abs($i)",
        "1.5",
        "'2'",
        "'x'",
    ),
    luau=("$i // 2", "if $b then $i else $i"),
)

_STEPS = Forms(leaves=("1", "2", "-1", "0.5", "-2", "1.5", "-0.75", "3"))

_BITS = Forms(
    leaves=("0", "1", "255", "-1", "0xFFFFFFFF", "1.5", "-1.5", "2147483648", "4294967296", "1e10"),
    plain=("$u + $u", "$u * 2", "bit32.bnot($u)", "bit32.lshift($u, $i)", "$i"),
)

_STRINGS = Forms(
    leaves=(
        '""', '"a"', '"abc"', '"10"', '" 5 "', '"hello world"', '"a,b,,c"', '"x=1, y=2"', '"0x10"',
        '"aaa"', '"(a(b)c)"', r'"a\tb\n"', r'"q\"q"', '"%d"', '"3.0"', '"1e2"',
        '"THE (quick) fox"', r'"\65\066"', "[[long]]", "[==[a]]b]==]", r'"caf\195\169"',
        '"abcabcabcabc"', '"  trim  "',
    ),
    plain=(
        "$s .. $s", "$s .. $n", "$n .. $s", "$s .. $s .. $n .. $s", "tostring($v)", "($s)",
        "type($z)", "$r.name", "($w[$i] or $s)", "$w[1]", "$b and $s or $s", "tostring($n)",
        "tostring($o)", "$o .. $s", "$s .. $o", "$s .. $o .. $s",
    ),
    luau=(
        "`{$n}`", "`a{$v}b{$s}c`", "`{$n + $n} and {$s}`", "if $b then $s else $s", "typeof($z)",
        "($s :: string)", r"`\{{$s}\}`", "`{`{$n}`}`", r"'\x41\u{e9}\z  z'", "`{$o}`",
    ),
)  # fmt: skip

_BOOLEANS = Forms(
    leaves=("true", "false"),
    plain=(
        "not $b", "$n == $n", "$n ~= $n", "$n < $n", "$n <= $n", "$n > $n", "$n >= $n", "$s == $s",
        "$s < $s", "$s <= $s", "$s > $s", "$b and $b", "$b or $b", "$v == $v", "not $v",
        "$z == $z", "rawequal($v, $v)", "($b)", "($b) == ($b)", "$a == $a", "not ($n < $n)",
        "$i % 2 == 0", "$o == $o", "$o < $o", "$o <= $o", "$o >= $n", "$n ~= $n and $s < $s",
        "not not $v", "not $n == $n", "$v ~= nil",
    ),
    luau=("if $b then $b else $b", "($v :: any) == $v", "$z ~= $z"),
)  # fmt: skip

_ARRAYS = Forms(
    leaves=("{}", "{ 1 }", "{ 1, 2, 3 }", "{ 3, 1, 2 }", "{ 5, 4, 3, 2, 1 }", "{ 0.5, -1, 10 }"),
    plain=(
        "{ $n, $n }",
        "{ $n, $n, $n; $n }",
        "{ $f($n, $n), $f($n, $n) }",
        "{ unpack($a) }",
        "{ $n, unpack($a) }",
        "{ (unpack($a)) }",
        "{ $n, [2] = $n, $n }",
        "$b and $a or $a",
        "(function(...) return { ... } end)($n, $n)",
    ),
    luau=(
        "table.clone($a)",
        "table.create($i, $n)",
        "table.pack($n, $n)",
        "if $b then $a else $a",
        "table.freeze({ $n, $n })",
        "table.move($a, 1, 2, 1, {})",
    ),
)

_WORDS = Forms(
    leaves=("{}", '{ "b", "a" }', '{ "x" }', '{ "one", "two", "three" }'),
    plain=("{ $s, $s }", "{ $s, $s, $s }", "{ tostring($n), $s }", "{ unpack($w) }"),
    luau=("string.split($s, ',')", "string.split($s, '')", "table.clone($w)"),
)

_RECORDS = Forms(
    leaves=('{ x = 1, y = 2, name = "p" }', "{ x = 0 }"),
    plain=(
        "{ x = $n, y = $n, name = $s }",
        "{ x = $n, x = $n, name = $s }",
        '{ ["x"] = $n, y = $n }',
        "{ x = $n, y = $n, name = $s, inner = { x = $n } }",
        "setmetatable({}, { __index = $r })",
        "setmetatable({ x = $n }, { __index = function(@t, @k:s) return @k .. $s end })",
    ),
    luau=("table.clone($r)", "table.freeze({ x = $n, name = $s })"),
)

_OBJECTS = Forms(
    leaves=("newobject(1)", "newobject(2)", "newobject(-1)"),
    plain=(
        "newobject($n)",
        "$o + $o",
        "$o * $n",
        "$n - $o",
        "- $o",
        "$o / $o",
        "$o ^ $i",
        "$o % $n",
    ),
    luau=("if $b then $o else $o", "$o // $o", "($o :: any)"),
)

_FUNCTIONS = Forms(
    leaves=("math.max", "math.min", "function(@a:n, @b:n) return @a end"),
    plain=(
        "function(@a:n, @b:n) return $n end",
        "function(@a:n, @b:n) @a = $n return $n, @a end",
        "function(...) local @a:n, @b:n = ... return $n end",
        "function(@a:n, @b:n) if $b then return $n end end",
    ),
    luau=(
        "function(@a:n, @b:n): number return if $b then @a else @b end",
        "function(@a: number, @b: any): ...any return @a, @b end",
    ),
)

_SCALARS = Forms(
    leaves=("nil", "0", "true", '"s"', "1.5", "false"),
    plain=("$n", "$s", "$b", "$n", "$s", "$r.missing", "$a[$i]", "$r.name", "(nil)"),
    luau=("if $b then $n else $s",),
)

_ANYTHING = Forms(
    leaves=("nil", "0", "true", '"s"', "{}", "1.5", '"12"', "print", "-1", "2"),
    plain=("$i", "$s", "$b", "$a", "$w", "$r", "$f", "$o"),
)

EXPRESSIONS = {
    "n": _NUMBERS,
    "i": _INTEGERS,
    "d": _STEPS,
    "u": _BITS,
    "s": _STRINGS,
    "b": _BOOLEANS,
    "a": _ARRAYS,
    "w": _WORDS,
    "r": _RECORDS,
    "o": _OBJECTS,
    "f": _FUNCTIONS,
    "v": _SCALARS,
    "z": _ANYTHING,
}
"""Forms by hole letter; libraries add to them."""

# Large numbers never stand for integers: beyond 32 bits the oracle converts otherwise.
WRONG = {
    "n": "vsbarl",
    "i": "bar",
    "u": "sba",
    "s": "nvbarl",
    "b": "vz",
    "a": "nsvrl",
    "w": "nsvar",
    "r": "vnsa",
    "o": "nsrv",
    "f": "vns",
    "v": "z",
}
"""By hole letter, the kinds that may stand in for it."""
