"""Requests, callbacks and connections of a service; how they meet scripts is in test_service.py."""

import pytest

from bridge.errors import BridgeError
from bridge.stubs.requests import (
    RELEASED_AT_ONCE,
    Callback,
    CallbackResult,
    Connections,
    Request,
)


class Context:
    """As much of a server as a request needs."""

    def __init__(self):
        self.server = self
        self.alive = True
        self.resumed = []
        self.tokens = 0

    @property
    def vm(self):
        return self

    def results(self, values):
        """What the border makes of an answer."""
        return [value.encode() if isinstance(value, str) else value for value in values]

    def new_token(self):
        self.tokens += 1
        return self.tokens

    def resume(self, token, ok, *values):
        self.resumed.append((token, ok, *values))


class Function:
    """A callback that notes its release."""

    def __init__(self, kept):
        self.kept = kept
        self.released = False

    def release(self):
        self.released = True


class World:
    """As much of a world as connections need."""

    def __init__(self):
        self.vm = self
        self.calls = []

    def bind(self, name, function):
        pass

    def call(self, *arguments):
        self.calls.append(arguments)


class Target:
    class_name = "DataStore"


def test_a_reply_travels_with_its_kinds_and_a_failure_with_its_text():
    context = Context()
    replied, failed = (Request(context, Target(), "GetAsync") for _ in range(2))
    assert (replied.opened(), failed.opened()) == ((b"w", 1), (b"w", 2))
    replied.reply("x", None, 2)
    failed.fail("no")
    assert context.resumed == [(1, True, "vvv", "x", None, 2), (2, False, "no")]


def test_what_is_answered_at_once_is_the_result_of_the_call():
    context = Context()
    replied, failed = (Request(context, Target(), "GetAsync") for _ in range(2))
    replied.reply("x")
    failed.fail("no")
    assert replied.opened() == [b"v", b"v", b"x"]
    assert failed.opened() == [b"e", b"no"]
    assert context.resumed == []


def test_a_reply_in_wire_form_is_a_reply():
    context = Context()
    at_once, later, noted, gone = (Request(context, Target(), "GetAsync") for _ in range(4))
    settled = []
    noted.on_settled = settled.append
    for request in (at_once, noted):
        request.reply_wire(b"j", b"1")
        assert list(request.opened()) == [b"v", b"j", b"1"]
        assert request.settled
    later.opened()
    later.reply_wire(b"j", b"2")
    assert (context.resumed, settled) == ([(1, True, b"j", b"2")], [True])
    with pytest.raises(BridgeError, match="second time"):
        at_once.reply_wire(b"j", b"1")
    context.alive = False
    gone.reply_wire(b"j", b"1")
    assert gone.opened() == (b"w", 2)


def test_functions_go_with_their_request_unless_they_are_kept():
    once, for_good = Function(False), Function(True)
    request = Request(Context(), Target(), "X", (once, for_good))
    request.opened()
    request.reply()
    assert (once.released, for_good.released) == (True, False)


def test_a_request_shows_what_it_is():
    request = Request(Context(), Target(), "GetAsync")
    assert repr(request) == "<pending DataStore:GetAsync>"
    request.reply()
    assert repr(request) == "<settled DataStore:GetAsync>"


def test_a_result_is_a_value():
    assert CallbackResult(True, (1,)) == CallbackResult(True, (1,), "", False)


@pytest.mark.parametrize("count", [RELEASED_AT_ONCE - 1, RELEASED_AT_ONCE, RELEASED_AT_ONCE + 1])
def test_functions_are_let_go_of_many_at_once(count):
    world = World()
    connections = Connections(world)
    for number in range(count):
        Callback(connections, number).release()
    crossed = ("callback.release", *range(RELEASED_AT_ONCE))
    assert world.calls == [crossed] * (count >= RELEASED_AT_ONCE)


def test_a_function_that_was_let_go_of_is_gone_from_the_vm(server):
    store = 'game:GetService("DataStoreService"):GetDataStore("S")'
    server.run(f"""
        local kept = setmetatable({{}}, {{__mode = "v"}})
        for i = 1, {2 * RELEASED_AT_ONCE} do
            local function transform() return i end
            kept[i] = transform
            {store}:UpdateAsync("k", transform)
        end
        shared.kept = kept
    """)
    server.run("for i = 1, 3 do local t = table.create(1000000, 0) Instance.new('Folder') end")
    left = server.run("local n = 0 for _ in pairs(shared.kept) do n += 1 end return n")
    assert left <= RELEASED_AT_ONCE
