"""Laws of the tree: no child is lost, no circle is made, every event comes in its documented order.

Random operations are done to a simple model, to the tree of Python and to instances in a server;
the three must agree, and the scripts must hear exactly the events the model predicts.
"""

import os
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.instances.tree import EngineRefusal, Tree
from bridge.tools.simulation import Universe
from bridge.tools.simulation.settings import ServerSettings

NODES = 6
WORKSPACE = NODES
"""The number of Workspace, which may be a parent and nothing else; what is below it is in the
DataModel."""

EXAMPLES = int(os.environ.get("LUAU_BRIDGE_TREE_EXAMPLES", "40"))

NUMBERS = st.integers(0, NODES - 1)
PARENTS = st.none() | st.integers(0, WORKSPACE)
WORDS = st.sampled_from(["a", "b"])
MOVES = st.tuples(st.just("parent"), NUMBERS, PARENTS)
OPERATIONS = st.lists(
    st.one_of(
        MOVES,
        MOVES,
        st.tuples(st.sampled_from(["destroy", "clear", "clone", "remove"]), NUMBERS),
        st.tuples(st.just("rename"), NUMBERS, WORDS),
        st.tuples(st.sampled_from(["tag", "untag"]), NUMBERS, WORDS),
        st.tuples(st.just("set"), NUMBERS, WORDS, st.none() | st.integers(0, 1)),
    ),
    max_size=30,
)


class Model:
    """What the tree is meant to be.

    Attributes:
        heard: events as "receiver event argument...", in order.
        told: events of CollectionService that are always deferred, in order.
    """

    def __init__(self) -> None:
        self.parent: dict[int, int | None] = dict.fromkeys(range(NODES + 1))
        self.children: dict[int, list[int]] = {number: [] for number in range(NODES + 1)}
        self.names = dict.fromkeys(range(NODES), "Folder")
        self.attributes: dict[int, dict[str, int]] = {n: {} for n in range(NODES)}
        self.tags: dict[int, list[str]] = {n: [] for n in range(NODES)}
        self.tagged: dict[str, list[int]] = {"a": [], "b": []}
        self.destroyed: set[int] = set()
        self.heard: list[str] = []
        self.told: list[str] = []

    # The tree ---------------------------------------------------------------------------------

    def above(self, number: int | None) -> Iterator[int]:
        while number is not None:
            yield number
            number = self.parent[number]

    def subtree(self, number: int) -> Iterator[int]:
        yield number
        for child in self.children[number]:
            yield from self.subtree(child)

    def hear(self, receiver: int, *words: object) -> None:
        if receiver not in self.destroyed:
            shown = ("nil" if word is None else str(word) for word in words)
            self.heard.append(" ".join((str(receiver), *shown)))

    def parent_write(self, number: int, new: int | None) -> None:
        """The order of engine.md e.8."""
        old = self.parent[number]
        lost = [each for each in self.above(old) if each not in set(self.above(new))]
        gained = [each for each in self.above(new) if each not in set(self.above(old))]
        moved = list(self.subtree(number))
        for receiver in lost:
            for each in moved:
                self.hear(receiver, "DescendantRemoving", each)
        if old is not None:
            self.children[old].remove(number)
        if new is not None:
            self.children[new].append(number)
        self.parent[number] = new
        was, now = WORKSPACE in self.above(old), WORKSPACE in self.above(new)
        if was != now:
            for each in moved:
                for tag in self.tags[each]:
                    (self.join if now else self.quit)(each, tag)
        if old is not None:
            self.hear(old, "ChildRemoved", number)
        if new is not None:
            self.hear(new, "ChildAdded", number)
        for receiver in gained:
            for each in moved:
                self.hear(receiver, "DescendantAdded", each)
        for each in moved:
            self.hear(each, "AncestryChanged", number, new)
        self.changed(number, "Parent")

    def changed(self, number: int, name: str) -> None:
        self.hear(number, "Changed", name)
        self.hear(number, name)

    # Operations -------------------------------------------------------------------------------

    def may_move(self, number: int, other: int | None) -> bool:
        return number not in self.destroyed and number not in self.above(other)

    def do_parent(self, number: int, other: int | None) -> None:
        if self.parent[number] != other and self.may_move(number, other):
            self.parent_write(number, other)

    def do_remove(self, number: int) -> None:
        self.do_parent(number, None)
        while self.children[number]:
            self.do_remove(self.children[number][0])

    def do_destroy(self, number: int) -> None:
        if number not in self.destroyed:
            for each in self.subtree(number):
                self.hear(each, "Destroying")
            self.drop(number)

    def drop(self, number: int) -> None:
        if self.parent[number] is not None:
            self.parent_write(number, None)
        self.destroyed.add(number)
        while self.children[number]:
            self.drop(self.children[number][0])

    def do_clear(self, number: int) -> None:
        for child in tuple(self.children[number]):
            self.do_destroy(child)

    def do_clone(self, number: int) -> None:
        """Copies stay outside the tree and are heard of by nobody."""

    def do_rename(self, number: int, name: str) -> None:
        if self.names[number] != name:
            self.names[number] = name
            self.changed(number, "Name")

    def do_set(self, number: int, name: str, value: int | None) -> None:
        if self.attributes[number].get(name) != value:
            self.attributes[number][name] = value
            if value is None:
                del self.attributes[number][name]
            self.hear(number, "AttributeChanged", name)
            self.hear(number, "attribute", name)

    # Tags -------------------------------------------------------------------------------------

    def do_tag(self, number: int, tag: str) -> None:
        if tag not in self.tags[number]:
            self.tags[number].append(tag)
            if WORKSPACE in self.above(number):
                self.join(number, tag)

    def do_untag(self, number: int, tag: str) -> None:
        if tag in self.tags[number]:
            self.tags[number].remove(tag)
            if WORKSPACE in self.above(number):
                self.quit(number, tag)

    def join(self, number: int, tag: str) -> None:
        self.tagged[tag].append(number)
        if len(self.tagged[tag]) == 1:
            self.told.append(f"TagAdded {tag}")
        self.heard.append(f"{tag} added {number}")

    def quit(self, number: int, tag: str) -> None:
        self.tagged[tag].remove(number)
        if not self.tagged[tag]:
            self.told.append(f"TagRemoved {tag}")
        self.heard.append(f"{tag} removed {number}")

    def shape(self) -> list[object]:
        return [(self.parent[n], self.children[n]) for n in range(NODES)]


