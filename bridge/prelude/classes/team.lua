-- Teams: which players are on which, and the three properties of Player that say so (class pages Team,
-- Teams and Player; engine.md f.8).
--
-- Neutral, Team and TeamColor are one state: writing one changes the others. Where the pages disagree
-- about Neutral, the Player page is followed.

local P = ...
local N = P.native
local fire_event, node_of = P.fire_event, P.node_of
local read = P.read_trusted

local function teams()
	local list, service = {}, P.find_service("Teams")
	local children = service and service.children or {}
	for i = 1, #children do
		if children[i].class.name == "Team" then list[#list + 1] = children[i] end
	end
	return list
end

local function players_of(team)
	local handles, service = {}, P.find_service("Players")
	local children = service and service.children or {}
	for i = 1, #children do
		local values = children[i].values
		if children[i].class.name == "Player" and values.Team == team.handle and not values.Neutral then
			handles[#handles + 1] = children[i].handle
		end
	end
	return handles
end

P.define_method("Team", "GetPlayers", players_of)

-- "Direct children only" (engine.md f.8).
P.define_method("Teams", "GetTeams", function()
	local list = teams()
	for i = 1, #list do list[i] = list[i].handle end
	return list
end)

local function brick_color(name)
	return P.shared.BrickColor.new(name)
end

local function color_of(player)
	return N.rawget(player.values, "TeamColor") or brick_color("White")
end

-- Takes over the whole state, then tells everybody.
local function assign(player, team, color, neutral)
	local values = player.values
	local old, old_color, old_neutral = node_of(values.Team), color_of(player), values.Neutral
	values.Team, values.TeamColor, values.Neutral = team and team.handle, color, neutral
	if old ~= team then P.property_changed(player, "Team", values.Team) end
	if old_color ~= color then P.property_changed(player, "TeamColor", color) end
	if old_neutral ~= neutral then P.property_changed(player, "Neutral", neutral) end
	if old == team then return end
	if old then fire_event(old, "PlayerRemoved", player.handle) end
	if team then return fire_event(team, "PlayerAdded", player.handle) end
end

local function leave_teams(player)
	return assign(player, nil, brick_color("White"), true)
end

local function team_of_color(color)
	local list = teams()
	for i = 1, #list do
		if read(list[i], "TeamColor") == color then return list[i] end
	end
	return nil
end

P.define_property("Player", "Team", {
	write = function(player, value)
		value = P.property_codec("Class.Team").accept(value, "Team")
		if value == nil then return leave_teams(player) end
		local team = node_of(value)
		return assign(player, team, read(team, "TeamColor"), false)
	end,
})

-- "TeamColor set -> Team follows the first team of that colour, else none" (engine.md f.8).
P.define_property("Player", "TeamColor", {
	read = color_of,
	write = function(player, value)
		value = P.property_codec("BrickColor").accept(value, "TeamColor")
		local team = team_of_color(value)
		return assign(player, team, value, team == nil and player.values.Neutral or false)
	end,
})

P.define_property("Player", "Neutral", {
	write = function(player, value)
		value = P.property_codec("bool").accept(value, "Neutral")
		if value == player.values.Neutral then return end
		if value then return leave_teams(player) end
		return assign(player, team_of_color(color_of(player)), color_of(player), false)
	end,
})

-- "Placed on the AutoAssignable team with fewest players, otherwise Neutral = true" (engine.md f.8).
function P.assign_team(player)
	player.values.Neutral = true
	local best, fewest
	local list = teams()
	for i = 1, #list do
		if read(list[i], "AutoAssignable") then
			local count = #players_of(list[i])
			if not best or count < fewest then best, fewest = list[i], count end
		end
	end
	if best then return assign(player, best, read(best, "TeamColor"), false) end
end

-- "PlayerRemoved also fires when the player leaves the game" (engine.md f.8).
function P.leave_team(player)
	local team = node_of(player.values.Team)
	if team then return fire_event(team, "PlayerRemoved", player.handle) end
end
