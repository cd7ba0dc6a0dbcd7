"""DataStoreKeyInfo: what the id of a version tells, and what becomes of the many."""

import pytest


def test_properties_are_those_of_the_version(server):
    values = server.run("""
        local store = game:GetService("DataStoreService"):GetDataStore("S")
        local version = store:SetAsync("k", 1)
        local _, info = store:GetAsync("k")
        return info.Version == version, info.CreatedTime == info.UpdatedTime, info.CreatedTime > 0,
            typeof(info), info.ClassName, info.Name, info.Parent
    """)
    assert values == (True, True, True, "Instance", "DataStoreKeyInfo", "DataStoreKeyInfo", None)


@pytest.mark.parametrize("seconds", [0, 0.0005, 1.2345, 40_000.75])
def test_times_are_those_of_the_version_in_milliseconds(server, seconds):
    universe = server.universe
    universe.run_for(seconds=1.9996)
    universe.datastores.set("S", "k", 1)
    universe.run_for(seconds=seconds)
    version = universe.datastores.set("S", "k", 2, user_ids=(3, 4), metadata={"a": [1, " "]})
    found = server.run("""
        local _, info = game:GetService("DataStoreService"):GetDataStore("S"):GetAsync("k")
        local users, tags = info:GetUserIds(), info:GetMetadata()
        return info.Version, info.CreatedTime, info.UpdatedTime, users[1] + users[2], tags.a[2],
            users ~= info:GetUserIds()
    """)
    created_ms, updated_ms = version.object_created_us // 1000, version.created_us // 1000
    assert found == (version.id, created_ms, updated_ms, 7, " ", True)


def test_one_that_is_moved_into_the_tree_keeps_what_it_tells(server):
    found = server.run("""
        local store = game:GetService("DataStoreService"):GetDataStore("S")
        local version = store:SetAsync("k", 1)
        local _, info = store:GetAsync("k")
        info.Name = "Told"
        info.Parent = workspace
        local told = workspace:FindFirstChild("Told")
        info:SetAttribute("a", 1)
        local copied = info:Clone()
        info:Destroy()
        return told == info, told.Version == version, told:GetAttribute("a"), info.Parent, copied
    """)
    assert found == (True, True, 1, None, None)


def test_properties_are_read_only(server):
    ok, text = server.run("""
        local store = game:GetService("DataStoreService"):GetDataStore("S")
        store:SetAsync("k", 1)
        local _, info = store:GetAsync("k")
        return pcall(function() info.Version = "x" end)
    """)
    assert (ok, text) == (False, "Unable to assign property Version. Property is read only")


def test_thousands_that_nobody_keeps_are_forgotten(server):
    """More than one call can name: ids go back in slices."""
    world = server.game.world
    before = len(world)
    server.run("""
        local store = game:GetService("DataStoreService"):GetDataStore("S")
        store:SetAsync("k", 1)
        for i = 1, 20000 do store:GetAsync("k") end
    """)
    server.run("for i = 1, 3 do local t = table.create(1000000, 0) Instance.new('Folder') end")
    assert len(world) - before < 15000
