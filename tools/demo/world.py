"""The demo's world: what the players and admins of three servers do, minute by minute.

Everything random is drawn from streams of the universe, so the run follows from its seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import cast

from bridge.faults import DataStoreFault, FaultPlan, MemoryStoreFault, MessagingFault
from bridge.project import ProjectNode, load_project
from bridge.scheduler import Stream
from bridge.source import Source
from bridge.stubs.datastore.handle import StoreHandle
from bridge.stubs.messaging.topics import Topics
from bridge.stubs.profiles import profile
from bridge.tools.simulation import Server, TableHandle, Universe
from bridge.tools.simulation.checkers import linearizable, no_lost_writes

__all__ = ["DemoRun", "ServerReport", "demo_faults", "run_demo"]

STRICT = profile("2026").override(
    datastore__requests_per_minute__StandardRead=(60, 10),
    datastore__requests_per_minute__StandardWrite=(60, 10),
    datastore__write_cooldown_us=6_000_000,
    messaging__sent_by_universe_per_minute=150,
)
"""The members of today under the strictest numbers of any year, and with a limit on the messages
of the whole universe."""

SERVERS = 3
PLAYERS = tuple(f"Player{number}" for number in range(1, 13))
PERMISSIONS = ("ADMIN", "MODERATOR", "TESTER")
ADMIN_IDS = tuple(range(7001, 7021))
SETTLE_SECONDS = 360
"""The last minutes run without faults: longer than the admin list's refresh of 305 s."""
EDIT_PAUSE_SECONDS = 90
"""Edits of one admin are this far apart, so that their order is beyond doubt."""

Report = dict[str, object]


@dataclass(slots=True)
class ServerReport:
    """One server at the end of the run.

    Attributes:
        notes: what the driver counted, by section.
    """

    job_id: str
    players: list[str]
    frames_run: int
    errors: list[str]
    notes: dict[str, dict[str, object]]
    admins: list[str]
    edits: list[dict[str, object]]


@dataclass(slots=True)
class DemoRun:
    """Everything the report and the invariants need; holds no Luau values."""

    seed: int
    seconds: int
    servers: list[ServerReport] = field(default_factory=list)
    saves_stored: dict[str, int] = field(default_factory=dict)
    publishes_at_us: list[int] = field(default_factory=list)
    throttled: int = 0
    delivered: int = 0
    lost: int = 0
    duplicated: int = 0
    requests: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[str, int, int]] = field(default_factory=list)
    edits_in_order: list[dict[str, object]] = field(default_factory=list)
    broken_laws: list[str] = field(default_factory=list)
    trace_digest: str = ""


def demo_faults(end_seconds: float) -> FaultPlan:
    """The plan of the demo; every fault ends `end_seconds` after the start."""
    return FaultPlan(
        (
            DataStoreFault.error_before_write(probability=0.05, end_seconds=end_seconds),
            DataStoreFault.error_after_write(probability=0.05, end_seconds=end_seconds),
            DataStoreFault.read_error(probability=0.03, end_seconds=end_seconds),
            DataStoreFault.outage(600, 620),
            MessagingFault.error(probability=0.05, end_seconds=end_seconds),
            MessagingFault.loss(probability=0.03, end_seconds=end_seconds),
            MessagingFault.duplication(probability=0.05, end_seconds=end_seconds),
            MessagingFault.reordering(probability=0.05, end_seconds=end_seconds),
            MemoryStoreFault.outage(900, 930),
        )
    )


def _project() -> ProjectNode:
    """The checkpoint system as shipped, with the driver beside it."""
    root = load_project(Path(str(files("bridge.lua"))) / "checkpoint.project.json")
    service = root.find("ServerScriptService")
    assert service is not None
    text = (files("bridge.tools") / "demo" / "driver.luau").read_bytes()
    name = "ServerScriptService.DemoDriver"
    service.children.append(ProjectNode("DemoDriver", "ModuleScript", source=Source(text, name)))
    return root


