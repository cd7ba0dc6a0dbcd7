"""SharedTableRegistry (class page SharedTableRegistry)."""

from __future__ import annotations

from bridge.project import ProjectNode
from bridge.source import Source
from bridge.tools.simulation import Universe

REGISTRY = 'game:GetService("SharedTableRegistry")'


def test_a_name_gives_the_same_table_again(server) -> None:
    source = f"""
        local first = {REGISTRY}:GetSharedTable("MyData")
        return typeof(first), first == {REGISTRY}:GetSharedTable("MyData"),
            first == {REGISTRY}:GetSharedTable("other"), SharedTable.size(first)
    """
    assert server.run(source) == ("SharedTable", True, False, 0)


def test_a_table_is_registered_and_unregistered(server) -> None:
    source = f"""
        local st = SharedTable.new({{1, 2, 3}})
        {REGISTRY}:SetSharedTable("MyData", st)
        local same = {REGISTRY}:GetSharedTable("MyData") == st
        {REGISTRY}:SetSharedTable("MyData", nil)
        return same, SharedTable.size({REGISTRY}:GetSharedTable("MyData")),
            select(2, pcall({REGISTRY}.SetSharedTable, {REGISTRY}, "MyData", {{}}))
    """
    assert server.run(source) == (True, 0, "Unable to cast value to SharedTable")


def test_actors_share_what_scripts_register() -> None:
    source = f"""
        local st = {REGISTRY}:GetSharedTable("counts")
        SharedTable.update(st, "n", function(value) return (value or 0) + 1 end)
        print(script:GetActor(), st.n)
    """
    services = ProjectNode("ServerScriptService", "ServerScriptService")
    for name in "AB":
        actor = ProjectNode(name, "Actor")
        actor.children.append(ProjectNode("Work", "Script", source=Source(source, name)))
        services.children.append(actor)
    place = ProjectNode("Game", "DataModel")
    place.children.append(services)
    server = Universe().start_server(place)
    assert server.output == [("print", "A 1"), ("print", "B 2")]
