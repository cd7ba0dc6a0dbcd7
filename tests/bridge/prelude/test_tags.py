"""Tags of instances (engine.md e.12)."""


def test_tags_are_a_set_in_order_of_adding(server):
    values = server.run("""
        local part = Instance.new("Part")
        part:AddTag("B") part:AddTag("A") part:AddTag("B")
        local first = table.concat(part:GetTags(), " ")
        part:RemoveTag("B") part:RemoveTag("Nope")
        return first, table.concat(part:GetTags(), " "), part:HasTag("A"), part:HasTag("B")
    """)
    assert values == ("B A", "A", True, False)


def test_an_empty_tag_is_refused(server):
    source = "return (pcall(function() Instance.new('Part'):AddTag('') end))"
    assert server.run(source) is False
