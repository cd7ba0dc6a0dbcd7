"""What a server said: its output and its uncaught errors, in order, with their instants.

Formats nothing and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bridge.scheduler import Clock, Trace

__all__ = ["OutputLog", "UncaughtError"]


@dataclass(frozen=True, slots=True)
class UncaughtError:
    """An error that ended a thread of a server.

    Attributes:
        message: as Luau prints it, `ServerScriptService.Main:3: text`.
        traceback: one line per frame, innermost first; may be empty.
        script: full name of the script the thread belonged to; empty for Python's own calls.
        at_us: universe time.
    """

    message: str
    traceback: str
    script: str
    at_us: int

    def __str__(self) -> str:
        return self.message


class OutputLog:
    """Collects the output of one server, traces it and passes it on."""

    def __init__(
        self,
        clock: Clock,
        trace: Trace,
        server: int,
        listener: Callable[[str, str], None] | None = None,
    ) -> None:
        """`listener` is called with kind and text of each line as it appears."""
        self.lines: list[tuple[str, str]] = []
        self.errors: list[UncaughtError] = []
        self._clock = clock
        self._trace = trace
        self._server = server
        self._listener = listener
        self._closed = False

    def close(self) -> None:
        """The server is gone; what its Lua still says while it unwinds is not heard."""
        self._closed = True

    def write(self, kind: str, text: str) -> None:
        """Take one line: kind "print", "info", "warn" or "error"."""
        if self._closed:
            return
        self.lines.append((kind, text))
        self._trace.append("output", server=self._server, kind=kind, text=text)
        if self._listener is not None:
            self._listener(kind, text)

    def record_error(self, message: str, traceback: str, script: str) -> None:
        """Keep an uncaught error; its line of output has been written before."""
        if self._closed:
            return
        self.errors.append(UncaughtError(message, traceback, script, self._clock.now_us))
