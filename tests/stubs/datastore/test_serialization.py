"""What becomes of each kind of Luau value in a data store: row by row of the reference, section 2.

A row gives the JSON that is stored, as an import or Open Cloud would see it, and what reads back.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.stubs.datastore.address import Address

SERVICE = 'game:GetService("DataStoreService")'
STORE = f'local store = {SERVICE}:GetDataStore("S") '
EXPRESSION = f'{SERVICE}:GetDataStore("S")'
REFUSED = "104: Cannot store {} in data store. Data stores can only accept valid UTF-8 characters."


def stored(cloud) -> str:
    """The JSON text of the key."""
    version = cloud.universe.datastores.read(Address("S", "global", "k"))
    assert version is not None
    return version.text


ROWS = [
    # written, stored, what must hold of the value `v` that is read back, source
    ("true", "true", "v == true", "D"),
    ("false", "false", "v == false", "D"),
    ("12.5", "12.5", "v == 12.5", "D"),
    ('"h\u00e9llo"', '"h\u00e9llo"', 'v == "h\u00e9llo"', "D"),
    ("{}", "[]", 'type(v) == "table" and next(v) == nil', "D CD-c:HttpService"),
    ("{1, 2, 3}", "[1,2,3]", "#v == 3 and v[3] == 3", "D"),
    ("{a = 1, b = {c = 2}}", '{"a":1,"b":{"c":2}}', "v.b.c == 2", "D"),
    # Mixed tables: the array part wins.
    ("{1, 2, a = 3}", "[1,2]", "#v == 2 and v.a == nil", "D CD-c:HttpService; W-BUG"),
    # Numeric keys without an array part become texts.
    (
        '{[8806688001] = "OWNER"}',
        '{"8806688001":"OWNER"}',
        'v["8806688001"] == "OWNER" and v[8806688001] == nil',
        "D CD-VER",
    ),
    ('{[2] = "b"}', '{"2":"b"}', 'v["2"] == "b" and v[2] == nil', "D CD-VER"),
    ("{[0] = 1, [-1] = 2}", '{"-1":2,"0":1}', 'v["0"] == 1 and v["-1"] == 2', "D CD-VER"),
    ("{[1.5] = 1}", '{"1.5":1}', 'v["1.5"] == 1', "D CD-VER"),
    # Sparse arrays: 1..#t is kept, the rest is not.
    ('{[1] = "a", [2] = "b", [3546] = "c"}', '["a","b"]', "#v == 2 and v[3546] == nil", "W-RAD"),
    ('{"a", nil, "c"}', '["a",null,"c"]', 'v[1] == "a" and v[2] == nil and v[3] == "c"', "W-RAD"),
    # Keys of other types.
    (
        "{[workspace] = 1}",
        '{"<Instance> (Workspace)":1}',
        'v["<Instance> (Workspace)"] == 1',
        "W-PM",
    ),
    # Numbers that are none.
    ("0/0", '{"m":null,"t":"numeric","v":"nan"}', "v ~= v", "W-FORUM"),
    ("math.huge", '{"m":null,"t":"numeric","v":"inf"}', "v == math.huge", "W-FORUM"),
    ("-math.huge", '{"m":null,"t":"numeric","v":"-inf"}', "v == -math.huge", "W-FORUM"),
    (
        "{x = {0/0}}",
        '{"x":[{"m":null,"t":"numeric","v":"nan"}]}',
        "v.x[1] ~= v.x[1]",
        "W-FORUM",
    ),
    # Buffers are tagged.
    (
        'buffer.fromstring("abc")',
        '{"m":null,"t":"buffer","base64":"YWJj"}',
        'buffer.tostring(v) == "abc"',
        "D CD-VER; W-RBXC48",
    ),
    ("buffer.create(0)", '{"m":null,"t":"buffer","base64":""}', "buffer.len(v) == 0", "D CD-VER"),
    # Tables: shared ones are copied, metatables are left behind.
    (
        "(function() local s = {1} return {s, s} end)()",
        "[[1],[1]]",
        "v[1] ~= v[2] and v[2][1] == 1",
        "I; W-RAD of 2020 refused it",
    ),
    (
        "setmetatable({a = 1}, {__index = {b = 2}})",
        '{"a":1}',
        "v.a == 1 and v.b == nil",
        "I; CD-RE",
    ),
    # Texts with control characters.
    ('"a\\0b\\1\\n"', '"a\\u0000b\\u0001\\n"', 'v == "a\\0b\\1\\n"', "W-RAD"),
    ('"/"', '"/"', 'v == "/"', "W-RAD"),
    # Numbers are doubles.
    ("2^53 + 2", "9007199254740994", "v == 2^53 + 2", "I"),
    ("2^60", "1152921504606847000", "v == 2^60", "I"),
    ("5e-324", "5e-324", "v == 5e-324", "I"),
    ("1.7976931348623157e308", "1.7976931348623157e+308", "v == 1.7976931348623157e308", "I"),
    ("-0.0", "-0", "v == 0", "none; open question"),
]


@pytest.mark.rule(
    "GlobalDataStore.SetAsync",
    "GlobalDataStore.GetAsync",
    "datastore.mixed_tables",
    source="CD-VER; class page HttpService; W-PM; W-RAD; W-FORUM",
)
@pytest.mark.parametrize(("written", "text", "holds", "source"), ROWS, ids=[row[0] for row in ROWS])
def test_values_are_json(cloud, written: str, text: str, holds: str, source: str) -> None:
    cloud.run(f'{STORE} store:SetAsync("k", {written})')
    assert stored(cloud) == text
    cloud.universe.run_for(seconds=5)  # the cache has forgotten it
    assert cloud.run(f'{STORE} local v = store:GetAsync("k") return {holds}') is True
    update = f'store:UpdateAsync("u", function() return {written} end)'
    assert cloud.run(f"{STORE} local v = {update} return {holds}") is True


@pytest.mark.rule(
    "datastore.error.CantStoreValue", source="CD-ERR; W-FORUM 1916905, 1641868, 176368"
)
@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("print", "function"),
        ("coroutine.create(print)", "thread"),
        ("workspace", "Instance"),
        ("newproxy()", "userdata"),
        ("Vector3.new()", "Vector3"),
        ("CFrame.new()", "CoordinateFrame"),
        ("Color3.new()", "Color3"),
        ("UDim2.new()", "UDim2"),
        ("DateTime.now()", "DateTime"),
        ("Enum.Material.Plastic", "EnumItem"),
        # Nested, the container is named: Array when its first key is a number.
        ("{Color3.new()}", "Array"),
        ("{a = Color3.new()}", "Dictionary"),
        ("{1, {b = print}}", "Array"),
        ("{a = {print}}", "Dictionary"),
        # Texts must be UTF-8, keys too.
        ('"\\xff"', "string"),
        ('"\\xc3"', "string"),
        ('"\\xed\\xa0\\x80"', "string"),
        ('{"\\xff"}', "Array"),
        ('{["\\xff"] = 1}', "Dictionary"),
        ("{[true] = 1}", "Dictionary"),
    ],
)
def test_what_cannot_be_stored_is_named(cloud, written: str, what: str) -> None:
    assert cloud.error(f'{EXPRESSION}:SetAsync("k", {written})') == REFUSED.format(what)
    update = f'UpdateAsync("k", function() return {written} end)'
    assert cloud.error(f"{EXPRESSION}:{update}") == REFUSED.format(what)
    assert cloud.universe.datastores.get("S", "k") is None


@pytest.mark.rule("GlobalDataStore.SetAsync", "GlobalDataStore.UpdateAsync", source="W-PM; CD-DS")
def test_nil_is_refused_by_set_and_cancels_an_update(cloud) -> None:
    assert cloud.error(f'{EXPRESSION}:SetAsync("k", nil)') == "Argument 2 missing or nil"
    assert cloud.run(f'{STORE} return (store:UpdateAsync("k", function() end))') is None


def test_a_cycle_is_refused(cloud) -> None:  # D rule; the words are JSONEncode's (W-RAD)
    cycle = "(function() local t = {} t.t = t return t end)()"
    assert "cyclic" in str(cloud.error(f'{EXPRESSION}:SetAsync("k", {cycle})'))


@pytest.mark.parametrize(("depth", "fits"), [(100, True), (200, True), (5000, False)])
def test_nesting_has_a_bound_of_ours(cloud, depth: int, fits: bool) -> None:
    """No document names the engine's bound (open question)."""
    nested = f"(function() local t = {{}} for i = 1, {depth} do t = {{t}} end return t end)()"
    assert (cloud.error(f'{EXPRESSION}:SetAsync("k", {nested})') is None) is fits


