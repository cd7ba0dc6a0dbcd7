"""common/TableUtil: copies, comparison, canonical text."""

from hypothesis import given
from hypothesis import strategies as st

SCALARS = (
    st.booleans()
    | st.integers(min_value=-(2**53), max_value=2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.sampled_from("abé1"), min_size=1, max_size=3), inner, max_size=3
        )
    ),
    max_leaves=8,
)


def as_luau(value):
    """What Luau can tell apart: one number type, one empty table."""
    if isinstance(value, (bool, str)):
        return (type(value).__name__, value)
    if isinstance(value, (int, float)):
        return ("number", float(value))
    if isinstance(value, list):
        return ("table", tuple((float(i + 1), as_luau(v)) for i, v in enumerate(value)))
    return ("table", tuple(sorted((key, as_luau(v)) for key, v in value.items())))


@given(VALUES, VALUES)
def test_canonical_text_is_equal_exactly_when_the_values_are(pure, first, second):
    texts = pure.run(
        "local t = require(Common.TableUtil) return t.canonical(...), t.canonical(select(2, ...))",
        first,
        second,
    )
    assert (texts[0] == texts[1]) == (as_luau(first) == as_luau(second))


@given(VALUES)
def test_a_deep_copy_is_equal_and_shares_no_table(pure, value):
    assert pure.run(
        """
        local TableUtil = require(Common.TableUtil)
        local value = ...
        local copy = TableUtil.deepCopy(value)
        local function share(a, b)
            if type(a) ~= "table" then return false end
            if a == b then return true end
            for k, v in a do if share(v, b[k]) then return true end end
            return false
        end
        return TableUtil.deepEqual(value, copy) and not share(value, copy)
        """,
        value,
    )


def test_a_copy_refuses_cycles_and_too_many_nodes(pure):
    assert pure.run("""
        local TableUtil = require(Common.TableUtil)
        local cycle = {} cycle.self = cycle
        local ok1, e1 = pcall(TableUtil.deepCopy, cycle)
        local ok2, e2 = pcall(TableUtil.deepCopy, table.create(30, 1), 20)
        return { ok1, e1, ok2, e2 }
    """) == [False, "table contains a cycle", False, "table has too many nodes"]


def test_keys_come_numbers_first_then_text_by_bytes(pure):
    assert pure.run("""
        return require(Common.TableUtil).sortedKeys({ b = 1, [10] = 1, B = 1, [2] = 1, ["a é"] = 1
            })
    """) == [2, 10, "B", "a é", "b"]


def test_arrays_and_maps_are_told_apart(pure):
    assert pure.run("""
        local t = require(Common.TableUtil)
        return { t.isArray({}), t.isMap({}), t.isArray({ 1, 2 }), t.isArray({ [1] = 1, [3] = 3 }),
            t.isMap({ a = 1 }), t.isMap({ a = 1, [1] = 2 }), t.isArray("x") }
    """) == [True, True, True, False, True, False, False]


def test_defaults_fill_what_is_missing_at_every_depth(pure):
    assert pure.run("""
        local own = { a = { x = 1 }, list = { 9 } }
        local merged = require(Common.TableUtil).mergeDefaults(own, { a = { x = 0, y = 2 }, b = {},
            list = { 1, 2 } })
        merged.a.z = 3
        return merged, own
    """) == [
        {"a": {"x": 1, "y": 2, "z": 3}, "b": [], "list": [9]},
        {"a": {"x": 1}, "list": [9]},
    ]


def test_number_keys_survive_as_text_and_come_back(pure):
    assert pure.run("""
        local t = require(Common.TableUtil)
        local text = t.stringKeys({ [8806688001] = "OWNER", x = 1 })
        local back = t.numberKeys(text)
        return text["8806688001"], back[8806688001], back.x, t.numberKeys({ ["007"] = 1 })["007"]
    """) == ["OWNER", "OWNER", 1, 1]


def test_a_deep_freeze_reaches_every_table(pure):
    assert pure.run("""
        local t = require(Common.TableUtil).deepFreeze({ a = { b = {} } })
        return table.isfrozen(t) and table.isfrozen(t.a) and table.isfrozen(t.a.b)
    """)
