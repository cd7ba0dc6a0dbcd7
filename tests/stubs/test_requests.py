"""Requests, callbacks and connections of a service; how they meet scripts is in test_service.py."""

from bridge.stubs.requests import CallbackResult, Request


class Context:
    """As much of a server as a request needs."""

    def __init__(self):
        self.server = self
        self.alive = True
        self.resumed = []

    def resume(self, token, ok, *values):
        self.resumed.append((token, ok, *values))


class Function:
    """A callback that notes its release."""

    def __init__(self, kept):
        self.kept = kept
        self.released = False

    def release(self):
        self.released = True


class Target:
    class_name = "DataStore"


def test_a_reply_travels_with_its_kinds_and_a_failure_with_its_text():
    context = Context()
    Request(context, 1, Target(), "GetAsync").reply("x", None, 2)
    Request(context, 2, Target(), "GetAsync").fail("no")
    assert context.resumed == [(1, True, "vvv", "x", None, 2), (2, False, "no")]


def test_functions_go_with_their_request_unless_they_are_kept():
    request, once, for_good = Request(Context(), 1, Target(), "X"), Function(False), Function(True)
    request.owns(once)
    request.owns(for_good)
    request.reply()
    assert (once.released, for_good.released) == (True, False)


def test_a_request_shows_what_it_is():
    request = Request(Context(), 1, Target(), "GetAsync")
    assert repr(request) == "<pending DataStore:GetAsync>"
    request.reply()
    assert repr(request) == "<settled DataStore:GetAsync>"


def test_a_result_is_a_value():
    assert CallbackResult(True, (1,)) == CallbackResult(True, (1,), "", False)
