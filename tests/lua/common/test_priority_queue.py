"""common/PriorityQueue: higher first, equals in push order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import ScriptError

OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["push", "push", "pop", "remove", "popWorst"]), st.integers(-3, 3)),
    max_size=60,
)


def model_run(operations):
    """The same operations on a list kept in order by a stable sort."""
    waiting, taken, pushed = [], [], 0
    for kind, number in operations:
        if kind == "push":
            waiting.append((pushed, number))
            waiting.sort(key=lambda entry: -entry[1])
            pushed += 1
        elif kind == "pop":
            taken.append(waiting.pop(0)[0] if waiting else -1)
        elif kind == "popWorst":
            taken.append(waiting.pop()[0] if waiting else -1)
        else:
            victims = [entry for entry in waiting if entry[0] == number]
            taken.append(bool(victims))
            waiting = [entry for entry in waiting if entry[0] != number]
    return taken, [entry[0] for entry in waiting]


@given(OPERATIONS)
def test_it_agrees_with_a_stable_sort(pure, operations):
    result = pure.run(
        """
        local queue = require(Common.PriorityQueue).new()
        local tickets, taken, pushed = {}, {}, 0
        local function keep(v) table.insert(taken, if v == nil then -1 else v) end
        for _, operation in ... do
            local kind, number = operation[1], operation[2]
            if kind == "push" then
                tickets[pushed] = queue:push(pushed, number)
                pushed += 1
            elseif kind == "remove" then
                keep(tickets[number] ~= nil and queue:remove(tickets[number]))
            else
                keep(queue[kind](queue))
            end
        end
        local left = {}
        for item in queue:iterate() do table.insert(left, item) end
        assert(queue:size() == #left and queue:peek() == left[1])
        return taken, left
        """,
        [list(operation) for operation in operations],
    )
    assert result == list(model_run(operations))


@pytest.mark.parametrize("priority", ["0/0", "math.huge", "'1'", "nil"])
def test_a_priority_that_is_no_finite_number_is_refused(pure, priority):
    with pytest.raises(ScriptError, match="finite number"):
        pure.run(f"require(Common.PriorityQueue).new():push('x', {priority})")