@pytest.mark.rule("datastore.value_bytes_max", "datastore.error.ValueTooLarge", source="CD-ERR")
@pytest.mark.parametrize(
    ("value", "length"),
    [
        # What counts is the JSON: quotes, escapes, brackets, keys and commas too; UTF-8 by byte.
        ('string.rep("x", n)', lambda n: n + 2),
        ('string.rep("\\n", n // 2)', lambda n: n // 2 * 2 + 2),
        ('{string.rep("x", n)}', lambda n: n + 4),
        ('{key = string.rep("x", n)}', lambda n: n + 10),
        ('string.rep("\u00e9", n // 2)', lambda n: n // 2 * 2 + 2),
        ("table.create(n // 2, 1)", lambda n: n // 2 * 2 + 1),
    ],
)
@pytest.mark.parametrize("extra", [-1, 0, 1, 2])
def test_size_is_that_of_the_json(
    make_cloud: Callable, value: str, length: Callable[[int], int], extra: int
) -> None:
    cloud = make_cloud(datastore__value_bytes_max=1000)
    count = next(n for n in range(2, 1200) if length(n) >= 1000 + extra)
    size = length(count)
    error = cloud.error(f'(function(n) return {EXPRESSION}:SetAsync("k", {value}) end)(...)', count)
    assert error == (None if size <= 1000 else "105: Serialized value exceeds 1000 limit.")
    if error is None:
        assert len(stored(cloud).encode()) == size


@pytest.mark.rule("datastore.value_bytes_max", source="CD-ERR")
@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_the_documented_size_is_4194304(cloud, extra: int) -> None:
    source = f'{EXPRESSION}:SetAsync("k", string.rep("x", ...))'
    error = cloud.error(source, 4_194_304 - 2 + extra)
    assert error == (None if extra <= 0 else "105: Serialized value exceeds 4MB limit.")


def test_written_and_read_tables_are_never_the_same(cloud) -> None:  # PS depends on it
    source = f"""{STORE}
        local given = {{list = {{1}}}}
        local seen
        store:SetAsync("k", given)
        given.list[1] = 2
        local updated = store:UpdateAsync("k", function(value)
            seen = value
            value.list[2] = 3
            return value
        end)
        seen.list[3] = 4
        updated.list[1] = 9
        local read = store:GetAsync("k")
        return #read.list, read.list[1], read ~= updated and updated ~= seen
    """
    assert cloud.run(source) == (2, 1, True)
