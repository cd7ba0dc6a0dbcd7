"""Teams (engine.md f.8)."""

import pytest

TEAMS = """
local teams = game:GetService("Teams")
local function team(name, color)
    local made = Instance.new("Team")
    made.Name, made.TeamColor, made.AutoAssignable = name, BrickColor.new(color), false
    made.PlayerAdded:Connect(function(p) print(name, "+", p, p.Team) end)
    made.PlayerRemoved:Connect(function(p) print(name, "-", p, p.Team) end)
    made.Parent = teams
    return made
end
local red, blue = team("Red", "Bright red"), team("Blue", "Bright blue")
"""


def test_setting_the_team_tells_both_teams(play):
    """Player.Team set: Team.PlayerAdded, old Team.PlayerRemoved; TeamColor follows (f.8)."""
    assert play(
        TEAMS
        + """
        ada.Changed:Connect(print)
        ada.Team = red
        print(ada.TeamColor, ada.Neutral)
        ada.Team = blue
    """
    ) == [
        "Team",
        "TeamColor",
        "Neutral",
        "Red + Ada Red",
        "Bright red false",
        "Team",
        "TeamColor",
        "Red - Ada Blue",
        "Blue + Ada Blue",
    ]


def test_the_team_follows_the_first_team_of_a_colour(play):
    """TeamColor set: Team follows the first team of that colour, else none (f.8)."""
    assert play(
        TEAMS
        + """
        team("Second", "Bright red")
        ada.TeamColor = BrickColor.new("Bright red")
        ada.TeamColor = BrickColor.new("Lime green")
        print(ada.Team, ada.TeamColor)
    """
    ) == ["Red + Ada Red", "Red - Ada nil", "nil Lime green"]


def test_neutral_detaches_from_the_team(play):
    """Player page: Team is nil and TeamColor white (f.8, l.1)."""
    assert play(
        TEAMS + "ada.Team = red ada.Neutral = true print(ada.Team, ada.TeamColor, ada.Neutral)"
    ) == ["Red + Ada Red", "Red - Ada nil", "nil White true"]


def test_a_player_of_no_team_is_neutral_and_white(play):
    assert play("print(ada.Team, ada.TeamColor, ada.Neutral)") == ["nil White true"]


def test_team_nil_makes_neutral(play):
    assert play(TEAMS + "ada.Team = red ada.Team = nil print(ada.Neutral)")[1:] == [
        "Red - Ada nil",
        "true",
    ]


def test_only_teams_are_teams(play):
    assert play("print(pcall(function() ada.Team = workspace end))") == [
        "false Unable to assign property Team. Team expected, got Workspace"
    ]


def test_players_join_the_smallest_auto_assignable_team(server):
    """Placed on the AutoAssignable team with fewest players (f.8), before PlayerAdded."""
    server.run("""
        local teams = game:GetService("Teams")
        for name, color in { A = "Bright red", B = "Bright blue", C = "Lime green" } do
            local team = Instance.new("Team")
            team.Name, team.TeamColor = name, BrickColor.new(color)
            team.AutoAssignable = name ~= "B"
            team.Parent = teams
        end
        game.Players.PlayerAdded:Connect(function(p) print(p, p.Team, p.Neutral) end)
    """)
    for name in ("Ada", "Bob", "Cy"):
        server.join(name)
    assert [text for _, text in server.output] == [
        "Ada A false",
        "Bob C false",
        "Cy A false",
    ]


@pytest.mark.parametrize("name", ["GetPlayers", "GetTeams"])
def test_teams_know_their_players_and_teams_its_children(play, name):
    """GetPlayers: not Neutral; GetTeams: direct children only (f.8)."""
    source = {
        "GetPlayers": "ada.Team = red print(#red:GetPlayers(), #blue:GetPlayers())",
        "GetTeams": """
            Instance.new("Team", Instance.new("Folder", teams))
            print(#teams:GetTeams(), teams:GetTeams()[1])
        """,
    }[name]
    expected = {"GetPlayers": "1 0", "GetTeams": "2 Red"}[name]
    assert play(TEAMS + source)[-1] == expected


def test_leaving_the_game_leaves_the_team(play, server):
    """PlayerRemoved also fires when the player leaves the game (f.8)."""
    play(TEAMS + "ada.Team = red")
    server.leave("Ada")
    assert server.output[-1] == ("print", "Red - Ada Red")
