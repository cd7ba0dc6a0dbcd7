"""Coroutines: templates that create, resume, yield, wrap, close, and break the rules."""

from __future__ import annotations

from bridge.tools.strategies.grammar import Forms

__all__ = ["COROUTINES"]

_PLAIN = (
    "local @c = coroutine.create(function(...)\n\tprint(...)\n\t$B"
    "\n\tprint(coroutine.yield($v, $v))\n\treturn $v\nend)\nprint(coroutine.resume(@c, $v))"
    "\nprint(coroutine.status(@c))\nprint(coroutine.resume(@c, $v, $v))"
    "\nprint(coroutine.status(@c), coroutine.resume(@c))",
    "for @x:n in coroutine.wrap(function()\n\tfor @i:i = 1, 3 do\n\t\tcoroutine.yield($n)\n\t\t$B"
    "\n\tend\nend) do\n\tprint(@x)\n\t$B\nend",
    "local @w = coroutine.wrap(function(@a:n)\n\t$B\n\tlocal @x:n = coroutine.yield($n)"
    "\n\treturn @x\nend)\nprint(@w($n))\nprint(@w($n))\nprint(pcall(@w))",
    "local @c = coroutine.create(function()\n\t$B\n\terror($v)\nend)\nprint(coroutine.resume(@c))"
    "\nprint(coroutine.status(@c))\nprint(coroutine.resume(@c))",
    "local @c\n@c = coroutine.create(function()"
    "\n\tprint(coroutine.status(@c), coroutine.running() == @c)\n\tprint(coroutine.resume(@c))"
    "\n\tprint(pcall(coroutine.yield, $v))\n\t$B\nend)\nprint(coroutine.resume(@c))"
    "\nprint(coroutine.resume(@c, $v))\nprint(coroutine.status(@c))",
    "print(coroutine.resume(coroutine.create(function(...)\n\treturn pcall(function(...)"
    "\n\t\tlocal @x:v = coroutine.yield(...)\n\t\terror(@x)\n\tend, ...)\nend), $v, $v))",
    "local @c = coroutine.create(function()\n\tprint(pcall(function()\n\t\t$B"
    "\n\t\tprint(coroutine.yield($v))\n\t\terror($s)\n\tend))\n\treturn $v\nend)"
    "\nfor @i:i = 1, 3 do\n\tprint(coroutine.resume(@c, $v))\nend",
    "local @g = coroutine.wrap(function()\n\tlocal @h = coroutine.wrap(function()"
    "\n\t\tcoroutine.yield($n)\n\t\tcoroutine.yield($n)\n\tend)\n\tcoroutine.yield(@h())"
    "\n\tcoroutine.yield(@h())\nend)\nprint(@g(), @g())\nprint(pcall(@g), pcall(@g))",
    "print(pcall(coroutine.wrap(function()\n\tlocal @x:n\n\t$B\n\treturn @x.y.z\nend)))",
    "print(pcall(coroutine.resume, $z, $v))", "print(pcall(coroutine.status, $z))",
    "print(pcall(coroutine.create, $z))", "print(pcall(coroutine.wrap, $z))",
    "print(select('#', coroutine.resume(coroutine.create(function()\n\treturn $f($n, $n)\nend))))",
    "local @t:a = { 3, 1, 2 }\nprint(coroutine.resume(coroutine.create(function()"
    "\n\ttable.sort(@t, function(@a, @b)\n\t\tcoroutine.yield(1)\n\t\treturn @a < @b\n\tend)"
    "\nend)))",
    "print(coroutine.resume(coroutine.create(function()"
    "\n\treturn (string.gsub('ab', '.', function(@m)\n\t\tcoroutine.yield(@m)\n\tend))\nend)))",
    "local @o = setmetatable({}, { __call = function(@t, @k)\n\treturn coroutine.yield(@k)"
    "\nend })\nlocal @c = coroutine.create(function()\n\treturn @o($v)\nend)"
    "\nprint(coroutine.resume(@c))\nprint(coroutine.resume(@c, $v))",
)  # fmt: skip

_LUAU = (
    "local @c = coroutine.create(function()\n\tcoroutine.yield($v)\n\t$B\nend)"
    "\nprint(coroutine.resume(@c))\nprint(coroutine.close(@c), coroutine.status(@c))"
    "\nprint(coroutine.resume(@c), coroutine.close(@c))",
    "local @c = coroutine.create(function()\n\terror($v)\nend)\nprint(coroutine.resume(@c))"
    "\nprint(coroutine.close(@c))\nprint(coroutine.close(@c))",
    "print(pcall(coroutine.close, coroutine.running()))",
    "local @c\n@c = coroutine.wrap(function()\n\tfor @k, @x:n in { $n, $n } do\n\t\tif $b then"
    "\n\t\t\tcontinue\n\t\tend\n\t\tcoroutine.yield(@k, @x)\n\tend\nend)\nfor @k, @x in @c do"
    "\n\tprint(@k, @x)\n\t$B\nend",
    "local @c = coroutine.wrap(function(): ...any"
    "\n\tlocal @x:v = if $b then coroutine.yield($v) else $v\n\tprint(`{coroutine.yield($v)}`)"
    "\n\treturn @x\nend)\nprint(@c())\nprint(pcall(@c, $v))\nprint(pcall(@c))",
)  # fmt: skip

COROUTINES = Forms((), _PLAIN, _LUAU)
"""Statements about coroutines."""
