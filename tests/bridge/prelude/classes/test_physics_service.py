"""PhysicsService (engine.md h.3)."""

import pytest

SETUP = "local Physics = game:GetService('PhysicsService') "


def error(server, call, setup=""):
    source = f"{SETUP}{setup} return select(2, pcall(function() Physics:{call} end))"
    return server.run(source)


def test_default_is_registered_and_groups_collide_unless_told_otherwise(server):
    values = server.run(
        SETUP
        + """
        Physics:RegisterCollisionGroup("Players")
        local before = Physics:CollisionGroupsAreCollidable("Players", "Default")
        Physics:CollisionGroupSetCollidable("Players", "Players", false)
        Physics:CollisionGroupSetCollidable("Default", "Players", false)
        Physics:CollisionGroupSetCollidable("Default", "Players", false)
        return before, Physics:CollisionGroupsAreCollidable("Players", "Players"),
            Physics:CollisionGroupsAreCollidable("Players", "Default"),
            Physics:CollisionGroupsAreCollidable("Default", "Default"),
            Physics:CollisionGroupsAreCollidable("Nobody", "Players"),
            Physics:IsCollisionGroupRegistered("Default")
    """
    )
    assert values == (True, False, False, True, True, True)


def test_a_new_group_collides_with_all_whatever_stood_in_its_place_before(server):
    values = server.run(
        SETUP
        + """
        Physics:RegisterCollisionGroup("A")
        Physics:CollisionGroupSetCollidable("A", "Default", false)
        Physics:UnregisterCollisionGroup("A")
        Physics:RegisterCollisionGroup("B")
        return Physics:CollisionGroupsAreCollidable("B", "Default")
    """
    )
    assert values is True


def test_there_are_32_groups(server):
    fill = "for i = 1, {} do Physics:RegisterCollisionGroup('G' .. i) end"
    assert server.run(SETUP + fill.format(30) + " return Physics:GetMaxCollisionGroups()") == 32
    assert error(server, "RegisterCollisionGroup('G31')") is None
    text = error(server, "RegisterCollisionGroup('G32')")
    assert text == "Cannot register more than 32 collision groups"
    assert server.run(SETUP + "return #Physics:GetRegisteredCollisionGroups()") == 32


def test_renaming_keeps_what_collides(server):
    values = server.run(
        SETUP
        + """
        Physics:RegisterCollisionGroup("A")
        Physics:CollisionGroupSetCollidable("A", "Default", false)
        Physics:RenameCollisionGroup("A", "B")
        Physics:RenameCollisionGroup("Unknown", "C")
        local groups = Physics:GetRegisteredCollisionGroups()
        return Physics:CollisionGroupsAreCollidable("B", "Default"), groups[2].name, #groups
    """
    )
    assert values == (False, "B", 2)


@pytest.mark.parametrize(
    ("call", "fails"),
    [
        ("RegisterCollisionGroup('Default')", True),
        ("UnregisterCollisionGroup('Default')", True),
        ("UnregisterCollisionGroup('Unknown')", False),
        ("RenameCollisionGroup('Unknown', '')", True),
        ("CollisionGroupSetCollidable('Unknown', 'Default', true)", True),
        (f"RegisterCollisionGroup('{'x' * 100}')", False),
        (f"RegisterCollisionGroup('{'x' * 101}')", True),
        ("RegisterCollisionGroup()", True),
    ],
)
def test_what_is_refused(server, call, fails):
    assert (error(server, call) is not None) is fails


def test_parts_name_their_group(server):
    source = "local p = Instance.new('Part') p.CollisionGroup = 'X' return p.CollisionGroup"
    assert server.run(source) == "X"
