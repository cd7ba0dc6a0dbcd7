"""Subscriptions in a test's hands."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.marketplace.subscriptions import PERIOD_US
from bridge.tools.simulation import Universe

PRODUCT = "EXP-1"


@pytest.fixture
def universe():
    return Universe(seed=1)


def found(universe):
    user_id = universe.accounts.obtain("Ada").user_id
    return universe.marketplace.subscriptions.of_user(user_id, PRODUCT)


@pytest.mark.parametrize(
    ("steps", "state", "active", "renewing"),
    [
        ([], "NeverSubscribed", False, False),
        (["start"], "SubscribedWillRenew", True, True),
        (["start", "cancel"], "SubscribedWillNotRenew", True, False),
        (["start", "await_payment"], "SubscribedRenewalPaymentPending", True, True),
        (["start", "await_payment", "renew"], "SubscribedWillRenew", True, True),
        (["start", "cancel", "expire"], "Expired", False, False),
        (["start", "expire", "start"], "SubscribedWillRenew", True, True),
    ],
)
def test_each_step_leads_to_its_state(universe, steps, state, active, renewing):
    for step in steps:
        getattr(universe.marketplace.subscriptions, step)("Ada", PRODUCT)
    subscription = found(universe)
    assert (subscription.state, subscription.active, subscription.renewing) == (
        state, active, renewing,
    )  # fmt: skip


def test_periods_follow_each_other(universe):
    subscriptions = universe.marketplace.subscriptions
    subscriptions.start("Ada", PRODUCT)
    universe.run_for(hours=5)
    subscriptions.renew("Ada", PRODUCT)
    first, second = found(universe).payments
    assert first.start_us == universe.epoch_us
    assert (second.start_us, second.end_us) == (first.end_us, first.end_us + PERIOD_US)


def test_a_refund_takes_the_last_payment_back(universe):
    subscriptions = universe.marketplace.subscriptions
    subscriptions.start("Ada", PRODUCT)
    subscriptions.renew("Ada", PRODUCT)
    subscriptions.expire("Ada", PRODUCT, "SubscriberRefunded")
    assert [each.refunded for each in found(universe).payments] == [False, True]


@pytest.mark.parametrize("step", ["renew", "cancel", "await_payment", "expire"])
def test_who_is_not_subscribed_has_nothing_to_change(universe, step):
    with pytest.raises(UsageError, match="'Ada' is not subscribed to 'EXP-1'"):
        getattr(universe.marketplace.subscriptions, step)("Ada", PRODUCT)


def test_reasons_are_the_engines(universe):
    universe.marketplace.subscriptions.start("Ada", PRODUCT)
    with pytest.raises(UsageError, match="no reason 'Boredom'"):
        universe.marketplace.subscriptions.expire("Ada", PRODUCT, "Boredom")
