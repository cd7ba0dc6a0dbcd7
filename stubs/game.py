"""game: the DataModel of one server, made of every class tagged as a service.

Services with a file beside this one behave; the others are containers: tree members work, every
other member is an error that names it. Sources: class pages DataModel and ServiceProvider
(engine.md j).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bridge.errors import StubError, UsageError
from bridge.instances.class_table import class_table
from bridge.instances.remotes import Remotes
from bridge.instances.structures import Instant, structure
from bridge.instances.tree import Instance
from bridge.instances.world import EXTENSIONS as WORLD_EXTENSIONS
from bridge.instances.world import Member, World
from bridge.project import ProjectNode
from bridge.source import Source
from bridge.stubs.call_log import CallLog
from bridge.stubs.context import ServerContext
from bridge.stubs.discovery import registry
from bridge.stubs.door import Door
from bridge.stubs.players import Players
from bridge.stubs.populate import Population
from bridge.stubs.requests import Connections
from bridge.stubs.service import Service

__all__ = ["EXTENSIONS", "Game"]

EXTENSIONS: Final = ("encodings", "json", *WORLD_EXTENSIONS, "http", "key_info")
"""Prelude files of the DataModel and its services, to be loaded after the scheduler's."""

FIRST_SERVICES: Final = (
    "Workspace", "Players", "Lighting", "ReplicatedFirst", "ReplicatedStorage",
    "ServerScriptService", "ServerStorage", "StarterGui", "StarterPack", "StarterPlayer", "Teams",
    "SoundService", "Chat", "TextChatService", "RunService",
)  # fmt: skip
"""Present from the start, in this order (engine.md j.2); all others come with GetService."""

SERVICE_NAMES: Final = {"RunService": "Run Service"}
"""Services whose Name is not their class name (class page ServiceProvider)."""

STARTER_CONTAINERS: Final = ("StarterPlayerScripts", "StarterCharacterScripts")

SCRIPT_CONTAINERS: Final = ("Workspace", "ServerScriptService")
"""Where Scripts run on a server; RunContext Server adds ReplicatedStorage (engine.md d.1)."""


class Members(dict[int, Member]):
    """Methods of services by number, each made when it is first called."""

    def __init__(self, make: Callable[[int], Member]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, number: int) -> Member:
        member = self[number] = self._make(number)
        return member


