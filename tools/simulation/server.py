"""One simulated server: a VM, a DataModel, its services, its frames; it starts, closes, crashes.

Rule 1: Lua of this server runs only inside `enter` or a frame, so that deferred work is done and
the next frame is known afterwards. Rule 2: a server that is gone is never entered again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from bridge.errors import LuauSyntaxError, ScriptError, ScriptTimeout, UsageError
from bridge.instances.tree import Instance
from bridge.project import ProjectNode
from bridge.scheduler import (
    FRAMES_PER_SECOND,
    MICROSECONDS,
    PRIORITY_FRAME,
    Event,
    frame_time_us,
    seconds_to_us,
)
from bridge.stubs.context import ServerContext
from bridge.stubs.game import EXTENSIONS, Game
from bridge.tools.simulation.handles import unwrapped, wrapped
from bridge.tools.simulation.output import OutputLog, UncaughtError
from bridge.tools.simulation.settings import ServerSettings
from bridge.vm import VM, LuaFunction, LuaTable

if TYPE_CHECKING:
    from bridge.tools.simulation.universe import Universe

__all__ = ["PRELUDE", "Server"]

T = TypeVar("T")

PRELUDE = (
    "output",
    "clock",
    "threads",
    "timers",
    "deferred",
    "task",
    "connections",
    "signal",
    "heartbeat",
    "close",
    "script",
)
"""What a server's VM knows beyond a bare one, in load order; the DataModel comes after it."""

FRAME_SECONDS = 1 / FRAMES_PER_SECOND