def modelled(operations):
    model = Model()
    for operation, *arguments in operations:
        getattr(model, f"do_{operation}")(*arguments)
    return model


TREE_ONLY = {"parent", "destroy", "clear", "remove"}


def do_to_python(tree, nodes, operation, number, other=None):
    node = nodes[number]
    if operation == "parent":
        tree.set_parent(node, None if other is None else nodes[other])
    elif operation == "destroy":
        tree.destroy(node)
    elif operation == "clear":
        for child in tuple(node.children):
            tree.destroy(child)
    else:
        tree.set_parent(node, None)
        while node.children:
            do_to_python(tree, nodes, "remove", nodes.index(node.children[0]))


@given(OPERATIONS)
def test_the_python_tree_is_what_the_model_says(operations):
    operations = [each for each in operations if each[0] in TREE_ONLY]
    tree = Tree()
    nodes = [tree.create("Folder", str(number)) for number in range(NODES + 1)]
    for operation in operations:
        with suppress(EngineRefusal):
            do_to_python(tree, nodes, *operation)
    model = modelled(operations)
    found = [
        (node.parent and int(node.parent.name), [int(c.name) for c in node.children])
        for node in nodes[:NODES]
    ]
    assert found == model.shape()
    assert {n for n in range(NODES) if nodes[n].destroyed} == model.destroyed


