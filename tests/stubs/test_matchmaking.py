"""MatchmakingService: attributes of one server, as the Creator Hub defines them."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError

SERVICE = 'local service = game:GetService("MatchmakingService") '


@pytest.fixture
def hub(cloud):
    """A server of an experience with three server attributes."""
    cloud.universe.matchmaking.define("Level", "Beginner")
    cloud.universe.matchmaking.define("Elo", 1200)
    cloud.universe.matchmaking.define("Training", default=False)
    return cloud


@pytest.mark.rule("MatchmakingService.GetServerAttribute", source="class page MatchmakingService")
def test_a_server_starts_with_the_defaults(hub) -> None:
    source = f"""{SERVICE}
        local level, problem = service:GetServerAttribute("Level")
        return level, problem, service:GetServerAttribute("Elo"),
            (service:GetServerAttribute("Training"))
    """
    assert hub.run(source) == ("Beginner", None, 1200, False)


@pytest.mark.rule("MatchmakingService.SetServerAttribute", source="class page MatchmakingService")
def test_an_attribute_holds_for_its_server(hub) -> None:
    other = hub.universe.start_server()
    source = f"""{SERVICE}
        local well, problem = service:SetServerAttribute("Level", "Advanced")
        return well, problem, service:GetServerAttribute("Level")
    """
    assert hub.run(source) == (True, None, "Advanced", None)
    assert other.run(f'{SERVICE} return (service:GetServerAttribute("Level"))') == "Beginner"
    service = hub.server.game.service("MatchmakingService")
    assert service.attributes == {"Level": "Advanced", "Elo": 1200, "Training": False}


@pytest.mark.rule("matchmaking.error.unknown", source="class page MatchmakingService")
def test_an_attribute_nobody_defined_is_answered_with_an_error(hub) -> None:
    source = f"""{SERVICE}
        local value, problem = service:GetServerAttribute("Mode")
        return value, problem, service:SetServerAttribute("Mode", "x")
    """
    text = "Server attribute Mode is not defined"
    assert hub.run(source) == (None, text, False, text)


@pytest.mark.rule(
    "matchmaking.error.name", "matchmaking.error.value", source="class page MatchmakingService"
)
def test_names_and_texts_have_50_characters(hub) -> None:
    name = "n" * 50
    hub.universe.matchmaking.define(name, "")
    source = f"""{SERVICE}
        local name = string.rep("n", 50)
        local well = service:SetServerAttribute(name, string.rep("é", 50))
        return well, select(2, service:SetServerAttribute(name, string.rep("v", 51))),
            select(2, service:SetServerAttribute(name .. "n", 1)),
            select(2, service:GetServerAttribute(name .. "n"))
    """
    names = "Server attribute names have at most 50 characters"
    values = "Server attribute values have at most 50 characters"
    assert hub.run(source) == (True, values, names, names)


@pytest.mark.rule("matchmaking.error.type", source="inferred: an attribute has one data type")
@pytest.mark.parametrize("value", ["5", "true", "{}", "workspace", "print"])
def test_a_value_of_another_type_is_refused(hub, value) -> None:
    answer = hub.run(f'{SERVICE} return service:SetServerAttribute("Level", {value})')
    assert answer == (False, "Server attribute Level is a string")


@pytest.mark.rule(
    "MatchmakingService.InitializeServerAttributesForStudio",
    source="class page MatchmakingService",
)
def test_the_schema_for_studio_has_no_effect_on_a_live_server(hub) -> None:
    source = f"""{SERVICE}
        local well, problem = service:InitializeServerAttributesForStudio({{
            Level = "Expert", Mode = "Duel",
        }})
        return well, problem, service:GetServerAttribute("Level"),
            service:GetServerAttribute("Mode")
    """
    assert hub.run(source) == (
        True, None, "Beginner", None, "Server attribute Mode is not defined",
    )  # fmt: skip


def test_an_experience_has_5_server_attributes(hub) -> None:
    attributes = hub.universe.matchmaking
    attributes.define("Mode", "Duel")
    attributes.define("Map", "Island")
    attributes.define("Map", "Desert")
    with pytest.raises(UsageError, match="at most 5"):
        attributes.define("Sixth", 1)
    assert repr(attributes).startswith("<server attributes of a universe: {'Level': 'Beginner'")


def test_what_cannot_be_an_attribute_is_refused(cloud) -> None:
    with pytest.raises(UsageError, match="is no text, number or boolean"):
        cloud.universe.matchmaking.define("Level", None)
    with pytest.raises(UsageError, match="at most 50 characters"):
        cloud.universe.matchmaking.define("Level", "x" * 51)
