"""Configurations against a list of publishings: what a server may show, and when.

The model knows the documented bounds only (a server that runs has a publishing after 15 s to 1 min,
one that starts later at once; snapshots wait for a refresh; testing values hold on one server), not
the delays that were drawn. So it says which versions a server may have, and that none goes back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.tools.simulation import Server, Universe

EXAMPLES = 60
KEYS = ("a", "b")

SCRIPT = """
local service = game:GetService("ConfigService")
local snapshot = service:GetConfigAsync()
shared.updates = 0
snapshot.UpdateAvailable:Connect(function() shared.updates += 1 end)
for _, key in { "a", "b" } do
    snapshot:GetValueChangedSignal(key):Connect(function(value)
        assert(value == snapshot:GetValue(key))
        shared["changed_" .. key] = value
    end)
end
function shared.refresh() snapshot:Refresh() end
function shared.see() return snapshot:GetValue("a"), snapshot:GetValue("b"), snapshot.Outdated end
function shared.fresh()
    local new = service:GetConfigAsync()
    return new:GetValue("a"), new:GetValue("b")
end
function shared.test(key, value) service:SetTestingValue(key, value) end
function shared.clear(key) service:ClearTestingValue(key) end
"""

Values = tuple[object, object]


@dataclass
class Watched:
    """A server, and what the model knows of it."""

    server: Server
    start: float
    seen: int = 0
    testing: dict[str, int] = field(default_factory=dict)
    shown: Values = (None, None)

    def call(self, name: str, *arguments: object) -> Any:
        return self.server.run(f"return shared.{name}(...)", *arguments)


class Model:
    """Publishings with their times; version 0 is the empty one."""

    def __init__(self) -> None:
        self.last_value = 100
        self.staged: dict[str, int] = {}
        self.published: list[tuple[float, dict[str, int]]] = [(-1000.0, {})]

    def possible(self, watched: Watched, now: float) -> list[int]:
        """Versions a server may have: not older than what it had, nor than what must be there."""
        oldest, newest = watched.seen, 0
        for number, (at, _) in enumerate(self.published):
            late = watched.start > at
            if late or now >= at + 60:
                oldest = max(oldest, number)
            if late or now >= at + 15:
                newest = number
        return list(range(oldest, newest + 1))

    def values(self, number: int, watched: Watched) -> Values:
        merged = {**self.published[number][1], **watched.testing}
        return merged.get("a"), merged.get("b")


class Operation(NamedTuple):
    name: str
    key: str = "a"
    number: int = 0
    server: int = 0


keys, numbers, servers = st.sampled_from(KEYS), st.integers(0, 3), st.integers(0, 2)
waits = st.sampled_from([1, 14, 16, 44, 61])
operations = st.one_of(
    st.builds(Operation, st.sampled_from(["set", "release"]), keys),
    st.builds(Operation, st.sampled_from(["remove", "publish", "start"]), keys),
    st.builds(Operation, st.just("wait"), number=waits),
    st.builds(Operation, st.just("wait"), number=waits),
    st.builds(Operation, st.sampled_from(["refresh", "clear"]), keys, server=servers),
    st.builds(Operation, st.just("test"), keys, numbers, servers),
)


def start(universe: Universe) -> Watched:
    begin = universe.now_seconds
    watched = Watched(universe.start_server(scripts={"ServerScriptService.Main": SCRIPT}), begin)
    universe.run_for(seconds=0.5)
    watched.shown = watched.call("see")[:2]
    return watched


def look(watched: Watched, model: Model, universe: Universe) -> None:
    """A fresh snapshot shows a version that the server may have."""
    shown = watched.call("fresh")
    allowed = model.possible(watched, universe.now_seconds)
    fitting = [n for n in allowed if model.values(n, watched) == shown]
    assert fitting, (shown, allowed, model.published)
    watched.seen = fitting[0]


def perform(step: Operation, universe: Universe, model: Model, watched: list[Watched]) -> None:
    one = watched[step.server % len(watched)]
    match step.name:
        case "set" | "release":
            # Every value is another one, so that versions can be told apart.
            model.last_value += 1
            universe.configs.set(step.key, model.last_value)
            model.staged[step.key] = model.last_value
            if step.name == "release":
                perform(Operation("publish"), universe, model, watched)
        case "remove":
            universe.configs.remove(step.key)
            model.staged.pop(step.key, None)
        case "publish":
            universe.configs.publish()
            model.published.append((universe.now_seconds, dict(model.staged)))
        case "wait":
            universe.run_for(seconds=step.number)
        case "start":
            if len(watched) < 3:
                watched.append(start(universe))
        case "refresh":
            one.call("refresh")
            one.shown = one.call("fresh")
        case "test":
            one.call("test", step.key, step.number)
            one.testing[step.key] = step.number
        case "clear":
            one.call("clear", step.key)
            one.testing.pop(step.key, None)


@settings(max_examples=EXAMPLES, deadline=None)
@given(steps=st.lists(operations, max_size=20), seed=st.integers(0, 3))
def test_servers_show_versions_they_may_have_and_never_go_back(steps, seed):
    universe, model = Universe(seed=seed), Model()
    watched = [start(universe)]
    for step in steps:
        perform(step, universe, model, watched)
        for each in watched:
            look(each, model, universe)
            assert each.call("see")[:2] == each.shown, "a snapshot waits for its refresh"
    universe.run_for(seconds=61)
    for each in watched:
        each.seen = len(model.published) - 1
        look(each, model, universe)
        each.call("refresh")
        assert each.call("see") == (*model.values(each.seen, each), False)
        assert not each.server.errors
