"""What may differ from server to server, and what a place's own file says about it. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bridge.project import ProjectNode
from bridge.stubs.rules import PlayerRules, RemoteRules
from bridge.tools.simulation.switches import check_switches
from bridge.vm import Limits

__all__ = [
    "DEFAULT_ID",
    "ServerSettings",
    "enables_loadstring",
    "signal_behavior_of",
    "with_place_of",
]

DEFAULT_ID = 1
"""Of a place and a game whose project names none."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Settings of one server.

    Attributes:
        place_id: `game.PlaceId`; None takes the project's `placeId`, else 1.
        game_id: `game.GameId`; None takes the project's `gameId`, else 1.
        place_version: `game.PlaceVersion`.
        private_server_id: `game.PrivateServerId`; empty on a public server.
        clock_skew_seconds: how far its wall clock (os.time, tick) is ahead of the true one.
        signal_behavior: "immediate", "deferred" or "ancestry_deferred"; None takes the place's,
            else the universe's.
        iteration: order of tables, see `bridge.vm.VM`.
        limits: what its scripts may use up per resumption.
        shutdown_seconds: how long BindToClose may take (30 on Roblox).
        private_server_owner_id: `game.PrivateServerOwnerId`: 0 on public and reserved servers.
        shutdown_order: when players leave a closing server, which Roblox does not promise:
            "bound_first" in the instant in which the functions of BindToClose have started,
            "players_first" before them, "interleaved" each at an instant of its own within the
            first second, or never where the server is gone by then.
        empty_shutdown_seconds: so long after its last player left, an empty server closes with
            CloseReason ServerEmpty; None keeps it open.
        environment: the row of RunService's table of environments it answers by: "live",
            "studio" (a playtest), "studio_run", "studio_edit", "team_edit" or "luau_execution"
            (Open Cloud), see stubs/run.py.
        api_access: in Studio, whether data stores answer: "allowed", "denied" (Studio access to API
            services is off) or "unpublished" (the place was never published).
        loadmodule: whether there is `debug.loadmodule`: Jest Lua needs it, no live server has it.
        handler_order: in which order handlers of one signal run: "lifo" (last connected first, as
            in practice), "fifo" or "shuffled" (documents promise no order).
        zero_wait: when `task.wait()` and `task.delay(0)` end if the stage of task waits is still to
            come in their frame: "next_frame" or "this_frame".
        due_order: of timers due at one instant: "fifo" or "shuffled".
        script_start_order: of scripts present at the start: "tree" or "shuffled".
        reentrancy_limit: how deep a handler may be fired from within itself.
        frame_dt_seconds: time between two frames, 1/60 at best; a server under load has longer.
        frame_jitter_seconds: by how much at most a frame is late, drawn from the seed per frame.
        legacy_wait_period_frames: every how many frames `wait`, `delay` and `spawn` are looked at.
        cyclic_require: modules that require each other: the second require "throw"s, or both "hang"
            for ever, as another page has it.
        attribute_changed_fires_changed: whether a changed attribute fires Changed with
            "Attributes", as one page of the documentation says and no other.
        get_service_non_service: what GetService does with a class that is no service: "throw", as
            in practice, or "nil", as documented.
        players: how players and characters behave where no document says.
        remotes: how what clients and servers send each other travels.

    Raises:
        UsageError: a value is none of those named here.
    """

    place_id: int | None = None
    game_id: int | None = None
    place_version: int = 1
    private_server_id: str = ""
    clock_skew_seconds: float = 0.0
    signal_behavior: str | None = None
    iteration: str = "sorted"
    limits: Limits = field(default_factory=Limits)
    shutdown_seconds: float = 30.0
    private_server_owner_id: int = 0
    shutdown_order: str = "bound_first"
    empty_shutdown_seconds: float | None = None
    environment: str = "live"
    api_access: str = "allowed"
    loadmodule: bool = False
    handler_order: str = "lifo"
    due_order: str = "fifo"
    zero_wait: str = "next_frame"
    script_start_order: str = "tree"
    reentrancy_limit: int = 10
    frame_dt_seconds: float = 1 / 60
    frame_jitter_seconds: float = 0.0
    legacy_wait_period_frames: int = 2
    cyclic_require: str = "throw"
    attribute_changed_fires_changed: bool = False
    get_service_non_service: str = "throw"
    players: PlayerRules = field(default_factory=PlayerRules)
    remotes: RemoteRules = field(default_factory=RemoteRules)

    def __post_init__(self) -> None:
        check_switches(self)


def with_place_of(settings: ServerSettings, project: ProjectNode) -> ServerSettings:
    """The settings with the ids that the project names where they leave them open."""
    place_id = settings.place_id if settings.place_id is not None else project.place_id
    game_id = settings.game_id if settings.game_id is not None else project.game_id
    return replace(
        settings,
        place_id=DEFAULT_ID if place_id is None else place_id,
        game_id=DEFAULT_ID if game_id is None else game_id,
    )


SIGNAL_BEHAVIORS = {
    "Immediate": "immediate", "Deferred": "deferred", "AncestryDeferred": "ancestry_deferred",
    1: "immediate", 2: "deferred", 3: "ancestry_deferred",
}  # fmt: skip
"""Items of Enum.SignalBehavior that say something; Default says nothing (e:SignalBehavior)."""


def signal_behavior_of(project: ProjectNode) -> str | None:
    """What a project sets as Workspace.SignalBehavior; None when it leaves it open."""
    workspace = project.child("Workspace")
    written = None if workspace is None else workspace.properties.get("SignalBehavior")
    item: object = written.get("Enum") if isinstance(written, dict) else written
    return SIGNAL_BEHAVIORS.get(item) if isinstance(item, (str, int)) else None


def enables_loadstring(project: ProjectNode) -> bool:
    """Whether a project sets ServerScriptService.LoadStringEnabled (class page: off by default)."""
    service = project.child("ServerScriptService")
    written = None if service is None else service.properties.get("LoadStringEnabled")
    return written is True or written == {"Bool": True}