DRIVER = """
local operations, count = ...
local collection = game:GetService("CollectionService")
local nodes, number, heard, told = {}, {}, {}, {}

local function shown(value)
    return if typeof(value) == "Instance" then tostring(number[value]) else tostring(value)
end
local function hear(...)
    local words = table.pack(...)
    for i = 1, words.n do words[i] = shown(words[i]) end
    table.insert(heard, table.concat(words, " "))
end
local function watch(node)
    for _, name in { "ChildAdded", "ChildRemoved", "DescendantAdded", "DescendantRemoving" } do
        node[name]:Connect(function(other) hear(node, name, other) end)
    end
end
local function watch_all(node)
    watch(node)
    node.AncestryChanged:Connect(function(child, parent)
        hear(node, "AncestryChanged", child, parent)
    end)
    node.Destroying:Connect(function() hear(node, "Destroying") end)
    node.Changed:Connect(function(name) hear(node, "Changed", name) end)
    node.AttributeChanged:Connect(function(name) hear(node, "AttributeChanged", name) end)
    for _, name in { "Parent", "Name" } do
        node:GetPropertyChangedSignal(name):Connect(function() hear(node, name) end)
    end
    for _, name in { "a", "b" } do
        node:GetAttributeChangedSignal(name):Connect(function() hear(node, "attribute", name) end)
    end
end

number[workspace], nodes[count] = count, workspace
watch(workspace)
for i = 0, count - 1 do
    local node = Instance.new("Folder")
    nodes[i], number[node] = node, i
    watch_all(node)
end
for _, tag in { "a", "b" } do
    collection:GetInstanceAddedSignal(tag):Connect(function(node) hear(tag, "added", node) end)
    collection:GetInstanceRemovedSignal(tag):Connect(function(node) hear(tag, "removed", node) end)
end
for _, name in { "TagAdded", "TagRemoved" } do
    collection[name]:Connect(function(tag) table.insert(told, name .. " " .. tag) end)
end

local function check_copy(node, copy)
    assert(copy.Parent == nil and copy.Name == node.Name)
    assert(#copy:GetDescendants() == #node:GetDescendants())
    assert(#copy:GetTags() == #node:GetTags())
    for name, value in node:GetAttributes() do assert(copy:GetAttribute(name) == value) end
end

local actions = {}
function actions.parent(node, other) node.Parent = other and nodes[other] end
function actions.destroy(node) node:Destroy() end
function actions.clear(node) node:ClearAllChildren() end
function actions.remove(node) node:Remove() end
function actions.clone(node) check_copy(node, node:Clone()) end
function actions.rename(node, name) node.Name = name end
function actions.tag(node, tag) node:AddTag(tag) end
function actions.untag(node, tag) node:RemoveTag(tag) end
function actions.set(node, name, value) node:SetAttribute(name, value) end

for _, operation in operations do
    pcall(actions[operation[1]], nodes[operation[2]], operation[3], operation[4])
end
task.wait()

local function numbers(list)
    local found = {}
    for _, each in list do table.insert(found, number[each]) end
    return found
end
local shape, values = {}, {}
for i = 0, count - 1 do
    local node = nodes[i]
    for _, child in node:GetChildren() do assert(child.Parent == node) end
    table.insert(shape, { node.Parent and number[node.Parent] or -1, numbers(node:GetChildren()) })
    table.insert(values, {
        node.Name, node:GetAttribute("a") or -1, node:GetAttribute("b") or -1,
        table.concat(node:GetTags(), " "),
    })
end
return {
    heard = heard, told = told, shape = shape, values = values,
    tagged = { numbers(collection:GetTagged("a")), numbers(collection:GetTagged("b")) },
}
"""


def driven(operations, behavior):
    """What scripts saw and heard of the operations."""
    universe = Universe()
    server = universe.start_server(settings=ServerSettings(signal_behavior=behavior))
    return server.run(DRIVER, [list(each) for each in operations], NODES).table.to_python()


def listed(table):
    """A Luau table without elements is neither list nor map."""
    return table or []


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
@settings(max_examples=EXAMPLES, deadline=None)
@given(operations=OPERATIONS)
def test_scripts_see_and_hear_what_the_model_says(behavior, operations):
    """Under Deferred the handlers come later, in the same order and with the same arguments."""
    found, model = driven(operations, behavior), modelled(operations)
    shape = [[-1 if p is None else p, c] for p, c in model.shape()]
    assert [[parent, listed(children)] for parent, children in found["shape"]] == shape
    assert listed(found["heard"]) == model.heard
    assert listed(found["told"]) == model.told
    assert [listed(each) for each in found["tagged"]] == [model.tagged["a"], model.tagged["b"]]
    for number, (name, a, b, tags) in enumerate(found["values"]):
        own = model.attributes[number]
        assert (name, tags) == (model.names[number], " ".join(model.tags[number]))
        assert (a, b) == (own.get("a", -1), own.get("b", -1))
