"""RunService (engine.md a.4, a.5)."""

import pytest

from bridge.stubs.run import ENVIRONMENTS
from bridge.tools.simulation import Universe
from bridge.tools.simulation.settings import ServerSettings
from bridge.tools.simulation.switches import CHOICES

METHODS = ("IsStudio", "IsClient", "IsServer", "IsRunning", "IsRunMode")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IsServer", True),
        ("IsClient", False),
        ("IsStudio", False),
        ("IsRunning", True),
        ("IsRunMode", False),
    ],
)
def test_it_answers_as_on_a_live_server(server, name, value):
    """The first row of the table of environments (a.5)."""
    assert server.run(f"return game:GetService('RunService'):{name}()") is value


@pytest.mark.parametrize(
    ("environment", "answers"),
    [
        ("live", (False, False, True, True, False)),
        ("studio", (True, False, True, True, False)),
        ("studio_run", (True, False, True, True, True)),
        ("studio_edit", (True, True, True, False, False)),
        ("team_edit", (True, False, False, False, False)),
        ("luau_execution", (False, False, True, False, False)),
    ],
)
def test_every_row_of_the_table_of_environments_can_be_chosen(environment, answers):
    """The rows a.5 has for servers."""
    server = Universe().start_server(settings=ServerSettings(environment=environment))
    calls = ", ".join(f"r:{name}()" for name in METHODS)
    assert server.run(f"local r = game:GetService('RunService') return {calls}") == answers


def test_settings_know_the_same_environments():
    assert CHOICES["environment"] == tuple(ENVIRONMENTS)


@pytest.mark.parametrize("method", ["IsEdit", "Run", "Stop", "Pause", "Reset"])
def test_plugin_methods_are_refused(method, server):
    """PluginSecurity (a.5); wording of d.8."""
    source = f"return select(2, pcall(function() game:GetService('RunService'):{method}() end))"
    text = f"The current thread cannot call '{method}' (lacking capability Plugin)"
    assert server.run(source) == text


def test_binding_to_the_simulation_is_an_error_that_names_it(server):
    """It needs Workspace.UseFixedSimulation, which is not modelled."""
    source = "return select(2, pcall(function() game['Run Service']:BindToSimulation(print) end))"
    assert server.run(source) == (
        "BindToSimulation of RunService is not modelled by luau-bridge (method)"
    )


@pytest.mark.parametrize("event", ["RenderStepped", "PreRender"])
def test_events_of_clients_cannot_be_connected_on_a_server(event, server):
    """a.4."""
    for call in (f"{event}:Connect(print)", f"{event}:Once(print)", f"{event}:Wait()"):
        source = f"return select(2, pcall(function() game['Run Service'].{call} end))"
        assert server.run(source) == (f"test:1: {event} event can only be used from local scripts")


def test_events_of_server_authority_are_there_and_silent(server):
    """a.4: Misprediction and Rollback exist in that mode only."""
    server.run(
        "for _, n in {'Misprediction', 'Rollback'} do game['Run Service'][n]:Once(error) end"
    )
    server.universe.run_for(seconds=1)
    assert server.errors == []


def test_the_frame_number_counts_frames(server):
    """0.2: undocumented, yet scripts see it."""
    assert server.run("""
        local run = game:GetService("RunService")
        local before = run.FrameNumber
        for _ = 1, 3 do task.wait() end
        return run.FrameNumber - before, run:IsResimulating()
    """) == (3, False)


def test_its_name_has_a_blank(server):
    """c:ServiceProvider."""
    assert server.run("return game:GetService('RunService').Name") == "Run Service"


def test_render_steps_are_for_clients(server):
    source = "local r = game:GetService('RunService') r:UnbindFromRenderStep('x') "
    source += "return (pcall(r.BindToRenderStep, r, 'x', 1, print))"
    assert server.run(source) is False


def test_a_priority_must_be_a_number(server):
    """a.5: passing an EnumItem instead of its Value fails."""
    source = "game['Run Service']:BindToRenderStep('x', Enum.RenderPriority.Camera, print)"
    assert server.run(f"return select(2, pcall(function() {source} end))") == (
        "Unable to cast value to int64"
    )


def test_frame_events_carry_the_time_of_a_frame(server):
    values = server.run("""
        local run, seen = game:GetService("RunService"), {}
        for _, name in { "PreAnimation", "PreSimulation", "PostSimulation", "Heartbeat" } do
            run[name]:Connect(function(dt) table.insert(seen, dt) end)
        end
        run.Stepped:Connect(function(t, dt) stepped = { t, dt } end)
        task.wait(0.5)
        for _, dt in seen do assert(math.abs(dt - 1 / 60) < 1e-9) end
        return #seen >= 4, stepped[1] > 0.4, stepped[2]
    """)
    assert values == (True, True, pytest.approx(1 / 60))
