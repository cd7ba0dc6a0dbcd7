"""What a server said: its output and its uncaught errors, in order, with their instants.

Also the Python half of LogService, which reads the lines and hears of new ones
(prelude/classes/log_service.lua). Formats nothing and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bridge.scheduler import Clock, Trace
from bridge.vm import VM

__all__ = ["OutputLog", "UncaughtError"]

HISTORY_SLICE = 100
"""Lines that cross to Lua at once."""


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
        self._instants_us: list[int] = []
        self._cleared = 0
        self._tell: Callable[[str, str], object] | None = None

    def close(self) -> None:
        """The server is gone; what its Lua still says while it unwinds is not heard."""
        self._closed = True

    def write(self, kind: str, text: str) -> None:
        """Take one line: kind "print", "info", "warn" or "error"."""
        if self._closed:
            return
        self.lines.append((kind, text))
        self._instants_us.append(self._clock.now_us)
        self._trace.append("output", server=self._server, kind=kind, text=text)
        if self._listener is not None:
            self._listener(kind, text)

    def say(self, kind: str, text: str) -> None:
        """Take one line that Python itself has to say; a LogService that listens hears of it."""
        self.write(kind, text)
        if self._tell is not None and not self._closed:
            self._tell(kind, text)

    def serve(
        self, vm: VM, unix_us: Callable[[int], int], tell: Callable[[str, str], object]
    ) -> None:
        """Answer a server's LogService.

        Parameters:
            unix_us: Unix time, by the server's clock, of an instant of the universe.
            tell: called with kind and text of lines from Python while a script listens.
        """

        def hear(wanted: bool) -> None:
            self._tell = tell if wanted else None

        vm.bind("log.history", lambda at: self._history(int(at), unix_us))
        vm.bind("log.clear", self._clear)
        vm.bind("log.heard", hear)
        vm.bind("log.error", self.record_error)

    def _history(self, at: int, unix_us: Callable[[int], int]) -> tuple[object, ...]:
        """Kind, text and Unix microseconds of some lines, from the one numbered `at` on."""
        first = self._cleared + at
        values: list[object] = []
        for number in range(first, min(first + HISTORY_SLICE, len(self.lines))):
            values += (*self.lines[number], unix_us(self._instants_us[number]))
        return tuple(values)

    def _clear(self) -> None:
        self._cleared = len(self.lines)

    def record_error(self, message: str, traceback: str, script: str) -> None:
        """Keep an uncaught error; its line of output has been written before."""
        if self._closed:
            return
        self.errors.append(UncaughtError(message, traceback, script, self._clock.now_us))
        self._trace.append("error", server=self._server, script=script, traceback=traceback)
