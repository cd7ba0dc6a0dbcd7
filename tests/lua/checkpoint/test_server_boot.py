"""The checkpoint project as a game ships it: placement, forwarders, boot, shutdown."""

from pathlib import Path

import pytest

from bridge.errors import ScriptError
from bridge.project import load_project
from bridge.stubs.messaging.topics import Topics
from bridge.tools.simulation import Universe

PROJECT = Path(__file__).parents[3] / "lua" / "checkpoint.project.json"
MODULES = "ServerScriptService.CheckpointSystem.Modules"
FORWARDED = ("AdminConfigManager", "DataCache", "GlobalMessenger")


@pytest.fixture
def booted():
    universe = Universe(seed=3)
    server = universe.start_server(project=PROJECT, players=["Ada"])
    universe.run_for(seconds=10)
    yield server
    universe.close()


def test_booting_starts_every_module_without_an_error(booted):
    assert booted.errors == []
    admin = booted.require(f"{MODULES}.AdminConfigManager")
    assert admin.call("GetAdminCount") == 2


@pytest.mark.parametrize("name", FORWARDED)
def test_a_forwarder_gives_the_server_the_real_module(booted, name):
    assert booted.run(f"""
        local old = require(game:GetService("ReplicatedStorage").CheckpointSystem.Modules.{name})
        return old ==
            require(game:GetService("ServerScriptService").CheckpointSystem.Modules.{name})
    """)


@pytest.mark.parametrize("name", FORWARDED)
def test_a_forwarder_refuses_a_client(booted, name):
    node = load_project(PROJECT).find(f"ReplicatedStorage.CheckpointSystem.Modules.{name}")
    with pytest.raises(ScriptError, match=f"{name} is server-only"):
        booted.run(
            """
            local game = { GetService = function() return { IsServer = function() return false end
                } end }
            """
            + node.source.text.removeprefix("--!strict")
        )


def test_an_idle_server_runs_next_to_no_frames(booted):
    before = booted.frames_run
    booted.universe.run_for(minutes=30)
    assert booted.frames_run - before < 60


def test_closing_sends_what_is_queued_and_stores_what_is_owed(booted):
    booted.run("""
        local Modules = game:GetService("ServerScriptService").CheckpointSystem.Modules
        local messenger = require(Modules.GlobalMessenger)
        for n = 1, 30 do messenger:QueueMessage("T", { n = n }) end
        require(Modules.AdminConfigManager):LogAdminAction(nil, "LAST", {})
    """)
    booted.shutdown()
    universe = booted.universe
    assert len(Topics.of(universe).history("T")) == 30
    later = universe.start_server(project=PROJECT)
    assert (
        later.run("""
        local store = game:GetService("DataStoreService"):GetDataStore("AdminAuditLog_v1")
        return store:GetAsync("AuditLog").entries[1].action
    """)
        == "LAST"
    )


def test_settings_are_frozen_and_refuse_nonsense(booted):
    assert booted.run("""
        local System = game:GetService("ReplicatedStorage").CheckpointSystem
        return table.isfrozen(require(System.Config.Settings))
    """)
    node = load_project(PROJECT).find("ReplicatedStorage.CheckpointSystem.Config.Settings")
    broken = node.source.text.replace("COOLDOWN_SECONDS = 1.5", "COOLDOWN_SECONDS = 0 / 0")
    with pytest.raises(ScriptError, match=r"Settings\.COOLDOWN_SECONDS must be a positive finite"):
        booted.run(broken.removeprefix("--!strict"))
