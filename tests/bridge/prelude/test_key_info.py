"""DataStoreKeyInfo: what is asked of Python at each read, and what becomes of the many."""


def test_properties_are_those_of_the_version(server):
    values = server.run("""
        local store = game:GetService("DataStoreService"):GetDataStore("S")
        local version = store:SetAsync("k", 1)
        local _, info = store:GetAsync("k")
        return info.Version == version, info.CreatedTime == info.UpdatedTime, info.CreatedTime > 0,
            typeof(info), info.ClassName, info.Name, info.Parent
    """)
    assert values == (True, True, True, "Instance", "DataStoreKeyInfo", "DataStoreKeyInfo", None)


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
