"""The trace: lines, digest, the first difference."""

from __future__ import annotations

import io

import pytest

from bridge.scheduler import Clock, Trace, first_difference
from bridge.scheduler import trace as trace_module
from bridge.scheduler.trace import UNWRITTEN_MAX


def test_a_line_is_instant_kind_and_json_values() -> None:
    clock = Clock(1500)
    trace = Trace(clock)
    trace.append("datastore.set", key="a b\n", size=3, ok=True, cost=0.1, none=None)
    assert trace.lines() == ('1500 datastore.set key="a b\\n" size=3 ok=true cost=0.1 none=null',)


def test_equal_traces_have_equal_digests_and_others_do_not() -> None:
    traces = [Trace(Clock()) for _ in range(3)]
    for trace in traces:
        trace.append("start", seed=1)
    traces[2].append("end")
    assert traces[0].digest() == traces[1].digest() != traces[2].digest()
    assert traces[2].count == 2


def test_a_file_gets_every_line_and_memory_can_do_without() -> None:
    file = io.StringIO()
    trace = Trace(Clock(), file, keep=False)
    trace.append("one")
    trace.append("two")
    assert file.getvalue() == "0 one\n0 two\n"
    assert trace.lines() == ()
    assert trace.count == 2


def test_the_first_difference_names_entry_and_both_lines() -> None:
    assert first_difference(["a", "b"], ["a", "b"]) is None
    difference = first_difference(["a", "b"], ["a", "c", "d"])
    assert difference is not None
    assert (difference.index, difference.left, difference.right) == (1, "b", "c")
    assert "entry 1" in str(difference)
    shorter = first_difference(["a"], ["a", "b"])
    assert shorter is not None
    assert "(the trace ends)" in str(shorter)


def test_many_entries_are_written_out_as_they_were_appended() -> None:
    clock = Clock()
    trace = Trace(clock)
    for number in range(2 * UNWRITTEN_MAX + 5):
        clock.jump(number)
        trace.append("step", number=number, flag=True, ratio=0.5, text='a"b', nothing=None)
    lines = trace.lines()
    assert trace.count == len(lines) == 2 * UNWRITTEN_MAX + 5
    assert lines[-1].startswith(f"{2 * UNWRITTEN_MAX + 4} step number={2 * UNWRITTEN_MAX + 4} ")
    assert lines[0] == '0 step number=0 flag=true ratio=0.5 text="a\\"b" nothing=null'


def test_an_entry_made_beforehand_is_the_entry() -> None:
    clocks = Clock(), Clock()
    made, plain = (Trace(clock) for clock in clocks)
    text = made.entry("step", number=1, text='a"b\n', ratio=0.5, nothing=None, flag=True)
    for at_us in (0, 3):
        for clock in clocks:
            clock.jump(at_us)
        made.append_text(text)
        plain.append("step", number=1, text='a"b\n', ratio=0.5, nothing=None, flag=True)
    assert made.lines() == plain.lines()
    assert (made.count, made.digest()) == (plain.count, plain.digest())


@pytest.mark.parametrize("entries", [9, 10, 11, 35])
def test_a_long_trace_goes_on_in_a_file_and_is_all_there(
    monkeypatch: pytest.MonkeyPatch, entries: int
) -> None:
    monkeypatch.setattr(trace_module, "LINES_IN_MEMORY", 10)
    monkeypatch.setattr(trace_module, "UNWRITTEN_MAX", 5)
    long, short = Trace(Clock()), Trace(Clock(), keep=False)
    for number in range(entries):
        for trace in (long, short):
            trace.append("x", number=number, text="a\nb\u2028\r\x85ä")
    lines = long.lines()
    assert len(lines) == entries == long.count
    assert lines[-1].startswith(f"0 x number={entries - 1} ")
    assert [line.split()[2] for line in lines] == [f"number={n}" for n in range(entries)]
    assert long.lines() == lines
    assert len(long._lines) < 10
    assert long.digest() == short.digest()
