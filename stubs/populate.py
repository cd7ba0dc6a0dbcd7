"""Making the instances that a project describes: services that exist are found, the rest is made.

Values are checked against the class table; what is wrong is said with the file, the instance and
the property. References are set when everything exists. Knows no service by name.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from bridge.errors import ProjectError, ScriptError, StubError
from bridge.instances.class_table import Member
from bridge.instances.properties import DATATYPES, is_modelled
from bridge.instances.tree import Instance
from bridge.instances.world import World
from bridge.project import ProjectNode
from bridge.source import Source
from bridge.stubs.file_properties import closest, is_file_only, name_in_scripts
from bridge.stubs.localization.entries import from_contents
from bridge.stubs.property_forms import (
    FormProblem,
    Reference,
    Typed,
    attribute_form,
    property_form,
)

__all__ = ["Population"]

ID_ATTRIBUTE: Final = "Rojo_Id"
TARGET_ATTRIBUTE: Final = "Rojo_Target_"
"""Attributes by which Rojo's projects refer to instances (its documentation, page "Properties")."""


class Population:
    """One server's instances from projects.

    Parameters:
        world: where they are made.
        obtain: the instance of a service class.
        set_source: gives a script its program.
    """

    def __init__(
        self,
        world: World,
        obtain: Callable[[str], Instance],
        set_source: Callable[[Instance, Source], None],
    ) -> None:
        self._world = world
        self._obtain = obtain
        self._set_source = set_source
        self._by_path: dict[str, Instance] = {}
        self._paths: list[tuple[Path, Instance, bool]] = []
        self._by_id: dict[str, Instance] = {}
        self._by_referent: dict[str, Instance] = {}
        self._references: list[tuple[Instance, str, str, ProjectNode]] = []
        self._targets: list[tuple[Instance, str, str, ProjectNode]] = []
        self._made: set[int] = set()
        self._folder = ""
        self._aliases: dict[int, Mapping[str, Path]] = {}
        self._alias_problems: dict[int, str] = {}

    def add(self, project: ProjectNode) -> None:
        """Makes the instances of a project, in its order.

        Raises:
            ProjectError: a class, property or value is wrong; the text names file and instance.
        """
        self._folder = os.getcwd()
        self._describe(self._world.root, project)
        self._children(self._world.root, project)
        self._connect()

    def _connect(self) -> None:
        """References, once everything they may lead to is there."""
        for owner, name, referent, node in self._references:
            self._refer(owner, name, self._by_referent.get(referent), referent, node)
        for owner, name, target, node in self._targets:
            self._refer(owner, name, self._by_id.get(target), target, node)
        self._references.clear()
        self._targets.clear()

    def insert(self, nodes: Iterable[ProjectNode], parent: Instance) -> None:
        """Makes instances below one that is there, e.g. those of a model that a script loads.

        Raises:
            ProjectError: as in `add`.
        """
        self._children(parent, ProjectNode(parent.name, parent.class_name, children=[*nodes]))
        self._connect()

    def cloned(self, original: int, copy: int) -> None:
        """A copy of a script has the aliases of its original."""
        if original in self._aliases:
            self._aliases[copy] = self._aliases[original]
        if original in self._alias_problems:
            self._alias_problems[copy] = self._alias_problems[original]

    def alias(self, script: int, name: str, rest: str) -> tuple[int | None, str]:
        """What `@name/rest` of a script's `require` means.

        Parameters:
            script: the script's id.
            name: of the alias, in lower case.
            rest: the components after it.

        Returns:
            The instance that came from the alias's file or folder, or from the nearest one below it
            on the way of `rest`, and what of `rest` is left; None when there is none.

        Raises:
            StubError: the configuration files of the script are broken.
        """
        if script in self._alias_problems:
            raise StubError(self._alias_problems[script])
        path = self._aliases.get(script, {}).get(name)
        while path is not None:
            found = self.by_path.get(str(path))
            if found is not None:
                return found.id, rest
            if not rest:
                break
            component, _, rest = rest.partition("/")
            path = Path(os.path.normpath(path / component))
        return None, rest

    def _children(self, parent: Instance, node: ProjectNode) -> None:
        # What the engine has made there: StarterPlayerScripts of StarterPlayer and the like.
        found = [each for each in parent.children if each.id not in self._made]
        for child in node.children:
            made = self._make(parent, child, found)
            if made is not None:
                self._children(made, child)

    def _make(self, parent: Instance, node: ProjectNode, found: list[Instance]) -> Instance | None:
        info = self._world.table.find(node.class_name)
        if info is None and node.referent is not None and parent is self._world.root:
            return None  # a place file has services of Studio that no server meets
        if info is None or not info.is_a("Instance"):
            raise ProjectError(
                f"{self._where(node, parent)}: there is no class {node.class_name!r}; "
                "set $className, or use the name of a service"
            )
        if node.class_name == "DataModel":
            raise ProjectError(
                f"{self._where(node, parent)}: a whole place (DataModel) cannot stand in another; "
                "name a folder or a library"
            )
        if info.is_service:
            if parent is not self._world.root:
                raise ProjectError(
                    f"{self._where(node, parent)}: the service {node.class_name} can only stand "
                    "at the top of a place"
                )
            made = self._obtain(node.class_name)
        else:
            made = self._taken_from(found, node) or self._world.create(node.class_name, node.name)
        self._made.add(made.id)
        self._remember(made, node)
        self._describe(made, node)
        if made.parent is None:
            made.parent_to(parent)
        return made

    @staticmethod
    def _taken_from(found: list[Instance], node: ProjectNode) -> Instance | None:
        """The instance that a node describes, if it is there already."""
        for at, each in enumerate(found):
            if each.class_name == node.class_name and each.name == node.name:
                return found.pop(at)
        return None

    def _remember(self, made: Instance, node: ProjectNode) -> None:
        if node.source is not None:
            self._set_source(made, node.source)
            if node.aliases:
                self._aliases[made.id] = node.aliases
            if node.alias_problem:
                self._alias_problems[made.id] = node.alias_problem
        if node.path is not None:
            self._paths.append((node.path, made, node.source is not None))
        if node.referent is not None:
            self._by_referent[node.referent] = made
        named = node.attributes.get(ID_ATTRIBUTE)
        for name in (node.id, named if isinstance(named, str) else None):
            if name is not None and self._by_id.setdefault(name, made) is not made:
                raise ProjectError(
                    f"{node.path or node.name}: the id {name!r} is given to two instances"
                )

    @property
    def by_path(self) -> Mapping[str, Instance]:
        """Instances by the path of the file or folder they came from.

        A script is known without its suffix too, an init file by its folder.
        """
        for written, made, is_script in self._paths:
            path = os.path.normpath(os.path.join(self._folder, written))
            self._by_path.setdefault(path, made)
            if is_script:
                folder, name = os.path.split(path)
                stem = name.removesuffix(".luau").removesuffix(".lua")
                if name.startswith("init."):
                    self._by_path.setdefault(folder, made)
                if stem != "init":
                    self._by_path.setdefault(os.path.join(folder, stem), made)
        self._paths.clear()
        return self._by_path

    def _describe(self, made: Instance, node: ProjectNode) -> None:
        """Properties, attributes and tags of a node."""
        for name, value in node.properties.items():
            self._property(made, name, value, node)
        for name, value in node.attributes.items():
            self._attribute(made, name, value, node)
        for tag in node.tags:
            self._world.add_tag(made, tag)

    def _property(self, made: Instance, name: str, written: object, node: ProjectNode) -> None:
        """Left out are values that no script can see (FilteringEnabled is not scriptable) and those
        of types that are not modelled: a script that reads one is told so."""
        member = self._member(made, name_in_scripts(name)) or self._member(made, name)
        if member is None and name == "Contents" and made.class_name == "LocalizationTable":
            self._contents(made, written, node)
            return
        if member is None:
            # A model file holds much that only the engine's own loader knows.
            if is_file_only(name) or node.referent is not None:
                return
            meant = closest(made.class_info, name)
            hint = "" if meant is None else f"; did you mean {meant!r}?"
            text = f"{made.class_name} has no property {name!r}{hint}"
            raise self._problem(made, node, name, text)
        if not member.scriptable or not is_modelled(member.type):
            return
        if node.referent is not None and self._is_default(member, written):
            return  # a model file writes every property of every instance
        try:
            form = property_form(self._world.table, member.type, written)
            if isinstance(form, Typed):
                self._world.write_datatype(made, member.name, form.text)
            elif isinstance(form, Reference):
                if form.referent is not None:
                    self._references.append((made, member.name, form.referent, node))
            else:
                self._world.write(made, member.name, form.value)
        except FormProblem as problem:
            raise self._problem(made, node, name, str(problem)) from None
        except ScriptError as problem:
            raise self._problem(made, node, name, problem.message) from problem

    def _contents(self, made: Instance, written: object, node: ProjectNode) -> None:
        """The entries of a localization table, which files hold as JSON."""
        try:
            form = property_form(self._world.table, "string", written)
            made.state = from_contents(str(getattr(form, "value", "")))
        except (FormProblem, StubError) as problem:
            raise self._problem(made, node, "Contents", str(problem)) from None

    @staticmethod
    def _member(made: Instance, name: str) -> Member | None:
        found = made.class_info.member(name)
        return found if found is not None and found.kind == "property" else None

    def _is_default(self, member: Member, written: object) -> bool:
        """True for a plain value in a model file that a new instance has anyway."""
        if not isinstance(written, dict) or member.type in DATATYPES:
            return False
        (value,) = written.values()
        default = member.default
        if isinstance(default, dict) and member.type.startswith("Enum."):
            items = self._world.table.enum_items(member.type.removeprefix("Enum.")) or {}
            default = items.get(str(default.get("Enum")))
        return type(value) in (bool, int, float, str) and value == default

    def _attribute(self, made: Instance, name: str, written: object, node: ProjectNode) -> None:
        try:
            form = attribute_form(self._world.table, written)
            if isinstance(form, Typed):
                self._world.write_attribute(made, name, form.text)
            elif not isinstance(form, Reference):
                self._world.set_attribute(made, name, form.value)
                if name.startswith(TARGET_ATTRIBUTE) and isinstance(form.value, str):
                    target = name.removeprefix(TARGET_ATTRIBUTE)
                    self._targets.append((made, target, form.value, node))
        except FormProblem as problem:
            raise self._problem(made, node, name, str(problem), "Attributes") from None
        except ScriptError as problem:
            raise self._problem(made, node, name, problem.message, "Attributes") from problem

    def _refer(
        self, owner: Instance, name: str, target: Instance | None, word: str, node: ProjectNode
    ) -> None:
        """Set a property that is an instance."""
        member = owner.class_info.member(name)
        if member is None or not member.type.startswith("Class."):
            raise self._problem(
                owner, node, name, f"{owner.class_name} has no property {name!r} for an instance"
            )
        if target is None:
            raise self._problem(owner, node, name, f"no instance has the id {word!r}")
        try:
            self._world.write(owner, name, target)
        except ScriptError as problem:
            raise self._problem(owner, node, name, problem.message) from problem

    def _where(self, node: ProjectNode, parent: Instance) -> str:
        prefix = "" if parent is self._world.root else parent.full_name() + "."
        return f"{node.path or 'project'}: {prefix}{node.name}"

    def _problem(
        self, made: Instance, node: ProjectNode, name: str, text: str, origin: str = ""
    ) -> ProjectError:
        file = node.origins.get(origin or name, node.path) or "project"
        owner = made.full_name() if made.parent is not None else node.name
        return ProjectError(f"{file}: {owner}.{name}: {text}")
