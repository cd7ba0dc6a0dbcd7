"""ConfigService and ConfigSnapshot (class pages; production/configs.md)."""

from __future__ import annotations

import pytest

from bridge.faults import ConfigFault
from bridge.tools.simulation import ServerSettings, Universe

SERVICE = 'local service = game:GetService("ConfigService") '


@pytest.mark.rule(
    "ConfigService.GetConfigAsync", "ConfigSnapshot.GetValue", "ConfigSnapshot.Error",
    "ConfigSnapshot.Outdated", source="class page ConfigSnapshot",
)  # fmt: skip
def test_a_snapshot_has_values_of_every_type(cloud):
    configs = cloud.universe.configs
    for key, value in {"s": "text", "n": 2**53, "b": False, "t": {"list": [1, "x"]}}.items():
        configs.set(key, value)
    configs.publish()
    cloud.universe.run_for(minutes=1)
    source = f"""{SERVICE}
        local s = service:GetConfigAsync()
        assert(s:GetValue("t") ~= s:GetValue("t"), "made anew")
        return s:GetValue("s"), s:GetValue("n"), s:GetValue("b"), s:GetValue("t").list[2],
            s:GetValue("missing"), s.Error == Enum.ConfigSnapshotErrorState.None, s.Outdated
    """
    assert cloud.run(source) == ("text", 2**53, False, "x", None, True, False)


def test_a_snapshot_is_an_object_without_a_name(cloud):
    source = f"""{SERVICE}
        local s = service:GetConfigAsync()
        return s.ClassName, typeof(s), s:IsA("Object"), s:IsA("Instance"),
            (pcall(function() return s.Name end)), (pcall(Instance.new, "ConfigSnapshot"))
    """
    assert cloud.run(source) == ("ConfigSnapshot", "Object", True, False, False, False)


@pytest.mark.rule("ConfigService.GetConfigForPlayerAsync", source="class page ConfigService")
def test_a_player_gets_the_variants_of_its_experiments(make_cloud):
    cloud = make_cloud(players=2)
    cloud.universe.configs.set("health", 100)
    cloud.universe.configs.set("health", 200, player="Player1")
    cloud.universe.configs.publish()
    cloud.universe.run_for(minutes=1)
    source = f"""{SERVICE}
        local function of(player)
            return service:GetConfigForPlayerAsync(player):GetValue("health")
        end
        return service:GetConfigAsync():GetValue("health"), of(game.Players.Player0),
            of(game.Players.Player1)
    """
    assert cloud.run(source) == (100, 100, 200)


LISTEN = f"""{SERVICE}
    local s = service:GetConfigAsync()
    s.UpdateAvailable:Connect(function()
        print("update", s.Outdated, s:GetValue("health"))
        s:Refresh()
        print("refreshed", s.Outdated, s:GetValue("health"))
    end)
    s:GetValueChangedSignal("health"):Connect(function(value) print("health", value) end)
    s:GetValueChangedSignal("other"):Connect(function() print("never") end)
    assert(s:GetValueChangedSignal("health") == s:GetValueChangedSignal("health"))
"""
HEARD = ["update true 100", "health 200", "refreshed false 200"]


@pytest.mark.rule(
    "ConfigSnapshot.UpdateAvailable", "ConfigSnapshot.Refresh",
    "ConfigSnapshot.GetValueChangedSignal", source="class page ConfigSnapshot",
)  # fmt: skip
def test_servers_hear_of_an_update_each_after_its_delay_and_agree_in_the_end(make_cloud):
    cloud = make_cloud(servers=2)
    configs = cloud.universe.configs
    configs.set("health", 100)
    configs.publish()
    cloud.universe.run_for(minutes=1)
    for server in cloud.servers:
        server.run(LISTEN)
    configs.set("health", 200)
    assert cloud.universe.run_for(minutes=2) is None
    assert all(not server.output for server in cloud.servers), "staged only"
    configs.publish()
    first, second = sorted(
        (configs.arrival_us(configs.published[-1], s), s.index) for s in cloud.servers
    )
    cloud.universe.run_until(lambda: cloud.universe.clock.now_us >= first[0])
    assert [bool(s.output) for s in cloud.servers] == [s.index == first[1] for s in cloud.servers]
    cloud.universe.run_until(lambda: cloud.universe.clock.now_us >= second[0])
    assert [cloud.output("print", on=n) for n in range(2)] == [HEARD, HEARD]


