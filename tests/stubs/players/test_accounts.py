"""Accounts: what the platform knows of a user (engine.md f.1, f.2)."""

import pytest

from bridge.errors import UsageError
from bridge.stubs.players import Accounts
from bridge.tools.simulation import Universe


def test_an_account_is_made_once_and_its_number_follows_from_the_name():
    accounts = Accounts()
    ada = accounts.obtain("Ada")
    assert accounts.obtain("Ada") is ada
    assert accounts.by_id(ada.user_id) is ada
    assert accounts.by_name("ADA") is ada
    assert Accounts().obtain("Ada").user_id == ada.user_id
    assert accounts.by_name("Bob") is None


def test_a_number_belongs_to_one_account():
    accounts = Accounts()
    accounts.declare("Ada", 7)
    with pytest.raises(UsageError, match="user id 7 is 'Ada''s"):
        accounts.declare("Bob", 7)


def test_friendship_is_mutual():
    accounts = Accounts()
    accounts.declare("Ada", friends=["Bob"])
    bob = accounts.obtain("Bob")
    accounts.befriend("Bob", "Ada")
    assert bob.friends == [accounts.obtain("Ada").user_id]


def test_outside_a_group_the_rank_is_0_and_the_role_guest():
    account = Accounts().declare("Ada", groups={5: (255, "Owner")})
    assert (account.rank_in(5), account.role_in(5)) == (255, "Owner")
    assert (account.rank_in(6), account.role_in(6)) == (0, "Guest")


def test_a_player_shows_its_account():
    universe = Universe()
    Accounts.of(universe).declare(
        "Ada", 7, display_name="Countess", age_days=12, membership="Premium", locale="fr-fr"
    )
    ada = universe.start_server().join("Ada")
    shown = [ada.get(n) for n in ("UserId", "DisplayName", "AccountAge", "LocaleId")]
    assert shown == [7, "Countess", 12, "fr-fr"]
    assert str(ada.get("MembershipType")) == "Enum.MembershipType.Premium"
    universe.close()
