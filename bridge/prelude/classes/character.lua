-- A player's character: how it is made, loaded, taken away and made anew (class page Player;
-- engine.md f.3).
--
-- Python says when a player joins and leaves; the order of everything about the character is here.

local P = ...
local N = P.native
local fire_event, find_child, node_of, fail = P.fire_event, P.find_child, P.node_of, P.fail
local read, set_parent = P.read_trusted, P.set_parent

P.load_class_file("rig")
P.load_class_file("humanoid")
P.load_class_file("backpack")
P.load_class_file("team")

local add, clone = P.add_engine_instance, P.clone_node

local function is_present(player)
	local players = P.find_service("Players")
	return player.parent ~= nil and player.parent == players and not player.leaving
end

local function starter(name)
	local service = P.find_service("StarterPlayer")
	return service and find_child(service, name)
end

-- Player.Character ------------------------------------------------------------------------------

local function character_of(player)
	return node_of(read(player, "Character"))
end

-- The value alone; `announce` says whether CharacterAdded comes between it and Changed.
local function put_character(player, model, announce)
	local old = character_of(player)
	if old == model then return end
	if old then old.player = nil end
	player.values.Character = model and model.handle
	if model then model.player = player end
	-- "Player.Character set -> CharacterAdded -> Changed("Character")" (engine.md f.3).
	if model and announce then fire_event(player, "CharacterAdded", model.handle) end
	return P.property_changed(player, "Character", model and model.handle)
end

P.define_property("Player", "Character", {
	write = function(player, value)
		local model = node_of(value)
		if value ~= nil and not model then return P.refuse_property("Character", "Instance", value) end
		if model and not (model.class.ancestors.Model or model.class.ancestors.BasePart) then
			return fail("can't set character to " .. model.name .. ", only Models or Parts are allowed!")
		end
		if player.leaving then
			return fail("Character cannot be changed as Player (" .. player.name .. ") is being removed.")
		end
		local old = character_of(player)
		if old == model then return end
		if old then fire_event(player, "CharacterRemoving", old.handle) end
		return put_character(player, model, true)
	end,
})

-- CharacterRemoving comes "right before removal", while the old one is still Character and parented.
local function take_away(player)
	local old = character_of(player)
	if not old then return end
	fire_event(player, "CharacterRemoving", old.handle)
	if old.destroyed then return end
	old.player = nil
	if P.player_rules.destroy_characters then return P.destroy(old) end
	return set_parent(old, nil)
end

-- Making one ------------------------------------------------------------------------------------

-- StarterPlayer's property -> the Humanoid's.
local HUMANOID_PROPERTIES = {
	{ "CharacterWalkSpeed", "WalkSpeed" }, { "CharacterJumpPower", "JumpPower" },
	{ "CharacterJumpHeight", "JumpHeight" }, { "CharacterUseJumpPower", "UseJumpPower" },
	{ "CharacterMaxSlopeAngle", "MaxSlopeAngle" }, { "AutoJumpEnabled", "AutoJumpEnabled" },
	{ "ClassicDeath", "BreakJointsOnDeath" },
}

local function copy_value(from, name, to, new_name)
	return P.set_quietly(to, new_name, read(from, name))
end

local function new_humanoid(player, rig_type)
	local template = starter("StarterHumanoid")
	local humanoid = template and template.class.name == "Humanoid" and clone(template)
	if not humanoid then
		humanoid = add("Humanoid", "Humanoid", nil, { RigType = P.enum_handle("HumanoidRigType", rig_type) })
		local service = P.find_service("StarterPlayer")
		for i = 1, #HUMANOID_PROPERTIES do
			copy_value(service, HUMANOID_PROPERTIES[i][1], humanoid, HUMANOID_PROPERTIES[i][2])
		end
		copy_value(player, "HealthDisplayDistance", humanoid, "HealthDisplayDistance")
		copy_value(player, "NameDisplayDistance", humanoid, "NameDisplayDistance")
		add("Animator", "Animator", humanoid)
	end
	if humanoid.name ~= "Humanoid" then P.write_trusted(humanoid, "Name", "Humanoid") end
	return humanoid
end

-- A parentless character with its body; the second result says whether it is the place's own.
local function make_model(player)
	local template = starter("StarterCharacter")
	local model = template and template.class.ancestors.Model and clone(template)
	if model then
		P.write_trusted(model, "Name", player.name)
		P.set_quietly(model, "Archivable", false)
		return model, true
	end
	local rig_type = P.player_rules.rig
	model = add("Model", player.name, nil, { Archivable = false })
	local rig = P.build_rig(model, rig_type)
	local humanoid = new_humanoid(player, rig_type)
	P.set_quietly(humanoid, "DisplayName", read(player, "DisplayName"))
	P.set_quietly(humanoid, "HipHeight", rig.hip_height)
	set_parent(humanoid, model)
	return model, false
