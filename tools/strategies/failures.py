"""Failures: templates of errors raised, caught, passed on, and of what a value cannot do."""

from __future__ import annotations

from bridge.tools.strategies.grammar import Forms

__all__ = ["FAILURES"]

_PLAIN = (
    "print(pcall(function()\n\t$B\nend))", "print(pcall(function()\n\t$B\n\treturn $v, $v\nend))",
    "print(pcall(function()\n\t$B\n\terror($s)\nend))", "print(pcall(error, $v))",
    "print(pcall(function()\n\terror($v, $i)\nend))", "print(pcall(function()\n\terror($v)\nend))",
    "local function @f()\n\terror($s, 2)\nend\nlocal function @g()\n\t@f()\nend"
    "\nprint(pcall(@g), pcall(@f))",
    "local function @f()\n\terror($s, 2)\nend\nprint(pcall(function()\n\treturn @f()\nend))",
    "local function @f(@l)\n\terror($s, @l)\nend\nlocal function @g(@l)\n\t@f(@l)\n\treturn 1"
    "\nend\nfor @l = 0, 4 do\n\tprint(pcall(function()\n\t\t@g(@l)\n\tend))\nend",
    "local @ok, @e = pcall(function()\n\terror({ code = $n, text = $s })\nend)"
    "\nprint(@ok, type(@e), show(@e))",
    "print(select('#', pcall(error)), pcall(error, nil), pcall(error, $a == nil))",
    "print(pcall(function()\n\tassert($b, $s)\nend))", "print(pcall(assert, $v, $v))",
    "print(pcall(function()\n\treturn assert($v, $v)\nend))", "print(pcall(assert, $z, $s, $z))",
    "print(xpcall(function(...)\n\t$B\n\terror($v)\nend, function(@e:v)\n\treturn @e, $v"
    "\nend, $v))",
    "print(xpcall(function(...)\n\t$B\n\treturn ...\nend, print, $v, $v))",
    "print(xpcall(function()\n\terror($s)\nend, function(@e:s)\n\terror(@e .. $s)\nend))",
    "print(xpcall(function()\n\tlocal @x:n\n\treturn @x.y\nend, function(@e:s)"
    "\n\treturn type(@e), @e\nend))",
    "print(pcall(function()\n\tlocal @ok, @e = pcall(function()\n\t\t$B\n\t\terror($s)\n\tend)"
    "\n\tprint(@ok, @e)\n\terror(@e, 0)\nend))",
    "print(pcall(function()\n\tlocal @ok, @e = pcall(error, $v)\n\terror(@e)\nend))",
    "print(pcall(pcall))", "print(pcall(pcall, error, $v))",
    "print(pcall(function()\n\treturn $z + $z\nend))",
    "print(pcall(function()\n\treturn $z - $n, $n * $z\nend))",
    "print(pcall(function()\n\treturn - $z\nend))",
    "print(pcall(function()\n\treturn $z .. $z\nend))",
    "print(pcall(function()\n\treturn $s .. $z\nend))",
    "print(pcall(function()\n\treturn $z < $z\nend))",
    "print(pcall(function()\n\treturn $z >= $z\nend))",
    "print(pcall(function()\n\treturn #$z\nend))",
    "print(pcall(function()\n\treturn $z[ $z ]\nend))",
    "print(pcall(function()\n\treturn $z.name\nend))",
    "print(pcall(function()\n\treturn $z:name()\nend))",
    "print(pcall(function()\n\treturn $z($v)\nend))",
    "print(pcall(function()\n\treturn $z.x.y.z\nend))",
    "print(pcall(function()\n\tlocal @t = $z\n\t@t.x = $v\n\treturn @t.x\nend))",
    "print(pcall(function()\n\tlocal @t = $z\n\t@t[ $v ] = $v\nend))", "print(pcall($z))",
    "print(pcall(function()\n\tfor @k = $z, $i do\n\t\tbreak\n\tend\nend))",
    "print(pcall(function()\n\tfor @k = 1, $z, $z do\n\t\tbreak\n\tend\nend))",
    "print(pcall(function()\n\treturn Gx.y, $n\nend))", "print(pcall(function()\n\tGf($v)\nend))",
    "print(pcall(function()\n\tlocal @t = {}\n\t@t.a.b = $v\nend))", "print(pcall(next, {}, $z))",
    "print(pcall(function()\n\tlocal @t = {}\n\t@t:method(1)\nend))",
    "print(pcall(setmetatable, $z, $z))",
    "print(pcall(function()\n\tprint(\n\t\t$v,\n\t\t$z.x,\n\t\t$n\n\t)\nend))",
    "print(pcall(function()\n\tlocal @x = $n\n\t\t+ $z\n\treturn @x\nend))",
    "print(pcall(function()\n\treturn {\n\t\t$v,\n\t\tx = $z .. $s,\n\t}\nend))",
    "print(pcall(table.concat, { $s, $z, 1 }))", "print(pcall(table.sort, { 1, $z, 2 }))",
    "print(pcall(string.gsub, $s, $p, $z))", "print(pcall(string.rep, $z, $z))",
    "print(pcall(select, $z, 1))", "print(pcall(string.format, $s, $z, $z))",
    "print(pcall(function()\n\treturn string.rep($z, $i)\nend))",
    "print(pcall(function()\n\treturn $s:rep({})\nend))", "print(pcall(ipairs, $z))",
    "print(pcall(function()\n\ttable.insert($z, $z, $z)\nend))", "print(pcall(tonumber, $z, $z))",
)  # fmt: skip

_LUAU = (
    "print(pcall(function()\n\treturn $z // $z\nend))",
    "print(pcall(function()\n\tfor @k in $z do\n\t\tbreak\n\tend\nend))",
    "print(pcall(function()\n\tlocal @x: any = $z\n\t@x += $z\n\treturn @x\nend))",
    "print(pcall(function()\n\tlocal @x: any = $z\n\t@x ..= $z\n\treturn @x\nend))",
    "print(pcall(function()\n\tlocal @t: any = $r\n\t@t.absent += $n\nend))",
    "print(pcall(function()\n\tlocal @t: any = $z\n\t@t.x //= $z\nend))",
    "print(pcall(function()\n\treturn `{$z.x}{$n}`\nend))", "print(pcall(table.freeze, $z))",
    "print(pcall(function()\n\treturn if $z then $z.x else $z + 1\nend))",
    "print(pcall(table.create, $i, $z))", "print(pcall(table.find, $z, $z))",
    "print(pcall(bit32.extract, $u, $i, $i))", "print(pcall(math.clamp, $n, $n, $n))",
    "print(pcall(function()\n\treturn debug.info(1, 'l'), debug.info(1, 's'), debug.info(1, 'n')"
    "\nend))",
    "local function @f()\n\treturn debug.info(1, 'nla')\nend\nprint(@f())"
    "\nprint(debug.info(@f, 'nla'))",
    "print(pcall(utf8.char, $z, $i))", "print(pcall(buffer.create, $z))",
    "print(pcall(string.split, $z, $z))", "print(pcall(vector.create, $z, $z))",
    "print(pcall(setmetatable, table.freeze({}), {}))",
    "print(pcall(rawset, table.freeze($a), $v, $v))",
)  # fmt: skip

FAILURES = Forms((), _PLAIN, _LUAU)
"""Statements about errors."""
