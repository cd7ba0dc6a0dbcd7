"""Orders of handlers, at the level of the prelude; what games see is in test_switches.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Engine


@pytest.mark.parametrize("count", [0, 1, 2, 5, 6])
def test_first_connected_first_reverses_any_number_of_handlers(
    any_engine: Engine, count: int
) -> None:
    any_engine.export("signal.configure")("fifo", 0, 10)
    signal = any_engine.signal()
    source = f"local s = ... for i = 1, {count} do s:Connect(function() print(i) end) end"
    any_engine.start(source, signal)
    any_engine.enter("signal.fire", any_engine.export("signal.id")(signal))
    assert any_engine.lines == [str(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("order", ["fifo", "shuffled"])
def test_handlers_that_yield_do_not_hold_up_the_others_in_any_order(
    any_engine: Engine, order: str
) -> None:
    any_engine.export("signal.configure")(order, 5, 10)
    signal = any_engine.signal()
    source = """
    local s = ...
    for i = 1, 4 do s:Connect(function() print(i) task.wait() print(i + 4) end) end
    """
    any_engine.start(source, signal)
    any_engine.enter("signal.fire", any_engine.export("signal.id")(signal))
    assert sorted(any_engine.lines) == ["1", "2", "3", "4"]
    any_engine.run(1)
    assert sorted(any_engine.lines) == [str(number) for number in range(1, 9)]


@pytest.mark.parametrize("order", ["fifo", "shuffled"])
def test_fires_nest_in_any_order(engine: Engine, order: str) -> None:
    """Each fire walks an order of its own."""
    engine.export("signal.configure")(order, 5, 10)
    signal = engine.signal()
    number = engine.export("signal.id")(signal)
    engine.start(
        """
        local signal, fire = ...
        for i = 1, 3 do
            signal:Connect(function(depth) print(depth) if depth < 3 then fire(depth + 1) end end)
        end
        fire(1)
        """,
        signal,
        lambda *values: engine.export("signal.fire")(number, *values),
    )
    assert [engine.lines.count(depth) for depth in ("1", "2", "3")] == [3, 9, 27]