end

-- What StarterCharacterScripts holds, and the regeneration script unless a Script Health replaces it
-- (engine.md f.4).
local function add_scripts(model)
	local container = starter("StarterCharacterScripts")
	local children = container and container.children or {}
	for i = 1, #children do
		local copy = clone(children[i])
		if copy then set_parent(copy, model) end
	end
	if not find_child(model, "Health") then add("Script", "Health", model).is_engine_script = true end
end

-- Where it appears ------------------------------------------------------------------------------

local function is_eligible(node, player)
	if not read(node, "Enabled") then return false end
	return read(node, "Neutral") or not read(player, "Neutral") and read(node, "TeamColor") == read(player, "TeamColor")
end

-- "Random among eligible SpawnLocations; Player.RespawnLocation preferred when eligible" (engine.md
-- f.3).
local function choose_spawn(player)
	local preferred = node_of(read(player, "RespawnLocation"))
	if preferred and P.in_workspace(preferred) and is_eligible(preferred, player) then return preferred end
	local eligible, list = {}, P.subtree(P.find_service("Workspace"))
	for i = 1, #list do
		if list[i].class.ancestors.SpawnLocation and is_eligible(list[i], player) then
			eligible[#eligible + 1] = list[i]
		end
	end
	if #eligible < 2 then return eligible[1] end
	return eligible[P.host("players.draw", #eligible)]
end

-- "No SpawnLocation: character appears near the origin (0, 100, 0)" (engine.md f.3).
local NOWHERE = P.new_vector(0, 100, 0)

local function place_at_spawn(player, model)
	local root = find_child(model, "HumanoidRootPart") or node_of(read(model, "PrimaryPart"))
	local spawn = choose_spawn(player)
	local target = NOWHERE
	if spawn then
		local height = read(spawn, "Size").Y / 2 + P.ROOT_HEIGHT_STUDS
		target = read(spawn, "CFrame").Position + P.new_vector(0, height, 0)
	end
	if root and root.class.ancestors.BasePart then
		P.shift_model(model, target - read(root, "CFrame").Position)
	end
	local seconds = spawn and read(spawn, "Duration") or 0
	if seconds > 0 then
		local field = add("ForceField", nil, model)
		P.as_engine(P.delay, seconds, function() return P.destroy(field) end)
	end
end

-- Loading ---------------------------------------------------------------------------------------

-- Each step of a load; a handler may load again or remove the player, which ends the older load.
local function appearance_loaded(player, model, custom)
	player.appearance_loaded = true
	-- "Does not fire with a custom StarterCharacter" (engine.md f.3).
	if not custom then
		add("BodyColors", "Body Colors", model)
		return fire_event(player, "CharacterAppearanceLoaded", model.handle)
	end
end

local function enter_workspace(_, model) return set_parent(model, P.find_service("Workspace")) end
local function set_and_announce(player, model) return put_character(player, model, true) end
local function set_quietly(player, model) return put_character(player, model, false) end
local function announce(player, model) return fire_event(player, "CharacterAdded", model.handle) end
local function scripts(_, model) return add_scripts(model) end

local ORDERS = {
	documented = { set_and_announce, appearance_loaded, scripts, enter_workspace, place_at_spawn },
	planned = { scripts, place_at_spawn, set_quietly, enter_workspace, announce, appearance_loaded },
}

local function load(player)
	local number = (player.load_number or 0) + 1
	player.load_number = number
	take_away(player)
	if player.load_number ~= number or not is_present(player) then return end
	P.refill_backpack(player)
	player.appearance_loaded = false
	local model, custom = make_model(player)
	local steps = ORDERS[P.player_rules.character_order]
	for i = 1, #steps do
		if player.load_number ~= number or not is_present(player) then return end
		steps[i](player, model, custom)
	end
end

-- "Yields": its caller goes on once what the load has deferred is done.
local function load_and_wait(player)
	if not is_present(player) then
		return fail("Player:LoadCharacter can only be called when Player is in the world")
	end
	P.check_yieldable()
	load(player)
	P.defer(P.resume_waiting, N.coroutine.running(), P.current_owner())
	P.park()
end

P.define_method("Player", "LoadCharacterAsync", load_and_wait)
P.define_method("Player", "LoadCharacter", load_and_wait)

P.define_method("Player", "HasAppearanceLoaded", function(player)
	return player.appearance_loaded == true
end)

-- Respawning ------------------------------------------------------------------------------------

-- After RespawnTime, measured from death, if CharacterAutoLoads by then (engine.md f.3).
local function respawn_later(player)
	if player.leaving then return end
	local number = player.load_number
	P.as_engine(P.delay, read(P.find_service("Players"), "RespawnTime"), function()
		if player.load_number ~= number or not is_present(player) then return end
		if read(P.find_service("Players"), "CharacterAutoLoads") then return load(player) end
	end)
end

P.death_observers[#P.death_observers + 1] = function(humanoid)
	local player = humanoid.parent and humanoid.parent.player
	if player then return respawn_later(player) end
end

-- A character that is destroyed comes back likewise (engine.md f.3).
P.tree_observers.destroyed[#P.tree_observers.destroyed + 1] = function(node)
	local player = node.player
	if not player then return end
	local humanoid = P.humanoid_of(node)
	if not (humanoid and humanoid.dead) then return respawn_later(player) end
end

-- From Python -----------------------------------------------------------------------------------

-- Player's property and the one of StarterPlayer it is copied from at join (engine.md f.3).
local STARTER_PROPERTIES = {
	{ "AutoJumpEnabled", "AutoJumpEnabled" },
	{ "CameraMaxZoomDistance", "CameraMaxZoomDistance" },
	{ "CameraMinZoomDistance", "CameraMinZoomDistance" },
	{ "CameraMode", "CameraMode" },
	{ "CanLoadCharacterAppearance", "LoadCharacterAppearance" },
	{ "DevCameraOcclusionMode", "DevCameraOcclusionMode" },
	{ "DevComputerCameraMode", "DevComputerCameraMovementMode" },
	{ "DevComputerMovementMode", "DevComputerMovementMode" },
	{ "DevEnableMouseLock", "EnableMouseLockOption" },
	{ "DevTouchCameraMode", "DevTouchCameraMovementMode" },
	{ "DevTouchMovementMode", "DevTouchMovementMode" },
	{ "HealthDisplayDistance", "HealthDisplayDistance" },
	{ "NameDisplayDistance", "NameDisplayDistance" },
}

P.export("player.take_over", function(player_id)
	local values, service = P.node(player_id).values, P.find_service("StarterPlayer")
	for i = 1, #STARTER_PROPERTIES do
		values[STARTER_PROPERTIES[i][1]] = read(service, STARTER_PROPERTIES[i][2])
	end
end)

-- A player is in the tree; PlayerAdded comes next.
P.export("player.joined", function(player_id)
	return P.assign_team(P.node(player_id))
end)

-- A player has joined some time ago: its first character, unless the place makes its own.
P.export("character.first", function(player_id)
	local player = P.node(player_id)
	if not is_present(player) or player.load_number then return end
	if read(P.find_service("Players"), "CharacterAutoLoads") then return load(player) end
end)

-- After PlayerRemoving: CharacterRemoving, then the character goes (engine.md f.2).
P.export("character.remove", function(player_id)
	local player = P.node(player_id)
	player.leaving = true
	P.leave_team(player)
	take_away(player)
	if character_of(player) then
		player.values.Character = nil
		return P.property_changed(player, "Character", nil)
	end
end)

-- Other members ---------------------------------------------------------------------------------

-- Nothing is streamed to simulated clients: the call returns in the next frame.
P.define_method("Player", "RequestStreamAroundAsync", function(_, position, timeout)
	P.vector_argument(position, 1)
	P.argument("number", timeout, 2, 0)
	P.check_yieldable()
	P.push_thread_timer(false, 0, (N.coroutine.running()))
	N.coroutine.yield()
end)

-- Walks as the character's Humanoid is told to.
P.define_method("Player", "Move", function(player, direction)
	direction = P.vector_argument(direction, 1)
	local model = character_of(player)
	local humanoid = model and P.humanoid_of(model)
	if humanoid then return P.walk_towards(humanoid, direction) end
end)

-- "Head distance, 0 without a character" (engine.md f.2).
P.define_method("Player", "DistanceFromCharacter", function(player, point)
	point = P.vector_argument(point, 1)
	local model = character_of(player)
	local head = model and find_child(model, "Head")
	if not head then return 0 end
	return (read(head, "CFrame").Position - point).Magnitude
end)

local APPEARANCE = { Accoutrement = true, Clothing = true, CharacterMesh = true, BodyColors = true, ShirtGraphic = true }

P.define_method("Player", "ClearCharacterAppearance", function(player)
	local model = character_of(player)
	local children, goes = model and model.children or {}, {}
	for i = 1, #children do
		for class_name in N.pairs(APPEARANCE) do
			if children[i].class.ancestors[class_name] then goes[#goes + 1] = children[i] end
		end
	end
	for i = 1, #goes do P.destroy(goes[i]) end
end)
