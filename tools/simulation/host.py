"""The machine under a simulated server: VM, DataModel, resumption points, frames, standstills.

Rule 1: Lua of this server runs only inside `enter` or a frame, so that deferred work is done and
the next frame is known afterwards. Rule 2: a server that is gone is never entered again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from bridge.errors import ScriptError, UsageError
from bridge.instances.tree import Instance
from bridge.scheduler import MICROSECONDS, seconds_to_us
from bridge.stubs.context import ServerContext
from bridge.stubs.game import EXTENSIONS, Game
from bridge.tools.simulation.calls import Calls
from bridge.tools.simulation.closing import end_without_memory
from bridge.tools.simulation.frames import Frames
from bridge.tools.simulation.identity import Identity, guid_of
from bridge.tools.simulation.output import OutputLog
from bridge.tools.simulation.pause import Pause
from bridge.tools.simulation.scripts import Scripts
from bridge.tools.simulation.settings import ServerSettings
from bridge.tools.simulation.switches import set_switches
from bridge.tools.simulation.unicode import normalized
from bridge.vm import VM
from bridge.vm.loader import SCHEDULER

if TYPE_CHECKING:
    from bridge.tools.simulation.universe import Universe

__all__ = ["PRELUDE", "Host"]

T = TypeVar("T")

PRELUDE = SCHEDULER
"""What a server's VM knows beyond a bare one, in load order; the DataModel comes after it."""


