"""common/Schema: checks and repairs against a declared shape."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import ScriptError

PROFILE = """
local Schema = require(Common.Schema)
local PROFILE = Schema.compile({
    type = "table",
    unknown = "drop",
    fields = {
        name = { type = "string", minLength = 1, maxLength = 6, fix = "clamp", default = "new" },
        level = { type = "integer", min = 1, max = 10, fix = "clamp", default = 1 },
        score = { type = "number", min = 0, fix = "coerce", default = 0 },
        mode = { type = "string", enum = { "easy", "hard" }, fix = "default", default = "easy" },
        tags = { type = "array", optional = true, maxLength = 3, fix = "clamp",
            items = { type = "string", maxLength = 4, fix = "drop" } },
        stats = { type = "map", optional = true, fix = "drop",
            values = { type = "number", min = 0, fix = "drop" } },
        extra = { type = "any", optional = true },
    },
})
"""

LEAVES = (
    st.booleans()
    | st.integers(-20, 20)
    | st.floats(-20, 20)
    | st.sampled_from(["", "easy", "hard", "7", "abcdefgh", "héllo wörld"])
)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=5,
)
RECORDS = st.dictionaries(
    st.sampled_from(["name", "level", "score", "mode", "tags", "stats", "extra", "other"]), DATA
)


@settings(deadline=None)
@given(RECORDS)
def test_what_was_repaired_needs_no_repair(pure, record):
    first, second, untouched = pure.run(
        PROFILE
        + """
        local TableUtil = require(Common.TableUtil)
        local record = ...
        local before = TableUtil.deepCopy(record)
        local first = Schema.check(PROFILE, record, { fix = true })
        local second = Schema.check(PROFILE, first.value, { fix = true })
        assert(not first.ok or TableUtil.deepEqual(first.value, second.value))
        return first, second, TableUtil.deepEqual(before, record)
        """,
        record,
    )
    assert untouched
    assert first["ok"] == all(issue["fixed"] for issue in first["issues"])
    if first["ok"]:
        assert second["ok"]
        assert second["issues"] == []


@settings(deadline=None)
@given(RECORDS)
def test_without_fix_nothing_is_changed_and_every_issue_stands(pure, record):
    result, equal = pure.run(
        PROFILE
        + """
        local result = Schema.check(PROFILE, (...))
        return result, result.value ~= (...)
        """,
        record,
    )
    assert equal
    assert result["ok"] == (result["issues"] == [])
    assert not any(issue["fixed"] for issue in result["issues"])


@pytest.mark.parametrize(
    ("spec", "value", "code", "path"),
    [
        ('{ type = "string" }', "1", "TYPE", ""),
        ('{ type = "table", fields = { a = { type = "number" } } }', "{}", "MISSING", "a"),
        ('{ type = "table", unknown = "reject", fields = {} }', "{ x = 1 }", "UNKNOWN", "x"),
        ('{ type = "number", min = 3 }', "2", "MIN", ""),
        ('{ type = "number", max = 3 }', "4", "MAX", ""),
        ('{ type = "string", minLength = 3 }', "'ab'", "LENGTH", ""),
        ('{ type = "array", maxLength = 1 }', "{ 1, 2 }", "LENGTH", ""),
        ('{ type = "string", pattern = "^%d+$" }', "'1x'", "PATTERN", ""),
        ('{ type = "string", enum = { "a" } }', "'b'", "ENUM", ""),
        ('{ type = "number", custom = function() return false, "odd" end }', "1", "CUSTOM", ""),
        ('{ type = "number", custom = function() error("x") end }', "1", "CUSTOM", ""),
        ('{ type = "number", custom = function() task.wait() end }', "1", "CUSTOM", ""),
        ('{ type = "number" }', "0/0", "NAN", ""),
        ('{ type = "integer" }', "1.5", "TYPE", ""),
        ('{ type = "any" }', "(function() local t = {} t.t = t return t end)()", "CYCLE", "t"),
        (
            '{ type = "any" }',
            "(function() local t = {} for _ = 1, 40 do t = { t } end return t end)()",
            "TOO_DEEP",
            None,
        ),
        ('{ type = "any" }', "table.create(30000, 1)", "TOO_BIG", None),
        ('{ type = "map" }', "{ 1 }", "KEY_TYPE", ""),
        ('{ type = "array" }', "{ a = 1 }", "KEY_TYPE", ""),
        ('{ type = "string" }', "'\\xFF'", "NOT_UTF8", ""),
    ],
)
def test_every_code_has_its_occasion(pure, spec, value, code, path):
    result = pure.run(f"""
        local Schema = require(Common.Schema)
        local result = Schema.check(Schema.compile({spec}), {value})
        return result.ok, result.issues[1].code, result.issues[1].path
    """)
    assert result[:2] == [False, code]
    assert path is None or result[2] == path


def test_repairs_follow_the_declared_way(pure):
    value, codes = pure.run(
        PROFILE
        + """
        local result = Schema.check(PROFILE, {
            name = "héééé!", level = 99, score = "12.5", mode = "insane",
            tags = { "a", "toolong", "b", "c", "d" }, stats = { ok = 1, bad = -1 }, other = true,
        }, { fix = true })
        local codes = {}
        for _, issue in result.issues do table.insert(codes,
            `{issue.path}:{issue.code}:{issue.fixed}`) end
        return result.value, codes
        """
    )
    assert value == {
        "name": "héé",
        "level": 10,
        "score": 12.5,
        "mode": "easy",
        "tags": ["a", "b", "c"],
        "stats": {"ok": 1},
    }
    assert codes == [
        "level:MAX:true",
        "mode:ENUM:true",
        "name:LENGTH:true",
        "score:TYPE:true",
        "stats.bad:MIN:true",
        "tags[2]:LENGTH:true",
        "tags:LENGTH:true",
    ]


def test_a_custom_check_sees_the_whole_record(pure):
    assert pure.run("""
        local Schema = require(Common.Schema)
        local spec = Schema.compile({ type = "table", fields = {
            max = { type = "number" },
            now = { type = "number", custom = function(value, root) return value <= root.max,
                "above max" end },
        } })
        return Schema.check(spec, { max = 5, now = 4 }).ok, Schema.check(spec, { max = 5, now = 6
            }).issues[1].message
    """) == [True, "now: above max"]


@pytest.mark.parametrize(
    ("spec", "where"),
    [
        ('{ type = "text" }', 'root: unknown type "text"'),
        (
            '{ type = "table", fields = { a = { type = "number", min = 2, max = 1 } } }',
            'a: "min" is greater',
        ),
        (
            '{ type = "array", items = { type = "string", pattern = "[" } }',
            "%[%]: malformed pattern",
        ),
        ('{ type = "string", min = 1 }', 'root: option "min" does not apply'),
        ('{ type = "string", colour = 1 }', 'root: unknown option "colour"'),
        ('{ type = "number", fix = "default" }', 'root: fix "default" needs a default'),
        ('{ type = "number", max = 1, default = 2 }', "root: the default does not satisfy"),
    ],
)
def test_a_malformed_specification_is_refused_by_its_path(pure, spec, where):
    with pytest.raises(ScriptError) as problem:
        pure.run(f"require(Common.Schema).compile({spec})")
    assert where.replace("%", "") in str(problem.value)
