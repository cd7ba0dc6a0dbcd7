"""Laws of the tree: no child is lost, no circle is made, in Python and in the VM alike."""

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.instances.tree import EngineRefusal, Tree
from bridge.tools.simulation import Universe

NODES = 6
NUMBERS = st.integers(0, NODES - 1)
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("parent"), NUMBERS, st.none() | NUMBERS),
        st.tuples(st.just("destroy"), NUMBERS, st.none()),
        st.tuples(st.just("clear"), NUMBERS, st.none()),
        st.tuples(st.just("clone"), NUMBERS, st.none()),
    ),
    max_size=30,
)


class Model:
    """What the tree is meant to be: parents by number, children in order, destroyed numbers."""

    def __init__(self):
        self.parent = dict.fromkeys(range(NODES))
        self.children = {number: [] for number in range(NODES)}
        self.destroyed = set()

    def above(self, number):
        while number is not None:
            yield number
            number = self.parent[number]

    def apply(self, operation, number, other):
        if operation == "parent":
            if self.parent[number] != other and self.may_move(number, other):
                self.move(number, other)
        elif operation == "destroy":
            self.destroy(number)
        elif operation == "clear":
            for child in tuple(self.children[number]):
                self.destroy(child)

    def may_move(self, number, other):
        return number not in self.destroyed and number not in self.above(other)

    def move(self, number, other):
        old = self.parent[number]
        if old is not None:
            self.children[old].remove(number)
        if other is not None:
            self.children[other].append(number)
        self.parent[number] = other

    def destroy(self, number):
        if number in self.destroyed:
            return
        self.move(number, None)
        self.destroyed.add(number)
        for child in tuple(self.children[number]):
            self.destroy(child)

    def shape(self):
        return [(self.parent[n], self.children[n]) for n in range(NODES)]


def modelled(operations):
    model = Model()
    for operation in operations:
        model.apply(*operation)
    return model


@given(OPERATIONS)
def test_the_python_tree_is_what_the_model_says(operations):
    tree = Tree()
    nodes = [tree.create("Folder", str(number)) for number in range(NODES)]
    for operation, number, other in operations:
        try:
            if operation == "parent":
                tree.set_parent(nodes[number], None if other is None else nodes[other])
            elif operation == "destroy":
                tree.destroy(nodes[number])
            elif operation == "clear":
                for child in tuple(nodes[number].children):
                    tree.destroy(child)
        except EngineRefusal:
            pass
    model = modelled(operations)
    found = [
        (node.parent and int(node.parent.name), [int(c.name) for c in node.children])
        for node in nodes
    ]
    assert found == model.shape()
    assert {n for n in range(NODES) if nodes[n].destroyed} == model.destroyed


DRIVER = """
local operations, watched, add, remove = ...
local count = 6
local nodes = {}
local mirror = {}
for i = 0, count - 1 do
    local node = Instance.new("Folder")
    node.Name = tostring(i)
    nodes[i] = node
    mirror[node] = {}
    if watched then
        node.ChildAdded:Connect(function(child) add(tonumber(node.Name), tonumber(child.Name)) end)
        node.ChildRemoved:Connect(function(child)
            remove(tonumber(node.Name), tonumber(child.Name))
        end)
    end
end
for _, operation in operations do
    local node, other = nodes[operation[2]], operation[3] and nodes[operation[3]]
    pcall(function()
        if operation[1] == "parent" then node.Parent = other
        elseif operation[1] == "destroy" then node:Destroy()
        elseif operation[1] == "clear" then node:ClearAllChildren()
        else
            local copy = node:Clone()
            assert(#copy:GetDescendants() == #node:GetDescendants() and copy.Parent == nil)
        end
    end)
end
local shape = {}
for i = 0, count - 1 do
    local children = {}
    for _, child in nodes[i]:GetChildren() do
        assert(child.Parent == nodes[i])
        table.insert(children, tonumber(child.Name))
    end
    local parent = nodes[i].Parent
    table.insert(shape, { parent and tonumber(parent.Name) or -1, children })
end
return shape
"""


@settings(max_examples=int(os.environ.get("LUAU_BRIDGE_TREE_EXAMPLES", "40")), deadline=None)
@given(OPERATIONS)
def test_what_scripts_see_is_what_the_model_says(operations):
    universe = Universe()
    server = universe.start_server()
    flat = [
        [name, number] if other is None else [name, number, other]
        for name, number, other in operations
    ]
    shape = server.run(DRIVER, flat, False, None, None).table.to_python()
    expected = [[-1 if p is None else p, c] for p, c in modelled(operations).shape()]
    assert shape == expected


@settings(max_examples=int(os.environ.get("LUAU_BRIDGE_TREE_EXAMPLES", "40")), deadline=None)
@given(OPERATIONS)
def test_child_events_alone_tell_who_the_children_are(operations):
    """ChildAdded and ChildRemoved replayed give the final tree, destroyed receivers aside."""
    server = Universe().start_server()
    heard = {number: [] for number in range(NODES)}
    flat = [
        [name, number] if other is None else [name, number, other]
        for name, number, other in operations
    ]
    server.run(
        DRIVER, flat, True,
        lambda parent, child: heard[parent].append(child),
        lambda parent, child: heard[parent].remove(child),
    )  # fmt: skip
    model = modelled(operations)
    for number in set(range(NODES)) - model.destroyed:
        assert heard[number] == model.children[number]
