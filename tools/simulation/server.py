"""One simulated server: a VM, a DataModel, its services, its frames; it starts, closes, crashes.

Rule 1: Lua of this server runs only inside `enter` or a frame, so that deferred work is done and
the next frame is known afterwards. Rule 2: a server that is gone is never entered again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from bridge.errors import ScriptError, UsageError
from bridge.instances.tree import Instance
from bridge.project import ProjectNode
from bridge.scheduler import seconds_to_us
from bridge.stubs.context import ServerContext
from bridge.stubs.game import EXTENSIONS, Game
from bridge.tools.simulation.calls import Calls
from bridge.tools.simulation.closing import begin_closing, end_without_memory
from bridge.tools.simulation.frames import Frames
from bridge.tools.simulation.handles import unwrapped, wrapped
from bridge.tools.simulation.output import OutputLog, UncaughtError
from bridge.tools.simulation.scripts import Scripts
from bridge.tools.simulation.settings import (
    DEFAULT_ID,
    ServerSettings,
    enables_loadstring,
    signal_behavior_of,
)
from bridge.tools.simulation.switches import set_switches
from bridge.tools.simulation.unicode import normalized
from bridge.vm import VM, LuaTable

if TYPE_CHECKING:
    from bridge.tools.simulation.universe import Universe

__all__ = ["PRELUDE", "Server"]

T = TypeVar("T")

PRELUDE = (
    "output", "chance", "clock", "threads", "timers", "deferred", "task", "handler_order",
    "connections", "signal", "heartbeat", "close", "require_path", "script", "engine_globals",
)  # fmt: skip
"""What a server's VM knows beyond a bare one, in load order; the DataModel comes after it."""