class Game:
    """The instances and services of one server.

    Attributes:
        world: all instances.
        door: what requests of services without queues of their own pass.
        connections: connections whose handlers Python calls.
        remotes: what clients send and receive.
        players: the Players service.
        population: the instances that came from a project.
    """

    def __init__(self, context: ServerContext) -> None:
        self.context = context
        table = class_table(context.universe.profile.absent)
        self.world = World(context.vm, context.server.enter, table)
        context.tree, context.game = self.world, self
        self.world.find_method = registry().specification
        self.world.members = Members(self._member)
        self.door = Door(context)
        self._calls = CallLog.of(context.universe)
        self.connections = Connections(self.world)
        self.remotes = Remotes(self.world, context.server.new_token)
        self._sources: dict[int, Source] = {}
        self._services: dict[str, Service] = {}
        self._service_instances: dict[str, Instance] = {}
        self._populated = False
        self._starting: dict[int, None] = {}
        self.population = Population(self.world, self.obtain, self.set_source)
        context.vm.bind("service.get", lambda name: self.obtain(name).id)
        context.vm.bind("module.alias", self.population.alias)
        context.vm.bind("script.cloned", self._script_cloned)
        context.vm.bind("script.enabled", self._script_enabled)
        self._describe()
        self._found_services()
        players = self.service("Players")
        assert isinstance(players, Players)
        self.players = players
        self.world.on_move.append(self._moved)

    def _found_services(self) -> None:
        """The services that are there from the start, and what is in them."""
        names = [(name, SERVICE_NAMES.get(name)) for name in FIRST_SERVICES]
        for instance in self.world.found(self.world.root, names):
            self._service_instances[instance.class_name] = instance
            instance.locked = True
        known = self._service_instances
        self.world.call("service.register", *(each.id for each in known.values()))
        self.world.call("instance.globals", self.world.root.id, known["Workspace"].id)
        self.world.found(known["StarterPlayer"], [(name, None) for name in STARTER_CONTAINERS])
        for class_name in FIRST_SERVICES:
            self.obtain(class_name)

    def _describe(self) -> None:
        """The properties of game (class page DataModel)."""
        root, server = self.world.root, self.context.server
        values: dict[str, str | float | bool] = {
            "Name": "Ugc",
            "JobId": server.job_id,
            "PlaceId": server.place_id,
            "PlaceVersion": server.place_version,
            "GameId": server.game_id,
            "PrivateServerId": server.private_server_id,
            "PrivateServerOwnerId": server.private_server_owner_id,
            "CreatorId": 1,
            "CreatorType": "User",
            "MatchmakingType": "Default",
        }
        self.world.write_plain(root, values)

    # Services ---------------------------------------------------------------------------------

    def obtain(self, class_name: str) -> Instance:
        """`game:GetService`: the one instance of a service class, with its stub if there is one."""
        instance = self.service_instance(class_name)
        if class_name in registry().classes:
            self.service(class_name)
        return instance

    def service_instance(self, class_name: str) -> Instance:
        """The instance of a service, made when first asked for."""
        known = self._service_instances.get(class_name)
        if known is not None:
            return known
        info = self.world.table.find(class_name)
        if info is None or not info.is_service:
            raise StubError(f"'{class_name}' is not a valid Service name")
        instance = self.world.create(class_name, SERVICE_NAMES.get(class_name))
        self._service_instances[class_name] = instance
        self.world.call("service.register", instance.id)
        instance.parent_to(self.world.root)
        instance.locked = True
        self.world.fire(self.world.root, "ServiceAdded", instance)
        return instance

    def service(self, class_name: str) -> Service:
        """The Python half of a service, made when first asked for."""
        known = self._services.get(class_name)
        if known is not None:
            return known
        service_class = registry().classes.get(class_name)
        if service_class is None:
            raise UsageError(f"no service {class_name!r} is modelled")
        made = self._services[class_name] = service_class(self.context)
        made.start()
        return made

    def _member(self, number: int) -> Member:
        service_class, record = registry().methods[number]
        name = service_class.CLASS_NAME
        made = self.service(name).member(record)
        return self._calls.watched(self.context, name, record, made)

    def announce_end(self) -> None:
        """The last events of a DataModel that closes (class page ServiceProvider)."""
        root = self.world.root
        self.world.fire(root, "Close")
        for instance in tuple(self._service_instances.values()):
            self.world.fire(root, "ServiceRemoving", instance)

    def announce_restart(
        self, at_unix_us: int, reason: str, attributes: Mapping[str, object]
    ) -> None:
        """Tells scripts when the server will be closed (class page DataModel): a DateTime, an item
        of Enum.CloseReason, and what the developer sent along."""
        self.world.fire(
            self.world.root,
            "ServerRestartScheduled",
            structure(Instant(at_unix_us // 1000)),
            self.world.enum_item("CloseReason", reason),
            structure(dict(attributes)),
        )

    def close(self) -> None:
        """The DataModel is gone."""
        for service in tuple(self._services.values()):
            service.close()

    def statistics(self) -> dict[str, object]:
        """The counters of every service that keeps some, by class name."""
        counted = {name: self._services[name].statistics() for name in sorted(self._services)}
        return {name: record for name, record in counted.items() if record is not None}

    # Instances --------------------------------------------------------------------------------

    def instance(self, number: int) -> Instance:
        """The instance of an id."""
        return self.world[number]

    def find(self, path: str) -> Instance | None:
        """The instance of that full name, or None."""
        return self.world.find(path)

    def populate(self, project: ProjectNode) -> None:
        """Makes the instances a project describes, in its order.

        Raises:
            ProjectError: a class, property or value is wrong; the text names file and instance.
        """
        self.population.add(project)
        self._populated = True

    # Scripts ----------------------------------------------------------------------------------

    def source_of(self, script: Instance) -> Source | None:
        """The program of a Script or ModuleScript, under its present full name."""
        source = self._sources.get(script.id)
        if source is None:
            return None
        return Source(source.text.encode("latin-1"), script.full_name())

    def set_source(self, script: Instance, source: Source) -> None:
        """Gives a script its program, as an editor would."""
        self._sources[script.id] = source

    def scripts(self) -> list[Instance]:
        """Scripts that run on this server, in tree order."""
        return [each for each in self.world.root.descendants() if self.runs(each)]

    def runs(self, instance: Instance) -> bool:
        """True for an enabled Script in a container that runs it (engine.md d.1)."""
        if instance.class_name != "Script" or instance.id not in self._sources:
            return False
        if self.world.read(instance, "Disabled"):
            return False
        return self._has_running_place(instance, instance.parent)

    def _moved(self, instance: Instance, old: Instance | None, new: Instance | None) -> None:
        """A Script that enters a running container begins at the next resumption point."""
        if not self._populated or new is None:
            return
        if instance.class_name != "Script" and not instance.children:
            return
        for each in (instance, *instance.descendants()):
            if each.class_name != "Script" or each.id not in self._sources:
                continue
            # One that was in a running container runs already, or has ended.
            if self._has_running_place(each, new) and not self._has_running_place(each, old):
                self._start_soon(each)

    def _has_running_place(self, script: Instance, parent: Instance | None) -> bool:
        """True when a script below `parent` is where a server runs it."""
        context = self.world.read(script, "RunContext")
        name = getattr(context, "name", "Legacy")
        if parent is None or name not in {"Legacy", "Server"}:
            return False
        containers = SCRIPT_CONTAINERS + (("ReplicatedStorage",) if name == "Server" else ())
        places = [self.service_instance(each) for each in containers]
        # "TestService will be executed when using the Run action" (class page TestService): places
        # made for a test-suite keep its runner there.
        tests = self._service_instances.get("TestService")
        if tests is not None and self.world.read(tests, "ExecuteWithStudioRun"):
            places.append(tests)
        return any(parent is place or parent.is_descendant_of(place) for place in places)

    def begin(self, script: Instance) -> None:
        """Run a Script that was there at the start, unless an earlier one has seen to it."""
        if script.id not in self._starting and self.runs(script):
            self.context.server.start_script(script)

    def _start_soon(self, script: Instance) -> None:
        """At the next resumption point, and once whatever happens to the script until then."""
        if script.id not in self._starting:
            self._starting[script.id] = None
            self.context.after(0, lambda: self._start(script))

    def _start(self, script: Instance) -> None:
        del self._starting[script.id]
        if self.runs(script):
            self.context.server.start_script(script)

    def _script_cloned(self, original: int, copy: int) -> None:
        source = self._sources.get(original)
        if source is not None:
            self._sources[copy] = source
            self.population.cloned(original, copy)

    def _script_enabled(self, number: int, enabled: bool) -> None:
        script = self.world[number]
        if enabled and self._populated and script.id in self._sources:
            self._start_soon(script)
