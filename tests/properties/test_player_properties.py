"""Laws of humanoids, teams and tweens under random operations (engine.md f.4, f.5, f.8, h.1)."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.stubs.rules import PlayerRules
from bridge.tools.simulation import Universe
from bridge.tools.simulation.settings import ServerSettings

FEW = settings(deadline=None, max_examples=40)

HUMANOID = """
local model = Instance.new("Model", workspace)
local humanoid = Instance.new("Humanoid", model)
local died, changes = 0, {}
humanoid.Died:Connect(function() died += 1 end)
humanoid.HealthChanged:Connect(function(health) table.insert(changes, health) end)
local log = {}
for _, step in ... do
    local kind, amount = step[1], step[2]
    local before = humanoid.Health
    if kind == "health" then
        humanoid.Health = amount
    elseif kind == "damage" then
        humanoid:TakeDamage(amount)
    elseif kind == "maximum" then
        humanoid.MaxHealth = amount
    elseif kind == "shield" then
        Instance.new("ForceField", model)
    elseif kind == "wait" then
        task.wait(0.05)
    end
    table.insert(log, { kind, amount, before, humanoid.Health, humanoid.MaxHealth, died })
end
task.wait(0.1)
return log, died, humanoid.Health, changes
"""

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["health", "damage", "maximum", "shield", "wait"]),
        st.integers(-50, 200),
    ),
    max_size=12,
)


def server_with(**rules):
    return Universe().start_server(settings=ServerSettings(players=PlayerRules(**rules)))


@pytest.mark.parametrize("decision", ["at_write", "at_physics"])
@FEW
@given(steps=STEPS)
def test_health_stays_between_its_bounds_and_death_is_final(decision, steps):
    server = server_with(death_decision=decision)
    result = server.run(HUMANOID, [list(step) for step in steps])
    log, died, health, changes = result[0].to_python(), *result[1:3], result[3].to_python()
    shielded = False
    for kind, amount, before, after, maximum, deaths in log:
        assert after >= 0
        assert after <= maximum or maximum < 0
        shielded = shielded or kind == "shield"
        if kind == "damage" and shielded:
            assert after == before  # a ForceField protects from TakeDamage
        if deaths:
            assert after == 0  # "Once dead, Health is held at 0"
        if kind == "health" and before > 0 and 0 <= amount <= maximum:
            assert after == amount
    assert died <= 1
    assert (died == 1) == (health == 0)
    assert all(one != other for one, other in pairwise(changes))
    server.universe.close()


TEAMS = """
local teams, players = game:GetService("Teams"), game.Players
local colors = { "Bright red", "Bright blue", "Lime green" }
local balance = {}
for i = 1, 3 do
    local team = Instance.new("Team")
    team.Name, team.TeamColor = "T" .. i, BrickColor.new(colors[i])
    team.AutoAssignable = i < 3
    team.PlayerAdded:Connect(function() balance[i] = (balance[i] or 0) + 1 end)
    team.PlayerRemoved:Connect(function() balance[i] = (balance[i] or 0) - 1 end)
    team.Parent = teams
end
_G.check = function()
    local members = 0
    for i = 1, 3 do
        local team = teams["T" .. i]
        local count = #team:GetPlayers()
        members += count
        if count ~= (balance[i] or 0) then return team.Name .. " lost count" end
        for _, player in team:GetPlayers() do
            if player.TeamColor ~= team.TeamColor then return "a player has another colour" end
        end
    end
    for _, player in players:GetPlayers() do
        if player.Team == nil then members += 1 end
        if player.Neutral and player.Team then return player.Name .. " is neutral in a team" end
    end
    return members == #players:GetPlayers()
end
_G.act = function(name, kind, i)
    local player = players:FindFirstChild(name)
    if not player then return end
    if kind == "team" then player.Team = teams["T" .. i] end
    if kind == "none" then player.Team = nil end
    if kind == "color" then player.TeamColor = BrickColor.new(colors[i]) end
    if kind == "odd color" then player.TeamColor = BrickColor.new("Black") end
    if kind == "neutral" then player.Neutral = true end
    if kind == "not neutral" then player.Neutral = false end
end
"""

NAMES = ("Ada", "Bob", "Cy")
KINDS = ("join", "leave", "team", "none", "color", "odd color", "neutral", "not neutral")
ACTIONS = st.tuples(st.sampled_from(NAMES), st.sampled_from(KINDS), st.integers(1, 3))


@FEW
@given(actions=st.lists(ACTIONS, max_size=15))
def test_every_player_is_on_one_team_or_on_none(actions):
    server = server_with()
    server.run(TEAMS)
    for name, kind, number in actions:
        if kind == "join":
            if name not in server.players:
                server.join(name)
        elif kind == "leave":
            if name in server.players:
                server.leave(name)
        else:
            server.run("_G.act(...)", name, kind, number)
        assert server.run("return _G.check()") is True
    assert server.errors == []
    server.universe.close()


TWEEN = """
local value = Instance.new("NumberValue")
local seconds, style, direction, repeats, reverses, delay = ...
local info = TweenInfo.new(seconds, style, direction, repeats, reverses, delay)
local tween = game:GetService("TweenService"):Create(value, info, { Value = 7 })
local states = {}
tween.Completed:Connect(function(state) table.insert(states, state.Name) end)
tween:Play()
local cycle = delay + seconds * (if reverses then 2 else 1)
task.wait(cycle * (repeats + 1) + 0.2)
return value.Value, #states, states[1], tween.PlaybackState.Name
"""


@FEW
@given(
    seconds=st.sampled_from([0, 0.01, 1 / 60, 0.3, 1.0]),
    style=st.sampled_from(["Linear", "Elastic", "Back", "Exponential", "Bounce"]),
    direction=st.sampled_from(["In", "Out", "InOut"]),
    repeats=st.integers(0, 3),
    reverses=st.booleans(),
    delay=st.sampled_from([0, 0.25]),
)
def test_a_tween_completes_once_in_its_time_and_ends_exactly(
    seconds, style, direction, repeats, reverses, delay
):
    server = server_with()
    values = server.run(TWEEN, seconds, style, direction, repeats, reverses, delay)
    assert values == (0 if reverses else 7, 1, "Completed", "Completed")
    server.universe.close()
