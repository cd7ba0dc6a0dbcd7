"""BindableEvent and BindableFunction, and what happens to arguments (engine.md g.3, g.5)."""

import pytest

from bridge.tools.simulation.settings import ServerSettings


def test_fire_calls_the_handlers_at_once_without_yielding(server):
    server.run("""
        local event = Instance.new("BindableEvent")
        event.Event:Connect(function(...) print("heard", ...) end)
        event:Fire(1, nil, "x")
        print("fired")
    """)
    assert [text for _, text in server.output] == ["heard 1 nil x", "fired"]


def test_arguments_are_counted_up_to_the_last_one(server):
    """Trailing nils: the count is preserved (g.3)."""
    assert server.run("""
        local event, count = Instance.new("BindableEvent"), nil
        event.Event:Connect(function(...) count = select("#", ...) end)
        event:Fire(nil, 2, nil)
        return count
    """) == 3  # fmt: skip


def test_tables_are_copied_and_lose_their_metatables(server):
    values = server.run("""
        local event, got = Instance.new("BindableEvent"), nil
        event.Event:Connect(function(value) got = value end)
        local sent = setmetatable({ inner = { 1 } }, {})
        event:Fire(sent)
        return got ~= sent, got.inner ~= sent.inner, got.inner[1], getmetatable(got)
    """)
    assert values == (True, True, 1, None)


@pytest.mark.parametrize(
    ("sent", "expression", "expected"),
    [
        ("{ 1, 2, nil, 4 }", "#got", 2),
        ("{ 1, 2, x = 3 }", "got.x", None),
        ("{ [5] = 'a' }", "got['5']", "a"),
        ("{ [1.5] = 'a', x = 1 }", "got['1.5']", "a"),
        ("{ [workspace] = 'a' }", "got['<Instance> (Workspace)']", "a"),
        ("{ f = print, t = coroutine.create(print) }", "got.t == nil and type(got.f)", "function"),
        ("{ e = Enum.Material.Wood }", "got.e == Enum.Material.Wood", True),
        ("{ w = workspace }", "got.w == workspace", True),
        ("table.freeze({ 1, 2 })", "#got", 2),
    ],
)  # fmt: skip
def test_keys_and_holes_follow_the_array_rule(server, sent, expression, expected):
    """Key 1 present: an array to the first nil, all else dropped; else string keys (g.3)."""
    source = f"""
        local event, got = Instance.new("BindableEvent"), nil
        event.Event:Connect(function(value) got = value end)
        event:Fire({sent})
        return {expression}
    """
    assert server.run(source) == expected


def test_a_table_inside_itself_is_refused(server):
    """`tables cannot be cyclic` (g.3, O widespread)."""
    text = server.run("""
        local event, t = Instance.new("BindableEvent"), {}
        t.t = t
        local _, text = pcall(function() event:Fire(t) end)
        return text
    """)
    assert text == "tables cannot be cyclic"


def test_invoke_returns_what_the_callback_returns(server):
    values = server.run("""
        local f = Instance.new("BindableFunction")
        f.OnInvoke = function(a, b) task.wait(1) return a + b, "done" end
        return f:Invoke(1, 2)
    """)
    assert values == (3, "done")


def test_an_error_in_the_callback_reaches_the_invoker(server):
    text = server.run("""
        local f = Instance.new("BindableFunction")
        f.OnInvoke = function() error("no", 0) end
        local _, text = pcall(function() return f:Invoke() end)
        return text
    """)
    assert text == "no"


def test_invoke_waits_until_there_is_a_callback(server):
    """Invoke yields until OnInvoke exists (g.5)."""
    values = server.run("""
        local f, t = Instance.new("BindableFunction"), time()
        task.delay(2, function() f.OnInvoke = function(x) return x end end)
        local got = f:Invoke("x")
        return got, time() - t
    """)
    assert values == ("x", 2)


def test_a_callback_must_be_a_function(server):
    text = server.run("""
        local f = Instance.new("BindableFunction")
        local _, text = pcall(function() f.OnInvoke = 1 end)
        return text
    """)
    assert text == "Unable to assign property OnInvoke. function expected, got number"


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_each_handler_sees_a_table_of_its_own(server_with, behavior):
    """Arguments are copied per handler (g.5)."""
    server = server_with(
        """
        local event, sent = Instance.new("BindableEvent"), { 1 }
        for i = 1, 2 do
            event.Event:Connect(function(t) table.insert(t, i) print(#t, t == sent) end)
        end
        for i = 1, 2 do
            task.spawn(function() local t = event.Event:Wait() table.insert(t, i) print(#t) end)
        end
        event:Fire(sent)
        sent[2] = 2
        """,
        settings=ServerSettings(signal_behavior=behavior),
    )
    server.universe.run_for(seconds=1)
    assert sorted(text for _, text in server.output) == ["2", "2", "2 false", "2 false"]
    assert server.errors == []


def test_a_callback_that_returns_nothing_gives_nil(server):
    """A callback that returns nothing gives nil (g.5)."""
    assert server.run("""
        local f = Instance.new("BindableFunction")
        f.OnInvoke = function() end
        return select("#", f:Invoke())
    """) == 1  # fmt: skip


def test_buffers_pass_between_scripts_of_one_vm(server):
    assert server.run("""
        local event, got = Instance.new("BindableEvent"), nil
        event.Event:Connect(function(b) got = buffer.tostring(b) end)
        event:Fire(buffer.fromstring("abc"))
        return got
    """) == "abc"  # fmt: skip


def test_destroying_a_bindable_releases_no_waiter(server):
    """Destroy on a BindableEvent releases waiters never (g.5)."""
    server.run("""
        local event = Instance.new("BindableEvent")
        task.spawn(function() event.Event:Wait() print("released") end)
        event:Destroy()
        event:Fire()
    """)
    server.universe.run_for(seconds=10)
    assert server.output == []
