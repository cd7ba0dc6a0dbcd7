"""The plain door: latency, and the faults that act on any service's request."""

from types import SimpleNamespace

import pytest

from bridge.errors import StubError
from bridge.faults import Faults, MemoryStoreFault
from bridge.scheduler import Agenda, Clock, Streams
from bridge.stubs.door import DEFAULT_TEXT, ONE_WAY_LATENCY_US, Door


class Request:
    def __init__(self, clock):
        self.clock = clock
        self.answers = []

    def reply(self, *values):
        self.answers.append((self.clock.now_us, "reply", *values))

    def fail(self, text):
        self.answers.append((self.clock.now_us, "fail", text))


class Setup:
    """A door with an agenda of its own."""

    def __init__(self):
        self.clock = Clock()
        self.agenda = Agenda(self.clock)
        self.faults = Faults(Streams(1).stream)
        self.performed = []
        context = SimpleNamespace(
            after=self.agenda.schedule_after,
            clock=self.clock,
            faults=self.faults,
            server=SimpleNamespace(index=0),
        )
        self.door = Door(context)

    def send(self, perform=lambda: "done", then=None):
        request = Request(self.clock)

        def noted():
            self.performed.append(self.clock.now_us)
            return perform()

        self.door.pass_through(request, "memorystore.get", "map", noted, then)
        self.agenda.run_until(10_000_000)
        (answer,) = request.answers
        return answer


@pytest.fixture
def setup():
    return Setup()


def test_the_way_there_and_the_way_back_take_time(setup):
    assert setup.send() == (2 * ONE_WAY_LATENCY_US, "reply", "done")
    assert setup.performed == [ONE_WAY_LATENCY_US]


def test_a_tuple_is_several_results(setup):
    assert setup.send(lambda: (1, None))[1:] == ("reply", 1, None)


def test_a_refusal_of_the_backend_comes_back_late_too(setup):
    def refuse():
        raise StubError("no such key")

    assert setup.send(refuse) == (2 * ONE_WAY_LATENCY_US, "fail", "no such key")


def test_an_error_before_the_backend_leaves_no_trace_there(setup):
    setup.faults.add(MemoryStoreFault.error(text="broken"))
    assert setup.send()[1:] == ("fail", "broken")
    assert setup.performed == []


def test_an_error_after_the_write_leaves_the_write(setup):
    setup.faults.add(MemoryStoreFault.error_after_write())
    assert setup.send()[1:] == ("fail", DEFAULT_TEXT)
    assert len(setup.performed) == 1


def test_latency_and_late_replies_are_faults_with_bounds(setup):
    setup.faults.add(MemoryStoreFault.latency(2, 2))
    setup.faults.add(MemoryStoreFault.late_reply(3, 3))
    assert setup.send()[0] == 5_000_000
    assert setup.performed == [1_000_000]
