"""What lowering is asked for and what it gives back. Plain values; knows nothing of the walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["FunctionInfo", "LoweredChunk", "LoweringOptions"]


@dataclass(frozen=True, slots=True)
class LoweringOptions:
    """Choices that change the lowered text.

    Attributes:
        budget: put an execution counter into loops and functions, so that runaway code can be
            ended; hooks do not fire in JIT-compiled code.
        imports: look library functions up once, when the chunk is loaded (`library_calls.py`).
    """

    budget: bool = True
    imports: bool = True


class FunctionInfo(NamedTuple):
    """Debug data of one function, matched to LuaJIT's prototype by lines and parameters.

    Attributes:
        line: where `function` stands (`linedefined`).
        last_line: where its `end` stands (`lastlinedefined`).
        name: the static name Luau shows in tracebacks, "" for an anonymous function.
        parameters: how many named ones, `self` included.
        is_vararg: whether it takes `...`.
    """

    line: int
    last_line: int
    name: str
    parameters: int
    is_vararg: bool


@dataclass(frozen=True, slots=True)
class LoweredChunk:
    """A program as LuaJIT source, line for line the Luau source it was made from.

    Attributes:
        text: ASCII; `load(text)(R)` gives the main function.
        functions: every function but the main one, in source order.
    """

    text: str
    functions: tuple[FunctionInfo, ...]
