"""RunService (engine.md a.4, a.5)."""

import pytest


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


def test_render_steps_are_for_clients(server):
    source = "local r = game:GetService('RunService') r:UnbindFromRenderStep('x') "
    source += "return (pcall(r.BindToRenderStep, r, 'x', 1, print))"
    assert server.run(source) is False


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
