"""Laws of task.delay: the first frame with enough time elapsed, then due time, then insertion."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.scheduler import frame_at_or_after
from bridge.tools.simulation import Universe

PROGRAM = """
local delays, cancelled = ...
local threads = {}
for number, delay in delays do
    threads[number] = task.delay(delay / 1e6, function()
        print(number, math.round(time() * 60))
    end)
end
for number in cancelled do
    task.cancel(threads[number])
end
"""

delays = st.lists(st.integers(min_value=0, max_value=400_000), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(delays=delays, start_us=st.integers(min_value=0, max_value=100_000), data=st.data())
def test_delays_run_in_the_frame_and_order_that_sorting_says(
    delays: list[int], start_us: int, data: st.DataObject
) -> None:
    numbers = range(1, len(delays) + 1)
    cancelled = data.draw(st.sets(st.sampled_from(numbers)))
    universe = Universe()
    server = universe.start_server()
    universe.run_for(seconds=start_us / 1e6)
    server.run(PROGRAM, delays, dict.fromkeys(sorted(cancelled), True))
    universe.run_until_idle()
    due = {
        number: start_us + max(1, delay)
        for number, delay in zip(numbers, delays, strict=True)
        if number not in cancelled
    }
    expected = [
        f"{number} {frame_at_or_after(due[number])}" for number in sorted(due, key=due.__getitem__)
    ]
    assert [text for _, text in server.output] == expected
