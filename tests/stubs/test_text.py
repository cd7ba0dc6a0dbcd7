"""TextService: filtering (cloud-services.md 9.4)."""

import pytest

FILTER = """
    local author = game.Players.Player0.UserId
    local result = game:GetService("TextService"):FilterStringAsync(..., author)
    return result.ClassName, result:GetNonChatStringForBroadcastAsync(),
        result:GetNonChatStringForUserAsync(7)
"""


def test_what_nobody_blocks_passes(make_cloud):
    cloud = make_cloud(players=1)
    assert cloud.run(FILTER, "hello there") == ("TextFilterResult", "hello there", "hello there")


def test_blocked_words_are_hidden_letter_by_letter(make_cloud):
    cloud = make_cloud(players=1)
    cloud.server.game.service("TextService").blocked |= {"darn", "a.b"}
    values = cloud.run(FILTER, "Darn, a darn darning a.b aXb")
    assert values[1] == "####, a #### darning ### aXb"


def test_the_author_must_be_in_the_server(cloud):
    text = cloud.error("game:GetService('TextService'):FilterStringAsync('x', 7)")
    assert text == "TextService: user 7 is not in this server"


@pytest.mark.rule(
    "TextService.FilterStringAsync",
    "TextFilterResult.GetNonChatStringForUserAsync",
    "TextFilterResult.GetNonChatStringForBroadcastAsync",
    source="class page TextService",
)
def test_a_filter_of_the_universe_knows_its_readers(make_cloud):
    cloud = make_cloud(players=1)
    cloud.universe.accounts.declare("Child", 7)
    cloud.universe.accounts.declare("Adult", 8)
    cloud.universe.text_filters.block("darn", readers=["Child"])
    cloud.universe.text_filters.block("worse", "gone")
    cloud.universe.text_filters.allow("gone")
    source = """
        local author = game.Players.Player0.UserId
        local result = game:GetService("TextService"):FilterStringAsync("darn worse gone", author)
        return result:GetNonChatStringForBroadcastAsync(), result:GetNonChatStringForUserAsync(7),
            result:GetNonChatStringForUserAsync(8), result:GetNonChatStringForUserAsync(9)
    """
    hidden, seen = "#### ##### gone", "darn ##### gone"
    assert cloud.run(source) == (hidden, hidden, seen, seen)
