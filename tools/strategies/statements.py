"""Statements: templates of locals, assignments, branches, loops, functions and observations.

Every loop ends: counters belong to the template and nothing else assigns them, what a loop goes
over is a copy, and text that grows is cut.
"""

from __future__ import annotations

from bridge.tools.strategies.grammar import Forms

__all__ = ["STATEMENTS"]

_LEAVES = (
    "print()", "print($v)", "print($n, $s)", "local ^x:n = $n", "local ^s:s = $s",
    "local ^b:b = $b", "print(show($a))", "print(show($r))", "local ^a:a = $a", "local ^r:r = $r",
    "local ^w:w = $w", "local ^o:o = $o", "print(show($o))", "local ^i:i = $i", "local ^f:f = $f",
    "$N = $n", "print(#$a, $n)", "print(($n))", "local ^x, ^y", "print($b, $b)", "print(show($w))",
)  # fmt: skip

_PLAIN = (
    "$S = string.sub($s, 1, 40)", "$N, $N = $n, $n", "$R.x = $n",
    "$R.name = string.sub($s, 1, 40)", "$R.x, $R.y = $R.y, $n", "$A[1] = $n",
    "table.insert($A, $n)", "table.insert($A, 1, $n)", "table.remove($A)", "table.sort($A)",
    "table.sort($W)", "$O.x = $n", "$R.extra = $v", "$B",
    "table.sort($A, function(@a:n, @b:n)\n\treturn @a > @b\nend)",
    "table.sort($A, function(@a:n, @b:n)\n\treturn $b\nend)", "local @t:a = $A\n@t[#@t + 1] = $n",
    "local ^x:n, ^y:n, ^z:n = $n, $f($n, $n)", "local ^x:n, ^y:s = $n", "$N, $S, $N = $f($n, $n)",
    "do\n\t$B\nend", "if $b then\n\t$B\nend", "if $b then\n\t$B\nelse\n\t$B\nend",
    "if $b then\n\t$B\nelseif $b then\n\t$B\nelse\n\t$B\nend", "for @k:i = 1, 3 do\n\t$B\nend",
    "for @k:n = $i, $i, $d do\n\t$B\nend",
    "for @k:i = 3, 1, -1 do\n\t$B\n\tif $b then\n\t\tbreak\n\tend\nend",
    "local @k:i = 0\nwhile @k < 3 do\n\t@k = @k + 1\n\t$B\nend",
    "local @k:i = 0\nwhile $b do\n\t@k = @k + 1\n\tif @k > 4 then\n\t\tbreak\n\tend\n\t$B\nend",
    "local @k:i = 0\nrepeat\n\t@k = @k + 1\n\tlocal @x:n = $n\n\t$B\nuntil $b or @k > 3",
    "for @k:i, @x:n in ipairs({ unpack($a) }) do\n\t$B\n\tprint(@k, @x)\nend",
    "for @k:i, @x:n in pairs({ $n, $n, $n }) do\n\t$B\n\tprint(@k, @x)\nend",
    "for @k, @x in next, { $v, $v } do\n\tprint(@k, @x)\nend",
    "for @x:s in string.gmatch($s, $p) do\n\tprint(@x)\nend",
    "for @x:s, @y:v in string.gmatch($s, '(%w+)=(%w+)') do\n\tprint(@x, @y)\n\t$B\nend",
    "local function ^f(@a:n, @b:n)\n\t$B\n\treturn $n\nend\nlocal ^g:f = ^f",
    "function ^G(@a:n, @b:n)\n\t$B\n\treturn $n, $n\nend\nprint(^G($n, $n), (^G($n)))",
    "local function ^f(...)\n\tlocal @a:n, @b:s = ...\n\t$B\n\tprint(select('#', ...), @a, @b)"
    "\n\treturn ...\nend\nprint(^f($v, $v, $v))\nprint((^f($v, $v)), ^f())",
    "local ^c:n = 0\nlocal function ^f()\n\t^c = ^c + 1\n\treturn ^c\nend"
    "\nprint(^f(), ^f(), ^f())",
    "local @fs = {}\nfor @k:i = 1, 3 do\n\tlocal @x:n = $n\n\t@fs[@k] = function()"
    "\n\t\t@x = @x + @k\n\t\t$B\n\t\treturn @x\n\tend\nend"
    "\nprint(@fs[1](), @fs[2](), @fs[1](), @fs[3]())",
    "local function ^r(@k:i, @x:n)\n\tif @k <= 0 then\n\t\treturn $n\n\tend\n\t$B"
    "\n\treturn ^r(@k - 1, $n)\nend\nprint(^r(3, $n))",
    "local function ^r(@k:i)\n\treturn @k < 2 and 1 or @k * ^r(@k - 1)\nend\nprint(^r(6), ^r($i))",
    "print($l($z))", "print(pcall($l))", "print(pcall($l, $z))", "print(pcall($l, $z, $z))",
    "print(pcall($l, $z, $z, $z))", "print(show(table.concat($w, ',')), show({ pcall($l, $z) }))",
    "print(string.find($s, $p, $i))", "print(string.gsub($s, $p, $q))",
    "print(string.byte($s, 1, -1))", "print(string.match($s, $p))", "print(unpack($a))",
    "print(unpack($a, $i, $i))", "print($a[$i])", "print(math.modf($n), math.frexp($i))",
    "print(select($i, $v, $v, $v))", "print(tonumber($v, $i))", "print(show({ $n, nil, $n }))",
    "print(#{ $v, $v, 1 })", "print($f($n, $n))", "print($z == $z)", "print(table.unpack($w))",
    "print(rawlen($a), rawget($r, 'x'), rawequal($r, $r))",
    "print((function(...)\n\treturn select('#', ...), ...\nend)($v, $f($n, $n)))", "$R[ $v ] = $n",
    "print($R[ $v ])", "local @t = { $r, { $a } }\nprint(@t[1].x, @t[2][1][$i])",
    "print(show({ [$i] = $n, [ $s ] = $v }))", "$R.list = $a\nprint(#$R.list)", "print($n .. '')",
)  # fmt: skip

