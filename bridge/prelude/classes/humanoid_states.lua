-- Humanoid states: which one, which are enabled, and the events of a change (engine.md f.6).
--
-- No physics: a humanoid stands (Running) until a script, a seat or death says otherwise. Changes are
-- carried out in the physics stage.

local P = ...
local N = P.native
local fire_event = P.fire_event
local read = P.read_trusted

local enum = P.enum_of("HumanoidStateType")

-- Events of a state: (active), or (speed) for those that tell one.
local ACTIVE_EVENTS = {
	FallingDown = "FallingDown", Freefall = "FreeFalling", GettingUp = "GettingUp", Jumping = "Jumping",
	PlatformStanding = "PlatformStanding", Ragdoll = "Ragdoll", StrafingNoPhysics = "Strafing",
}
local SPEED_EVENTS = { Climbing = "Climbing", Running = "Running", Swimming = "Swimming" }

local function state_name(node)
	return node.state or "Running"
end

local function item_argument(value, n)
	return enum.by_name[P.argument("Enum.HumanoidStateType", value, n)]
end

function P.humanoid_state_enabled(node, name)
	local disabled = node.disabled_states
	return not (disabled and disabled[name])
end

local function tell_state(node, name, active)
	local event = ACTIVE_EVENTS[name]
	if event then return fire_event(node, event, active) end
	event = SPEED_EVENTS[name]
	if event and active then return fire_event(node, event, 0) end
	if name == "Seated" then return fire_event(node, "Seated", active, active and read(node, "SeatPart") or nil) end
end

-- Makes `name` the state, with its events; returns it.
function P.enter_humanoid_state(node, name)
	local old = state_name(node)
	if old == name then return name end
	node.state = name
	tell_state(node, old, false)
	fire_event(node, "StateChanged", enum.by_name[old].handle, enum.by_name[name].handle)
	tell_state(node, name, true)
	return name
end

P.define_method("Humanoid", "GetState", function(node)
	return enum.by_name[state_name(node)].handle
end)

P.define_method("Humanoid", "GetStateEnabled", function(node, state)
	return P.humanoid_state_enabled(node, item_argument(state, 1).name)
end)

-- "Per side, not replicated; a disabled state can never be entered" (engine.md f.6).
P.define_method("Humanoid", "SetStateEnabled", function(node, state, enabled)
	local item = item_argument(state, 1)
	enabled = P.argument("boolean", enabled, 2)
	if P.humanoid_state_enabled(node, item.name) == enabled then return end
	node.disabled_states = node.disabled_states or {}
	node.disabled_states[item.name] = not enabled
	return fire_event(node, "StateEnabledChanged", item.handle, enabled)
end)

-- Changes wait for the physics stage: { node, name } in the order they were asked for.
local wanted = {}

P.stage_work.physics[#P.stage_work.physics + 1] = function()
	local list = wanted
	if #list == 0 then return end
	wanted = {}
	P.want_frames(-#list)
	for i = 1, #list do
		local node, name = list[i].node, list[i].name
		if not node.dead and P.humanoid_state_enabled(node, name) and read(node, "EvaluateStateMachine") then
			P.enter_humanoid_state(node, name)
		end
	end
end

local function request(node, name)
	wanted[#wanted + 1] = { node = node, name = name }
	return P.want_frames(1)
end
P.request_humanoid_state = request

-- "Player characters are simulated by their client: server ChangeState works only with server network
-- ownership" (engine.md f.6). Dead kills all the same.
P.define_method("Humanoid", "ChangeState", function(node, state)
	local item = state == nil and enum.by_name.None or item_argument(state, 1)
	if item.name == "Dead" then return P.doom_humanoid(node) end
	if item.name == "None" or P.is_client_simulated(node) then return end
	return request(node, item.name)
end)

-- A character of a player whose root part the server has not taken over.
function P.is_client_simulated(node)
	local model = node.parent
	if not model or not model.player then return false end
	local root = P.find_child(model, "HumanoidRootPart")
	return not (root and root.network_owner_set and root.network_owner == nil)
end

-- Sitting and standing --------------------------------------------------------------------------

P.define_property("Humanoid", "Sit", {
	after = function(node, sits)
		if not sits and read(node, "SeatPart") then P.leave_seat(node) end
		return request(node, sits and "Seated" or "Running")
	end,
})

P.define_property("Humanoid", "PlatformStand", {
	after = function(node, stands) return request(node, stands and "PlatformStanding" or "Running") end,
})
