"""Laws of the agenda: it behaves as a list that is kept sorted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bridge.scheduler import Agenda, Clock, Event

instants = st.integers(min_value=0, max_value=50)
priorities = st.sampled_from([0, 10, 20])
plans = st.lists(st.tuples(instants, priorities, st.booleans()), max_size=40)


@given(plan=plans)
def test_events_happen_as_a_stable_sort_by_due_and_priority_says(
    plan: list[tuple[int, int, bool]],
) -> None:
    agenda = Agenda(Clock())
    seen: list[int] = []
    events: list[Event] = []
    for number, (due, priority, _) in enumerate(plan):
        events.append(agenda.schedule_at(due, lambda number=number: seen.append(number), priority))
    for event, (_, _, cancelled) in zip(events, plan, strict=True):
        if cancelled:
            agenda.cancel(event)
    kept = [number for number, (_, _, cancelled) in enumerate(plan) if not cancelled]
    assert len(agenda) == len(kept)
    assert agenda.run_until_idle()
    assert seen == sorted(kept, key=lambda number: plan[number][:2])
    assert len(agenda) == 0


@given(plan=plans, stops=st.lists(instants, max_size=5).map(sorted))
def test_stopping_on_the_way_changes_nothing(
    plan: list[tuple[int, int, bool]], stops: list[int]
) -> None:
    def run(pauses: list[int]) -> list[tuple[int, int]]:
        agenda = Agenda(Clock())
        seen: list[tuple[int, int]] = []

        def act(number: int, again: bool) -> None:
            seen.append((agenda.clock.now_us, number))
            if again:
                agenda.schedule_after(number % 7, lambda: act(number, False))

        for number, (due, priority, again) in enumerate(plan):
            agenda.schedule_at(due, lambda number=number, again=again: act(number, again), priority)
        for pause in pauses:
            agenda.run_until(pause)
            assert agenda.clock.now_us == pause
        agenda.run_until(1000)
        return seen

    assert run(stops) == run([])
