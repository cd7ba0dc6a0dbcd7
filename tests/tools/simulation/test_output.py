"""The log of a server."""

from __future__ import annotations

from bridge.scheduler import Clock, Trace
from bridge.tools.simulation.output import OutputLog, UncaughtError


def test_lines_are_kept_traced_and_passed_on() -> None:
    clock = Clock(5)
    trace = Trace(clock)
    heard: list[tuple[str, str]] = []
    log = OutputLog(clock, trace, 2, lambda kind, text: heard.append((kind, text)))
    log.write("print", "hello")
    assert log.lines == heard == [("print", "hello")]
    assert trace.lines() == ('5 output server=2 kind="print" text="hello"',)


def test_errors_keep_their_script_and_instant() -> None:
    log = OutputLog(Clock(7), Trace(Clock()), 0)
    log.record_error("Main:1: bad", "Main:1\n", "Main")
    assert log.errors == [UncaughtError("Main:1: bad", "Main:1\n", "Main", 7)]
    assert str(log.errors[0]) == "Main:1: bad"


def test_errors_are_in_the_trace_with_their_script():
    trace = Trace(Clock(7))
    log = OutputLog(Clock(7), trace, 2)
    log.record_error("Main:1: bad", "Main:1\n", "Main")
    assert trace.lines() == ('7 error server=2 script="Main" traceback="Main:1\\n"',)
    log.close()
    log.record_error("late", "", "Main")
    assert trace.count == 1
