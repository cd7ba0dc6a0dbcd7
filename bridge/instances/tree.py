"""The tree of instances and its rules: who may be whose parent, and what Destroy leaves behind.

The authoritative tree of one server. Structure only: values of properties live in the VM, signals
too. Runs without a VM, which is how its laws are tested; `bridge.instances.world` mirrors it into
one. Error texts are the engine's (reference: Instance and ServiceProvider pages, output logs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from bridge.errors import StubError, UsageError
from bridge.instances.class_table import ClassInfo, ClassTable, class_table

__all__ = ["EngineRefusal", "Instance", "MoveObserver", "Tree"]


class EngineRefusal(StubError):  # noqa: N818 (says who refuses)
    """The engine refuses what a script asked; the text carries no script position."""

    level = 0


class Instance:
    """One instance, as Python code sees it. Made by `Tree.create` only.

    Attributes:
        id: its number in this server; never used twice.
        locked: True when its parent can no longer be set (services, destroyed instances).
        state: whatever the service that owns the instance keeps with it.
    """

    __slots__ = (
        "children", "class_info", "destroyed", "id", "locked", "name", "parent", "state", "tree",
    )  # fmt: skip

    def __init__(self, tree: Tree, number: int, class_info: ClassInfo, name: str) -> None:
        self.tree = tree
        self.id = number
        self.class_info = class_info
        self.name = name
        self.parent: Instance | None = None
        self.children: list[Instance] = []
        self.locked = False
        self.destroyed = False
        self.state: object = None

    def __repr__(self) -> str:
        return f"<{self.class_name} {self.full_name()!r}>"

    @property
    def class_name(self) -> str:
        """`Instance.ClassName`."""
        return self.class_info.name

    def is_a(self, class_name: str) -> bool:
        """`Instance:IsA`."""
        return self.class_info.is_a(class_name)

    def full_name(self) -> str:
        """`Instance:GetFullName`: names joined by dots, without the DataModel."""
        names = [self.name]
        node = self.parent
        while node is not None and not (node.parent is None and node.class_name == "DataModel"):
            names.append(node.name)
            node = node.parent
        return ".".join(reversed(names))

    def ancestors(self) -> Iterator[Instance]:
        """Parent, its parent, and so on."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def descendants(self) -> Iterator[Instance]:
        """Everything below, depth first, children in the order they were parented."""
        stack = self.children[::-1]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def is_descendant_of(self, ancestor: Instance) -> bool:
        """`Instance:IsDescendantOf`; nothing is its own descendant."""
        node = self.parent
        while node is not None:
            if node is ancestor:
                return True
            node = node.parent
        return False

    def find_first_child(self, name: str) -> Instance | None:
        """`Instance:FindFirstChild`, not recursive."""
        return next((child for child in self.children if child.name == name), None)

    def get(self, name: str) -> object:
        """The value of a property, whatever its security level."""
        return self.tree.read(self, name)

    def set(self, name: str, value: object) -> None:
        """Writes a property as the engine would; read-only ones too. Fires Changed."""
        self.tree.write(self, name, value)

    def parent_to(self, parent: Instance | None) -> None:
        """Writes `Parent`, with the events of the move."""
        self.tree.set_parent(self, parent)

    def destroy(self) -> None:
        """`Instance:Destroy`."""
        self.tree.destroy(self)


MoveObserver: TypeAlias = Callable[[Instance, Instance | None, Instance | None], None]
"""Called as `observer(instance, old_parent, new_parent)` right after a move."""