class _World:
    """Three servers and what happens on them."""

    def __init__(self, seed: int, seconds: int) -> None:
        self.seconds = seconds
        self.calm_at = max(0, seconds - SETTLE_SECONDS)
        self.universe = Universe(seed=seed, faults=demo_faults(self.calm_at), profile=STRICT)
        # The stores and topics exist before the first request, so that they can be read at the end.
        self.backend = StoreHandle.of(self.universe)
        self.backend.record()
        self.topics = Topics.of(self.universe)
        self.servers: list[Server] = []
        self.drivers: list[TableHandle] = []
        self.where: dict[str, int] = {}
        self.edits: list[tuple[int, int, str]] = []
        self._last_edit: dict[int, int] = {}
        self._said = 0

    def run(self) -> None:
        """Let the whole time pass, a second at a time."""
        project = _project()
        for index in range(SERVERS):
            self.servers.append(self.universe.start_server(project=project))
            driver = self.servers[index].require("ServerScriptService.DemoDriver")
            self.drivers.append(cast(TableHandle, driver))
            self._do(index, "start")
        stream = self.universe.stream("demo")
        for name in PLAYERS:
            self._join(name, stream.integers(0, SERVERS - 1))
        while self.universe.now_seconds < self.seconds:
            second = int(self.universe.now_seconds)
            if second < self.calm_at:
                self._second(second, stream)
            self.universe.run_for(seconds=min(1, self.seconds - self.universe.now_seconds))

    def _do(self, index: int, function: str, *arguments: object) -> None:
        self.servers[index].spawn(self.drivers[index][function], *arguments)

    def _join(self, name: str, index: int) -> None:
        self.servers[index].join(name, user_id=1000 + PLAYERS.index(name))
        self.where[name] = index

    def _second(self, second: int, stream: Stream) -> None:
        for name, index in self.where.items():
            if stream.chance(0.25):
                self._do(index, "visit", f"Record_{name}")
            if stream.chance(0.02):
                self._do(index, "save", f"Record_{name}")
        for index in range(SERVERS):
            # About 70 messages a minute in all, and every five minutes more than the queue holds.
            burst = 120 if second % 300 == 60 + index else 0
            for _ in range(burst + stream.chance(0.4)):
                self._said += 1
                urgent = 5 if stream.chance(0.05) else 0
                self._do(index, "say", f"m{self._said}", "hello from the demo", urgent)
        if second % 45 == 30:
            self._move(stream)
        if second % 15 == 7:
            self._edit(second, stream)

    def _move(self, stream: Stream) -> None:
        name = stream.choice(PLAYERS)
        index = self.where[name]
        self._do(index, "forget", f"Record_{name}")
        self.servers[index].leave(name)
        self._join(name, (index + stream.integers(1, SERVERS - 1)) % SERVERS)

    def _edit(self, second: int, stream: Stream) -> None:
        user_id = stream.choice(ADMIN_IDS)
        index = stream.integers(0, SERVERS - 1)
        last = self._last_edit.get(user_id, -EDIT_PAUSE_SECONDS)
        if second - last < EDIT_PAUSE_SECONDS:
            return
        self._last_edit[user_id] = second
        if stream.chance(0.6):
            self.edits.append((index, user_id, "add"))
            self._do(index, "grant", user_id, stream.choice(PERMISSIONS))
        else:
            self.edits.append((index, user_id, "remove"))
            self._do(index, "revoke", user_id)

    def collect(self, run: DemoRun) -> None:
        """Gather what is left to read."""
        run.servers = [self._server_report(index) for index in range(SERVERS)]
        for server in run.servers:
            for key in server.notes["attempted"]:
                value = self.backend.get("DemoRecords", key)
                stored = value.get("saves", 0) if isinstance(value, dict) else 0
                run.saves_stored[key] = int(stored)
        run.edits_in_order = self._edits_in_order(run.servers)
        self._collect_messages(run)
        findings = self.universe.report(no_lost_writes(), linearizable()).findings
        run.broken_laws = [str(finding) for finding in findings]
        run.requests = dict(sorted(self.backend.requests().items()))
        run.faults = [
            (f"{each.fault.service} {each.fault.kind}", each.bitten, each.considered)
            for each in self.universe.faults.statistics()
        ]
        run.trace_digest = self.universe.trace.digest()

    def _collect_messages(self, run: DemoRun) -> None:
        statistics = self.topics.statistics()
        run.publishes_at_us = [each.at_us for each in self.topics.history()]
        run.throttled = statistics.throttled
        run.delivered = statistics.delivered
        run.lost = statistics.lost
        run.duplicated = statistics.duplicated

    def _server_report(self, index: int) -> ServerReport:
        server = self.servers[index]
        handle = cast(TableHandle, self.drivers[index].call("report"))
        report = cast(Report, handle.table.to_python())
        sections = ("counts", "refusals", "acknowledged", "attempted", "messenger", "cache")
        return ServerReport(
            job_id=server.job_id,
            players=server.players,
            frames_run=server.frames_run,
            errors=[str(error) for error in server.errors],
            notes={each: dict(cast(Report, report[each] or {})) for each in sections},
            admins=list(cast(list[str], report["admins"] or [])),
            edits=list(cast(list[dict[str, object]], report["edits"] or [])),
        )

    def _edits_in_order(self, servers: list[ServerReport]) -> list[dict[str, object]]:
        """The outcome of every edit, in the order they were asked for.

        Edits of one user never overlap, so a server's notes about a user are in that order too.
        """
        left = [list(server.edits) for server in servers]
        outcomes = []
        for index, user_id, operation in self.edits:
            for position, note in enumerate(left[index]):
                if note["userId"] == user_id and note["op"] == operation:
                    outcomes.append(left[index].pop(position))
                    break
            else:
                missing = {"op": operation, "userId": user_id, "ok": False, "text": "no answer"}
                outcomes.append(missing)
        return outcomes


def run_demo(seed: int = 0, *, seconds: int = 1800) -> DemoRun:
    """Run the demo.

    Parameters:
        seed: everything random follows from it.
        seconds: simulated seconds; the last 360 of them are free of faults.
    """
    world = _World(seed, seconds)
    world.run()
    run = DemoRun(seed=seed, seconds=seconds)
    world.collect(run)
    world.universe.close()
    return run
