"""A VM with the engine's threads and frames, driven by hand: no universe, no DataModel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bridge.vm import VM, Limits

EXTENSIONS = (
    "output",
    "chance",
    "clock",
    "threads",
    "timers",
    "deferred",
    "task",
    "handler_order",
    "connections",
    "signal",
    "heartbeat",
    "close",
    "script",
)


class Engine:
    """Runs scripts and frames.

    Attributes:
        lines: what was printed, warnings and errors included, without the stack lines.
        errors: uncaught errors as (message, traceback, script).
        frames: frames executed so far.
    """

    def __init__(self, signal_behavior: str = "immediate", limits: Limits | None = None) -> None:
        self.lines: list[str] = []
        self.info: list[str] = []
        self.errors: list[tuple[str, str, str]] = []
        self.finished: list[int] = []
        self.frames = 0
        self.vm = VM(output=self._print, extensions=EXTENSIONS, limits=limits or Limits())
        self.vm.bind("log.error", lambda *error: self.errors.append(error))
        self.vm.bind("call.finished", self.finished.append)
        self.vm.bind("close.finished", lambda: None)
        self.export("signal.behavior")(signal_behavior)
        self.next_frame_us: int | None = None

    def _print(self, kind: str, text: str) -> None:
        (self.info if kind == "info" else self.lines).append(text)

    def export(self, name: str) -> Callable[..., Any]:
        return self.vm.exported(name)

    def drain(self) -> None:
        self.next_frame_us = self.export("task.drain")()

    def enter(self, name: str, *arguments: object) -> Any:
        """Call an export as a resumption point of its own."""
        result = self.export(name)(*arguments)
        self.drain()
        return result

    def start(self, source: str, *arguments: object, name: str = "main") -> None:
        """Run a script to its first yield."""
        self.enter("thread.spawn", self.vm.load(source, name), *arguments)

    def run(self, seconds: float) -> None:
        """Execute the frames up to an instant that somebody needs."""
        while self.next_frame_us is not None and self.next_frame_us <= round(seconds * 1e6):
            self.frames += 1
            self.next_frame_us = self.export("task.frame")(self.next_frame_us)

    def printed(self, source: str, *arguments: object, seconds: float = 10) -> list[str]:
        """What a script prints within some simulated seconds."""
        before = len(self.lines)
        self.start(source, *arguments)
        self.run(seconds)
        return self.lines[before:]

    def signal(self, name: str = "Event", owner: str = "BindableEvent") -> Any:
        return self.export("signal.new")(name, owner)


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def deferred_engine() -> Engine:
    return Engine("deferred")


@pytest.fixture(params=["immediate", "deferred"])
def any_engine(request: pytest.FixtureRequest) -> Engine:
    return Engine(request.param)


@pytest.fixture
def make_engine() -> type[Engine]:
    return Engine


@pytest.fixture
def printed() -> Callable[[str], list[str]]:
    """Runs a program in a bare VM; what it prints, line by line."""

    def run(source: str) -> list[str]:
        lines: list[str] = []
        VM(output=lambda _kind, text: lines.append(text)).run(source, "case")
        return lines

    return run


@pytest.fixture
def shown(printed: Callable[[str], list[str]]) -> Callable[[str], str]:
    """What `print` makes of an expression list; tabs become spaces."""

    def show(expressions: str) -> str:
        return "\n".join(printed(f"print({expressions})")).replace("\t", " ")

    return show


@pytest.fixture
def refused(printed: Callable[[str], list[str]]) -> Callable[[str], str]:
    """The error of a call, made directly by pcall: `refused("math.abs, nil")`."""

    def fail(call: str) -> str:
        ok, message = printed(f"local ok, message = pcall({call}) print(ok) print(message)")
        assert ok == "false"
        return message

    return fail
