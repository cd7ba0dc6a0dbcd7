"""SharedTable (datatype page SharedTable); texts of errors are inferred."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("SharedTable.new({x = 1}).x, SharedTable.new().y", "1 | nil"),
        ("SharedTable.new({z = {'a', 'b'}}).z[2]", "b"),
        ("typeof(SharedTable.new({z = {}}).z)", "SharedTable"),
        ("SharedTable.size(SharedTable.new({'a', 'b', n = 1}))", "3"),
        ("SharedTable.new({1}) == SharedTable.new({1})", "false"),
        ("SharedTable.isFrozen(SharedTable.new()), type(SharedTable.new())", "false | userdata"),
    ],
)
def test_values_answer_as_documented(texts, expressions: str, expected: str) -> None:
    assert texts(expressions) == expected


def test_elements_are_written_and_removed(server) -> None:
    source = """
        local st = SharedTable.new({"a", "b", "c"})
        st[2] = nil
        st[2] = nil
        st.x, st.x = 1, 2
        local size = SharedTable.size(st)
        SharedTable.clear(st)
        return size, SharedTable.size(st), st[1]
    """
    assert server.run(source) == (3, 0, None)


@pytest.mark.parametrize(
    ("key", "fits"),
    [
        ("''", True), ("0", True), ("1", True), ("2^32 - 1", True), ("2^32", False), ("-1", False),
        ("0.5", False), ("0/0", False), ("true", False), ("{}", False), ("workspace", False),
    ],
)  # fmt: skip
def test_keys_are_strings_and_whole_numbers_below_2_32(server, key: str, fits: bool) -> None:
    source = f"""
        local st, key = SharedTable.new(), {key}
        local wrote = pcall(function() st[key] = 1 end)
        return wrote, (pcall(function() return st[key] end)), SharedTable.size(st)
    """
    assert server.run(source) == (fits, fits, int(fits))


def test_a_table_with_another_key_or_value_makes_none(server) -> None:
    source = """
        return (pcall(SharedTable.new, {[1.5] = 1})), (pcall(SharedTable.new, {inner = {print}})),
            (pcall(SharedTable.new, 1))
    """
    assert server.run(source) == (False, False, False)


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("true", True), ("1", True), ("'x'", True), ("Vector3.one", True), ("CFrame.new()", True),
        ("Enum.Font.Legacy", True), ("SharedTable.new()", True), ("{}", False), ("print", False),
        ("workspace", False), ("coroutine.create(print)", False), ("Random.new(1)", False),
    ],
)  # fmt: skip
def test_values_are_those_that_can_be_serialized(server, value: str, fits: bool) -> None:
    source = (
        f"local st = SharedTable.new() return (pcall(function() st.x = {value} end)), st.x ~= nil"
    )
    assert server.run(source) == (fits, fits)


def test_increment_gives_the_value_before(server) -> None:
    source = """
        local st = SharedTable.new({x = 1})
        return SharedTable.increment(st, "x", 4), st.x, (pcall(SharedTable.increment, st, "y", 1))
    """
    assert server.run(source) == (1, 5, False)


def test_update_passes_the_value_and_keeps_what_is_returned(server) -> None:
    source = """
        local st, seen = SharedTable.new({x = "a"}), {}
        local function note(value, result)
            table.insert(seen, tostring(value))
            return result
        end
        SharedTable.update(st, "x", function(value) return note(value, value .. "b") end)
        SharedTable.update(st, "n", function(value) return note(value, 1) end)
        SharedTable.update(st, "n", function() return nil end)
        return st.x, st.n, table.concat(seen, " "), (pcall(SharedTable.update, st, "x", task.wait))
    """
    assert server.run(source) == ("ab", None, "a nil", False)


def test_a_loop_sees_what_was_there_when_it_began(server) -> None:
    source = """
        local st, seen = SharedTable.new({"a", "b", x = "c"}), {}
        for key, value in st do
            table.insert(seen, key .. value)
            st[key] = nil
            st.late = "no"
        end
        return table.concat(seen, " "), SharedTable.size(st)
    """
    assert server.run(source) == ("1a 2b xc", 1)


def test_a_shallow_clone_shares_what_is_inside_and_a_deep_one_does_not(server) -> None:
    source = """
        local inner = SharedTable.new({n = 1})
        local st = SharedTable.new()
        st.a, st.b = inner, inner
        local shallow, deep = SharedTable.clone(st), SharedTable.clone(st, true)
        inner.n = 2
        return shallow.a == inner, deep.a == inner, deep.a == deep.b, deep.a.n, shallow ~= st
    """
    assert server.run(source) == (True, False, True, 1, True)


def test_a_graph_that_holds_itself_is_cloned(server) -> None:
    source = """
        local st = SharedTable.new()
        st.me = st
        local copy = SharedTable.clone(st, true)
        return copy.me == copy
    """
    assert server.run(source) is True
    ok, text = server.run("local t = {} t.t = t return pcall(SharedTable.new, t)")
    assert (ok, text) == (False, "tables cannot be cyclic")


@pytest.mark.parametrize(
    "change",
    [
        "st.x = 2", "st.x = nil", "SharedTable.clear(st)", "SharedTable.increment(st, 'x', 1)",
        "SharedTable.update(st, 'x', function(v) return v end)",
    ],
)  # fmt: skip
def test_a_frozen_one_cannot_be_modified(server, change: str) -> None:
    source = f"""
        local st = SharedTable.cloneAndFreeze(SharedTable.new({{x = 1, inner = {{}}}}))
        local deep = SharedTable.cloneAndFreeze(st, true)
        local ok, text = pcall(function() {change} end)
        return ok, text, st.x, SharedTable.isFrozen(st), SharedTable.isFrozen(st.inner),
            SharedTable.isFrozen(deep.inner), SharedTable.isFrozen(SharedTable.clone(st))
    """
    text = "attempt to modify a frozen SharedTable"
    assert server.run(source) == (False, text, 1, True, False, True, False)


@pytest.mark.parametrize(
    "name", ["clear", "clone", "cloneAndFreeze", "increment", "size", "isFrozen"]
)
def test_functions_want_one(error, name: str) -> None:
    text = f"invalid argument #1 to '{name}' (SharedTable expected, got table)"
    assert error(f"SharedTable.{name}({{}})") == text


def test_it_travels_by_reference_within_a_server(server) -> None:
    source = """
        local event, st, got = Instance.new("BindableEvent"), SharedTable.new(), nil
        event.Event:Connect(function(value) got = value[1] end)
        event:Fire({ st })
        return got == st
    """
    assert server.run(source) is True