def test_a_snapshot_stays_as_it_was_until_it_is_refreshed(cloud):
    configs = cloud.universe.configs
    configs.set("health", 100)
    configs.publish()
    cloud.universe.run_for(minutes=1)
    cloud.run(f"{SERVICE} _G.snapshot = service:GetConfigAsync()")
    configs.set("health", 200)
    configs.publish()
    cloud.universe.run_for(minutes=1)
    look = "return _G.snapshot:GetValue('health'), _G.snapshot.Outdated"
    assert cloud.run(look) == (100, True)
    cloud.run("_G.snapshot:Refresh()")
    assert cloud.run(look) == (200, False)


@pytest.mark.rule(
    "ConfigService.SetTestingValue", "ConfigService.ClearTestingValue",
    source="class page ConfigService",
)  # fmt: skip
def test_testing_values_hold_on_one_server_and_need_a_refresh(make_cloud):
    cloud = make_cloud(servers=2)
    cloud.universe.configs.set("health", 100)
    cloud.universe.configs.publish()
    cloud.universe.run_for(minutes=1)
    source = f"""{LISTEN}
        local old = service:GetConfigAsync()
        service:SetTestingValue("health", 200)
        local new = service:GetConfigAsync():GetValue("health")
        local kept, outdated = old:GetValue("health"), old.Outdated
        old:Refresh()
        local overridden = old:GetValue("health")
        service:ClearTestingValue("health")
        service:ClearTestingValue("health")
        old:Refresh()
        return new, kept, outdated, overridden, old:GetValue("health")
    """
    assert cloud.run(source) == (200, 100, True, 200, 100)
    back = ["update true 200", "health 100", "refreshed false 100"]
    assert cloud.output("print") == HEARD + back
    look = f"{SERVICE} return service:GetConfigAsync():GetValue('health')"
    assert cloud.run(look, on=1) == 100


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("print", "a value is a string, number, boolean or table"),
        ("('x'):rep(100001)", "at most 100,000 characters"),
        ("nil", "Argument 2 missing or nil"),
    ],
)
def test_testing_values_obey_the_limits_of_values(cloud, value, problem):
    text = cloud.error(f"game:GetService('ConfigService'):SetTestingValue('key', {value})")
    assert problem in text


FAILING = f"""{SERVICE}
    local s = service:GetConfigAsync()
    local seen = {{ s.Error.Name, s:GetValue("health"), s.Outdated }}
    s.UpdateAvailable:Once(function()
        print(s.Error.Name, s.Outdated, s:GetValue("health"))
        s:Refresh()
        print(s.Error.Name, s.Outdated, s:GetValue("health"))
    end)
    return s.Error.Name, s:GetValue("health"), s.Outdated
"""


@pytest.mark.rule("ConfigService.GetConfigAsync", source="class page ConfigService")
def test_what_cannot_be_loaded_and_never_was_throws(cloud):
    cloud.universe.faults.add(ConfigFault.error(occurrences=[1, 3]))
    call = "game:GetService('ConfigService'):GetConfigAsync()"
    expected = "ConfigService:GetConfigAsync() failed: HTTP 500 (Internal Server Error)"
    assert cloud.error(call) == expected
    assert cloud.error(call) is None
    assert cloud.error(call) is None, "what was loaded before is given again"


@pytest.mark.rule(
    "ConfigSnapshot.Error", "config.reload_us", "config.reload_tries_max", source="CD-CFG"
)
@pytest.mark.parametrize(("minutes", "tells"), [(3, True), (9.5, True), (10.1, False)])
def test_by_the_guide_a_failed_snapshot_is_empty_and_tries_again(cloud, minutes, tells):
    configs = cloud.universe.configs
    configs.set("health", 100)
    configs.publish()
    configs.load_failure = "snapshot"
    cloud.universe.run_for(minutes=1)
    cloud.universe.faults.add(ConfigFault.outage(0, 60 + 60 * minutes))
    assert cloud.run(FAILING) == ("LoadFailed", None, False)
    cloud.universe.run_for(minutes=30)
    told = ["LoadFailed true nil", "None false 100"]
    assert cloud.output("print") == (told if tells else [])


def test_in_studio_staged_values_are_there_at_once():
    universe = Universe(seed=1)
    settings = ServerSettings(environment="studio")
    studio, live = universe.start_server(settings=settings), universe.start_server()
    universe.configs.set("health", 100)
    for server in (studio, live):
        server.run(LISTEN)
    universe.configs.set("health", 200)
    assert [text for _, text in studio.output] == HEARD
    assert not live.output