class Server:
    """One simulated Roblox server.

    Attributes:
        universe: what it shares with the others.
        index: 0 for the first server of the universe, and so on.
        settings: what it was started with.
        job_id: `game.JobId`, a GUID that follows from the seed.
        start_us: universe time of its first instant.
        alive: False once its DataModel is gone.
        closing: True from the start of a shutdown on.
        log: its output and its uncaught errors.
        vm: its Lua.
        game: its DataModel and services.
    """

    def __init__(
        self,
        universe: Universe,
        index: int,
        settings: ServerSettings,
        output: Callable[[str, str], None] | None = None,
    ) -> None:
        self.universe = universe
        self.index = index
        self.settings = settings
        self.job_id = _guid(universe.key(f"job/{index}"), universe.key(f"job/{index}/low"))
        self.start_us = universe.clock.now_us
        self.alive = True
        self.closing = False
        self.log = OutputLog(universe.clock, universe.trace, index, output)
        self._tokens = 0
        self._exports: dict[str, Callable[..., Any]] = {}
        self._inside = False
        self._vm_time_us = -1
        self._frames = Frames(universe.agenda, self.start_us, self._run_frame)
        self._on_close: list[Callable[[], None]] = []
        self.vm = VM(
            seed=universe.key(f"server/{index}/math.random") >> 1,
            iteration=settings.iteration,
            limits=settings.limits,
            output=self.log.write,
            extensions=(*PRELUDE, *EXTENSIONS),
        )
        self._bind()
        self._scripts = Scripts(self)
        self._calls = Calls(self)
        with self._one_point():
            self.game = Game(self._context())

    def __repr__(self) -> str:
        state = "closing" if self.closing else "running" if self.alive else "gone"
        return f"<Server {self.index} {state}, {self.number_of_players} players>"

    def _context(self) -> ServerContext:
        universe = self.universe
        prefix = f"server/{self.index}/"
        return ServerContext(
            universe=universe,
            server=self,
            agenda=universe.agenda,
            clock=universe.clock,
            trace=universe.trace,
            faults=universe.faults,
            log=self.log.write,
            vm=self.vm,
            stream=lambda name: universe.stream(prefix + name),
            clock_skew_us=seconds_to_us(self.settings.clock_skew_seconds),
            player_rules=self.settings.players,
            remote_rules=self.settings.remotes,
        )

    def _bind(self) -> None:
        """Tie the prelude's exports and host functions to this server."""
        vm, settings = self.vm, self.settings
        vm.bind("log.error", self.log.record_error)
        vm.bind("close.finished", lambda: None)
        vm.bind("unicode.normalize", normalized)
        self._frame = vm.exported_numeric("task.frame")
        self._drain = vm.exported_numeric("task.drain")
        self._set_clock = vm.exported_numeric("clock.set")
        self._answer = vm.exported("task.resume")
        self._fire = vm.exported("signal.fire")
        vm.exported("clock.configure")(
            self.universe.epoch_us + self.start_us,
            seconds_to_us(settings.clock_skew_seconds),
        )
        set_switches(vm, settings, self._key)

    def _key(self, purpose: str) -> int:
        """32 bits for a purpose of this server alone."""
        return self.universe.key(f"server/{self.index}/{purpose}") & 0xFFFFFFFF

    # What the services see (stubs/context.py) --------------------------------------------------

    @property
    def place_id(self) -> int:
        """`game.PlaceId`."""
        place_id = self.settings.place_id
        return DEFAULT_ID if place_id is None else place_id

    @property
    def game_id(self) -> int:
        """`game.GameId`."""
        game_id = self.settings.game_id
        return DEFAULT_ID if game_id is None else game_id

    @property
    def place_version(self) -> int:
        """`game.PlaceVersion`."""
        return self.settings.place_version

    @property
    def private_server_id(self) -> str:
        """`game.PrivateServerId`."""
        return self.settings.private_server_id

    @property
    def environment(self) -> str:
        """Where it pretends to run, see `ServerSettings.environment`."""
        return self.settings.environment

    @property
    def frames_run(self) -> int:
        """Frames that were really executed; idle ones are not."""
        return self._frames.run

    @property
    def now_us(self) -> int:
        """Microseconds since this server started."""
        return self.universe.clock.now_us - self.start_us

    @property
    def number_of_players(self) -> int:
        """Players on this server."""
        return len(self.players)

    @property
    def players(self) -> list[str]:
        """Names of the players, in the order they joined."""
        return self.game.players.names() if self.alive else []

    def new_token(self) -> int:
        """A number for one pending request."""
        self._tokens += 1
        return self._tokens

    def resume(self, token: int, ok: bool, *values: object) -> None:
        """Answer the thread that awaits `token`."""
        if self.alive:
            self.enter(self._answer, token, ok, *values)

    def fire(self, signal_id: int, *values: object) -> None:
        """Fire a signal that the prelude has given a number."""
        if self.alive:
            self.enter(self._fire, signal_id, *values)

    def on_close(self, callback: Callable[[], None]) -> None:
        """Have `callback` called once, when the DataModel is gone."""
        self._on_close.append(callback)

    def enter(self, function: Callable[..., T], *arguments: object) -> T:
        """Call into the VM as one resumption point.

        Nested calls (Lua called Python, which calls Lua) belong to the outer point.
        """
        if self._inside:
            return function(*arguments)
        self._check_alive()
        with self._one_point():
            return function(*arguments)

    @contextmanager
    def _one_point(self) -> Iterator[None]:
        """A resumption point: the clock is right before, deferred work is done after."""
        self._inside = True
        try:
            now = self.universe.clock.now_us - self.start_us
            if now != self._vm_time_us:
                self._set_clock(now)
                self._vm_time_us = now
            yield
            frame_us = self._drain() if self.alive else None
        except ScriptError as problem:
            end_without_memory(problem, self._end)
            raise
        finally:
            self._inside = False
        self._frames.arm(frame_us if self.alive else None)

    def _check_alive(self) -> None:
        if not self.alive:
            raise UsageError(f"server {self.index} is gone: nothing can run on it any more")

    def exported(self, name: str) -> Callable[..., Any]:
        """A function of the prelude that may not yield."""
        function = self._exports.get(name)
        if function is None:
            function = self._exports[name] = self.vm.exported(name)
        return function

    # Frames ------------------------------------------------------------------------------------

    def _run_frame(self, now_us: int) -> int | None:
        """One frame, at an instant of this server; the instant of the next one needed, or None."""
        self._inside = True
        try:
            self._vm_time_us = now_us
            following_us: int | None = self._frame(now_us)
        except ScriptError as problem:
            end_without_memory(problem, self._end)
            raise
        finally:
            self._inside = False
        return following_us if self.alive else None

    # Scripts and calls -------------------------------------------------------------------------

    def start(self, project: ProjectNode) -> None:
        """Make the Instances of a project and run its server Scripts (engine.md a.6)."""
        self.universe.trace.append("server.start", server=self.index, job=self.job_id)
        self.enter(self.game.populate, project)
        self.exported("signal.behavior")(
            self.settings.signal_behavior
            or signal_behavior_of(project)
            or self.universe.signal_behavior
        )
        if enables_loadstring(project):
            self.exported("script.enable_loadstring")()
        scripts = self.game.scripts()
        if self.settings.script_start_order == "shuffled":
            self.universe.stream(f"server/{self.index}/script_start_order").shuffle(scripts)
        for script in scripts:
            self.start_script(script)

    def start_script(self, script: Instance) -> None:
        """Run a Script now, in a thread and an environment of its own."""
        self._scripts.start(script)

    def require(self, path: str, timeout_seconds: float = 600) -> Any:
        """What `require` gives for the ModuleScript of that full name, as a handle.

        Raises:
            UsageError: there is no such module.
            ScriptError: it failed to load.
        """
        module = self.game.find(path)
        if module is None or module.class_name != "ModuleScript":
            raise UsageError(f"server.require: there is no ModuleScript {path!r}")
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
        plain = tuple(unwrapped(argument) for argument in arguments)
        values = self._calls.run(unwrapped(function), plain, timeout_seconds, "the call")
        shown = tuple(wrapped(self, value, "result") for value in values)
        return None if not shown else shown[0] if len(shown) == 1 else shown

    def run(self, source: str, *arguments: object, timeout_seconds: float = 600) -> Any:
        """Run a piece of Luau as a test's own script; its results are those of `call`."""
        main = self.vm.load(source, name="test", env=self._scripts.environment(None))
        return self.call(main, *arguments, timeout_seconds=timeout_seconds)

    def spawn(self, function: object, *arguments: object) -> None:
        """Start a Luau function in a thread of its own and do not wait for it."""
        plain = tuple(unwrapped(argument) for argument in arguments)
        self.enter(self.exported("thread.spawn"), unwrapped(function), *plain)

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

    def join(self, name: str, user_id: int | None = None) -> Instance:
        """Let a player join now."""
        self.universe.trace.append("player.join", server=self.index, name=name)
        return self.enter(self.game.players.join, name, user_id)

    def leave(self, name: str) -> None:
        """Let a player leave now."""
        self.universe.trace.append("player.leave", server=self.index, name=name)
        self.enter(self.game.players.leave, name)

    def shutdown(self, *, wait: bool = True) -> None:
        """Close as a server does; the DataModel is gone when BindToClose is done, or after 30 s.

        Parameters:
            wait: let simulated time pass until the server is gone. Not possible inside an event.
        """
        if not self.closing:
            self.closing = True
            self.universe.trace.append("server.closing", server=self.index)
            begin_closing(self, self._end)
        if wait:
            self.universe.run_until(lambda: not self.alive, self.settings.shutdown_seconds + 1)

    def crash(self) -> None:
        """End this instant: nothing is told, nothing is saved, nothing runs any more."""
        self._end("server.crashed")

    def _end(self, kind: str) -> None:
        if not self.alive:
            return
        self.universe.trace.append(kind, server=self.index)
        self._frames.arm(None)
        self.alive = False
        self.log.close()
        if self._inside:
            self.exported("thread.halt")()
        outer, self._inside = self._inside, True
        try:
            # Services may still take things off their books, which is no resumption point any more.
            self.game.close()
            for callback in self._on_close:
                callback()
        finally:
            self._inside = outer
        self.universe.forget(self)


def _guid(high: int, low: int) -> str:
    """A random (version 4) GUID as `game.JobId` writes it."""
    high = high & ~0xF000 | 0x4000
    low = low & ~(0xC << 60) | 0x8 << 60
    text = f"{high:016x}{low:016x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
