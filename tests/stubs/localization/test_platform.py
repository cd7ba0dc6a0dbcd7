"""What a test declares of the audience, seen by every server."""

from __future__ import annotations

import pytest

from bridge.errors import StubError

COUNTRY = "return game:GetService('LocalizationService'):GetCountryRegionForPlayerAsync({})"


def test_countries_hold_on_every_server(make_cloud):
    cloud = make_cloud(servers=2)
    cloud.universe.localization.set_country("Ada", "DE")
    for server in cloud.servers:
        server.join("Ada")
        assert server.run(COUNTRY.format("game.Players.Ada")) == "DE"


def test_a_switch_of_the_language_reaches_player_and_translator_at_once(make_cloud):
    cloud = make_cloud(players=2)
    cloud.run(
        """
        local player = game.Players.Player0
        local service = game:GetService("LocalizationService")
        local translator = service:GetTranslatorForPlayerAsync(player)
        translator:GetPropertyChangedSignal("LocaleId"):Connect(function()
            print(translator.LocaleId, player.LocaleId)
        end)
        """
    )
    cloud.universe.localization.set_locale("Player0", "es-es")
    cloud.universe.localization.set_locale("Player1", "fr-fr")
    assert cloud.output("print") == ["es-es es-es"]
    assert cloud.run("return game.Players.Player1.LocaleId") == "fr-fr"


def test_a_language_is_the_accounts_and_stays_for_the_next_join(cloud):
    cloud.universe.localization.set_locale("Ada", "es-es")
    cloud.server.join("Ada")
    assert cloud.run("return game.Players.Ada.LocaleId") == "es-es"


def test_the_clouds_table_obeys_the_rules_of_tables(cloud):
    with pytest.raises(StubError, match="must have a Key or a Source"):
        cloud.universe.localization.set_entries([{"Example": "x"}])
