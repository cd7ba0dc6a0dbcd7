"""The tree of a server that has a VM: every change reaches both, values are read from the VM.

Binds the host functions that `prelude/members.lua`, `instance.lua`, `tree.lua` and `enum.lua` ask,
and turns Python's changes into calls of their exports, so that events are fired in one place. Knows
no service: methods that Python implements come in through `provide`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

from bridge.errors import StubError
from bridge.instances.class_table import ClassInfo, ClassTable
from bridge.instances.properties import (
    MethodLookup,
    describe_class,
    describe_member,
    has_any_class,
)
from bridge.instances.tree import EngineRefusal, Instance, Tree
from bridge.instances.values import EnumItem, decode, encode
from bridge.vm import VM, LuaFunction, LuaTable, LuaValue

__all__ = ["EXTENSIONS", "Answer", "Enter", "Member", "World"]

EXTENSIONS: Final = (
    "handles", "enum", "property", "class_files", "members", "writing", "instance", "queries",
    "tree", "wait_for_child", "attributes", "tags", "wire", "arguments_copy",
    "marshal", "data_model", "datatypes", "part",
)  # fmt: skip
"""Prelude files of instances, in loading order; the scheduler's and json's come before them."""

Answer: TypeAlias = Sequence[object]
"""What a called method gives: ("v", kinds, wire...), ("e", error text) or ("w", token), ready for
the VM (`VM.results`)."""

Member: TypeAlias = Callable[[Instance, Sequence[object]], Answer]
"""Runs one Python method for a script: the target, what crossed (texts as bytes), the answer."""


class Enter(Protocol):
    """Calls into the VM as one resumption point; see `ServerView.enter`."""

    def __call__(self, function: Callable[..., Any], /, *args: object) -> Any: ...


def no_method(_info: ClassInfo, _name: str) -> str | None:
    """The lookup of a world without services."""
    return None


def call_directly(function: Callable[..., Any], /, *args: object) -> Any:
    """`Enter` of a VM without a scheduler around it."""
    return function(*args)


class World(Tree):
    """All instances of one server, in Python and in its VM.

    Parameters:
        vm: a VM with the prelude files of `EXTENSIONS`.
        enter: how Python calls into the VM.

    Attributes:
        find_method: which methods Python implements; services set it.
        members: those methods by number; services set it.
    """

    def __init__(
        self, vm: VM, enter: Enter = call_directly, table: ClassTable | None = None
    ) -> None:
        self.vm = vm
        self._enter = enter
        self._exports: dict[str, Callable[..., Any]] = {}
        self.find_method: MethodLookup = no_method
        self.members: Mapping[int, Member] = {}
        self._bind()
        super().__init__(table)
        self.call("instance.globals", self.root.id)

    def _bind(self) -> None:
        functions: Mapping[str, Callable[..., object]] = {
            "class.describe": self._describe_class,
            "class.member": self._describe_member,
            "class.any_member": lambda kind, name: has_any_class(self.table, kind, name),
            "enum.items": self._enum_items,
            "enum.names": lambda: " ".join(self.table.enum_names),
            "tree.create": lambda class_name, name: Tree.add(self, class_name, name).id,
            "tree.rename": lambda number, name: self.rename(self[number], name),
            "tree.check": lambda number, parent: self.check_parent(
                self[number], self._parent(parent)
            ),
            "tree.move": self._move,
            "tree.destroy": lambda number, _: self.detach(self[number]),
            "tree.forget": self.forget,
            "state.cloned": self._copy_state,
            "tree.count": lambda: 1 + sum(1 for _ in self.root.descendants()),
        }
        for name, function in functions.items():
            self.vm.bind(name, function)
        self.vm.bind_raw("service.call", self._call_method)

    # What scripts ask -------------------------------------------------------------------------

    def _describe_class(self, name: str) -> tuple[object, ...] | None:
        return describe_class(self.table, name)

    def _describe_member(self, class_name: str, name: str) -> tuple[object, ...] | None:
        return describe_member(self.table, class_name, name, self.find_method)

    def _enum_items(self, name: str) -> str | None:
        items = self.table.enum_items(name)
        if items is None:
            return None
        return " ".join(f"{item}={value}" for item, value in items.items())

    def _move(self, number: int, parent: int | None) -> None:
        """The commonest change of all; one lookup per instance."""
        instances = self._instances
        self.move(instances[number], None if parent is None else instances[parent])

    def _copy_state(self, original: int, copy: int) -> None:
        """A clone of an instance whose contents are its `state`, a value."""
        self[copy].state = self[original].state

    def _parent(self, number: int | None) -> Instance | None:
        return None if number is None else self[number]

    def _call_method(self, number: int, target: int, *wire: object) -> Answer:
        try:
            return self.members[number](self._instances[target], wire)
        except StubError as error:
            return self.vm.results(("e", str(error)))

    # What Python does -------------------------------------------------------------------------

    def call(self, export: str, *args: object) -> Any:
        """Calls an exported prelude function as one resumption point."""
        function = self._exports.get(export)
        if function is None:
            function = self._exports[export] = self.vm.exported(export)
        return self._enter(function, *args)

    def add(self, class_name: str, name: str | None = None) -> Instance:
        """A new parentless instance; it stays until `release`, `destroy` or its ancestor's."""
        instance = super().add(class_name, name)
        self.vm.exported("instance.adopt")(instance.id, class_name, instance.name)
        return instance

    def found(self, parent: Instance, classes: Iterable[tuple[str, str | None]]) -> list[Instance]:
        """New children of an instance, by class and name (None: the class's), in one crossing.

        No event is fired: only for worlds in which no script runs yet.
        """
        made: list[Instance] = []
        flat: list[object] = []
        for class_name, name in classes:
            instance = super().add(class_name, name)
            made.append(instance)
            flat += (instance.id, class_name, instance.name)
        self.call("instance.found", parent.id, *flat)
        for instance in made:
            self.move(instance, parent)
        return made

    def release(self, instance: Instance) -> None:
        """Python needs the instance no longer; it lives on where a script or the tree holds it."""
        self.call("instance.release", instance.id)

    def hand_over(self, instance: Instance) -> None:
        """The instance is the script's that gets it next, and goes with its last reference."""
        self.call("instance.hand_over", instance.id)

    def set_parent(self, instance: Instance, parent: Instance | None) -> None:
        """Writes `Parent`, with the events of the move."""
        self.call("instance.move", instance.id, None if parent is None else parent.id)

    def destroy(self, instance: Instance) -> None:
        """`Instance:Destroy`, with its events."""
        self.call("instance.destroy", instance.id)
        self.call("instance.release", instance.id)

    def read(self, instance: Instance, name: str) -> object:
        """The value of a property, whatever its security level."""
        (value,) = decode(self, self.vm.call_export("instance.read", instance.id, name))
        return value

    def write(self, instance: Instance, name: str, value: object) -> None:
        """Writes a property as the engine would; read-only ones too. Fires Changed."""
        self.call("instance.write", instance.id, name, *encode((value,)))

    def write_plain(self, instance: Instance, values: Mapping[str, str | float | bool]) -> None:
        """`write` for several properties whose values are texts, numbers or booleans."""
        flat = (part for item in values.items() for part in item)
        self.call("instance.write_plain", instance.id, *flat)

    def write_datatype(self, instance: Instance, name: str, form: str) -> None:
        """Writes a property that is a datatype, from JSON such as `{"Vector3": [1, 2, 3]}`."""
        self.call("instance.write_datatype", instance.id, name, form)

    def fire(self, instance: Instance, event: str, *values: object) -> None:
        """Fires an event of an instance."""
        self.call("instance.fire", instance.id, event, *encode(values))

    def set_attribute(self, instance: Instance, name: str, value: object) -> None:
        """`Instance:SetAttribute`."""
        self.call("instance.set_attribute", instance.id, name, value)

    def write_attribute(self, instance: Instance, name: str, form: str) -> None:
        """Sets an attribute that is a datatype, from JSON such as `{"Vector3": [1, 2, 3]}`."""
        self.call("instance.write_attribute", instance.id, name, form)

    def attribute(self, instance: Instance, name: str) -> object:
        """`Instance:GetAttribute`."""
        value: object = self.call("instance.attribute", instance.id, name)
        return value

    def add_tag(self, instance: Instance, tag: str) -> None:
        """`Instance:AddTag`."""
        self.call("instance.add_tag", instance.id, tag)

    def handle(self, instance: Instance) -> LuaValue:
        """What scripts hold: to put into tables and to pass to functions."""
        value = self.vm.exported("instance.handle")(instance.id)
        assert isinstance(value, LuaValue)
        return value

    def instance(self, handle: object) -> Instance | None:
        """The instance behind a value that came from a script, or None."""
        if not isinstance(handle, LuaValue) or isinstance(handle, (LuaTable, LuaFunction)):
            return None
        number = self.vm.exported("instance.id")(handle)
        return None if number is None else self[number]

    def enum_item(self, enum: str, name: str) -> EnumItem:
        """An item of an enum by name."""
        items = self.table.enum_items(enum)
        if items is None or name not in items:
            raise EngineRefusal(f'{name} is not a valid member of "Enum.{enum}"')
        return EnumItem(enum, name, items[name])
