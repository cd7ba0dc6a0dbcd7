"""game: services and what is answered without Python (engine.md j)."""

import pytest


def test_game_and_workspace_are_globals_under_both_spellings(server):
    values = server.run("""
        return typeof(game), game.ClassName, game == Game, workspace == Workspace,
            workspace == game.Workspace, game.workspace == workspace, game.Parent,
            workspace.Parent == game
    """)
    assert values == ("Instance", "DataModel", True, True, True, True, None, True)


def test_get_service_gives_the_same_object_ever_after(server):
    assert server.run("""
        local first = game:GetService("HttpService")
        return first == game:GetService("HttpService") and first.Parent == game
            and first == game:FindFirstChild("HttpService")
    """)


@pytest.mark.parametrize("name", ["Nope", "Part", "workspace"])
def test_what_is_no_service_is_refused(server, name):
    """`'X' is not a valid Service name` (j.2)."""
    for method in ("GetService", "FindService"):
        source = f"local _, text = pcall(function() return game:{method}('{name}') end) return text"
        assert server.run(source) == f"'{name}' is not a valid Service name"


def test_find_service_gives_nil_before_the_service_exists(server):
    values = server.run("""
        local before = game:FindService("Debris")
        game:GetService("Debris")
        return before, game:FindService("Debris").Name
    """)
    assert values == (None, "Debris")


def test_every_service_class_can_be_obtained(server):
    from bridge.instances.class_table import class_table

    table = class_table()
    names = [name for name in table.class_names if table[name].is_service]
    server.run("for _, name in ... do assert(game:GetService(name).ClassName == name) end", names)


def test_service_added_fires_for_a_new_service(server):
    server.run("""
        game.ServiceAdded:Connect(function(service) print(service, service.Parent == game) end)
        game:GetService("Debris")
        game:GetService("Debris")
    """)
    assert server.output == [("print", "Debris true")]


def test_run_service_has_a_blank_in_its_name(server):
    """RunService.Name is "Run Service" (a.5)."""
    values = server.run("""
        local run = game:GetService("RunService")
        return run.Name, game:FindFirstChild("Run Service") == run, game.RunService == run
    """)
    assert values == ("Run Service", True, True)


def test_frame_events_are_the_schedulers(server):
    values = server.run("""
        local run = game:GetService("RunService")
        local dt = run.Heartbeat:Wait()
        return dt, run.Heartbeat == run.Heartbeat
    """)
    assert values == (pytest.approx(1 / 60), True)


@pytest.mark.parametrize("name", ["RenderStepped", "PreRender"])
def test_client_frame_events_are_refused_on_a_server(server, name):
    text = server.run(f"""
        local event = game:GetService("RunService").{name}
        local _, text = pcall(function() event:Connect(print) end)
        return text
    """)
    assert text.endswith(f"{name} event can only be used from local scripts")


def test_a_container_without_a_model_of_its_own_says_what_it_cannot_do(server):
    text = server.run("""
        local service = game:GetService("VRService")
        local _, text = pcall(function() return service:RecenterUserHeadCFrame() end)
        return text
    """)
    assert text == "RecenterUserHeadCFrame of VRService is not modelled by luau-bridge (method)"


def test_the_server_is_loaded(server):
    assert server.run("return game:IsLoaded()")


def test_bound_functions_get_the_reason_and_hold_the_server(server):
    """BindToClose (j.3): each receives CloseReason; the server waits for all."""
    server.run("""
        game:BindToClose(function(reason) print(reason) task.wait(3) print("saved") end)
        game:BindToClose(function() print("two") end)
    """)
    start = server.universe.clock.now_us
    server.shutdown()
    assert [text for _, text in server.output] == [
        "Enum.CloseReason.DeveloperShutdown",
        "two",
        "saved",
    ]
    assert 3_000_000 <= server.universe.clock.now_us - start < 3_500_000


@pytest.mark.parametrize(
    ("argument", "text"),
    [("", "Argument 1 missing or nil"), ("1", "Unable to cast value to function")],
)
def test_bind_to_close_wants_a_function(server, argument, text):
    source = f"local _, text = pcall(function() game:BindToClose({argument}) end) return text"
    assert server.run(source) == text


def test_server_time_is_unix_time(server):
    value = server.run("return workspace:GetServerTimeNow()")
    assert value == pytest.approx(server.universe.epoch_us / 1e6, abs=1)


def test_the_properties_of_game_are_those_of_its_server(server):
    """j.1: a public server has no PrivateServerId and no owner; game.Parent is nil."""
    values = server.run("""
        return game.PlaceId, game.GameId, game.PlaceVersion, game.CreatorType.Name,
            game.PrivateServerId, game.PrivateServerOwnerId, game.VIPServerId,
            game.VIPServerOwnerId, game.MatchmakingType.Name, game.Name, game.Parent, #game.JobId
    """)
    assert values == (1, 1, 1, "User", "", 0, "", 0, "Default", "Ugc", None, 36)


@pytest.mark.parametrize("name", ["Genre", "GearGenreSetting"])
def test_broken_properties_of_game_throw(server, name):
    """j.1: broken; reading may throw."""
    text = server.run(f"return select(2, pcall(function() return game.{name} end))")
    assert text == f"{name} of DataModel is not modelled by luau-bridge (superseded on Roblox)"


def test_the_old_callback_for_closing_is_refused(server):
    text = server.run("return select(2, pcall(function() game.OnClose = function() end end))")
    assert text == "OnClose of DataModel is not modelled by luau-bridge (superseded on Roblox)"


@pytest.mark.parametrize(
    ("statement", "current", "new"),
    [
        ("game.Parent = workspace", "NULL", "Workspace"),
        ("workspace.Parent = game.Lighting", "Ugc", "Lighting"),
        ("game.Lighting.Parent = nil", "Ugc", "NULL"),
    ],
)
def test_game_and_its_services_stay_where_they_are(server, statement, current, new):
    """e.4: services and the DataModel."""
    name = {"game.P": "Ugc", "worksp": "Workspace", "game.L": "Lighting"}[statement[:6]]
    text = server.run(f"return select(2, pcall(function() {statement} end))")
    expected = f"The Parent property of {name} is locked, current parent: {current}, "
    assert text == expected + f"new parent {new}"
