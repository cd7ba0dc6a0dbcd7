-- game: services by name, and the members of services that are asked too often to cross to Python
-- for.
--
-- Python makes services ("service.get"); this file keeps them by class. Needs tree.lua.

local P = ...
local N = P.native
local type = N.type
local fail = P.fail

local services = {}

-- The node of a service that exists already.
local function find_service(class_name)
	return services[class_name]
end
P.find_service = find_service

local function invalid(name)
	return fail("'" .. P.tostring(name) .. "' is not a valid Service name")
end

local function service_class(name)
	if name == nil then return fail("Argument 1 missing or nil") end
	local class = type(name) == "string" and P.class_of(name)
	if not class or not class.service then
		if class and P.instance_switches.non_service_is_nil then return nil end
		return invalid(name)
	end
	return class
end

P.define_method("ServiceProvider", "GetService", function(_, name)
	local known = services[name]
	if known then return known.handle end
	local class = service_class(name)
	if not class then return nil end
	P.host("service.get", class.name)
	return services[class.name].handle
end)

-- "The service or nil if not yet created; throws on invalid names" (engine.md j.2).
P.define_method("ServiceProvider", "FindService", function(_, name)
	local class = service_class(name)
	local known = class and services[class.name]
	return known and known.handle
end)

P.export("service.register", function(...)
	for i = 1, N.select("#", ...) do
		local node = P.node((N.select(i, ...)))
		services[node.class.name] = node
	end
end)

for name, class_name in N.pairs({
	Workspace = "Workspace", workspace = "Workspace", lighting = "Lighting", RunService = "RunService",
}) do
	P.define_property("DataModel", name, {
		read = function()
			local known = services[class_name]
			return known and known.handle
		end,
	})
end

-- The older names of the two.
for old, name in N.pairs({ VIPServerId = "PrivateServerId", VIPServerOwnerId = "PrivateServerOwnerId" }) do
	P.define_property("DataModel", old, { read = function(node) return node.values[name] end })
end

-- "Broken; reading may throw" (engine.md j.1).
P.define_unmodelled("DataModel", { "Genre", "GearGenreSetting", "OnClose" }, "superseded on Roblox")

-- "IsLoaded is true on a server" (engine.md j.2).
P.define_method("DataModel", "IsLoaded", function() return true end)

-- Frame events ----------------------------------------------------------------------------------

for _, name in N.ipairs({
	"Heartbeat", "Stepped", "PreSimulation", "PostSimulation", "PreAnimation", "PreRender", "RenderStepped",
}) do
	P.define_event("RunService", name, function() return P.frame_signal(name) end)
end

-- Undocumented, yet scripts see it (engine.md 0.2).
P.define_property("RunService", "FrameNumber", { read = function() return P.clock.frame end })

-- Players ---------------------------------------------------------------------------------------

-- Rules of stubs/rules.py that the prelude follows.
P.player_rules = {
	character_order = "documented", death_decision = "at_write", rig = "R15", destroy_characters = false,
	queue_length = 256,
}

-- Names and values, by turns.
P.export("players.rules", function(...)
	for i = 1, N.select("#", ...), 2 do
		local name, value = N.select(i, ...)
		P.player_rules[name] = value
	end
end)

-- "Behaving like GetChildren filtered", in join order (engine.md f.1).
P.define_method("Players", "GetPlayers", function(node)
	local handles = {}
	for i = 1, #node.children do
		local child = node.children[i]
		if child.class.name == "Player" then handles[#handles + 1] = child.handle end
	end
	return handles
end)

P.define_property("Players", "NumPlayers", {
	read = function(node)
		local count = 0
		for i = 1, #node.children do
			if node.children[i].class.name == "Player" then count = count + 1 end
		end
		return count
	end,
})

P.define_method("Players", "GetPlayerByUserId", function(node, user_id)
	user_id = P.argument("int", user_id, 1)
	for i = 1, #node.children do
		local child = node.children[i]
		if child.class.name == "Player" and child.values.UserId == user_id then return child.handle end
	end
	return nil
end)

P.define_method("Players", "GetPlayerFromCharacter", function(node, character)
	if character == nil then return nil end
	for i = 1, #node.children do
		local child = node.children[i]
		if child.class.name == "Player" and child.values.Character == character then return child.handle end
	end
	return nil
end)

-- Scripts ---------------------------------------------------------------------------------------

-- Disabling or destroying a script drops its waiting threads (engine.md b.1); enabling starts it
-- anew (d.1).
P.tree_observers.destroyed[#P.tree_observers.destroyed + 1] = function(node)
	if node.class.ancestors.BaseScript then P.stop_script(node.id) end
end

P.define_property("BaseScript", "Disabled", {
	after = function(node, disabled)
		P.property_changed(node, "Enabled", not disabled)
		if disabled then P.stop_script(node.id) end
		P.host("script.enabled", node.id, not disabled)
	end,
})

-- "May be called from any script, several functions" (engine.md j.3).
P.define_method("DataModel", "BindToClose", function(_, f)
	if f == nil then return fail("Argument 1 missing or nil") end
	if type(f) ~= "function" then return fail("Unable to cast value to function") end
	return P.bind_to_close(f)
end)

-- game and workspace ----------------------------------------------------------------------------

-- The shared globals are closed to scripts by now; the engine still adds these two.
P.export("instance.globals", function(game_id, workspace_id)
	local shared = P.shared
	local game, workspace = P.instance_by_id(game_id), P.instance_by_id(workspace_id)
	shared.game, shared.Game = game, game
	shared.workspace, shared.Workspace = workspace, workspace
end)

P.define_method("Workspace", "GetServerTimeNow", function() return P.server_time_now() end)
