"""What clients send: arguments of remotes, honest and hostile, and whole sequences of actions.

Everything drawn is a value whose `repr` can be pasted into a test and given to `Client.fire`;
cycles, deep and wide tables and instances have short forms (`bridge.instances.payload`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from bridge.errors import UsageError
from bridge.instances.payload import Buffer, Enclosing, Named, Nested, Odd, Repeated, vector
from bridge.instances.remotes import RemoteCall
from bridge.tools.simulation.clients import Client

__all__ = [
    "ClientAction",
    "client_actions",
    "hostile_payloads",
    "hostile_values",
    "perform",
    "remote_payloads",
    "remote_values",
]

ARGUMENTS_MAX = 3
DEPTH_MAX = 300
COUNT_MAX = 3000

EXTREME_NUMBERS = (
    0, -1, 0.5, -0.0, 2**31, -(2**31), 2**53, 1e308, -1e308, 5e-324, math.inf, -math.inf, math.nan,
)  # fmt: skip
"""Numbers that checks forget."""

EXTREME_TEXTS = ("", "0", "1", "nan", "nil", "__index", "Parent", "x" * 2000, "\0", "\udcff\udcfe")
"""Texts that checks forget: numbers in disguise, metamethods, bytes that are no UTF-8."""

BUFFERS = (Buffer(b""), Buffer(b"\0\xff"))

KEYS: tuple[object, ...] = ("x", "y", "1", "", 1, 2, 3, 5, 0, -1, 0.5, 1.5, True, 2**53)
"""Keys that make tables mixed, sparse or neither."""


@dataclass(frozen=True, slots=True)
class ClientAction:
    """One thing a client does.

    Attributes:
        kind: "fire", "invoke", "wait" or "leave".
        remote: full name of the remote, for the first two.
        arguments: what it sends.
        seconds: how long it waits.
    """

    kind: str
    remote: str = ""
    arguments: tuple[object, ...] = ()
    seconds: float = 0.0


def _scalars() -> st.SearchStrategy[object]:
    return st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**53), 2**53),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=20),
    )


def remote_values(
    *, instances: Sequence[str] = (), max_leaves: int = 10
) -> st.SearchStrategy[object]:
    """Values as an honest client sends them: scalars, vectors, arrays and dictionaries.

    Shrinks toward None and small numbers.

    Parameters:
        instances: full names of instances that may be sent.
        max_leaves: scalars in one value.
    """
    leaves = _scalars()
    if instances:
        leaves = leaves | st.sampled_from(list(instances)).map(Named)
    coordinates = st.integers(-1000, 1000)
    leaves = leaves | st.builds(vector, coordinates, coordinates, coordinates)
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
        ),
        max_leaves=max_leaves,
    )


def hostile_values(
    *, instances: Sequence[str] = (), cycles: bool = True, max_leaves: int = 6
) -> st.SearchStrategy[object]:
    """Values as an exploiter sends them: everything honest, and what checks forget.

    That is: numbers that are none or too large, texts in disguise, functions and other values that
    arrive as nil, mixed and sparse tables, deep and wide ones, buffers, instances the client must
    not name, and cycles.

    Parameters:
        instances: full names of instances, whether a client sees them or not.
        cycles: also tables inside themselves, which cannot be sent at all.
        max_leaves: scalars in one value.
    """
    named = [Named(path) for path in ("Workspace", "ServerStorage", *instances)]
    others = (*EXTREME_TEXTS, *Odd, *BUFFERS, *named)
    leaves = _scalars() | st.sampled_from(EXTREME_NUMBERS) | st.sampled_from(others)
    keys = st.sampled_from(KEYS)

    def tables(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
        shapes: list[st.SearchStrategy[object]] = [
            st.lists(inner, max_size=4),
            st.dictionaries(keys, inner, max_size=4),
            st.builds(Nested, st.integers(1, DEPTH_MAX), inner),
            st.builds(Repeated, st.integers(0, COUNT_MAX), _scalars()),
        ]
        if cycles:
            shapes.append(st.lists(inner | st.just(Enclosing()), max_size=3))
        return st.one_of(shapes)

    return leaves | st.recursive(leaves, tables, max_leaves=max_leaves)


def remote_payloads(
    *, instances: Sequence[str] = (), max_arguments: int = ARGUMENTS_MAX
) -> st.SearchStrategy[tuple[object, ...]]:
    """Argument lists of an honest client; shrink toward no argument."""
    return st.lists(remote_values(instances=instances), max_size=max_arguments).map(tuple)


def hostile_payloads(
    *,
    instances: Sequence[str] = (),
    cycles: bool = True,
    max_arguments: int = ARGUMENTS_MAX,
    max_leaves: int = 6,
) -> st.SearchStrategy[tuple[object, ...]]:
    """Argument lists of an exploiter: wrong types, wrong counts; shrink toward no argument."""
    values = hostile_values(instances=instances, cycles=cycles, max_leaves=max_leaves)
    return st.lists(values, max_size=max_arguments).map(tuple)


@st.composite
def client_actions(
    draw: st.DrawFn,
    *,
    events: Sequence[str] = (),
    functions: Sequence[str] = (),
    payloads: st.SearchStrategy[tuple[object, ...]] | None = None,
    leaves: bool = True,
    max_actions: int = 8,
) -> list[ClientAction]:
    """What a client does in a row; shrinks toward nothing.

    Parameters:
        events, functions: full names of the remotes it may use.
        payloads: what it sends; without them small hostile payloads that travel.
        leaves: whether it may leave, which is the last it does.
    """
    if payloads is None:
        payloads = hostile_payloads(cycles=False, max_arguments=2, max_leaves=3)
    kinds: list[st.SearchStrategy[ClientAction]] = []
    for kind, remotes in (("fire", events), ("invoke", functions)):
        if remotes:
            names = st.sampled_from(list(remotes))
            kinds.append(st.builds(ClientAction, st.just(kind), names, payloads))
    waits = st.builds(ClientAction, st.just("wait"), seconds=st.sampled_from([1 / 60, 1.0, 60.0]))
    actions = draw(st.lists(st.one_of(*kinds, waits), max_size=max_actions))
    if leaves and draw(st.booleans()):
        actions.append(ClientAction("leave"))
    return actions


def perform(client: Client, actions: Iterable[ClientAction]) -> list[RemoteCall]:
    """Lets a client do what was drawn, and a second more pass.

    Returns:
        The invocations, answered or not.
    """
    calls = []
    for action in actions:
        if action.kind == "fire":
            client.fire(action.remote, *action.arguments)
        elif action.kind == "invoke":
            calls.append(client.start_invoke(action.remote, *action.arguments))
        elif action.kind == "wait":
            client.universe.run_for(seconds=action.seconds)
        elif action.kind == "leave":
            client.leave()
        else:
            raise UsageError(f"perform: no action {action.kind!r}")
    client.universe.run_for(seconds=1)
    return calls
