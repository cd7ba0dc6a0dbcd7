"""Requests, callbacks and connections of a service; how they meet scripts is in test_service.py."""

from bridge.stubs.requests import CallbackResult, Request


class Context:
    """As much of a server as a request needs."""

    def __init__(self):
        self.server = self
        self.alive = True
        self.resumed = []
        self.tokens = 0

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


class Target:
    class_name = "DataStore"


def test_a_reply_travels_with_its_kinds_and_a_failure_with_its_text():
    context = Context()
    replied, failed = (Request(context, Target(), "GetAsync") for _ in range(2))
    assert (replied.opened(), failed.opened()) == (("w", 1), ("w", 2))
    replied.reply("x", None, 2)
    failed.fail("no")
    assert context.resumed == [(1, True, "vvv", "x", None, 2), (2, False, "no")]


def test_what_is_answered_at_once_is_the_result_of_the_call():
    context = Context()
    replied, failed = (Request(context, Target(), "GetAsync") for _ in range(2))
    replied.reply("x")
    failed.fail("no")
    assert (replied.opened(), failed.opened()) == (("v", "v", "x"), ("e", "no"))
    assert context.resumed == []


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
