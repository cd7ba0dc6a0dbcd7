"""common/LruMap: a map that remembers the order of use."""

from collections import OrderedDict

from hypothesis import given
from hypothesis import strategies as st

OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["set", "get", "peek", "remove", "drop"]), st.integers(1, 5)),
    max_size=40,
)


@given(OPERATIONS)
def test_it_behaves_like_an_ordered_dictionary(pure, operations):
    model = OrderedDict()
    for step, (kind, key) in enumerate(operations):
        if kind == "set":
            model[key] = step
            model.move_to_end(key)
        elif kind == "get" and key in model:
            model.move_to_end(key)
        elif kind == "remove":
            model.pop(key, None)
        elif kind == "drop" and model:
            model.popitem(last=False)
    keys, values, size = pure.run(
        """
        local map = require(Common.LruMap).new()
        for step, operation in ... do
            local kind, key = operation[1], operation[2]
            if kind == "set" then map:set(key, step - 1)
            elseif kind == "drop" then map:dropOldest()
            else map[kind](map, key) end
        end
        local values = {}
        for _, key in map:keys() do table.insert(values, map:peek(key)) end
        return map:keys(), values, map:size()
        """,
        [list(operation) for operation in operations],
    )
    assert (keys, values, size) == (list(model), list(model.values()), len(model))
