"""The whole exception tree. Each class says whose fault it is and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "BridgeError",
    "ChildDied",
    "ChildTimeout",
    "InvariantViolation",
    "LostWrite",
    "LuauBridgeException",
    "LuauSyntaxError",
    "NotLinearizable",
    "ProjectError",
    "ReceiptViolation",
    "ScriptError",
    "ScriptTimeout",
    "SessionConflict",
    "StubError",
    "UsageError",
]


class LuauBridgeException(Exception):  # noqa: N818 (the root is no single error)
    """Root of everything this package raises on purpose."""


class InvariantViolation(LuauBridgeException, AssertionError):  # noqa: N818 (as above)
    """A run went against a law it was checked for: a defect of the scripts, found.

    Attributes:
        findings: everything that was found (`bridge.tools.simulation.checkers.Finding`).
    """

    def __init__(self, text: str, findings: tuple[object, ...] = ()) -> None:
        super().__init__(text)
        self.findings = findings


class NotLinearizable(InvariantViolation):
    """No order of the calls explains what they answered."""


class LostWrite(InvariantViolation):
    """Something a script was told is saved is gone."""


class SessionConflict(InvariantViolation):
    """Two servers owned a key at once, one wrote without owning it, or a dead one kept it."""


class ReceiptViolation(InvariantViolation):
    """A purchase was granted twice, not at all, or acknowledged before it was saved."""


class UsageError(LuauBridgeException):
    """The caller's Python code asked for something impossible; the text names the argument."""


class ProjectError(LuauBridgeException):
    """A project file or a path in it is wrong; the text names the file and the key."""


class LuauSyntaxError(LuauBridgeException):
    """A Luau file does not parse. `str()` is Luau's message `name:line: text` plus an excerpt.

    Attributes:
        headline: the first problem as Luau prints it, `name:line: text`, without the excerpt.
        diagnostics: every problem found, first one first.
    """

    def __init__(
        self, text: str, diagnostics: tuple[object, ...] = (), headline: str | None = None
    ) -> None:
        super().__init__(text)
        self.diagnostics = diagnostics
        self.headline = text if headline is None else headline


class ScriptError(LuauBridgeException):
    """Luau code raised an error nobody caught.

    Attributes:
        message: the error as Luau prints it, with its `name:line:` prefix.
        traceback: Luau stack, one line per frame, innermost first; may be empty.
        value: the raw error value when it was not a string.
        excerpt: the Luau source line the error names, with its neighbours and carets below the
            expression that failed; may be empty. A function given for it is called at first use,
            so that errors nobody looks at cost nothing.
    """

    def __init__(
        self,
        message: str,
        traceback: str = "",
        value: object = None,
        excerpt: str | Callable[[], str] = "",
    ) -> None:
        super().__init__(message if not traceback else f"{message}\n{traceback.rstrip()}")
        self.message = message
        self.traceback = traceback
        self.value = value
        self._excerpt = excerpt

    @property
    def excerpt(self) -> str:
        if not isinstance(self._excerpt, str):
            self._excerpt = self._excerpt()
        return self._excerpt


class ScriptTimeout(ScriptError):  # noqa: N818 (the engine's own word)
    """Luau code ran past its execution limit: an endless loop, or a limit set too low."""


class ChildTimeout(LuauBridgeException):
    """A child process did not finish by its deadline and was killed; the text gives the deadline.

    Luau code hangs a process where no counter runs: inside one call of a C function, such as a
    pattern match that backtracks for ever.
    """


class ChildDied(LuauBridgeException):
    """A child process ended before its work; the text names the signal or the exit code."""


class StubError(LuauBridgeException):
    """An error a stub raises into Luau; its text reaches the script word for word."""


class BridgeError(LuauBridgeException):
    """A defect of luau-bridge itself; please report it with the text and the seed."""