CLOSE_REASON = "DeveloperShutdown"
"""Enum.CloseReason of a shutdown that a test asks for."""


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
        frames_run: frames that were really executed; idle ones are not.
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
        self.frames_run = 0
        self._log = OutputLog(universe.clock, universe.trace, index, output)
        self._tokens = 0
        self._finished: set[int] = set()
        self._inside = False
        self._vm_time_us = -1
        self._armed: Event | None = None
        self._armed_frame = 0
        self._on_close: list[Callable[[], None]] = []
        self.vm = VM(
            seed=universe.key(f"server/{index}/math.random") >> 1,
            iteration=settings.iteration,
            output=self._log.write,
            extensions=(*PRELUDE, *EXTENSIONS),
        )
        self._bind()
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
            log=self._log.write,
            vm=self.vm,
            stream=lambda name: universe.stream(prefix + name),
            clock_skew_us=seconds_to_us(self.settings.clock_skew_seconds),
        )

    def _bind(self) -> None:
        """Tie the prelude's exports and host functions to this server."""
        vm, settings = self.vm, self.settings
        vm.bind("log.error", self._log.record_error)
        vm.bind("call.finished", self._finished.add)
        vm.bind("close.finished", lambda: None)
        vm.bind("module.load", self._load_module)
        self._frame = vm.exported("task.frame")
        self._drain = vm.exported("task.drain")
        self._set_clock = vm.exported("clock.set")
        self._answer = vm.exported("task.resume")
        self._fire = vm.exported("signal.fire")
        vm.exported("clock.configure")(
            self.universe.epoch_us + self.start_us,
            seconds_to_us(settings.clock_skew_seconds),
        )
        vm.exported("signal.behavior")(settings.signal_behavior or self.universe.signal_behavior)

    # What the services see (stubs/context.py) --------------------------------------------------

    @property
    def place_id(self) -> int:
        """`game.PlaceId`."""
        return self.settings.place_id

    @property
    def game_id(self) -> int:
        """`game.GameId`."""
        return self.settings.game_id

    @property
    def place_version(self) -> int:
        """`game.PlaceVersion`."""
        return self.settings.place_version

    @property
    def private_server_id(self) -> str:
        """`game.PrivateServerId`."""
        return self.settings.private_server_id

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
        if not self.alive:
            raise UsageError(f"server {self.index} is gone: nothing can run on it any more")
        if self._inside:
            return function(*arguments)
        self._inside = True
        try:
            now = self.universe.clock.now_us - self.start_us
            if now != self._vm_time_us:
                self._set_clock(now)
                self._vm_time_us = now
            result = function(*arguments)
            frame = self._drain()
        finally:
            self._inside = False
        self._arm(frame)
        return result

    # Frames ------------------------------------------------------------------------------------

    def _arm(self, frame: int | None) -> None:
        """Put the next frame that anybody needs on the agenda; none when nobody needs one."""
        armed = self._armed
        if armed is not None:
            if frame == self._armed_frame:
                return
            self.universe.agenda.cancel(armed)
            self._armed = None
        if frame is not None and self.alive:
            self._armed_frame = frame
            self._armed = self.universe.agenda.schedule_at(
                self.start_us + frame_time_us(frame), self._run_frame, PRIORITY_FRAME
            )

    def _run_frame(self) -> None:
        self._armed = None
        frame = self._armed_frame
        self.frames_run += 1
        self._inside = True
        try:
            self._vm_time_us = now = self.universe.clock.now_us - self.start_us
            following = self._frame(now, frame, FRAME_SECONDS)
        finally:
            self._inside = False
        if following is not None:
            # Inlined _arm: this is the hottest path of a run.
            self._armed_frame = following
            self._armed = self.universe.agenda.schedule_at(
                self.start_us + (2 * following * MICROSECONDS + 60) // 120,
                self._run_frame,
                PRIORITY_FRAME,
            )

    # Scripts and modules -----------------------------------------------------------------------

    def start(self, project: ProjectNode) -> None:
        """Make the Instances of a project and run its server Scripts, in tree order."""
        self.universe.trace.append("server.start", server=self.index, job=self.job_id)
        self.enter(self.game.populate, project)
        for script in self.game.scripts():
            self.start_script(script)

    def start_script(self, script: Instance) -> None:
        """Run a Script now, in a thread and an environment of its own."""
        name = script.full_name()
        try:
            main = self._compile(script, name)
        except LuauSyntaxError as problem:
            self._log.write("error", problem.headline)
            self._log.record_error(problem.headline, "", name)
            return
        self.enter(self.vm.exported("script.start"), name, script.id, main)

    def _compile(self, script: Instance, name: str) -> LuaFunction:
        source = self.game.source_of(script)
        if source is None:
            raise UsageError(f"{name} has no source")
        environment = self.vm.exported("script.environment")(script.id)
        return self.vm.load(source, name=name, env=environment)

    def _load_module(self, instance_id: int) -> tuple[str, LuaFunction | None, str | None]:
        """Host function: full name and main function of a module, or why there is none."""
        module = self.game.instance(instance_id)
        name = module.full_name()
        try:
            return name, self._compile(module, name), None
        except LuauSyntaxError as problem:
            return name, None, problem.headline

    def require(self, path: str, timeout_seconds: float = 600) -> object:
        """What `require` gives for the ModuleScript of that full name, as a handle.

        Raises:
            UsageError: there is no such module.
            ScriptError: it failed to load.
        """
        module = self.game.find(path)
        if module is None or module.class_name != "ModuleScript":
            raise UsageError(f"server.require: there is no ModuleScript {path!r}")
        function = self.vm.exported("script.require")
        values = self._call(function, (module.id,), timeout_seconds, f"require of {path}")
        return wrapped(self, values[0], path.rpartition(".")[2])

    # Calls from tests --------------------------------------------------------------------------

    def call(self, function: object, *arguments: object, timeout_seconds: float = 600) -> object:
        """Call a Luau function and let simulated time pass until it has returned.

        Returns:
            None, its one result, or a tuple of its results.

        Raises:
            ScriptError: the function failed; the seed is noted beneath.
            ScriptTimeout: it did not return in time.
        """
        plain = tuple(unwrapped(argument) for argument in arguments)
        values = self._call(unwrapped(function), plain, timeout_seconds, "the call")
        shown = tuple(wrapped(self, value, "result") for value in values)
        return None if not shown else shown[0] if len(shown) == 1 else shown

    def _call(
        self, function: object, arguments: tuple[object, ...], timeout_seconds: float, what: str
    ) -> tuple[object, ...]:
        token = self.new_token()
        universe = self.universe
        self.enter(self.vm.exported("thread.call"), token, function, *arguments)
        finished = self._finished
        if token not in finished:
            universe.run_until(lambda: token in finished or not self.alive, timeout_seconds)
        if token not in finished:
            problem: ScriptError = ScriptTimeout(
                f"{what} on server {self.index} did not return within {timeout_seconds:g} simulated"
                " seconds, or waits for something that will never happen"
            )
            universe.note_seed(problem)
            raise problem
        finished.discard(token)
        ok, *values = self.vm.exported("thread.take")(token)
        if ok:
            return tuple(values)
        message, traceback, timed_out = values
        kind = ScriptTimeout if timed_out else ScriptError
        problem = kind(str(message), str(traceback))
        universe.note_seed(problem)
        raise problem

    def spawn(self, function: object, *arguments: object) -> None:
        """Start a Luau function in a thread of its own and do not wait for it."""
        plain = tuple(unwrapped(argument) for argument in arguments)
        self.enter(self.vm.exported("thread.spawn"), unwrapped(function), *plain)

    def index(self, table: LuaTable, key: object) -> object:
        """A field of a Luau table as Luau reads it."""
        return self.enter(self.vm.exported("thread.index"), table, key)

    def run(self, source: str, *arguments: object, timeout_seconds: float = 600) -> object:
        """Run a piece of Luau as a test's own script; its results are those of `call`."""
        environment = self.vm.exported("script.environment")(None)
        main = self.vm.load(source, name="test", env=environment)
        return self.call(main, *arguments, timeout_seconds=timeout_seconds)

    @property
    def output(self) -> list[tuple[str, str]]:
        """Everything the server printed: (kind, text), oldest first."""
        return self._log.lines

    @property
    def errors(self) -> list[UncaughtError]:
        """Errors that nobody caught, oldest first."""
        return self._log.errors

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
        """Close as a server does: functions of BindToClose start, then the players leave; the
        DataModel is gone when the functions are done, after 30 s at the latest (engine.md j.3).

        Parameters:
            wait: let simulated time pass until the server is gone.
        """
        if not self.closing:
            self._begin_closing()
        if wait:
            self.universe.run_until(lambda: not self.alive, self.settings.shutdown_seconds + 1)

    def _begin_closing(self) -> None:
        universe = self.universe
        universe.trace.append("server.closing", server=self.index)
        self.closing = True
        deadline = universe.clock.now_us + seconds_to_us(self.settings.shutdown_seconds)
        bound_running = self.vm.exported("close.running")

        def end_when_done() -> None:
            if not self.alive:
                return
            now = universe.clock.now_us
            if bound_running() == 0 or now >= deadline:
                self._end("server.closed")
            else:
                universe.agenda.schedule_at(min(deadline, now + 100_000), end_when_done)

        self.enter(self.vm.exported("close.begin"), CLOSE_REASON)
        for name in self.players:
            self.leave(name)
        universe.agenda.schedule_after(0, end_when_done)

    def crash(self) -> None:
        """End this instant: nothing is told, nothing is saved, nothing runs any more."""
        self._end("server.crashed")

    def _end(self, kind: str) -> None:
        if not self.alive:
            return
        self.universe.trace.append(kind, server=self.index)
        self._arm(None)
        self.alive = False
        self.game.close()
        for callback in self._on_close:
            callback()
        self.universe.forget(self)


def _guid(high: int, low: int) -> str:
    """A random (version 4) GUID as `game.JobId` writes it."""
    high = high & ~0xF000 | 0x4000
    low = low & ~(0xC << 60) | 0x8 << 60
    text = f"{high:016x}{low:016x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
