"""The plain door: latency, and the faults that act on any service's request."""

import inspect
from types import SimpleNamespace

import pytest

from bridge.errors import StubError
from bridge.faults import KINDS, BadgeFault, Faults, UserFault
from bridge.scheduler import Agenda, Clock, Streams
from bridge.stubs.discovery import registry
from bridge.stubs.door import FORMS, ONE_WAY_LATENCY_US, REASONS, Door
from bridge.stubs.service import Service


class Request:
    method = "AwardBadgeAsync"
    target = SimpleNamespace(class_name="BadgeService")

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

    def send(self, perform=lambda: "done", then=None, service="badge", writes=True):
        request = Request(self.clock)

        def noted():
            self.performed.append(self.clock.now_us)
            return perform()

        self.door.pass_through(request, service, "7", noted, then, key="1", writes=writes)
        self.agenda.run_until(self.clock.now_us + 10_000_000)
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
    setup.faults.add(BadgeFault.error(text="broken"))
    assert setup.send()[1:] == ("fail", "broken")
    assert setup.performed == []


def test_an_error_after_the_write_leaves_the_write(setup):
    setup.faults.add(BadgeFault.error_after_write())
    assert setup.send()[1:] == ("fail", "AwardBadgeAsync failed: " + REASONS["error"])
    assert len(setup.performed) == 1


def test_a_request_that_writes_nothing_cannot_fail_after_its_write(setup):
    setup.faults.add(BadgeFault.error_after_write())
    assert setup.send(writes=False)[1:] == ("reply", "done")


def test_faults_filter_by_method_subject_and_key(setup):
    matching = BadgeFault.error().on("AwardBadgeAsync").named("7").keyed("1").once()
    for fault in (BadgeFault.error().named("8"), BadgeFault.error().keyed("2"), matching):
        setup.faults.add(fault)
    assert setup.send()[1] == "fail"
    assert setup.send()[1] == "reply"


def test_the_text_is_that_of_the_service(setup):
    setup.faults.add(UserFault.throttle())
    answer = setup.send(service="user")
    assert answer[2] == "UserService: Request Failed because HTTP 429 (Too Many Requests)"
    assert set(FORMS) <= set(KINDS)


def test_latency_and_late_replies_are_faults_with_bounds(setup):
    setup.faults.add(BadgeFault.latency(2, 2))
    setup.faults.add(BadgeFault.late_reply(3, 3))
    assert setup.send()[0] == 5_000_000
    assert setup.performed == [1_000_000]


def passes_the_door(service_class):
    owners = [each for each in service_class.__mro__ if each not in (Service, object)]
    return any("self.request(" in inspect.getsource(each) for each in owners)


def test_every_service_that_passes_the_door_has_faults_of_its_own():
    through = [each for each in registry().classes.values() if passes_the_door(each)]
    assert len(through) > 5
    without = [each.CLASS_NAME for each in through if each.DOOR not in KINDS]
    assert not without, "a service without faults: bridge/faults/kinds.py"
