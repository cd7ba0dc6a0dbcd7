"""What a service may know of the world around it: its server, its universe, time, chance, faults.

Protocols and one record; the real universe and server live in the tools, which stubs never import.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from bridge.faults import Faults
from bridge.instances.tree import Instance
from bridge.instances.world import World
from bridge.scheduler import (
    Agenda,
    Clock,
    Event,
    Stream,
    Trace,
    frame_at_or_after,
    frame_time_us,
)
from bridge.stubs.profiles import Profile
from bridge.stubs.rules import PlayerRules, RemoteRules
from bridge.vm import VM

if TYPE_CHECKING:
    from bridge.stubs.game import Game

__all__ = ["ServerContext", "ServerView", "UniverseView"]

T = TypeVar("T")


class UniverseView(Protocol):
    """Everything the servers of a universe share."""

    @property
    def seed(self) -> int:
        """The seed of the whole run."""

    @property
    def epoch_us(self) -> int:
        """Unix time, in microseconds, at which the universe began."""

    @property
    def profile(self) -> Profile:
        """The rule numbers in force."""

    @property
    def clock(self) -> Clock:
        """The time of the whole run."""

    @property
    def agenda(self) -> Agenda:
        """What will happen."""

    @property
    def faults(self) -> Faults:
        """What goes wrong."""

    @property
    def servers(self) -> Sequence[ServerView]:
        """The servers that run, in the order they started."""

    @property
    def number_of_players(self) -> int:
        """Players on all servers that run."""

    def most_players(self, since_us: int) -> int:
        """Most players on all servers together at any moment from `since_us` on."""

    def count_players(self, change: int) -> None:
        """So many players more, or fewer, are on some server: requests ask for the sum."""

    def backend(self, name: str, factory: Callable[[], T]) -> T:
        """The shared half of a service: one object per name, made when first asked for."""

    @property
    def trace(self) -> Trace:
        """What has happened."""

    def stream(self, name: str) -> Stream:
        """A random stream that all servers share."""

    def open_server(self, place_id: int, private_server_id: str) -> ServerView | None:
        """Start a server of a place, for somebody on the way; None if nobody knows the place."""


class ServerView(Protocol):
    """The server a service belongs to."""

    @property
    def index(self) -> int:
        """0 for the first server of the universe, then 1, 2, ..."""

    @property
    def job_id(self) -> str:
        """`game.JobId`."""

    @property
    def place_id(self) -> int:
        """`game.PlaceId`."""

    @property
    def game_id(self) -> int:
        """`game.GameId`: the number of the universe."""

    @property
    def place_version(self) -> int:
        """`game.PlaceVersion`."""

    @property
    def private_server_id(self) -> str:
        """`game.PrivateServerId`, empty on a public server."""

    @property
    def private_server_owner_id(self) -> int:
        """`game.PrivateServerOwnerId`, 0 on a public or reserved server."""

    @property
    def alive(self) -> bool:
        """False once the server has shut down or crashed: nothing reaches its scripts any more."""

    @property
    def closing(self) -> bool:
        """True from the start of a shutdown on."""

    @property
    def restarting(self) -> bool:
        """True once a restart is scheduled: nobody is matched to the server any more."""

    @property
    def start_us(self) -> int:
        """Universe time at which the server started; its own time counts from there."""

    @property
    def in_studio(self) -> bool:
        """Whether the server pretends to run in Studio."""

    @property
    def api_access(self) -> str:
        """Whether data stores answer: "allowed", "denied" or "unpublished" (Studio)."""

    @property
    def environment(self) -> str:
        """Where it pretends to run: a row of RunService's table (stubs/run.py)."""

    @property
    def number_of_players(self) -> int:
        """Players on this server."""

    @property
    def max_players(self) -> int:
        """`Players.MaxPlayers`: nobody is teleported to a server that has as many."""

    @property
    def user_ids(self) -> Sequence[int]:
        """User ids of the players on this server."""

    def admit(self, name: str, user_id: int, join_data: Mapping[str, object]) -> None:
        """A player arrives from elsewhere: it joins, now or when a paused server goes on."""

    def new_token(self) -> int:
        """A number for one pending request, unique in this server."""

    def resume(self, token: int, ok: bool, *values: object) -> None:
        """Answer the thread that awaits `token`; the first value is the error's text if not ok."""

    on_answer: Callable[[int, int, bool, Sequence[object]], object] | None
    """Called with index, token, ok and values of every answer, while a test looks on."""

    def fire(self, signal_id: int, *values: object) -> None:
        """Fire a signal that the prelude has given a number."""

    def enter(self, function: Callable[..., T], *arguments: object) -> T:
        """Call into the VM as one resumption point: deferred work is done before it returns."""

    def when_awake(self, action: Callable[[], object]) -> None:
        """Do `action` now, or when the server goes on if it is paused."""

    def on_close(self, callback: Callable[[], None]) -> None:
        """Have `callback` called once, when the DataModel is gone."""

    def start_script(self, script: Instance) -> None:
        """Run a Script now, in a thread and an environment of its own."""


@dataclass(slots=True)
class ServerContext:
    """Handed to every service of one server.

    Attributes:
        universe: what all servers share.
        server: the server the service belongs to.
        agenda: the universe's agenda; prefer `after`, which forgets servers that are gone.
        clock: the universe's clock.
        trace: the universe's trace.
        faults: the universe's faults.
        log: output of the server: kind ("print", "warn", "error", "info") and text.
        tree: the server's instances; set when its game is made.
        game: the DataModel with its services; set when it is made.
        vm: the server's VM.
        stream: a seeded stream by purpose, of this server alone.
        clock_skew_us: how far this server's wall clock is ahead of the true one.
        player_rules: how players and characters behave.
        remote_rules: how what clients and servers send each other travels.
    """

    universe: UniverseView
    server: ServerView
    agenda: Agenda
    clock: Clock
    trace: Trace
    faults: Faults
    log: Callable[[str, str], None]
    vm: VM
    stream: Callable[[str], Stream]
    clock_skew_us: int = 0
    player_rules: PlayerRules = field(default_factory=PlayerRules)
    remote_rules: RemoteRules = field(default_factory=RemoteRules)
    tree: World = field(init=False)
    game: Game = field(init=False)

    def after(self, delay_us: int, action: Callable[[], object]) -> Event:
        """Do `action` later, unless the server is gone by then; later still if it is paused."""

        def act_if_alive() -> None:
            if self.server.alive:
                self.server.when_awake(action)

        return self.agenda.schedule_after(delay_us, act_if_alive)

    def at_next_frame(self, action: Callable[[], object], delay_us: int = 0) -> Event:
        """Do `action` in stage 0 of the first frame that is later than now and `delay_us` away."""
        return self.after(self.next_frame_us(delay_us) - self.clock.now_us, action)

    def next_frame_us(self, delay_us: int = 0) -> int:
        """Universe time of the first frame that is later than now and `delay_us` away."""
        start_us = self.server.start_us
        earliest_us = self.clock.now_us - start_us + max(delay_us, 1)
        return start_us + frame_time_us(frame_at_or_after(earliest_us))

    def unix_us(self, skewed: bool = False) -> int:
        """Unix time in microseconds: the services' true clock, or this server's own idea of it."""
        true_us = self.universe.epoch_us + self.clock.now_us
        return true_us + self.clock_skew_us if skewed else true_us
