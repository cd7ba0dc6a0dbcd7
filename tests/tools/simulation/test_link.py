"""The way between a client and its server (engine.md g.2, l.3)."""

import pytest

from bridge.faults import Faults, RemoteFault, Site
from bridge.scheduler import Clock, Streams
from bridge.stubs.rules import RemoteRules
from bridge.tools.simulation.link import Link, RateLimit


def link(clock=None, **rules):
    return Link(RemoteRules(**rules), clock or Clock(), Streams(1).stream("test"))


def test_a_way_without_latency_takes_no_time():
    assert link().delay_us(reliable=True) == 0


def test_latency_is_drawn_between_its_bounds():
    drawn = {link(latency_seconds=(0.1, 0.2)).delay_us(reliable=True) for _ in range(3)}
    assert len(drawn) == 1
    assert 100_000 <= drawn.pop() <= 200_000


@pytest.mark.parametrize("reliable", [True, False])
def test_messages_keep_their_order(reliable):
    """Keep FIFO per client and direction (g.2)."""
    way = link(latency_seconds=(0, 1))
    delays = [way.delay_us(reliable=reliable) for _ in range(100)]
    assert delays == sorted(delays)
    assert len(set(delays)) > 1


def test_unreliable_messages_may_overtake():
    way = link(latency_seconds=(0, 1), unreliable_reorder=True)
    delays = [way.delay_us(reliable=False) for _ in range(100)]
    assert delays != sorted(delays)


@pytest.mark.parametrize(("loss", "lost"), [(0, 0), (1, 50)])
def test_unreliable_messages_may_be_lost(loss, lost):
    way = link(unreliable_loss=loss)
    assert [way.delay_us(reliable=False) for _ in range(50)].count(None) == lost
    assert way.delay_us(reliable=True) == 0


@pytest.mark.parametrize(("sent", "admitted"), [(499, 499), (500, 500), (501, 500)])
def test_a_second_holds_so_many_requests(sent, admitted):
    """About 500 requests/s per client (g.2)."""
    limit = RateLimit(500, Clock())
    assert [limit.admit() for _ in range(sent)].count(True) == admitted


def test_the_second_slides():
    clock = Clock()
    limit = RateLimit(1, clock)
    assert limit.admit()
    clock.jump(999_999)
    assert not limit.admit()
    clock.jump(1_000_000)
    assert limit.admit()


def test_without_a_limit_everything_is_admitted():
    assert all(RateLimit(None, Clock()).admit() for _ in range(1000))


def test_faults_lose_and_delay_messages():
    faults = Faults(Streams(1).stream)
    site = Site("ToServer", key="Ada", server=0)
    way = Link(RemoteRules(), Clock(), Streams(1).stream("test"), faults, site)
    faults.add(RemoteFault.loss(name="Move"))
    faults.add(RemoteFault.delay(2, 2, operations=("ToServer",), key="Ada", name="Buy", times=1))
    faults.add(RemoteFault.delay(9, 9, key="Bob"))
    assert way.delay_us(reliable=False, name="Move") is None
    assert way.delay_us(reliable=True, name="Move") == 0
    assert way.delay_us(reliable=True, name="Buy") == 2_000_000


def test_reliable_messages_behind_a_late_one_are_late_too():
    faults = Faults(Streams(1).stream)
    faults.add(RemoteFault.delay(2, 2, times=1))
    way = Link(RemoteRules(), Clock(), Streams(1).stream("test"), faults)
    assert [way.delay_us(reliable=True) for _ in range(2)] == [2_000_000] * 2
    assert way.delay_us(reliable=False) == 0
