"""One simulated server, as a test and the universe use it: scripts, calls, players, its end.

How its VM is entered and its frames run is the host's business (host.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bridge.errors import UsageError
from bridge.instances.tree import Instance
from bridge.project import ProjectNode
from bridge.tools.simulation.clients import Client, Clients
from bridge.tools.simulation.closing import (
    begin_closing,
    checked_reason,
    schedule_restart,
    watch_emptiness,
)
from bridge.tools.simulation.handles import unwrapped, wrapped
from bridge.tools.simulation.host import Host
from bridge.tools.simulation.output import UncaughtError
from bridge.tools.simulation.settings import enables_loadstring, signal_behavior_of
from bridge.vm import LuaTable

__all__ = ["Server"]


class Server(Host):
    """One simulated Roblox server.

    Attributes:
        clients: what the players' devices do.
    """

    clients: Clients

    # Scripts and calls -------------------------------------------------------------------------

    def start(self, project: ProjectNode) -> None:
        """Make the Instances of a project and run its server Scripts (engine.md a.6)."""
        self.universe.trace.append("server.start", server=self.index, job=self.job_id)
        watch_emptiness(self)
        self.clients = Clients(self)
        self.enter(self.game.populate, project)
        self.exported("signal.behavior")(
            self.settings.signal_behavior
            or signal_behavior_of(project)
            or self.universe.signal_behavior
        )
        if enables_loadstring(project):
            self.exported("script.enable_loadstring")()
        if self.settings.loadmodule:
            self.exported("script.enable_loadmodule")()
        scripts = self.game.scripts()
        if self.settings.script_start_order == "shuffled":
            self.universe.stream(f"server/{self.index}/script_start_order").shuffle(scripts)
        for script in scripts:
            self.game.begin(script)

    def require(self, path: str, timeout_seconds: float = 600) -> Any:
        """What `require` gives for the ModuleScript of that full name, as a handle.

        Raises:
            UsageError: there is no such module.
            ScriptError: it failed to load.
        """
        module = self.game.find(path)
        if module is None or module.class_name != "ModuleScript":
            raise UsageError(f"server.require: there is no ModuleScript {path!r}")
        self._wait_until_awake()
        function = self.exported("script.requirer")()
        values = self._calls.run(function, (module.id,), timeout_seconds, f"require of {path}")
        return wrapped(self, values[0], path.rpartition(".")[2])

    def call(self, function: object, *arguments: object, timeout_seconds: float = 600) -> Any:
        """Call a Luau function and let simulated time pass until it has returned.

        Returns:
            None, its one result, or a tuple of its results.

        Raises:
            ScriptError: the function failed; the seed is noted beneath.
            ScriptTimeout: it did not return in time.
        """
        self._wait_until_awake()
        plain = tuple(unwrapped(argument) for argument in arguments)
        values = self._calls.run(unwrapped(function), plain, timeout_seconds, "the call")
        shown = tuple(wrapped(self, value, "result") for value in values)
        return None if not shown else shown[0] if len(shown) == 1 else shown

    def run(self, source: str, *arguments: object, timeout_seconds: float = 600) -> Any:
        """Run a piece of Luau as a test's own script; its results are those of `call`."""
        main = self.vm.load(source, name="test", env=self._scripts.environment(None))
        return self.call(main, *arguments, timeout_seconds=timeout_seconds)

    def spawn(self, function: object, *arguments: object) -> None:
        """Start a Luau function in a thread of its own and do not wait for it.

        It starts now, or when a paused server goes on. Its errors are in `errors`.
        """
        plain = tuple(unwrapped(argument) for argument in arguments)
        start, main = self.exported("thread.spawn"), unwrapped(function)
        self.when_awake(lambda: self.enter(start, main, *plain))

    def index_table(self, table: LuaTable, key: object) -> object:
        """A field of a Luau table as Luau reads it."""
        return self.enter(self.exported("thread.index"), table, key)

    @property
    def output(self) -> list[tuple[str, str]]:
        """Everything the server printed: (kind, text), oldest first."""
        return self.log.lines

    @property
    def errors(self) -> list[UncaughtError]:
        """Errors that nobody caught, oldest first."""
        return self.log.errors

    # Players, end ------------------------------------------------------------------------------

    def join(
        self,
        name: str,
        user_id: int | None = None,
        *,
        join_data: Mapping[str, object] | None = None,
    ) -> Instance:
        """Let a player join now; a paused server goes on first, which takes simulated time.

        Parameters:
            user_id: of the account; without one it follows from the name.
            join_data: what `Player:GetJoinData` returns.

        Raises:
            UsageError: the server closes or is gone, or a player of that name is on it.
        """
        self._wait_until_awake()
        if self.closing:
            raise UsageError(f"join: server {self.index} is closing and takes no players")
        self.universe.trace.append("player.join", server=self.index, name=name)
        return self.enter(self.game.players.join, name, user_id, join_data)

    def leave(self, name: str) -> None:
        """Let a player leave now, or when a paused server goes on.

        Raises:
            UsageError: no player of that name is on the server.
        """
        self.universe.trace.append("player.leave", server=self.index, name=name)
        self.when_awake(lambda: self.enter(self.game.players.leave, name))

    def client(self, name: str) -> Client:
        """The device of a player who is here: fires and answers remotes, clicks, chats.

        Raises:
            UsageError: no player of that name is on the server.
        """
        return self.clients.named(name)

    def touch(self, first: Instance | str, second: Instance | str) -> None:
        """Two parts begin to touch: Touched of both, in the physics stage of the next frame.

        Nothing moves here, so contacts come from tests alone; a part is given by instance or name.

        Raises:
            UsageError: they cannot: CanTouch is off, both are anchored, one is not in Workspace.
        """
        self._contact(first, second, "Touched")

    def end_touch(self, first: Instance | str, second: Instance | str) -> None:
        """They cease to touch: TouchEnded of both. See `touch`."""
        self._contact(first, second, "TouchEnded")

    def _contact(self, first: Instance | str, second: Instance | str, event: str) -> None:
        parts = [
            self.game.find(part) if isinstance(part, str) else part for part in (first, second)
        ]
        for name, part in zip((first, second), parts, strict=True):
            if part is None:
                raise UsageError(f"touch: there is no part {name!r}")
        world = self.game.world
        world.call("class.load", "touch")
        problem = world.call("touch", *(part.id for part in parts if part is not None), event)
        if problem is not None:
            raise UsageError(f"touch: {problem}")

    def set_sound_length(self, sound_id: str, seconds: float) -> None:
        """How long sounds of an asset are; without it TimeLength is 0 and Ended never fires."""
        self.game.world.call("class.load", "sound")
        self.game.world.call("sound.length", sound_id, seconds)

    def shutdown(self, *, wait: bool = True, reason: str = "DeveloperShutdown") -> None:
        """Close as a server does; the DataModel is gone when BindToClose is done, or after 30 s.

        A second shutdown changes nothing. A paused server begins to close when it goes on.

        Parameters:
            wait: let simulated time pass until the server is gone. Not possible inside an event.
            reason: item of Enum.CloseReason that the functions of BindToClose are given.

        Raises:
            UsageError: there is no such reason.
        """
        checked_reason(self, reason)
        if self.alive and not self.closing:
            self.closing = True
            self.universe.trace.append("server.closing", server=self.index, reason=reason)
            self.when_awake(lambda: begin_closing(self, self._end, reason))
        if wait and self.alive:
            limit = self.settings.shutdown_seconds + 1 + self._pause.left_seconds
            self.universe.run_until(lambda: not self.alive, limit)

    def schedule_restart(
        self,
        minutes: float = 10,
        *,
        reason: str = "DeveloperUpdate",
        attributes: Mapping[str, object] | None = None,
    ) -> None:
        """Fire `game.ServerRestartScheduled`, and shut down so many minutes later.

        Until then nobody is matched to the server; who is on it stays.

        Parameters:
            minutes: 1 to 60, as the Creator Dashboard takes them.
            reason: item of Enum.CloseReason.
            attributes: the dictionary that the event passes.

        Raises:
            UsageError: no such reason, or a time out of its range.
        """
        schedule_restart(self, minutes, reason, attributes or {})

    def crash(self) -> None:
        """End this instant: nothing is told, nothing is saved, nothing runs any more."""
        self._end("server.crashed")
