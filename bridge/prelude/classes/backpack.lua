-- Backpacks and tools: what a player carries, and what is in a character's hand (class pages Backpack,
-- Humanoid and Tool; engine.md f.6).
--
-- A tool is equipped while its parent is a character; whoever moves it there equips it.

local P = ...
local fire_event = P.fire_event
local read, set_parent = P.read_trusted, P.set_parent

local function child_of_class(node, class_name)
	local children = node.children
	for i = 1, #children do
		if children[i].class.name == class_name then return children[i] end
	end
	return nil
end

-- The backpack ----------------------------------------------------------------------------------

local function copy_children(from, to)
	local children = from and from.children or {}
	for i = 1, #children do
		local copy = P.clone_node(children[i])
		if copy then set_parent(copy, to) end
	end
end

-- "Replaced at death, refilled from StarterPack and StarterGear at spawn"; a load also clears PlayerGui
-- (engine.md f.3, f.6). On a server nothing is copied into PlayerGui (h.4).
function P.refill_backpack(player)
	local old = child_of_class(player, "Backpack")
	if old and player.load_number > 1 then
		P.destroy(old)
		old = nil
	end
	local backpack = old or P.add_engine_instance("Backpack", nil, player)
	local gui = child_of_class(player, "PlayerGui")
	while gui and gui.children[1] do P.destroy(gui.children[1]) end
	copy_children(P.find_service("StarterPack"), backpack)
	return copy_children(child_of_class(player, "StarterGear"), backpack)
end

-- Tools -----------------------------------------------------------------------------------------

local function held_by(model)
	local tools, children = {}, model.children
	for i = 1, #children do
		if children[i].class.ancestors.BackpackItem then tools[#tools + 1] = children[i] end
	end
	return tools
end

local function backpack_of(model)
	local player = model.player
	return player and child_of_class(player, "Backpack")
end

-- "UnequipTools: back to the Player's Backpack, no-op without a Player" (engine.md f.6).
local function unequip(model)
	local backpack = backpack_of(model)
	local tools = backpack and held_by(model) or {}
	for i = 1, #tools do set_parent(tools[i], backpack) end
end

P.define_method("Humanoid", "UnequipTools", function(humanoid)
	if humanoid.parent then return unequip(humanoid.parent) end
end)

-- "Unequips others first, reparents tool to the character" (engine.md f.6).
P.define_method("Humanoid", "EquipTool", function(humanoid, tool)
	tool = P.node_argument("BackpackItem", tool, 1)
	local model = humanoid.parent
	if not model or tool.parent == model then return end
	unequip(model)
	return set_parent(tool, model)
end)

local function is_character(node)
	return node ~= nil and node.class.ancestors.Model and not node.class.ancestors.WorldRoot
		and P.humanoid_of(node) ~= nil
end

-- "Tool.Equipped fires unless RequiresHandle without a Handle" (engine.md f.6). There is no mouse on a
-- server.
P.tree_observers.settled[#P.tree_observers.settled + 1] = function(node, old, new)
	if not node.class.ancestors.Tool then return end
	if node.equipped and new ~= node.equipped then
		node.equipped = nil
		fire_event(node, "Unequipped")
	end
	if is_character(new) and old ~= new then
		if read(node, "RequiresHandle") and not P.find_child(node, "Handle") then return end
		node.equipped = new
		return fire_event(node, "Equipped", nil)
	end
end

-- "Tool:Activate() simulates a click; Enabled false blocks" (engine.md f.6).
P.define_method("Tool", "Activate", function(node)
	if node.equipped and read(node, "Enabled") then return fire_event(node, "Activated") end
end)

P.define_method("Tool", "Deactivate", function(node)
	if node.equipped and read(node, "Enabled") then return fire_event(node, "Deactivated") end
end)
