"""TestService: what test frameworks report through; it writes to the output and counts.

Texts and colours: class page TestService (2025) and engine.md d.6, by which every line begins with
`TestService: `. Blue lines are of kind "info". A failed Require or Fail ends nothing: only scripts
inside a running test session are stopped by them. Left out: RegisterTest, TakeSnapshot, ScopeTime,
the macros RBX_CHECK and their like, and Run, which scripts may not call.
"""

from __future__ import annotations

from typing import ClassVar

from bridge.stubs.service import Instance, Service, method

__all__ = ["TestService"]

SOURCE = ("source: Instance?", "line: int = 0")
"""Where a result comes from; shown in Studio as a link, and not in the text."""


class TestService(Service):
    """One server's TestService."""

    CLASS_NAME: ClassVar[str] = "TestService"

    def _say(self, kind: str, text: str) -> None:
        self.context.log(kind, f"TestService: {text}")

    def _count(self, name: str) -> None:
        # Read-only for scripts, so the count is kept where the prelude reads it.
        value = self.instance.get(name)
        assert isinstance(value, (int, float))
        self.instance.set(name, int(value) + 1)

    def _result(self, word: str, failed: str, condition: bool, description: str) -> None:
        self._count("TestCount")
        if condition:
            self._say("info", f"{word} passed: {description}")
        else:
            self._count("ErrorCount")
            self._say("error", f"{failed}: {description}")

    @method("Check", parameters=("condition: boolean", "description: string", *SOURCE))
    def check(
        self,
        target: Instance,
        condition: bool,
        description: str,
        source: Instance | None,
        line: int,
    ) -> None:
        """Says whether a condition holds."""
        self._result("Check", "Check failed", condition, description)

    @method("Require", parameters=("condition: boolean", "description: string", *SOURCE))
    def require(
        self,
        target: Instance,
        condition: bool,
        description: str,
        source: Instance | None,
        line: int,
    ) -> None:
        """Says whether a condition holds on which all that follows rests."""
        self._result("Require", "Require failed. Test ended", condition, description)

    @method("Warn", parameters=("condition: boolean", "description: string", *SOURCE))
    def warn(
        self,
        target: Instance,
        condition: bool,
        description: str,
        source: Instance | None,
        line: int,
    ) -> None:
        """Says whether a condition holds; it is a warning when it does not."""
        if condition:
            self._say("info", f"Warning passed: {description}")
        else:
            self._count("WarnCount")
            self._say("warn", f"Warning: {description}")

    @method("Error", parameters=("description: string", *SOURCE))
    def error(self, target: Instance, description: str, source: Instance | None, line: int) -> None:
        """An error as it is; the script goes on."""
        self._count("ErrorCount")
        self._say("error", description)

    @method("Fail", parameters=("description: string", *SOURCE))
    def fail(self, target: Instance, description: str, source: Instance | None, line: int) -> None:
        """A fatal error of a test session."""
        self._count("ErrorCount")
        self._say("error", description)

    @method("Message", parameters=("text: string", *SOURCE))
    def message(self, target: Instance, text: str, source: Instance | None, line: int) -> None:
        """A remark."""
        self._say("info", text)

    @method("Checkpoint", parameters=("text: string", *SOURCE))
    def checkpoint(self, target: Instance, text: str, source: Instance | None, line: int) -> None:
        """A remark on how far the test has come."""
        self._say("info", f"Test checkpoint: {text}")

    @method("Done")
    def done(self, target: Instance) -> None:
        """The end of a test."""
        self._say("info", "Testing Done")
