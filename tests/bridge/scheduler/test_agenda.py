"""The agenda's verbs and its order; the laws are in tests/properties/test_agenda_properties.py."""

from __future__ import annotations

import pytest

from bridge.errors import BridgeError
from bridge.scheduler import PRIORITY_DELIVERY, PRIORITY_FRAME, Agenda, Clock, EventState


@pytest.fixture
def agenda() -> Agenda:
    return Agenda(Clock())


def test_events_happen_at_their_instant_in_the_order_of_time(agenda: Agenda) -> None:
    seen: list[tuple[str, int]] = []
    agenda.schedule_at(20, lambda: seen.append(("late", agenda.clock.now_us)))
    agenda.schedule_after(10, lambda: seen.append(("early", agenda.clock.now_us)))
    assert agenda.run_until(30) == 2
    assert seen == [("early", 10), ("late", 20)]
    assert agenda.clock.now_us == 30


def test_ties_go_by_priority_and_then_by_the_order_of_scheduling(agenda: Agenda) -> None:
    seen: list[str] = []
    agenda.schedule_at(5, lambda: seen.append("frame"), PRIORITY_FRAME)
    agenda.schedule_at(5, lambda: seen.append("first"), PRIORITY_DELIVERY)
    agenda.schedule_at(5, lambda: seen.append("second"), PRIORITY_DELIVERY)
    agenda.run_until_idle()
    assert seen == ["first", "second", "frame"]


def test_an_action_may_schedule_for_its_own_instant(agenda: Agenda) -> None:
    seen: list[str] = []

    def outer() -> None:
        agenda.schedule_after(0, lambda: seen.append("inner"))
        seen.append("outer")

    agenda.schedule_at(5, outer)
    agenda.run_until(5)
    assert seen == ["outer", "inner"]


def test_the_past_cannot_be_scheduled(agenda: Agenda) -> None:
    agenda.run_until(10)
    with pytest.raises(BridgeError, match="time can't go backwards"):
        agenda.schedule_at(9, lambda: None)


def test_a_cancelled_event_never_happens_and_is_not_counted(agenda: Agenda) -> None:
    seen: list[str] = []
    event = agenda.schedule_at(5, lambda: seen.append("cancelled"))
    agenda.schedule_at(6, lambda: seen.append("kept"))
    assert len(agenda) == 2
    assert agenda.cancel(event)
    assert not agenda.cancel(event)
    assert len(agenda) == 1
    next_event = agenda.peek()
    assert next_event is not None
    assert next_event.due_us == 6
    agenda.run_until_idle()
    assert seen == ["kept"]
    assert event.state is EventState.CANCELLED


def test_an_event_that_happened_cannot_be_cancelled(agenda: Agenda) -> None:
    event = agenda.schedule_at(5, lambda: None)
    agenda.run_until_idle()
    assert event.state is EventState.DONE
    assert not agenda.cancel(event)
    assert len(agenda) == 0


def test_run_until_idle_stands_at_the_last_event_and_stops_at_its_limit(agenda: Agenda) -> None:
    def again() -> None:
        agenda.schedule_after(10, again)

    agenda.schedule_at(10, again)
    assert agenda.run_until_idle(limit_us=35) is False
    assert agenda.clock.now_us == 30
    empty = Agenda(Clock())
    assert empty.run_until_idle() is True
    assert empty.step() is False


def test_what_happens_in_the_background_keeps_nothing_awake() -> None:
    agenda = Agenda(Clock())
    seen: list[str] = []
    agenda.schedule_background(5, lambda: seen.append("look"))
    agenda.schedule_at(5, lambda: seen.append("event"))
    later = agenda.schedule_background(50, lambda: seen.append("never"))
    assert not agenda.idle
    assert agenda.run_until_idle()
    assert agenda.idle
    assert agenda.clock.now_us == 5
    assert seen == ["event"]
    assert len(agenda) == 2
    agenda.cancel(later)
    agenda.run_until(60)
    assert seen == ["event", "look"]
    assert agenda.idle
    agenda.schedule_after(1, lambda: None)
    assert not agenda.idle


def test_an_event_that_has_happened_can_happen_again() -> None:
    agenda = Agenda(Clock())
    seen: list[int] = []
    event = agenda.schedule_at(5, lambda: seen.append(agenda.clock.now_us))
    with pytest.raises(BridgeError, match="again"):
        agenda.schedule_again(event, 7)  # still pending
    agenda.run_until(6)
    with pytest.raises(BridgeError, match="again"):
        agenda.schedule_again(event, 4)  # in the past
    agenda.schedule_again(event, 7)
    assert len(agenda) == 1
    agenda.run_until(10)
    assert seen == [5, 7]
    assert not agenda.cancel(event)
