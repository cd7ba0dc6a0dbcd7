"""Arguments of methods that Python implements, at the edges (cloud-services.md 1.7)."""

import pytest


@pytest.mark.parametrize(
    ("written", "name"),
    [("0/0", "NAN"), ("1/0", "INF"), ("-1/0", "-INF"), ("5", "5"), ("1.5", "1.5")],
)
def test_a_number_where_a_string_is_wanted_is_its_text(server, written, name):
    """Key is a number: converted; NaN, inf, -inf become NAN, INF, -INF."""
    values = server.run(f"""
        local store = game:GetService("DataStoreService"):GetDataStore("x")
        store:SetAsync({written}, "value")
        return (store:GetAsync("{name}"))
    """)
    assert values == "value"


@pytest.mark.parametrize(
    ("written", "stored"),
    [("2.4", 2), ("2.5", 3), ("2^52 + 1", 2**52 + 1), ("2^53 - 1", 2**53 - 1)],
)
@pytest.mark.rule("GlobalDataStore.IncrementAsync", source="M-MDS")
def test_a_whole_number_is_rounded_and_large_ones_stay_what_they_are(server, written, stored):
    """The delta of IncrementAsync is an int (class page GlobalDataStore)."""
    values = server.run(f"""
        local store = game:GetService("DataStoreService"):GetDataStore("x")
        return (store:IncrementAsync("key", {written}))
    """)
    assert values == stored


def test_strings_cross_as_bytes(server):
    """Any byte string comes back the same."""
    assert server.run(r"""
        local store = game:GetService("DataStoreService"):GetDataStore("a\0b\xc3\xa9")
        return store.Name == "a\0b\xc3\xa9"
    """)


def test_a_method_that_yields_is_refused_where_nothing_can_wait(server):
    text = server.run("""
        local store = game:GetService("DataStoreService"):GetDataStore("x")
        local sorter = { 2, 1 }
        local _, text = pcall(table.sort, sorter, function() store:GetAsync("k") return true end)
        return text
    """)
    assert "yield" in text


def test_a_stopped_script_never_sees_its_reply(server):
    """Destroying a script drops its waiting threads (engine.md b.1)."""
    from bridge.source import Source

    world = server.game.world
    script = world.create("Script", "Main")
    text = "game:GetService('DataStoreService'):GetDataStore('x'):GetAsync('k') print('answered')"
    server.game.set_source(script, Source(text))
    server.enter(script.parent_to, world.find("ServerScriptService"))
    server.universe.run_for(seconds=0.001)
    server.enter(script.destroy)
    server.universe.run_for(seconds=10)
    assert server.output == []


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("{1, 2}", "1"),
        ("{[5] = 1, [-3.5] = 2}", "-3.5"),
        ("{a = 1, [true] = 2}", "true"),
        ("{[workspace] = 1}", "Workspace"),
    ],
)
@pytest.mark.rule("DataStoreSetOptions.SetMetadata", source="W-PM")
def test_keys_of_a_dictionary_are_strings(server, written, key):
    """Unable to cast to Dictionary due to key <key> (cloud-services.md 1.7)."""
    ok, text = server.run(f"""
        local options = Instance.new("DataStoreSetOptions")
        return pcall(options.SetMetadata, options, {written})
    """)
    assert (ok, text) == (False, f"Unable to cast to Dictionary due to key {key}")


def test_a_dictionary_may_be_empty_or_have_a_metatable(server):
    assert (
        server.run("""
        local options = Instance.new("DataStoreSetOptions")
        options:SetMetadata({})
        options:SetMetadata(setmetatable({ a = 1 }, { __index = { 1, 2 } }))
        return options:GetMetadata().a
    """)
        == 1
    )
