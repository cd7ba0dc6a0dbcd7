"""WaitForChild (engine.md e.6)."""


def test_a_child_that_is_there_is_returned_at_once(server):
    values = server.run("""
        local t = time()
        local found = game:WaitForChild("Workspace")
        return found == workspace, time() - t
    """)
    assert values == (True, 0)


def test_a_child_added_later_ends_the_wait(server):
    values = server.run("""
        task.delay(1, function()
            local folder = Instance.new("Folder")
            folder.Name = "Other"
            folder.Parent = workspace
            folder = Instance.new("Folder")
            folder.Name = "Late"
            folder.Parent = workspace
        end)
        local t = time()
        local found = workspace:WaitForChild("Late")
        return found.Name, time() - t
    """)
    assert values == ("Late", 1)


def test_a_rename_satisfies_the_wait(server):
    assert server.run("""
        local folder = Instance.new("Folder", workspace)
        task.delay(1, function() folder.Name = "Late" end)
        return workspace:WaitForChild("Late") == folder
    """)


def test_every_waiter_gets_the_child(server):
    server.run("""
        for i = 1, 3 do
            task.spawn(function() print(i, workspace:WaitForChild("Late")) end)
        end
        local folder = Instance.new("Folder")
        folder.Name = "Late"
        folder.Parent = workspace
        task.wait()
    """)
    assert [text for _, text in server.output] == ["1 Late", "2 Late", "3 Late"]


def test_the_wait_ends_with_nil_when_the_time_is_over(server):
    """Yields, then nil after that many seconds; any number suppresses the warning."""
    values = server.run("""
        local t = time()
        return workspace:WaitForChild("Nope", 7), time() - t >= 7 and time() - t < 7.1
    """)
    assert values == (None, True)
    assert server.output == []


def test_after_five_seconds_without_timeout_there_is_one_warning(server):
    """`Infinite yield possible on 'Workspace:WaitForChild("Foo")'`, once; it keeps waiting."""
    server.run("""
        task.spawn(function() print("got", workspace:WaitForChild("Foo")) end)
    """)
    server.universe.run_for(seconds=4.9)
    assert server.output == []
    server.universe.run_for(seconds=20)
    text = "Infinite yield possible on 'Workspace:WaitForChild(\"Foo\")'"
    assert server.output == [("warn", text)]
    server.run("local f = Instance.new('Folder') f.Name = 'Foo' f.Parent = workspace")
    assert server.output[1:] == [("print", "got Foo")]


def test_an_infinite_timeout_silences_the_warning(server):
    server.run("task.spawn(function() workspace:WaitForChild('Foo', math.huge) end)")
    server.universe.run_for(seconds=30)
    assert server.output == []


def test_the_name_is_required(server):
    text = server.run("local _, text = pcall(function() workspace:WaitForChild() end) return text")
    assert text == "Argument 1 missing or nil"