class Tree:
    """All instances of one server.

    Parameters:
        table: the classes there are.

    Attributes:
        root: the DataModel.
        on_move: told of every change of a parent, before any script is.
        on_destroy: told of every destroyed instance.
    """

    def __init__(self, table: ClassTable | None = None) -> None:
        self.table = table if table is not None else class_table()
        self.on_move: list[MoveObserver] = []
        self.on_destroy: list[Callable[[Instance], None]] = []
        self._instances: dict[int, Instance] = {}
        self._last_number = 0
        self.root = self.create("DataModel", "Game")
        self.root.locked = True

    def create(
        self,
        class_name: str,
        name: str | None = None,
        parent: Instance | None = None,
        **properties: object,
    ) -> Instance:
        """A new instance of any class; properties are written before the parent is set."""
        instance = self.add(class_name, name)
        for key, value in properties.items():
            self.write(instance, key, value)
        if parent is not None:
            self.set_parent(instance, parent)
        return instance

    def add(self, class_name: str, name: str | None = None) -> Instance:
        """A new parentless instance, in the tree's books only."""
        class_info = self.table.find(class_name)
        if class_info is None or not class_info.is_a("Object"):
            raise UsageError(f"no class {class_name!r}")
        number = self._last_number = self._last_number + 1
        instance = self._instances[number] = Instance(self, number, class_info, name or class_name)
        return instance

    def __getitem__(self, number: int) -> Instance:
        return self._instances[number]

    def __len__(self) -> int:
        return len(self._instances)

    def forget(self, *numbers: int) -> None:
        """The VM has collected the last references: nobody can name these instances any more."""
        for number in numbers:
            self._instances.pop(number, None)

    def find(self, path: str) -> Instance | None:
        """The instance of a full name below the DataModel, e.g. `Workspace.Door`.

        Names may hold dots themselves, as those of Wally's packages do; where several instances
        fit, the one with the shortest names on its way is taken.
        """
        return self._find(self.root, path.split("."))

    def _find(self, node: Instance, parts: list[str]) -> Instance | None:
        for count in range(1, len(parts) + 1):
            child = node.find_first_child(".".join(parts[:count]))
            if child is not None:
                found = self._find(child, parts[count:]) if parts[count:] else child
                if found is not None:
                    return found
        return None

    def check_parent(self, instance: Instance, parent: Instance | None) -> None:
        """The rules of `Parent`.

        Raises:
            EngineRefusal: with the engine's words.
        """
        if instance.locked:
            shown = "NULL" if parent is None else parent.name
            current = "NULL" if instance.parent is None else instance.parent.name
            raise EngineRefusal(
                f"The Parent property of {instance.name} is locked, "
                f"current parent: {current}, new parent {shown}"
            )
        if parent is instance:
            raise EngineRefusal(f"Attempt to set {instance.full_name()} as its own parent")
        # A loop would be possible only with something below: most instances that move have nothing.
        if parent is not None and instance.children and parent.is_descendant_of(instance):
            raise EngineRefusal(
                f"Attempt to set parent of {instance.full_name()} to {parent.full_name()} "
                "would result in circular reference"
            )

    def move(self, instance: Instance, parent: Instance | None) -> None:
        """Changes the parent if the rules allow it; the child becomes the last one there."""
        self.check_parent(instance, parent)
        old = instance.parent
        if old is not None:
            siblings = old.children
            if siblings[-1] is instance:
                siblings.pop()
            else:
                siblings.remove(instance)
        instance.parent = parent
        if parent is not None:
            parent.children.append(instance)
        for observer in self.on_move:
            observer(instance, old, parent)

    def rename(self, instance: Instance, name: str) -> None:
        """Writes `Name`."""
        instance.name = name

    def detach(self, instance: Instance) -> None:
        """Destroy of one instance alone: parentless and locked. What is below is the caller's."""
        self.move(instance, None)
        instance.locked = True
        instance.destroyed = True
        for observer in self.on_destroy:
            observer(instance)

    def set_parent(self, instance: Instance, parent: Instance | None) -> None:
        """`move`, unless the parent already is the one wanted."""
        if instance.parent is not parent:
            self.move(instance, parent)

    def destroy(self, instance: Instance) -> None:
        """`Instance:Destroy`: the instance, then what is below, each parentless and locked."""
        if instance.destroyed:
            return
        self.detach(instance)
        while instance.children:
            self.destroy(instance.children[0])

    def read(self, instance: Instance, name: str) -> object:
        """Values of properties live in the VM; a tree without one has none."""
        raise UsageError(f"{name} of {instance!r}: this tree has no VM")

    def write(self, instance: Instance, name: str, value: object) -> None:
        """See `read`."""
        raise UsageError(f"{name} of {instance!r}: this tree has no VM")
