"""LocalizationService: countries (cloud-services.md 9.4)."""

CALL = "game:GetService('LocalizationService'):GetCountryRegionForPlayerAsync({})"


def test_a_country_is_what_the_test_says_else_the_united_states(make_cloud):
    cloud = make_cloud(players=2)
    cloud.server.game.service("LocalizationService").countries["Player1"] = "DE"
    assert cloud.run("return " + CALL.format("game.Players.Player0")) == "US"
    assert cloud.run("return " + CALL.format("game.Players.Player1")) == "DE"


def test_only_players_have_a_country(cloud):
    assert "must be a Player" in cloud.error(CALL.format("workspace"))
