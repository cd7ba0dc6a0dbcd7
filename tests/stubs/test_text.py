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


FILTERED = """
    local author, reader = ...
    local result = game:GetService("TextService"):FilterStringAsync("oh darn", author)
    return pcall(result.GetChatForUserAsync, result, reader)
"""


@pytest.mark.rule("TextFilterResult.GetChatForUserAsync", source="class page TextFilterResult")
def test_chat_is_shown_to_who_is_here_and_may_chat(make_cloud):
    cloud = make_cloud(players=2)
    author, reader = (cloud.universe.accounts.obtain(f"Player{n}").user_id for n in (0, 1))
    cloud.universe.text_filters.block("darn", readers=["Player1"])
    assert cloud.run(FILTERED, author, reader) == (True, "oh ####")
    assert cloud.run(FILTERED, author, author) == (True, "oh darn")
    absent = (False, "TextFilterResult: user 7 is not in this server")
    assert cloud.run(FILTERED, author, 7) == absent
    cloud.universe.chat.separate("Player0", "Player1")
    text = f"TextFilterResult: user {reader} may not chat with the author"
    assert cloud.run(FILTERED, author, reader) == (False, text)


@pytest.mark.rule(
    "TextService.FilterAndTranslateStringAsync",
    "TextFilterTranslatedResult.GetTranslations",
    "TextFilterTranslatedResult.GetTranslationForLocale",
    "TextFilterTranslatedResult.SourceText",
    "TextFilterTranslatedResult.SourceLanguage",
    source="class page TextService",
)
def test_translations_are_no_longer_made(make_cloud):
    """All calls return an empty object."""
    cloud = make_cloud(players=1)
    source = """
        local result = game:GetService("TextService"):FilterAndTranslateStringAsync("hi", 1, {"de"})
        return result.ClassName, next(result:GetTranslations()),
            result:GetTranslationForLocale("de"), result.SourceText, result.SourceLanguage
    """
    assert cloud.run(source) == ("TextFilterTranslatedResult", None, None, None, "")


@pytest.mark.rule(
    "TextService.GetTextSize", "TextService.GetTextBoundsAsync",
    "TextService.GetFamilyInfoAsync", "TextService.GetTextSizeOffsetAsync",
    source="class page TextService",
)  # fmt: skip
@pytest.mark.parametrize(
    "call",
    ["GetTextSize", "GetTextBoundsAsync", "GetFamilyInfoAsync", "GetTextSizeOffsetAsync"],
)
def test_texts_are_not_measured(cloud, call):
    error = cloud.error(f"game:GetService('TextService'):{call}()")
    assert error == (
        f"{call} of TextService is not modelled by luau-bridge (there are no fonts to measure)"
    )
