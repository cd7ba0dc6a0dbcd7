"""Calls: templates that use the libraries, by the kind of their result.

Left out on purpose, because two right answers exist: functions of the C library that may differ in
the last digit are formatted to ten digits; time, random numbers and addresses do not occur.
"""

from __future__ import annotations

from bridge.tools.strategies.grammar import Forms

__all__ = ["CALLS", "FUNCTIONS", "PATTERNS", "REPLACEMENTS"]

_NUMBERS = (
    "math.floor($n)", "math.ceil($n)", "math.abs($n)", "math.max($n, $n, $n)", "math.min($n, $n)",
    "math.sqrt($n)", "math.fmod($n, 3)", "math.modf($n)", "(math.modf($n))", "math.ldexp($n, 3)",
    "math.frexp($i / 3)", "select('#', $v, $v)", "select($i, $n, $n, $n)", "tonumber($s)",
    "rawlen($a)", "tonumber($s, 16)", "tonumber($v)", "string.len($s)", "string.byte($s)",
    "string.byte($s, $i)", "string.byte($s, $i, $i)", "string.find($s, $p)",
    "(string.find($s, $s, $i, true))", "(string.find($s, $p, $i))",
    "select(2, string.gsub($s, $p, $q))", "select('#', unpack($a))", "math.pi", "table.remove($a)",
    "table.remove($a, 1)", "rawget($a, $i)", "#string.rep($s, $i)", "next($a)", "(next({ $n }))",
    "table.maxn($a)",
)  # fmt: skip

_LUAU_NUMBERS = (
    "math.clamp($n, $n, $n)", "math.sign($n)", "math.round($n)", "math.map($n, 0, 10, $n, $n)",
    "math.lerp($n, $n, $n)", "math.noise($i / 3, $i / 7)", "bit32.band($u, $u)", "bit32.bnot($u)",
    "bit32.bor($u, $u, $u)", "bit32.bxor($u, $u)", "bit32.lshift($u, $i)", "bit32.rshift($u, $i)",
    "bit32.arshift($u, $i)", "bit32.lrotate($u, $i)", "bit32.rrotate($u, $i)",
    "bit32.byteswap($u)", "bit32.extract($u, $i, $i)", "bit32.replace($u, $u, $i, $i)",
    "bit32.countlz($u)", "utf8.len($s)", "bit32.countrz($u)", "table.find($a, $n)",
    "table.find($w, $s, $i)", "(utf8.codepoint($s))", "utf8.offset($s, $i)",
    "utf8.codepoint($s, $i, $i)", "string.unpack('<i4', $s .. 'zzzz')", "string.packsize('<i4d')",
    "(string.unpack('<d', string.pack('<d', $n)))", "#table.pack($v, $v)",
    "(string.unpack('>I2', string.pack('<I2', $i)))", "table.pack($v, nil).n",
    "vector.magnitude(vector.create($i, $i, $i))",
    "vector.dot(vector.one, vector.create($n, 1, 2))", "buffer.len(buffer.fromstring($s))",
    "buffer.readu8(buffer.fromstring($s), $i)", "buffer.readi16(buffer.fromstring($s .. 'xy'), 0)",
    "math.isnan($n)",
)  # fmt: skip

_STRINGS = (
    "string.sub($s, $i)", "string.sub($s, $i, $i)", "string.upper($s)", "string.lower($s)",
    "string.rep($s, $i)", "string.reverse($s)", "string.char(65 + $i, 97)", "string.match($s, $p)",
    "string.match($s, $p, $i)", "(string.gsub($s, $p, $q))", "(string.gsub($s, $p, $q, $i))",
    "(string.gsub($s, '%w+', { abc = $v, a = $v }))", "table.concat($a, ',')", "table.concat($w)",
    "(string.gsub($s, $p, function(@m:s) return $v end))", "table.concat($w, $s, $i, $i)",
    "string.format('%d', $i)", "string.format('%5d|%-5d|%05d', $i, $i, $i)", "($s):upper()",
    "string.format('%s', $s)", "string.format('%10s|%-10s|', $s, $s)", "string.format('%q', $s)",
    "string.format('%x %X %o', $u, $u, $u)", "string.format('%g', $n)",
    "string.format('%.3f', $n)", "string.format('%e', $n)", "string.format('%c%c', 65, 66)",
    "string.format('%%%i', $i)", "string.format('%+d % d %#x', $i, $i, $u)",
    "string.format('%.14g', $n)", "$s:sub(2, 3)", "string.format('%.10g', math.sin($i))",
    "string.format('%.10g', math.exp($i))", "$s:len()",
    "string.format('%.10g', 1.5 ^ $i)",
    "$s:rep(2)", "string.format('%5.1f|%.0f|%s', $n, $n, $v)", "string.format('%s %s', $s)",
    "table.remove($w)", "string.format('%.3s|%5.1s', $s, $s)", "string.format($s, $v, $v)",
    "type($z)", "$s:reverse()", "string.format('%.10g %.10g', math.tan($i), math.atan2($n, 2))",
    "math.type($n)",
)  # fmt: skip

