"""common/Json: what comes back unchanged from storage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

VALUES = st.recursive(
    st.booleans()
    | st.integers(min_value=-(2**53), max_value=2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
            inner,
            min_size=1,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(VALUES)
def test_what_is_storable_comes_back_equal(pure, value):
    assert pure.run(
        """
        local Json, TableUtil = require(Common.Json), require(Common.TableUtil)
        local value = ...
        local storable = Json.storable(value)
        local encoded, text = Json.encode(value)
        local decoded, back = Json.decode(text)
        return storable and encoded and decoded and TableUtil.deepEqual(value, back) and
            Json.size(value) == #text
        """,
        value,
    )


@pytest.mark.parametrize(
    ("expression", "code", "path"),
    [
        ("{ a = { b = 0/0 } }", "NAN", "a.b"),
        ("{ math.huge }", "NAN", "[1]"),
        ("{ [true] = 1 }", "KEY_TYPE", ""),
        ("{ [0] = 1 }", "KEY_TYPE", ""),
        ("{ 1, x = 2 }", "MIXED", ""),
        ("{ [1] = 1, [3] = 3 }", "SPARSE", ""),
        ("{ a = { [8806688001] = 'OWNER' } }", "SPARSE", "a"),
        ("{ f = print }", "UNSUPPORTED", "f"),
        ("nil", "UNSUPPORTED", ""),
        ("'\\xFF'", "NOT_UTF8", ""),
        ("{ ['\\xFF'] = 1 }", "NOT_UTF8", ""),
        ("(function() local t = {} t.me = t return t end)()", "CYCLE", "me"),
    ],
)
def test_what_storage_would_change_is_named(pure, expression, code, path):
    found = pure.run(
        f"local ok, code, path = require(Common.Json).storable({expression}) return ok, code, path"
    )
    assert found == [False, code, path]


def test_a_tower_of_tables_is_too_deep(pure):
    assert pure.run("""
        local Json = require(Common.Json)
        local tower = {}
        for _ = 1, 150 do tower = { tower } end
        local _, code = Json.storable(tower)
        return code, Json.size(tower), (Json.encode(tower))
    """) == ["TOO_DEEP", -1, False]


def test_text_that_is_no_json_does_not_throw(pure):
    assert pure.run(
        "return (require(Common.Json).decode('{')), (require(Common.Json).decode(nil))"
    ) == [
        False,
        False,
    ]
