"""Questions to the tree (engine.md e.5)."""

import pytest

SETUP = """
local root = Instance.new("Folder")
root.Name = "Root"
local function make(class, name, parent)
    local made = Instance.new(class)
    made.Name = name
    made.Parent = parent
    return made
end
local a = make("Model", "A", root)
local inner = make("Part", "Inner", a)
local b = make("Folder", "B", root)
local second = make("Part", "Inner", b)
local function names(list)
    local out = {}
    for _, each in list do table.insert(out, each.Name) end
    return table.concat(out, " ")
end
"""


def run(server, source):
    return server.run(SETUP + source)


def test_children_come_in_parenting_order_and_descendants_depth_first(server):
    values = run(server, "return names(root:GetChildren()), names(root:GetDescendants())")
    assert values == ("A B", "A Inner B Inner")


def test_both_lists_are_fresh_each_time(server):
    assert run(server, """
        table.clear(root:GetChildren())
        return #root:GetChildren(), root:GetChildren() ~= root:GetChildren()
    """) == (2, True)  # fmt: skip


def test_find_first_child_is_shallow_unless_asked(server):
    values = run(server, """
        return root:FindFirstChild("Inner"), root:FindFirstChild("Inner", true) == inner,
            root:FindFirstChild("Nope", true)
    """)  # fmt: skip
    assert values == (None, True, None)


def test_children_are_found_by_class_exactly_or_by_inheritance(server):
    values = run(server, """
        return root:FindFirstChildOfClass("Folder") == b, root:FindFirstChildOfClass("PVInstance"),
            root:FindFirstChildWhichIsA("PVInstance") == a, root:FindFirstChildWhichIsA("BasePart"),
            root:FindFirstChildWhichIsA("BasePart", true) == inner
    """)  # fmt: skip
    assert values == (True, None, True, None, True)


def test_ancestors_are_searched_from_the_parent_up_to_the_data_model(server):
    """Walk up from Parent; the DataModel counts (e.5)."""
    values = run(server, """
        root.Parent = workspace
        return inner:FindFirstAncestor("Inner"), inner:FindFirstAncestor("Root") == root,
            inner:FindFirstAncestorOfClass("Model") == a,
            inner:FindFirstAncestorOfClass("DataModel") == game,
            inner:FindFirstAncestorWhichIsA("PVInstance") == a
    """)  # fmt: skip
    assert values == (None, True, True, True, True)


def test_nothing_is_its_own_ancestor_or_descendant(server):
    values = run(server, """
        return inner:IsDescendantOf(root), root:IsAncestorOf(inner), root:IsDescendantOf(root),
            root:IsAncestorOf(root), second:IsDescendantOf(a)
    """)  # fmt: skip
    assert values == (True, True, False, False, False)


def test_everything_is_a_descendant_of_nil(server):
    """So nil cannot be used to find out whether an object has been removed (e.5)."""
    values = run(server, """
        return root:IsDescendantOf(nil), workspace:IsDescendantOf(nil), game:IsDescendantOf(nil)
    """)  # fmt: skip
    assert values == (True, True, True)


def test_the_actor_is_the_nearest_one_above_or_the_instance_itself(server):
    values = run(server, """
        local actor = make("Actor", "Actor", root)
        local part = make("Part", "Part", make("Folder", "F", actor))
        return part:GetActor() == actor, actor:GetActor() == actor, root:GetActor()
    """)  # fmt: skip
    assert values == (True, True, None)


def test_the_full_name_leaves_the_data_model_out(server):
    values = run(server, """
        local before = inner:GetFullName()
        root.Parent = workspace
        return before, inner:GetFullName(), workspace:GetFullName()
    """)  # fmt: skip
    assert values == ("Root.A.Inner", "Workspace.Root.A.Inner", "Workspace")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("root:FindFirstChild()", "Argument 1 missing or nil"),
        ("root:FindFirstChildOfClass(nil)", "Argument 1 missing or nil"),
        ("root:FindFirstChild({})", "Unable to cast value to string"),
        ("root:IsAncestorOf('x')", "Unable to cast value to Object"),
        ("root:FindFirstDescendant('x')", "FindFirstDescendant is not enabled"),
    ],
)
def test_wrong_arguments_are_refused(server, call, text):
    source = f"local ok, text = pcall(function() return {call} end) assert(not ok) return text"
    assert run(server, source) == text


def test_a_renamed_child_is_found_by_its_new_name(server):
    assert run(server, "a.Name = 'New' return root:FindFirstChild('A'), root.New == a") == (
        None,
        True,
    )