_LUAU = (
    "$N += $n", "$N -= $n", "$N *= $n", "$N /= $n", "$N //= $n", "$N %= $n", "$N ^= $i",
    "$S ..= string.sub($s, 1, 5)", "$R.x += $n", "$A[1] *= $n", "$R.name ..= string.sub($s, 1, 5)",
    "$A[$i] += $n", "$R['x'] -= $f($n, $n)", "$O += $o", "$O.x *= $n", "local ^x: number = $n",
    "local ^x: any, ^y: { number }? = $v, $a", "type @T = { x: number? }",
    "for @k:i = 1, 4 do\n\tif $b then\n\t\tcontinue\n\tend\n\t$B\n\tprint(@k)\nend",
    "for @k:i, @x:n in { $n, $n, $n } do\n\t$B\n\tif $b then\n\t\tcontinue\n\tend"
    "\n\tprint(@k, @x)\nend",
    "for @k:i, @x:n in { unpack($a) } do\n\tprint(@k, @x)\n\t$B\nend",
    "for @k:s, @x:v in { name = $v } do\n\tprint(@k, @x)\n\t$B\nend",
    "for @k, @x:s in string.split($s, $s) do\n\tprint(@k, @x)\n\t$B\nend",
    "local @k:i = 0\nwhile @k < 4 do\n\t@k += 1\n\tif $b then\n\t\tcontinue\n\tend\n\t$B\nend",
    "local @k:i = 0\nrepeat\n\t@k += 1\n\tif @k % 2 == 0 then\n\t\tcontinue\n\tend\n\t$B"
    "\nuntil @k > 3",
    "for @k in $z do\n\tprint(type(@k))\n\tbreak\nend", "print(`{$v} {$n} {show($a)}`)",
    "local function ^f<T>(@a: T, @b:n): (T, number)\n\t$B\n\treturn @a, $n\nend"
    "\nprint(^f($v, $n))",
    "local function ^f(...: any): ...any\n\treturn if $b then ... else $v\nend\nprint(^f($v, $v))",
    "for @p, @c in utf8.codes($s) do\n\tprint(@p, @c)\nend", "print(utf8.codepoint($s, 1, -1))",
    "print(show(table.move($a, $i, $i, $i)))", "print(show(table.move($a, 1, 3, $i, $a)))",
    "print(show(string.split($s, $s)))", "print(show(table.pack($v, $v, $v)))",
    "local @t = table.freeze({ x = $n })\nprint(pcall(function()\n\t@t.x = $v\nend))\nprint(@t.x)",
    "local @t = table.freeze($a)\nprint(pcall(table.insert, @t, $n), #@t, $n)",
    "print(string.unpack($s, $s))", "print(pcall(string.pack, $s, $v, $v))", "table.clear($A)",
    "local @b = buffer.create(8)\nbuffer.writef64(@b, 0, $n)"
    "\nprint(buffer.readf64(@b, 0), buffer.readu8(@b, 7))\nprint(pcall(buffer.readi16, @b, $i))",
    "local @v = vector.create($n, $n, $n)"
    "\nprint(@v, @v.x, @v + vector.one, @v * 2, -@v, @v == @v)",
    "print(#table.create($i, $v), table.find($a, $n), table.find($w, $s, 2))",
    "print((function(...)\n\treturn #{ ... }, #{ n = 1, ... }\nend)($v, $v, $v))",
)  # fmt: skip

STATEMENTS = Forms(_LEAVES, _PLAIN, _LUAU)
"""Forms of a statement; objects, coroutines and failures add to them."""
