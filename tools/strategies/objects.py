"""Objects: templates with metatables, one metamethod or rule at a time."""

from __future__ import annotations

from bridge.tools.strategies.grammar import Forms

__all__ = ["OBJECTS"]

_PLAIN = (
    "local ^o:o = newobject($n)\nprint(show(^o + $n), show($n - ^o), show(^o * ^o), show(- ^o))",
    "print(tostring($o), $o == $o, $o < $o, $o <= $o, $o .. $s, $n .. $o, #$o)",
    "print(pcall(function()\n\treturn $o < $n\nend))", "print($o($v, $v), pcall($o, $v))",
    "print(pcall(function()\n\treturn $o + $s, $r + $n\nend))",
    "local @o = setmetatable({ x = $n }, { __index = function(@t, @k:s)\n\t$B\n\treturn $v"
    "\nend })\nprint(@o.foo, @o[1], @o.x)",
    "local @log = {}\nlocal @o = setmetatable({ x = $n }, { __newindex = function(@t, @k, @v:v)"
    "\n\t$B\n\trawset(@t, @k, $v)\n\ttable.insert(@log, tostring(@k))\nend })\n@o.x = $v"
    "\n@o.y = $v\n@o.y = $v\n@o[$i] = $v\nprint(show(@o), show(@log))",
    "local @t:r = { x = $n }\nlocal @o = setmetatable({}, { __index = @t, __newindex = @t })"
    "\n@o.x = $n\nprint(@o.x, @t.x, rawget(@o, 'x'), @o.y)",
    "local @o = setmetatable({}, { __call = function(@self, ...)\n\treturn select('#', ...), ..."
    "\nend })\nprint(@o($v, $v), (@o()), pcall(@o, $v))\nprint(@o(@o))",
    "local @m = { __eq = function(@a, @b)\n\treturn $v\nend }"
    "\nlocal @o, @u = setmetatable({}, @m), setmetatable({}, @m)"
    "\nprint(@o == @u, @o ~= @u, @o == $z, rawequal(@o, @u))",
    "local @m = { __lt = function(@a, @b)\n\treturn $v\nend }"
    "\nlocal @o, @u = setmetatable({}, @m), setmetatable({}, @m)"
    "\nprint(@o < @u, @o > @u, pcall(function()\n\treturn @o <= @u\nend))",
    "local @m = { __le = function(@a, @b)\n\treturn $b\nend }\nlocal @o = setmetatable({}, @m)"
    "\nprint(@o <= @o, @o >= @o, pcall(function()\n\treturn @o < @o\nend))",
    "local @o = setmetatable({}, { __concat = function(@a, @b)"
    "\n\treturn type(@a) .. '+' .. type(@b)\nend })"
    "\nprint(@o .. $s, $s .. @o, $n .. $s .. @o, @o .. $n .. $s, @o .. @o)",
    "local @o = setmetatable({ $n, $n }, { __len = function(@t)\n\treturn $n\nend })"
    "\nprint(pcall(function()\n\treturn #@o\nend))\nprint(rawlen(@o))",
    "local @o = setmetatable({}, { __tostring = function(@t)\n\treturn $v\nend })"
    "\nprint(pcall(tostring, @o))\nprint(pcall(function()\n\treturn 'a' .. tostring(@o)\nend))",
    "local @o = setmetatable({}, { __metatable = $v })"
    "\nprint(getmetatable(@o), pcall(setmetatable, @o, {}))",
    "local @o = setmetatable({}, { __unm = function(@a, @b)\n\treturn rawequal(@a, @b)\nend })"
    "\nprint(- @o)",
    "local @A = {}\n@A.__index = @A\nfunction @A.new(@x:n)\n\treturn setmetatable({ x = @x }, @A)"
    "\nend\nfunction @A:get(@y:n)\n\t$B\n\treturn self.x, $n\nend"
    "\nlocal @C = setmetatable({}, @A)\n@C.__index = @C\nfunction @C:twice()"
    "\n\treturn (self:get()), self.x\nend\nlocal @o = setmetatable(@A.new($n), @C)"
    "\nprint(@o:get($n), @o:twice())\nprint(pcall(function()\n\treturn @o:absent(1)\nend))",
    "local @m = {}"
    "\nfor @k, @e in ipairs({ '__add', '__sub', '__mul', '__div', '__mod', '__pow' }) do"
    "\n\t@m[@e] = function(@a, @b)\n\t\treturn @e .. type(@a) .. type(@b)\n\tend\nend"
    "\nlocal @o = setmetatable({}, @m)"
    "\nprint(@o + $v, $v - @o, @o * @o, $n / @o, @o % $s, $s ^ @o)",
    "local @o = setmetatable({}, { __index = $z })\nprint(pcall(function()"
    "\n\treturn @o.x, @o.name\nend))",
    "local @o = setmetatable({}, { __newindex = $z })\nprint(pcall(function()\n\t@o.x = $v"
    "\n\treturn show(@o)\nend))",
    "local @o = setmetatable({}, { __add = $z })\nprint(pcall(function()\n\treturn @o + $n\nend))",
    "local @o = setmetatable({}, { __call = $z })\nprint(pcall(function()\n\treturn @o($n)\nend))",
)  # fmt: skip

_LUAU = (
    "local @o = setmetatable({ $n, $n }, { __iter = function(@t)\n\t$B\n\treturn next, { $v }"
    "\nend })\nfor @k, @x in @o do\n\tprint(@k, @x)\nend",
    "local @o = setmetatable({}, { __iter = function(@t)\n\tlocal @i = 0\n\treturn function()"
    "\n\t\t@i += 1\n\t\tif @i < 4 then\n\t\t\treturn @i, $v\n\t\tend\n\t\treturn nil\n\tend"
    "\nend })\nfor @k:i, @x:v in @o do\n\tif $b then\n\t\tcontinue\n\tend\n\tprint(@k, @x)\nend",
    "local @o = setmetatable({}, { __iter = function()\n\treturn $z\nend })"
    "\nprint(pcall(function()\n\tfor @k in @o do\n\t\tprint(@k)\n\t\tbreak\n\tend\nend))",
    "local @o = setmetatable({}, { __idiv = function(@a, @b)\n\treturn type(@a), $n\nend })"
    "\nprint(@o // 2, $n // @o, pcall(function()\n\treturn @o // @o\nend))",
    "local @o = setmetatable({}, { __call = function(@self, @s:v, @c:v)\n\tif @c == nil then"
    "\n\t\treturn 1\n\tend\nend })\nfor @k in @o do\n\tprint(@k)\nend",
    "local @o = setmetatable({}, { __tostring = function()\n\treturn $s\nend })"
    "\nprint(`<{@o}>`, @o, string.format('%*', @o), pcall(string.format, '%s', @o))",
    "local @o = table.freeze(setmetatable({ x = $n }, { __index = $r, __newindex = function(@t, "
    "@k, @v)\n\tprint('set', @k, @v)\nend }))\n@o.zz = $v\nprint(@o.x, @o.y, pcall(function()"
    "\n\t@o.x = 1\nend))",
    "local @o = setmetatable({ x = $n }, { __add = function(@a, @b)\n\treturn $n\nend })"
    "\n@o.x += $n\nlocal @s: any = @o\n@s += $n\nprint(@s, @o.x)",
    "print(pcall(table.clone, setmetatable({}, { __metatable = $v })))",
    "print(pcall(table.freeze, setmetatable({}, { __metatable = $v })))",
)  # fmt: skip

OBJECTS = Forms((), _PLAIN, _LUAU)
"""Statements about metatables."""
