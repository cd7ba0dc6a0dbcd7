-- Humanoid: health, damage and death (class page Humanoid; engine.md f.4, f.5).
--
-- Death comes from the state machine: what kills a humanoid marks it, and the physics stage of the same
-- or the next frame makes it Dead. Owns no physics; states are in humanoid_states.lua.

local P = ...
local N = P.native
local min = N.math.min
local fire_event, find_child, is_above = P.fire_event, P.find_child, P.is_above
local read = P.read_trusted

P.load_class_file("humanoid_states")
P.load_class_file("seat")
P.load_class_file("movement")
P.load_class_file("animation")

local function in_workspace(node)
	local workspace = P.find_service("Workspace")
	return workspace ~= nil and is_above(workspace, node)
end
P.in_workspace = in_workspace

-- Dying -----------------------------------------------------------------------------------------

-- Humanoids that the next physics stage looks at, in the order they were marked.
local marked = {}

-- "Only if a descendant of Workspace and the Dead state is enabled", and only while the state machine
-- is evaluated (engine.md f.5).
local function can_die(node)
	return not node.dead and in_workspace(node) and P.humanoid_state_enabled(node, "Dead")
		and read(node, "EvaluateStateMachine")
end

-- Health is pinned from here on, unless the rules say that physics decides.
local function mark(node)
	if node.marked or not can_die(node) then return end
	node.marked = true
	node.pinned = P.player_rules.death_decision == "at_write"
	marked[#marked + 1] = node
	return P.want_frames(1)
end

local function joints_of(model)
	local joints = {}
	local list = P.subtree(model)
	for i = 1, #list do
		if list[i].class.ancestors.JointInstance then joints[#joints + 1] = list[i] end
	end
	return joints
end

local function break_joints(model)
	local joints = joints_of(model)
	for i = 1, #joints do P.destroy(joints[i]) end
end

-- Told of every death: f(humanoid node).
local death_observers = {}
P.death_observers = death_observers

local function die(node)
	node.dead, node.pinned = true, true
	P.enter_humanoid_state(node, "Dead")
	-- Died by a missing neck: "HealthChanged is called with 0 at death" (engine.md f.4).
	if read(node, "Health") > 0 then
		P.store_property(node, "Health", 0)
		fire_event(node, "HealthChanged", 0)
	end
	fire_event(node, "Died")
	local model = node.parent
	if model and read(node, "BreakJointsOnDeath") then break_joints(model) end
	for i = 1, #death_observers do death_observers[i](node) end
end

local function has_neck(model)
	local list = P.subtree(model)
	for i = 1, #list do
		local node = list[i]
		if node.name == "Neck" and node.class.ancestors.Motor6D then return true end
	end
	return false
end

P.stage_work.physics[#P.stage_work.physics + 1] = function()
	local list = marked
	if #list == 0 then return end
	marked = {}
	P.want_frames(-#list)
	for i = 1, #list do
		local node = list[i]
		node.marked = false
		if (node.pinned or node.doomed or read(node, "Health") <= 0) and can_die(node) then
			die(node)
		else
			node.pinned = false
		end
	end
end

-- Kills whatever its health is: ChangeState(Dead), a missing neck.
function P.doom_humanoid(node)
	if not can_die(node) then return end
	node.doomed = true
	return mark(node)
end

local function humanoid_of(model)
	local children = model.children
	for i = 1, #children do
		if children[i].class.name == "Humanoid" then return children[i] end
	end
	return nil
end
P.humanoid_of = humanoid_of

-- The neck is gone "while RequiresNeck" (engine.md f.5): a joint Neck left its model, alone or with the
-- head it is in.
P.tree_observers.moved[#P.tree_observers.moved + 1] = function(node, old)
	if not old or (node.name ~= "Neck" and node.name ~= "Head") or not has_neck(node) then return end
	local model = old
	while model and not humanoid_of(model) do model = model.parent end
	local humanoid = model and humanoid_of(model)
	if humanoid and read(humanoid, "RequiresNeck") and not has_neck(model) then
		return P.doom_humanoid(humanoid)
	end
end

-- "Model:BreakJoints() on a character kills it" (engine.md f.5): its neck goes with the others.
P.define_method("Model", "BreakJoints", break_joints)
P.define_method("BasePart", "BreakJoints", function(node)
	local root = node
	while root.parent and root.parent.class.ancestors.Model and root.parent.class.name ~= "Workspace" do
		root = root.parent
	end
	local joints = joints_of(root)
	for i = 1, #joints do
		local joint = joints[i]
		if read(joint, "Part0") == node.handle or read(joint, "Part1") == node.handle then P.destroy(joint) end
	end
end)

-- Health ----------------------------------------------------------------------------------------

local regenerate

local function set_health(node, value)
	-- "Once dead, Health is held at 0; later writes do not revive" (engine.md f.4).
	if node.pinned then return end
	local maximum = read(node, "MaxHealth")
	value = min(value, maximum)
	if not (value > 0) then value = 0 end
	if value == read(node, "Health") then return end
	-- Decided before anybody hears of it: a handler that heals comes too late (SIM of engine.md f.5).
	if value == 0 then mark(node) end
	P.store_property(node, "Health", value)
	fire_event(node, "HealthChanged", value)
	if value < maximum then return regenerate(node) end
end

P.define_property("Humanoid", "Health", {
	write = function(node, value)
		return set_health(node, P.property_codec("float").accept(value, "Health"))
	end,
})

P.define_property("Humanoid", "MaxHealth", {
	after = function(node, maximum)
		-- "Lowering MaxHealth below Health clamps Health" (engine.md f.4).
		if read(node, "Health") > maximum then return set_health(node, maximum) end
		return regenerate(node)
	end,
})

P.define_property("Humanoid", "EvaluateStateMachine", {
	after = function(node)
		if read(node, "Health") <= 0 then return mark(node) end
	end,
})

-- "A sibling of the Humanoid, a child of its RootPart, or under an ancestor other than Workspace"
-- (engine.md f.4).
local function is_protected(node)
	local model = node.parent
	if not model then return false end
	local root = find_child(model, "HumanoidRootPart")
	local places = { root }
	local ancestor = model
	while ancestor and ancestor.class.name ~= "Workspace" and ancestor.class.name ~= "DataModel" do
		places[#places + 1] = ancestor
		ancestor = ancestor.parent
	end
	for i = 1, #places do
		local children = places[i].children
		for k = 1, #children do
			if children[k].class.name == "ForceField" then return true end
		end
	end
	return false
end

P.define_method("Humanoid", "TakeDamage", function(node, amount)
	amount = P.argument("number", amount, 1)
	if is_protected(node) then return end
	return set_health(node, P.to_single(read(node, "Health") - amount))
end)

-- Regeneration ----------------------------------------------------------------------------------

-- "1 % of MaxHealth per second while alive" (engine.md f.4): what the default script Health does.
local REGENERATION_SECONDS, REGENERATION_SHARE = 1, 0.01

-- True while the character holds the script Health that the engine put there.
local function regenerates(node)
	local model = node.parent
	local script = model and find_child(model, "Health")
	return script and script.is_engine_script and not read(script, "Disabled") and in_workspace(node)
end

local function heal(node)
	node.healing = false
	if node.dead or not regenerates(node) then return end
	local health, maximum = read(node, "Health"), read(node, "MaxHealth")
	if health <= 0 or health >= maximum then return end
	return set_health(node, P.to_single(health + REGENERATION_SHARE * maximum))
end

function regenerate(node)
	if node.healing or node.pinned or not regenerates(node) then return end
	if read(node, "Health") >= read(node, "MaxHealth") then return end
	node.healing = true
	return P.as_engine(P.delay, REGENERATION_SECONDS, heal, node)
end

-- Parts and accessories -------------------------------------------------------------------------

local function child_reader(name)
	return {
		read = function(node)
			local part = node.parent and find_child(node.parent, name)
			return part and part.class.ancestors.BasePart and part.handle or nil
		end,
	}
end

P.define_property("Humanoid", "RootPart", child_reader("HumanoidRootPart"))
P.define_property("Humanoid", "Torso", child_reader("Torso"))

local function accessories(node)
	local handles = {}
	local children = node.parent and node.parent.children or {}
	for i = 1, #children do
		if children[i].class.ancestors.Accoutrement then handles[#handles + 1] = children[i].handle end
	end
	return handles
end

P.define_method("Humanoid", "GetAccessories", accessories)

P.define_method("Humanoid", "AddAccessory", function(node, accessory)
	accessory = P.node_argument("Accoutrement", accessory, 1)
	if node.parent then return P.set_parent(accessory, node.parent) end
end)

P.define_method("Humanoid", "RemoveAccessories", function(node)
	local handles = accessories(node)
	for i = 1, #handles do P.destroy(P.node_of(handles[i])) end
end)
