"""Random fires against a small model: who is called, in which order, and who is not any more.

The model is engine.md b.6 to b.8 in forty lines; it knows lists and no threads. Every setting of
signal behaviour and of the order of handlers is tried.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bridge.tools.simulation import Universe
from bridge.tools.simulation.settings import ServerSettings

HANDLERS = 5
DEPTH_LIMIT = 2

Operation = tuple[str, int]
"""("connect" | "once" | "disconnect" | "fire", number of a handler or argument)."""

OPERATIONS = st.tuples(
    st.sampled_from(["connect", "once", "disconnect", "fire"]), st.integers(0, HANDLERS - 1)
)
FIRES_ITSELF: list[list[Operation]] = [[("fire", 0)], *([] for _ in range(HANDLERS - 1))]
PROGRAMS = st.lists(OPERATIONS, max_size=12)
BODIES = st.lists(st.lists(OPERATIONS, max_size=3), min_size=HANDLERS, max_size=HANDLERS)

RUNNER = """
local bodies, program = ...
local event = Instance.new("BindableEvent")
local connections, calls = {}, {}
local execute
local function handler(number)
    return function(argument)
        print(number .. "(" .. argument .. ")")
        calls[number] = (calls[number] or 0) + 1
        -- A body runs twice at most, so that every program ends.
        if calls[number] <= 2 then execute(bodies[number + 1]) end
    end
end
function execute(operations)
    for _, operation in operations do
        local what, number = operation[1], operation[2]
        if what == "connect" then
            connections[number] = event.Event:Connect(handler(number))
        elseif what == "once" then
            connections[number] = event.Event:Once(handler(number))
        elseif what == "disconnect" then
            if connections[number] then connections[number]:Disconnect() end
        else
            event:Fire(number)
        end
    end
end
execute(program)
"""


@dataclass(eq=False)
class Connection:
    """One connection of the model."""

    number: int
    once: bool
    connected: bool = True
    depth: int = 0


@dataclass(eq=False)
class Entry:
    """One queued call; `parent` is the call that made it."""

    connection: Connection
    argument: int
    parent: Entry | None

    def depth(self) -> int:
        """How often its connection stands among the calls that led here."""
        count, entry = 0, self.parent
        while entry is not None:
            count += entry.connection is self.connection
            entry = entry.parent
        return count


@dataclass
class Model:
    """What the documents say a signal does."""

    bodies: list[list[Operation]]
    deferred: bool
    oldest_first: bool
    output: list[str] = field(default_factory=list)
    listed: list[Connection] = field(default_factory=list)
    latest: dict[int, Connection] = field(default_factory=dict)
    calls: dict[int, int] = field(default_factory=dict)
    queue: deque[Entry] = field(default_factory=deque)
    current: Entry | None = None

    def execute(self, operations: list[Operation]) -> None:
        for what, number in operations:
            if what in {"connect", "once"}:
                self.latest[number] = Connection(number, what == "once")
                self.listed.append(self.latest[number])
            elif what == "disconnect":
                if number in self.latest:
                    self.disconnect(self.latest[number])
            else:
                self.fire(number)

    def disconnect(self, connection: Connection) -> None:
        connection.connected = False
        if connection in self.listed:
            self.listed.remove(connection)

    def fire(self, argument: int) -> None:
        order = self.listed[:] if self.oldest_first else self.listed[::-1]
        for connection in order:
            if self.deferred:
                self.queue.append(Entry(connection, argument, self.current))
            elif connection.connected:
                self.call(connection, argument, connection.depth)

    def call(self, connection: Connection, argument: int, depth: int) -> None:
        if depth >= DEPTH_LIMIT:
            self.output.append("refused")
            return
        if connection.once:
            self.disconnect(connection)
        connection.depth += 1
        number = connection.number
        self.output.append(f"{number}({argument})")
        self.calls[number] = self.calls.get(number, 0) + 1
        if self.calls[number] <= 2:
            self.execute(self.bodies[number])
        connection.depth -= 1

    def drain(self) -> None:
        while self.queue:
            entry = self.current = self.queue.popleft()
            if entry.connection.connected:
                self.call(entry.connection, entry.argument, entry.depth())
        self.current = None


def observed(
    bodies: list[list[Operation]], program: list[Operation], behavior: str, order: str
) -> list[str]:
    """What a server prints."""
    chosen = ServerSettings(
        signal_behavior=behavior, handler_order=order, reentrancy_limit=DEPTH_LIMIT
    )
    universe = Universe()
    server = universe.start_server(settings=chosen)
    server.run(
        RUNNER, [[list(each) for each in body] for body in bodies], [list(each) for each in program]
    )
    lines = [
        "refused" if text.startswith("Maximum event re-entrancy") else text
        for kind, text in server.output
        if kind != "info"
    ]
    universe.close()
    return lines


@settings(deadline=None, max_examples=150)
@given(
    bodies=BODIES,
    program=PROGRAMS,
    behavior=st.sampled_from(["immediate", "deferred"]),
    order=st.sampled_from(["lifo", "fifo"]),
)
@example(FIRES_ITSELF, [("connect", 0), ("fire", 1)], "immediate", "lifo")
@example(FIRES_ITSELF, [("connect", 0), ("fire", 1)], "deferred", "fifo")
def test_handlers_are_called_as_the_model_says(
    bodies: list[list[Operation]], program: list[Operation], behavior: str, order: str
) -> None:
    model = Model(bodies, deferred=behavior == "deferred", oldest_first=order == "fifo")
    model.execute(program)
    model.drain()
    assert observed(bodies, program, behavior, order) == model.output


@settings(deadline=None, max_examples=40)
@given(program=PROGRAMS, behavior=st.sampled_from(["immediate", "deferred"]))
def test_a_shuffle_changes_the_order_within_a_fire_and_nothing_else(
    program: list[Operation], behavior: str
) -> None:
    """Handlers that do nothing: each fire reaches the same ones in any order."""
    bodies: list[list[Operation]] = [[] for _ in range(HANDLERS)]
    plain = observed(bodies, program, behavior, "lifo")
    shuffled = observed(bodies, program, behavior, "shuffled")
    assert sorted(shuffled) == sorted(plain)
    assert [text.partition("(")[2] for text in shuffled] == [
        text.partition("(")[2] for text in plain
    ]
