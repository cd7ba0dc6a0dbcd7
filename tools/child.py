"""Work in a child process with a deadline: for code that can hang or crash the process it runs in.

A VM stops endless loops by itself, but not a stuck C function (a pattern match that backtracks for
ever) and not a crash of LuaJIT. Code that must survive even those runs here. Knows nothing of what
the work is. The deadline is wall time and a watchdog only: no result depends on it.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from bridge.errors import (
    BridgeError,
    ChildDied,
    ChildTimeout,
    LuauBridgeException,
    ScriptError,
)

__all__ = ["Child", "run_in_child"]

Job = TypeVar("Job")
Result = TypeVar("Result")


class Child(Generic[Job, Result]):
    """A child process that does one job at a time; after its loss the next job gets a new one.

    Parameters:
        work: called in the child with each job; a function of a module, so that it can be pickled.
        deadline_s: seconds of wall time for one job, the start of the process included.
    """

    def __init__(self, work: Callable[[Job], Result], deadline_s: float) -> None:
        self._work = work
        self._deadline_s = deadline_s
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def run(self, job: Job) -> Result:
        """What `work(job)` returns; an exception of ours that it raises is raised here.

        Raises:
            ChildTimeout: no end within the deadline; the process was killed.
            ChildDied: the process ended on its own; the text names the signal or exit code.
            BridgeError: `work` raised an exception of another kind; the text names it.
        """
        connection = self._connection or self._start()
        try:
            connection.send(job)
            if not connection.poll(self._deadline_s):
                self.stop()
                raise ChildTimeout(f"no end within {self._deadline_s:g} s of wall time")
            done, result = connection.recv()
        except (EOFError, OSError):
            assert self._process is not None
            self._process.join()
            cause = _cause_of_death(self._process.exitcode)
            self.stop()
            raise ChildDied(f"the process ended with {cause}") from None
        except BaseException:
            self.stop()  # the state of the conversation is unknown
            raise
        if not done:
            raise result
        value: Result = result
        return value

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None

    def _start(self) -> Connection:
        # Never fork: a copy of a process that runs LuaJIT and threads is in no known state.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._work, theirs), daemon=True)
        self._process.start()
        theirs.close()
        return self._connection


def run_in_child(work: Callable[[Job], Result], job: Job, *, deadline_s: float) -> Result:
    """`work(job)` in a process of its own that is gone afterwards; raises as `Child.run` does."""
    child = Child(work, deadline_s)
    try:
        return child.run(job)
    finally:
        child.stop()


def _cause_of_death(code: int | None) -> str:
    """`signal SIGSEGV` or `exit code 3`."""
    if code is not None and code < 0:
        try:
            return f"signal {signal.Signals(-code).name}"
        except ValueError:
            return f"signal {-code}"
    return f"exit code {code}"


def _serve(work: Callable[[Job], Result], connection: Connection) -> None:
    """The child's loop: jobs in, (True, result) or (False, exception) out."""
    for stream in (sys.stdout, sys.stderr):
        # What was printed before a kill must be out already.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(line_buffering=True)
    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        try:
            result = work(job)
        except Exception as problem:  # the parent raises it
            connection.send((False, _portable(problem)))
            continue
        try:
            connection.send((True, result))
        except Exception as problem:  # nothing was sent: pickling comes before writing
            defect = BridgeError(f"the result cannot leave its process: {problem}")
            connection.send((False, defect))


def _portable(problem: Exception) -> LuauBridgeException:
    """The exception as it can leave the process: Luau values stay behind, foreign classes too."""
    if not isinstance(problem, LuauBridgeException):
        return BridgeError(f"{type(problem).__name__}: {problem}")
    if isinstance(problem, ScriptError):
        assert isinstance(problem.excerpt, str)  # made here, where the sources are
        if problem.value is not None:
            problem.value = repr(problem.value)
    return problem