class Host(Identity):
    """A server as the simulation drives it; what a test does with one is `Server`.

    Attributes:
        universe: what it shares with the others.
        start_us: universe time of its first instant.
        alive: False once its DataModel is gone.
        closing: True from the start of a shutdown on.
        restarting: True once a restart is scheduled.
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
        keys = universe.key(f"job/{index}"), universe.key(f"job/{index}/low")
        self.job_id = "" if self.in_studio else guid_of(*keys)
        self.start_us = universe.clock.now_us
        self.alive = True
        self.on_answer: Callable[[int, int, bool, Sequence[object]], object] | None = None
        self.closing = False
        self.restarting = False
        self.log = OutputLog(universe.clock, universe.trace, index, output)
        self._tokens = 0
        self._exports: dict[str, Callable[..., Any]] = {}
        self._inside = False
        self._vm_time_us = -1
        self._frames = Frames(universe.agenda, self.start_us, self._run_frame)
        self._pause = Pause(
            universe.agenda, self.start_us, settings.frame_dt_seconds, self._went_on
        )
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
            self.game = Game(self._make_context())

    def __repr__(self) -> str:
        state = "closing" if self.closing else "running" if self.alive else "gone"
        return f"<Server {self.index} {state}, {self.number_of_players} players>"

    def _make_context(self) -> ServerContext:
        universe = self.universe
        prefix = f"server/{self.index}/"
        self._context = ServerContext(
            universe=universe,
            server=self,
            agenda=universe.agenda,
            clock=universe.clock,
            trace=universe.trace,
            faults=universe.faults,
            log=self.log.say,
            vm=self.vm,
            stream=lambda name: universe.stream(prefix + name),
            player_rules=self.settings.players,
            remote_rules=self.settings.remotes,
        )
        self.set_clock_skew(self.settings.clock_skew_seconds)
        return self._context

    def _bind(self) -> None:
        """Tie the prelude's exports and host functions to this server."""
        vm, settings = self.vm, self.settings
        self.log.serve(vm, self._unix_us, self._tell)
        vm.bind("close.finished", lambda: None)
        vm.bind("unicode.normalize", normalized)
        self._frame = vm.exported_numeric("task.frame")
        self._drain = vm.exported_numeric("task.drain")
        self._set_clock = vm.exported_numeric("clock.set")
        self._answer = vm.exported("task.resume")
        self._fire = vm.exported("signal.fire")
        set_switches(vm, settings, self._key)

    def _unix_us(self, at_us: int) -> int:
        """Unix time of an instant of the universe, by this server's wall clock."""
        return self.universe.epoch_us + self._context.clock_skew_us + at_us

    def _tell(self, kind: str, text: str) -> None:
        """Let LogService hear of a line that did not come from a script."""
        tell = self.exported("output.tell")
        self.when_awake(lambda: self.enter(tell, kind, text))

    def _key(self, purpose: str) -> int:
        """32 bits for a purpose of this server alone."""
        return self.universe.key(f"server/{self.index}/{purpose}") & 0xFFFFFFFF

    # What the services see (stubs/context.py) --------------------------------------------------

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
        return self.game.players.count if self.alive else 0

    @property
    def players(self) -> list[str]:
        """Names of the players, in the order they joined."""
        return self.game.players.names() if self.alive else []

    @property
    def max_players(self) -> int:
        """`Players.MaxPlayers`, as the server was started."""
        return self.settings.players.max_players

    @property
    def user_ids(self) -> list[int]:
        """User ids of the players, in the order they joined."""
        return self.game.players.user_ids() if self.alive else []

    def admit(self, name: str, user_id: int, join_data: Mapping[str, object]) -> None:
        """A player arrives from elsewhere, now or when a paused server goes on.

        One whom the server cannot take (it closes, the player is here or banned) is turned away.
        """

        def arrive() -> None:
            why = "closing" if self.closing else ""
            if not why:
                try:
                    self.enter(self.game.players.join, name, user_id, join_data)
                except UsageError as problem:
                    why = str(problem)
            kind = "player.turned_away" if why else "player.join"
            data = {"why": why} if why else {}
            self.universe.trace.append(kind, server=self.index, name=name, **data)

        self.when_awake(arrive)

    def new_token(self) -> int:
        """A number for one pending request."""
        self._tokens += 1
        return self._tokens

    def resume(self, token: int, ok: bool, *values: object) -> None:
        """Answer the thread that awaits `token`."""
        if self.alive:
            if self.on_answer is not None:
                self.on_answer(self.index, token, ok, values)
            self.when_awake(lambda: self.enter(self._answer, token, ok, *values))

    def fire(self, signal_id: int, *values: object) -> None:
        """Fire a signal that the prelude has given a number."""
        if self.alive:
            self.when_awake(lambda: self.enter(self._fire, signal_id, *values))

    def on_close(self, callback: Callable[[], None]) -> None:
        """Have `callback` called once, when the DataModel is gone."""
        self._on_close.append(callback)

    def start_script(self, script: Instance) -> None:
        """Run a Script now, in a thread and an environment of its own."""
        self._scripts.start(script)

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
            frame_us = self._drain() if self.alive and not self._pause.active else None
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
            following_us: int | None = (
                self._frame(now_us)
                if self._pause.first is None
                else self._frame(now_us, self._pause.frame_delta(now_us))
            )
        except ScriptError as problem:
            end_without_memory(problem, self._end)
            raise
        finally:
            self._inside = False
        return following_us if self.alive and not self._pause.active else None

    # Clock, standstills ------------------------------------------------------------------------

    @property
    def clock_skew_seconds(self) -> float:
        """How far its wall clock is ahead of the true one, now."""
        return self._context.clock_skew_us / MICROSECONDS

    def set_clock_skew(self, seconds: float) -> None:
        """Let its wall clock (os.time, tick, DateTime) be so far ahead of the true one from now on.

        Timers and `time()` run on as they did; the wall clock may jump backwards.
        """
        self._context.clock_skew_us = seconds_to_us(seconds)
        start_us = self.universe.epoch_us + self.start_us
        self.exported("clock.configure")(start_us, self._context.clock_skew_us)

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self._pause.active

    def pause(self, seconds: float) -> None:
        """Stand still for so long while the world goes on: a host that stalls.

        Frames, timers, replies, messages and joins come late, in their order; the first frame
        afterwards has a long delta. A call from a test waits until the server goes on. Requests
        already sent take effect in time.

        Raises:
            UsageError: the time is negative, or the server is gone.
        """
        self._check_alive()
        self._pause.begin(seconds_to_us(seconds))
        self.universe.trace.append("server.pause", server=self.index, seconds=seconds)
        if self._pause.active:
            self._frames.arm(None)

    def when_awake(self, action: Callable[[], object]) -> None:
        """Do `action` now, or when the server goes on if it is paused."""
        if self._pause.active:
            self._pause.when_over(action)
        else:
            action()

    def _went_on(self) -> None:
        if self.alive:
            self.universe.trace.append("server.goes_on", server=self.index)
            self.enter(lambda: None)

    def _wait_until_awake(self) -> None:
        """Let time pass until the server goes on; not possible inside an event."""
        if self._pause.active:
            self.universe.run_until(lambda: not self._pause.active, self._pause.left_seconds)
            self._check_alive()

    # The end -----------------------------------------------------------------------------------

    def _end(self, kind: str) -> None:
        if not self.alive:
            return
        self.universe.trace.append(kind, server=self.index)
        self._frames.arm(None)
        self.alive = False
        self._pause.forget()
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
