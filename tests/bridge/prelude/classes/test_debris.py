"""Debris (engine.md h.2)."""

import pytest


def names(server):
    return server.run("""
        local names = {}
        for _, child in workspace:GetChildren() do table.insert(names, child.Name) end
        return table.concat(names, " ")
    """)


def test_an_item_is_destroyed_after_its_lifetime(server):
    """Destroy after lifetime, default 10 s; first frame of stage 6 with elapsed >= lifetime."""
    server.run("""
        for name, lifetime in { Short = 2, Default = false } do
            local part = Instance.new("Folder", workspace)
            part.Name = name
            game:GetService("Debris"):AddItem(part, lifetime or nil)
        end
    """)
    server.universe.run_for(seconds=1.99)
    assert names(server) == "Default Short"
    server.universe.run_for(seconds=0.02)
    assert names(server) == "Default"
    server.universe.run_for(seconds=7.97)
    assert names(server) == "Default"
    server.universe.run_for(seconds=0.03)
    assert names(server) == ""


def test_an_item_goes_although_its_script_is_gone(server_with):
    """Runs outside the script's life (h.2)."""
    server = server_with("""
        game:GetService("Debris"):AddItem(Instance.new("Folder", workspace), 1)
        script:Destroy()
    """)
    server.universe.run_for(seconds=2)
    assert names(server) == ""


@pytest.mark.parametrize(("added", "left"), [(999, 999), (1000, 1000), (1001, 1000)])
def test_more_than_a_thousand_items_destroy_the_oldest_at_once(server, added, left):
    counted = server.run(
        """
        for i = 1, ... do
            local folder = Instance.new("Folder", workspace)
            folder.Name = tostring(i)
            game:GetService("Debris"):AddItem(folder, 1000)
        end
        return #workspace:GetChildren(), workspace:GetChildren()[1].Name
        """,
        added,
    )
    assert counted == (left, str(added - left + 1))


def test_the_earliest_deadline_of_an_item_counts(server):
    """Adding the same item again is undocumented; SIM: the earliest deadline."""
    server.run("""
        local debris = game:GetService("Debris")
        for name, lifetimes in { A = { 1, 5 }, B = { 5, 1 } } do
            local folder = Instance.new("Folder", workspace)
            folder.Name = name
            for _, lifetime in lifetimes do debris:AddItem(folder, lifetime) end
        end
    """)
    server.universe.run_for(seconds=1.1)
    assert names(server) == ""
    server.universe.run_for(seconds=5)
    assert server.errors == []


def test_an_item_that_was_destroyed_earlier_is_forgotten(server):
    server.run("""
        local folder = Instance.new("Folder", workspace)
        game:GetService("Debris"):AddItem(folder, 1)
        folder:Destroy()
    """)
    assert server.universe.run_until_idle()
    assert server.errors == []


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("AddItem()", "Argument 1 missing or nil"),
        ("AddItem(1)", "Unable to cast number to Object"),
        ("AddItem(workspace, {})", "Unable to cast value to double"),
    ],
)
def test_wrong_arguments_are_refused(server, expression, text):
    source = f"local ok, t = pcall(function() game:GetService('Debris'):{expression} end) return t"
    assert server.run(source) == text


def test_max_items_is_fixed(server):
    """MaxItems write errors (h.2)."""
    text = server.run("""
        local debris = game:GetService("Debris")
        local _, text = pcall(function() debris.MaxItems = 5 end)
        return text, debris.MaxItems
    """)
    assert text == ("Unable to assign property MaxItems. It is fixed at 1000", 1000)