_LUAU_STRINGS = (
    "string.format('%*', $v)", "string.format('%* and %*', $n, $s)", "string.split($s, $s)[1]",
    "table.concat(string.split($s, ','), '|')", "utf8.char(233, $i + 65, 8364)", "typeof($z)",
    "buffer.tostring(buffer.fromstring($s))", "tostring(vector.create($n, $n, $n))",
    "string.format('%q', string.pack('>I2s1', $i, $s))", "string.format('%.10g', math.cosh($i))",
    "tostring(vector.create($n, 1, 2) * $n)", "tostring(vector.floor(vector.create($n, $n, 0)))",
    "$s:split(',')[1]", "tostring(bit32.btest($u, $u))",
)  # fmt: skip

_BOOLEANS = (
    "string.find($s, $p) ~= nil",
    "$s:match('a') == nil",
    "rawequal($a, $a)",
    "next($a) == nil",
    "type($z) == 'table'",
    "(pcall(error))",
    "pcall($f, $n, $n)",
    "getmetatable($o) == nil",
)
_LUAU_BOOLEANS = (
    "table.isfrozen($a)", "bit32.btest($u, $u)", "table.find($w, $s) ~= nil",
    "vector.create($i, 1, 2) == vector.create($i, 1, 2)", "math.isfinite($n)",
)  # fmt: skip

CALLS = {
    "n": Forms((), _NUMBERS, _LUAU_NUMBERS),
    "s": Forms((), _STRINGS, _LUAU_STRINGS),
    "b": Forms((), _BOOLEANS, _LUAU_BOOLEANS),
}
"""Forms by the kind of the result."""

PATTERNS = Forms(
    leaves=(
        "'a'", "'.'", "'%a+'", "'%d+'", "'(%w)'", "'[abc]'", r"'[\94a]*'", "'a-b'",
        "'^%s*(.-)%s*$'", "'()'", "'(a)(b)'", "'%w+=%w+'", "'(%w+)=(%w+)'", "'%b()'",
        "'%f[%w]%w+'", "'(.)%1'", "''", "'$'", "'^'", "'x?'", "'%%'", "'[%a_][%w_]*'", "'%.'",
        "'[]]'", "'[%-a]+'", "'[a-c]+'", "'%p'", "'%S+'", "'(()a*())'", "'[^%w]'", "'a*'", "'.-'",
        "'(.*),(.*)'", r"'\36a'", "'a^'", "'(a'", "'[a'", "'%'", "'%f'", "'a)'", "'%2'", "'%b'",
        "'[%'", "'(%1)'", "'[^'", "'[a-'",
    ),
    plain=("$s",),
)  # fmt: skip

REPLACEMENTS = Forms(
    leaves=("'x'", "''", "'%0'", "'%1'", "'<%0>'", "'%%'", "'%2'", "'%'", "'%1%1'", "'%z'", "'%9'"),
    plain=("$i",),
)

_LIBRARIES = {
    "string": "byte char find format gmatch gsub len lower match reverse sub upper",
    "table": "concat insert maxn remove sort unpack getn foreachi",
    "math": "abs ceil floor frexp max min modf sqrt deg rad",
}
_LUAU_LIBRARIES = {
    "string": "split",
    "table": "clear clone find freeze isfrozen move pack",
    "math": "clamp sign round lerp map noise",
    "bit32": "arshift band bnot bor btest bxor byteswap countlz countrz extract replace",
    "utf8": "char codepoint codes len offset",
    "buffer": "create fromstring len tostring readu8 writeu8 readi32 writei32 readf64 writef64 "
    "readstring writestring copy fill readbits writebits",
    "vector": "create magnitude normalize cross dot angle floor ceil abs sign clamp max min",
    "coroutine": "create resume status wrap close",
}
_GLOBALS = (
    "tostring tonumber type typeof rawequal rawget rawset rawlen ipairs pairs next unpack "
    "setmetatable getmetatable assert pcall xpcall"
)


def _members(libraries: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}.{each}" for name in libraries for each in libraries[name].split())


FUNCTIONS = Forms(
    leaves=("string.byte", *_members(_LIBRARIES), *_GLOBALS.split()),
    plain=(),
    luau=_members(_LUAU_LIBRARIES),
)
"""Names of functions that may be called with any arguments at all."""
