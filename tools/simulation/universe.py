"""A universe: the clock, seed, agenda and backends that its servers share.

Knows no pytest, no command line and no single service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from bridge.errors import InvariantViolation, LuauBridgeException, UsageError
from bridge.faults import Fault, FaultPlan, Faults, Site
from bridge.project import ProjectNode
from bridge.project.digest import project_digest
from bridge.scheduler import MICROSECONDS, Agenda, Clock, Stream, Streams, Trace, seconds_to_us
from bridge.stubs.profiles import Profile
from bridge.stubs.profiles import profile as find_profile
from bridge.stubs.windows import SlidingMaximum
from bridge.tools.simulation.backends import Backends
from bridge.tools.simulation.checkers.laws import Law, Watch, check_laws
from bridge.tools.simulation.checkers.reports import Report
from bridge.tools.simulation.host import Host
from bridge.tools.simulation.incidents import Incidents
from bridge.tools.simulation.layout import project_of
from bridge.tools.simulation.server import Server
from bridge.tools.simulation.settings import ServerSettings, with_place_of
from bridge.tools.simulation.travel import move_player

__all__ = ["EPOCH_SECONDS", "Universe"]

EPOCH_SECONDS = 1_767_225_600
"""2026-01-01T00:00:00Z: a fixed beginning, because the wall clock never reaches a run."""


class Universe(Backends):
    """Servers that share one clock, one seed and one set of backends.

    Attributes:
        seed: everything random in this universe follows from it.
        clock: simulated time; only the agenda moves it.
        agenda: what will happen.
        trace: what has happened.
        faults: what goes wrong; add to it at any time.
        profile: the numbers of the services' rules.
        projects: what servers were started from, in their order.
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        faults: FaultPlan | None = None,
        profile: str | Profile = "2026",
        signal_behavior: str = "immediate",
        epoch_seconds: int = EPOCH_SECONDS,
        trace_file: TextIO | None = None,
        keep_trace: bool = True,
        store: str | Path | None = None,
    ) -> None:
        """Make an empty universe.

        Parameters:
            faults: the plan in force from the start.
            profile: the rules' year, or the rules themselves.
            signal_behavior: "immediate", "deferred" or "ancestry_deferred"
                (Workspace.SignalBehavior) of its servers.
            epoch_seconds: Unix time of the first instant.
            trace_file: also receives the trace, line by line.
            keep_trace: whether `trace.lines()` is wanted; its digest always is there.
            store: an SQLite file for the data stores, so that they outlive the universe; the clock
                then begins after everything in it. `close` lets others open the file.
        """
        if signal_behavior not in ("immediate", "deferred", "ancestry_deferred"):
            raise UsageError(
                "signal_behavior must be 'immediate', 'deferred' or 'ancestry_deferred', "
                f"got {signal_behavior!r}"
            )
        self.seed = seed
        self._streams = Streams(seed)
        self.clock = Clock()
        self.agenda = Agenda(self.clock)
        self.trace = Trace(self.clock, trace_file, keep_trace)
        self.faults = Faults(self.stream, faults, self._note_fault)
        self.profile = find_profile(profile)
        self.signal_behavior = signal_behavior
        self.epoch_us = epoch_seconds * MICROSECONDS
        super().__init__(store)
        self.projects: list[ProjectNode] = []
        self._places: dict[int, tuple[ProjectNode, ServerSettings]] = {}
        self._servers: list[Server] = []
        self._started = 0
        self._players = SlidingMaximum()
        self._running = False
        self._watch: Watch | None = None
        Incidents(self)

    def __repr__(self) -> str:
        return f"<Universe seed={self.seed} at {self.now_seconds} s, {len(self._servers)} servers>"

    # What the servers share ------------------------------------------------------------------

    @property
    def now_seconds(self) -> float:
        """Simulated seconds since the universe began."""
        return self.clock.now_us / MICROSECONDS

    @property
    def servers(self) -> Sequence[Server]:
        """The servers that run, in the order they started."""
        return tuple(self._servers)

    @property
    def number_of_players(self) -> int:
        """Players on all servers that run."""
        return self._players.now

    def most_players(self, since_us: int) -> int:
        """Most players on all servers together at any moment from `since_us` on."""
        return self._players.highest_since(since_us)

    def count_players(self, change: int) -> None:
        """Called by a server whose number of players has changed."""
        self._players.set(self._players.now + change, self.clock.now_us)

    def stream(self, name: str) -> Stream:
        """A random stream of this universe, by purpose."""
        return self._streams.stream(name)

    def key(self, name: str) -> int:
        """64 bits that follow from the seed and a name."""
        return self._streams.key(name)

    # Servers ---------------------------------------------------------------------------------

    def start_server(
        self,
        project: str | Path | ProjectNode | None = None,
        *,
        scripts: Mapping[str, str] | None = None,
        modules: Mapping[str, str] | None = None,
        players: Iterable[str] = (),
        output: Callable[[str, str], None] | None = None,
        settings: ServerSettings | None = None,
    ) -> Server:
        """Start a server now: make its world, run its Scripts, let the players join.

        Parameters:
            project: a Rojo project file or folder, or a loaded one.
            scripts: instead of a project, Scripts by full name.
            modules: instead of a project, ModuleScripts by full name.
            players: names of those who join at once.
            output: called with kind and text of every line of output.
            settings: everything else about the server.
        """
        project = project_of(project, scripts, modules)
        settings = with_place_of(settings or ServerSettings(), project)
        with self._guard():
            server = self._start(project, settings, output)
            for name in players:
                server.join(name)
        return server

    def _start(
        self,
        project: ProjectNode,
        settings: ServerSettings,
        output: Callable[[str, str], None] | None,
    ) -> Server:
        self.projects.append(project)
        server = Server(self, self._started, settings, output)
        self._started += 1
        self._servers.append(server)
        server.start(project)
        return server

    def add_place(
        self,
        place_id: int,
        project: str | Path | ProjectNode | None = None,
        *,
        scripts: Mapping[str, str] | None = None,
        modules: Mapping[str, str] | None = None,
        settings: ServerSettings | None = None,
    ) -> None:
        """Let teleports start servers of a place whose running ones are full or none.

        Parameters:
            place_id: what scripts teleport to; replaces the settings' own.
            project, scripts, modules, settings: as for `start_server`.
        """
        loaded = project_of(project, scripts, modules)
        settings = replace(settings or ServerSettings(), place_id=place_id)
        self._places[place_id] = (loaded, with_place_of(settings, loaded))

    def open_server(self, place_id: int, private_server_id: str) -> Server | None:
        """Start a server of an added place, for somebody on the way; None if there is no such."""
        if place_id not in self._places:
            return None
        project, settings = self._places[place_id]
        return self._start(project, replace(settings, private_server_id=private_server_id), None)

    def teleport(
        self,
        player: str,
        source: Server,
        target: Server,
        *,
        data: object = None,
        travel_seconds: float = 0,
    ) -> None:
        """Let a player leave one server and join another, whatever scripts wanted.

        It leaves at once and joins after the travel, with the join data of a teleport. With no
        travel it joins in the same instant: the source may still be saving.

        Parameters:
            player: its name.
            data: `GetJoinData().TeleportData`, as plain data.

        Raises:
            UsageError: no such player on the source, or the target cannot take it now.
        """
        move_player(player, source, target, data, travel_seconds)

    def code_digest(self) -> str:
        """A text that is equal when the servers so far were started from equal projects."""
        digests = "".join(map(project_digest, self.projects))
        return sha256(digests.encode()).hexdigest()

    def forget(self, gone: Host) -> None:
        """Called by a server that is gone."""
        self._servers = [server for server in self._servers if server is not gone]

    def close(self) -> None:
        """End every server at once, without shutting down: nothing of Luau runs any more."""
        for server in self.servers:
            server.crash()
        self.datastores.close()

    # Laws ------------------------------------------------------------------------------------

    def watch(self, *laws: Law) -> None:
        """Let laws be checked from now on, after every instant in which something happened.

        What breaks one is raised by whatever lets time pass (`run_for`, a call of Luau). Calls of
        data stores are recorded from here on. What shows by waiting alone, such as a lock that
        nobody takes over, is for `check` at the end, which the fixture `universe` does by itself.

        Parameters:
            laws: of `bridge.tools.simulation.checkers`, e.g. `no_lost_writes()`.
        """
        if self._watch is None:
            self._watch = Watch(self)
        self._watch.laws.extend(laws)

    def report(self, *laws: Law) -> Report:
        """Whether laws have held until now; without any, those that are watched."""
        watched = () if self._watch is None else self._watch.laws
        return check_laws(self, laws or watched)

    def conclude(self) -> None:
        """`check` what is watched, if anything is and nothing broken was told; for the end."""
        if self._watch is not None and not self._watch.told:
            self.check()

    def check(self, *laws: Law) -> None:
        """The same, as an assertion.

        Raises:
            InvariantViolation: an AssertionError that says who, which key, when, by which calls.
        """
        try:
            self.report(*laws).raise_if_broken()
        except InvariantViolation as problem:
            self.note_seed(problem)
            raise

    # Time ------------------------------------------------------------------------------------

    def run_for(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Let simulated time pass, what happens at its last instant included.

        Raises:
            UsageError: the time is negative, or an event waits for time.
            ScriptError: Luau of the engine's own failed; errors of scripts are in `errors`.
        """
        duration = seconds_to_us(hours * 3600 + minutes * 60 + seconds)
        if duration < 0:
            raise UsageError("run_for: time can't go backwards")
        with self._guard():
            self.agenda.run_until(self.clock.now_us + duration)

    def run_until(self, condition: Callable[[], object], timeout_seconds: float = 600) -> bool:
        """Let time pass until `condition()` holds: looked at first, and after every event.

        The clock stays at the event that made it hold, or at the last one that happened.

        Parameters:
            timeout_seconds: simulated; what happens at its very end is still seen.

        Returns:
            True as soon as it holds; False when the timeout is over or nothing is left to happen.
        """
        limit = self.clock.now_us + seconds_to_us(timeout_seconds)
        with self._guard():
            while not condition():
                event = self.agenda.peek()
                if event is None or event.due_us > limit:
                    return False
                self.agenda.step()
        return True

    def run_until_idle(self, limit_us: int | None = None) -> bool:
        """Let everything happen that is going to happen.

        Faults that wait for an instant keep nothing awake (`ServerFault.crash(3600)`): a world that
        has nothing else to do is idle, and they do not happen.

        Parameters:
            limit_us: how much simulated time may pass at most; without it a server that listens to
                Heartbeat never lets this return.

        Returns:
            True when nothing is left, False when the limit came first.
        """
        limit = None if limit_us is None else self.clock.now_us + limit_us
        with self._guard():
            return self.agenda.run_until_idle(limit)

    def _note_fault(self, fault: Fault, site: Site) -> None:
        self.trace.append(
            "fault",
            service=fault.service,
            kind=fault.kind,
            operation=site.operation,
            name=site.name,
            key=site.key,
            server=site.server,
        )

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """One run at a time; whatever is raised on purpose names the seed."""
        if self._running:
            raise UsageError(
                "the universe is running already: what happens inside an event cannot wait for time"
            )
        self._running = True
        try:
            yield
        except LuauBridgeException as problem:
            self.note_seed(problem)
            raise
        finally:
            self._running = False

    def note_seed(self, problem: BaseException) -> None:
        """Write the seed beneath an exception, once."""
        note = f"seed: {self.seed}, simulated time: {self.now_seconds} s"
        if not any(text.startswith("seed: ") for text in getattr(problem, "__notes__", ())):
            problem.add_note(note)
