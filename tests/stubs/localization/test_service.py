"""LocalizationService: countries, translators, the order of tables (cloud-services.md 9.4)."""

from __future__ import annotations

import pytest

from bridge.tools.simulation import Universe

CALL = "game:GetService('LocalizationService'):GetCountryRegionForPlayerAsync({})"

NESTED = """
    local service = game:GetService("LocalizationService")
    local function add(name, parent)
        local t = Instance.new("LocalizationTable")
        t.Name = name
        t:SetEntryValue(name, name, "", "es", name)
        t.Parent = parent
        return t
    end
    local function keys(instance)
        local found = {}
        for i, entries in service:GetTableEntries(instance) do found[i] = entries[1].Key end
        return table.concat(found, " ")
    end
"""


@pytest.mark.rule(
    "LocalizationService.GetCountryRegionForPlayerAsync", source="class page LocalizationService"
)
def test_a_country_is_what_the_test_says_else_the_united_states(make_cloud):
    cloud = make_cloud(players=3)
    cloud.server.game.service("LocalizationService").countries["Player1"] = "DE"
    cloud.universe.localization.set_country("Player1", "FR")
    cloud.universe.localization.set_country("Player2", "JP")
    assert cloud.run("return " + CALL.format("game.Players.Player0")) == "US"
    assert cloud.run("return " + CALL.format("game.Players.Player1")) == "DE"
    assert cloud.run("return " + CALL.format("game.Players.Player2")) == "JP"


@pytest.mark.parametrize(
    "method",
    ["GetCountryRegionForPlayerAsync", "GetTranslatorForPlayerAsync", "GetTranslatorForPlayer"],
)
def test_only_players_have_a_country_and_a_language(cloud, method):
    text = cloud.error(f"game:GetService('LocalizationService'):{method}(workspace)")
    assert text == f"Argument 1 of {method} must be a Player"


@pytest.mark.rule("LocalizationService.GetTableEntries", source="class page LocalizationService")
def test_tables_are_searched_from_the_lowest_up_then_the_clouds(cloud):
    cloud.universe.localization.set_entries([{"Key": "Cloud"}])
    source = f"""{NESTED}
        add("Deep", add("Middle", add("Top", service)))
        add("Second", service)
        local before = keys()
        service:GetTranslatorForLocaleAsync("es")
        return before, keys()
    """
    tables = "Deep Middle Top Second"
    assert cloud.run(source) == (tables, f"{tables} Cloud")


@pytest.mark.rule("LocalizationService.GetTableEntries", source="class page LocalizationService")
def test_a_gui_with_a_root_table_is_translated_by_it_and_its_ancestors_first(cloud):
    source = f"""{NESTED}
        add("Service", service)
        local root = add("Root", add("Above", workspace))
        local frame = Instance.new("Frame")
        frame.RootLocalizationTable = root
        local label = Instance.new("TextLabel")
        label.Parent = frame
        return keys(label), keys(workspace), keys(nil)
    """
    assert cloud.run(source) == ("Root Above Service", "Service", "Service")


@pytest.mark.rule(
    "LocalizationService.GetTranslatorForPlayerAsync", "LocalizationService.GetTranslatorForPlayer",
    "LocalizationService.GetTranslatorForLocaleAsync", source="class page LocalizationService",
)  # fmt: skip
def test_only_calls_that_yield_wait_for_the_clouds_table(make_cloud):
    cloud = make_cloud(players=1)
    cloud.universe.localization.set_locale("Player0", "es-es")
    cloud.universe.localization.set_entries([{"Key": "Hi", "Values": {"es": "Hola"}}])
    source = """
        local service, player = game:GetService("LocalizationService"), game.Players.Player0
        local early = service:GetTranslatorForPlayer(player)
        local before = pcall(early.FormatByKey, early, "Hi")
        local late = service:GetTranslatorForPlayerAsync(player)
        return before, late.LocaleId, late:FormatByKey("Hi"), early:FormatByKey("Hi")
    """
    assert cloud.run(source) == (False, "es-es", "Hola", "Hola")


def test_files_of_a_project_are_tables_of_the_service(tmp_path):
    (tmp_path / "default.project.json").write_text(
        """{"name": "x", "tree": {"$className": "DataModel",
            "LocalizationService": {"$path": "texts"}}}"""
    )
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "Game.csv").write_text("Key,Source,es\nHi,Hello,¡Hola!\n", "utf-8")
    (tmp_path / "texts" / "Model.rbxmx").write_text(
        """<roblox version="4"><Item class="LocalizationTable" referent="a"><Properties>
        <string name="Name">Model</string>
        <string name="Contents">[{"key":"Bye","values":{"es":"Hasta"}}]</string>
        </Properties></Item></roblox>"""
    )
    server = Universe(seed=1).start_server(tmp_path)
    source = """
        local t = game:GetService("LocalizationService"):GetTranslatorForLocaleAsync("es-es")
        return t:FormatByKey("Hi"), t:FormatByKey("Bye")
    """
    assert server.run(source) == ("¡Hola!", "Hasta")


def test_a_player_who_leaves_takes_the_translator_along(make_cloud):
    cloud = make_cloud(players=1)
    service = cloud.server.game.service("LocalizationService")
    cloud.run("game:GetService('LocalizationService'):GetTranslatorForPlayer(game.Players.Player0)")
    assert len(service._of_players) == 1
    cloud.server.leave("Player0")
    assert not service._of_players


def test_a_player_who_has_left_meanwhile_has_a_translator_that_nobody_keeps(make_cloud):
    cloud = make_cloud(players=1)
    cloud.run(
        """
        local service, player = game:GetService("LocalizationService"), game.Players.Player0
        task.spawn(function() print(service:GetTranslatorForPlayerAsync(player).LocaleId) end)
        """
    )
    cloud.server.leave("Player0")
    cloud.universe.run_for(seconds=1)
    assert cloud.output("print") == ["en-us"]
    assert not cloud.server.game.service("LocalizationService")._of_players
