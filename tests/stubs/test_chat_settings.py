"""Who may chat with whom."""

from bridge.stubs.chat_settings import ChatSettings
from bridge.tools.simulation import Universe


def ids(universe: Universe, *names: str) -> list[int]:
    return [universe.accounts.obtain(name).user_id for name in names]


def test_everybody_may_until_told() -> None:
    settings = ChatSettings.of(Universe())
    assert settings.may_chat(1)
    assert settings.may_chat(1, 2)


def test_an_account_with_chat_off_chats_with_nobody() -> None:
    universe = Universe()
    ada, bob = ids(universe, "Ada", "Bob")
    universe.chat.turn_off("Ada")
    assert [universe.chat.may_chat(*each) for each in ((ada,), (bob,), (ada, bob), (bob, ada))] == [
        False, True, False, False,
    ]  # fmt: skip
    universe.chat.turn_on("Ada")
    assert universe.chat.may_chat(bob, ada)


def test_two_accounts_are_kept_apart_in_both_directions() -> None:
    universe = Universe()
    ada, bob, eve = ids(universe, "Ada", "Bob", "Eve")
    universe.chat.separate("Ada", "Bob")
    assert not universe.chat.may_chat(ada, bob)
    assert not universe.chat.may_chat(bob, ada)
    assert universe.chat.may_chat(ada, eve)
    universe.chat.reconcile("Bob", "Ada")
    assert universe.chat.may_chat(ada, bob)
