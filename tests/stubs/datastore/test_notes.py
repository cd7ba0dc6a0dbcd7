"""What the trace says of requests."""

from __future__ import annotations

import pytest

from bridge.scheduler import Clock, Trace
from bridge.stubs.datastore import notes as notes_module
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.notes import RequestNotes


def test_a_request_is_one_line_with_its_instant() -> None:
    clock = Clock()
    trace = Trace(clock)
    notes = RequestNotes(trace, server=3)
    notes.note("SetAsync", Address("S", "global", 'a"é'), "ok")
    clock.jump(7)
    notes.note("SetAsync", Address("S", "global", 'a"é'), "ok")
    rest = 'datastore operation="SetAsync" server=3 store="S" scope="global" key="a\\"\\u00e9"'
    assert trace.lines() == (f'0 {rest} outcome="ok"', f'7 {rest} outcome="ok"')


@pytest.mark.parametrize("keys", [2, 3, 4, 9])
def test_however_many_keys_each_line_names_its_own(
    monkeypatch: pytest.MonkeyPatch, keys: int
) -> None:
    monkeypatch.setattr(notes_module, "TEXTS_MAX", 3)
    trace = Trace(Clock())
    notes = RequestNotes(trace, server=0)
    for _ in range(2):
        for number in range(keys):
            notes.note("GetAsync", Address("S", "global", str(number)), "KeyThrottled")
    named = [line.split()[6] for line in trace.lines()]
    assert named == [f'key="{number}"' for number in range(keys)] * 2
    assert len(notes._texts) <= 3
