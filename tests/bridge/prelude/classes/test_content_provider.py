"""ContentProvider: everything is there at once."""


def test_preloading_tells_of_each_asset(server):
    values = server.run("""
        local provider, log = game:GetService("ContentProvider"), {}
        local list = { "rbxassetid://1", workspace, "rbxassetid://2" }
        provider:PreloadAsync(list, function(id, status)
            table.insert(log, id .. " " .. status.Name)
        end)
        provider:PreloadAsync({})
        return table.concat(log, ", "), provider.RequestQueueSize,
            (pcall(function() provider:PreloadAsync() end))
    """)
    assert values == ("rbxassetid://1 Success, rbxassetid://2 Success", 0, False)
