"""What both kinds of query parameters share: they are mutable (engine.md h.8)."""

import pytest

BOTH = pytest.mark.parametrize("name", ["RaycastParams", "OverlapParams"])


@BOTH
def test_members_can_be_written_and_lists_are_copies(server, name):
    assert server.run(f"""
        local params, list = {name}.new(), {{ workspace }}
        params.FilterDescendantsInstances = list
        params.IncludeInstances = list
        table.insert(list, game)
        params.FilterType = Enum.RaycastFilterType.Include
        params.CollisionGroup = "Ghosts"
        params.RespectCanCollide = true
        return #params.FilterDescendantsInstances == 1 and params.IncludeInstances[1] == workspace
            and params.FilterType == Enum.RaycastFilterType.Include
            and params.CollisionGroup == "Ghosts" and params.RespectCanCollide
    """)


@BOTH
def test_the_filter_grows_by_instances_and_lists(server, name):
    assert server.run(f"""
        local params = {name}.new()
        params:AddToFilter(workspace)
        params:AddToFilter({{ game, workspace }})
        return #params.FilterDescendantsInstances == 3
    """)


@BOTH
@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("p.CollisionGroup = 1", "property CollisionGroup. string expected, got number"),
        ("p.RespectCanCollide = 1", "property RespectCanCollide. boolean expected, got number"),
        ("p.ExcludeInstances = { 1 }", "property ExcludeInstances. Instance expected, got number"),
        ("p.FilterType = 'Odd'", "property FilterType. RaycastFilterType expected, got string"),
    ],
)
def test_wrong_values_are_refused(assigned, name, statement, text):
    assert assigned(f"local p = {name}.new() {statement}") == f"Unable to assign {text}"


@BOTH
def test_an_unknown_member_cannot_be_written(assigned, name):
    text = assigned(f"local p = {name}.new() p.Foo = 1")
    assert text == f"Foo is not a valid member of {name}"
