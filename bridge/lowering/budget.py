"""Execution budget: a tick in every loop and in functions that can multiply work.

    while c do work() end   =>   while c do _B(); work() end

Hooks do not fire in JIT-compiled code, so runaway programs are ended by counting. The tick is a Lua
closure over a number: LuaJIT treats a captured function as a constant and inlines it, a captured
table it does not. Measured on a loop of method calls, 2e7 rounds: no check 17 ms, call 40 ms,
counter in a table 134 ms; on fib(27): 19, 30 and 83.

Outside loops a function multiplies work by calling, or by indexing twice with keys that vary: an
`__index` function may recurse. The tick stands before the first statement that does so, or in the
branches of an `if` that does so alone: the shallow end of a recursion, where half of its calls are,
does not pay. Functions that do neither need no tick, nor do those that do it in loops only.
"""

from __future__ import annotations

__all__ = ["CALL_WEIGHT", "INDEXING_WEIGHT", "TICKING_WEIGHT"]

CALL_WEIGHT = 2
"""One call suffices, because a library function may call back many times."""

INDEXING_WEIGHT = 1
"""One indexing with a varying key is a chain at most, which ends at the stack's limit."""

TICKING_WEIGHT = 2
"""Functions at least as heavy tick."""
