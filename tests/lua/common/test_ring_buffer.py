"""common/RingBuffer: the last values pushed."""

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import ScriptError


@given(st.integers(1, 6), st.lists(st.integers(0, 99), max_size=25))
def test_it_holds_what_a_bounded_deque_holds(pure, capacity, values):
    model = deque(maxlen=capacity)
    expected = []
    for value in values:
        expected.append(model[0] if len(model) == capacity else -1)
        model.append(value)
    evicted, content, newest, length = pure.run(
        """
        local capacity, values = ...
        local ring = require(Common.RingBuffer).new(capacity)
        local evicted = {}
        for _, value in values do table.insert(evicted, ring:push(value) or -1) end
        return evicted, ring:toArray(), ring:newest() or -1, ring:len()
        """,
        capacity,
        values,
    )
    assert (evicted, content) == (expected, list(model))
    assert (newest, length) == (model[-1] if model else -1, len(model))


def test_clearing_empties_it(pure):
    assert pure.run("""
        local ring = require(Common.RingBuffer).new(2)
        ring:push(1) ring:push(2) ring:push(3) ring:clear() ring:push(4)
        return ring:toArray()
    """) == [4]


@pytest.mark.parametrize("capacity", ["0", "1.5", "math.huge", "'2'"])
def test_a_capacity_that_is_no_positive_integer_is_refused(pure, capacity):
    with pytest.raises(ScriptError, match="positive integer"):
        pure.run(f"require(Common.RingBuffer).new({capacity})")
