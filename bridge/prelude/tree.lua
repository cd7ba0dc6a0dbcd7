-- The tree as scripts change it: Parent, Destroy, Clone, and the order of the events of a move.
--
-- Python holds the tree and its rules; every change asks it first and is then mirrored into the
-- nodes here, where the events are fired. Needs queries.lua.

local P = ...
local N = P.native
local type, rawget, next = N.type, N.rawget, N.next
local node_of, full_name, fail = P.node_of, P.full_name, P.fail
local fire_event, fire_ancestry, existing_signal = P.fire_event, P.fire_ancestry, P.existing_signal
local signal_counts = P.signal_counts
local is_above, define = P.is_above, P.define_method

-- Functions of other files that want to know of every change, called before scripts hear of it:
-- moved(node, old parent, new parent) and destroyed(node); settled, as moved, once scripts have heard.
local observers = { moved = {}, destroyed = {}, settled = {} }
P.tree_observers = observers

local function notify(list, ...)
	for i = 1, #list do list[i](...) end
end

-- A node and everything below it, depth first. A fresh list: handlers may change the tree
-- meanwhile.
local function subtree(node, list)
	list = list or {}
	list[#list + 1] = node
	local children = node.children
	for i = 1, #children do subtree(children[i], list) end
	return list
end
P.subtree = subtree

-- Nodes from `bottom` up to, and without, the first one that is also above (or is) `other`.
local function ancestors_apart(bottom, other)
	local list = {}
	while bottom and not (other and (bottom == other or is_above(bottom, other))) do
		list[#list + 1] = bottom
		bottom = bottom.parent
	end
	return list
end

local function fire_ancestry_event(node, name, ...)
	local signal = existing_signal(node, name)
	if signal then return fire_ancestry(signal, ...) end
end

-- Fires `event` on each of `receivers`, nearest first, for each node of the moved subtree.
local function tell_ancestors(event, receivers, moved)
	local list
	for i = 1, #receivers do
		local signal = existing_signal(receivers[i], event)
		if signal then
			list = list or subtree(moved)
			for k = 1, #list do fire_ancestry(signal, list[k].handle) end
		end
	end
end

local function mirror(node, old, new)
	if old then
		local children, at = old.children, 1
		while children[at] ~= node do at = at + 1 end
		N.table.remove(children, at)
	end
	if new then new.children[#new.children + 1] = node end
	node.parent = new
	node.values.Parent = new and new.handle
end

-- Makes a node a child without asking or telling a script: for worlds in which none runs yet.
function P.place(node, parent)
	mirror(node, nil, parent)
	notify(observers.moved, node, nil, parent)
	return notify(observers.settled, node, nil, parent)
end

local function shown(node)
	return node and full_name(node) or "NULL"
end

-- "The inner write loses", with a warning (engine.md e.4).
local function warn_nested(node, new)
	P.output("warn", "Something unexpectedly tried to set the parent of " .. node.name .. " to " .. shown(new)
		.. " while trying to set the parent of " .. node.name .. ". Current parent is " .. shown(node.parent) .. ".")
end

-- The order of events is the SIM rule of engine.md e.8: DescendantRemoving on lost ancestors
-- (nearest first), the write, ChildRemoved, ChildAdded, DescendantAdded on gained ancestors,
-- AncestryChanged down the moved subtree, Changed("Parent"). `operation` is Python's word for the
-- change.
local function move(node, new, operation)
	local old = node.parent
	if node.moving then return warn_nested(node, new) end
	if old and (signal_counts.DescendantRemoving or 0) > 0 then
		P.host("tree.check", node.id, new and new.id)
		node.moving = true
		tell_ancestors("DescendantRemoving", ancestors_apart(old, new), node)
		node.moving = false
	end
	P.host(operation, node.id, new and new.id)
	mirror(node, old, new)
	notify(observers.moved, node, old, new)
	local handle = node.handle
	if old then fire_ancestry_event(old, "ChildRemoved", handle) end
	if new then
		fire_ancestry_event(new, "ChildAdded", handle)
		P.child_appeared(new, node)
		if (signal_counts.DescendantAdded or 0) > 0 and node.parent == new then
			tell_ancestors("DescendantAdded", ancestors_apart(new, old), node)
		end
	end
	if (signal_counts.AncestryChanged or 0) > 0 then
		local list, parent_handle = subtree(node), new and new.handle
		for i = 1, #list do fire_ancestry_event(list[i], "AncestryChanged", handle, parent_handle) end
	end
	notify(observers.settled, node, old, new)
	return P.property_changed(node, "Parent", new and new.handle)
end

local function set_parent(node, new)
	-- "Setting the same parent again: no events" (engine.md e.4).
	if node.parent == new then return end
	return move(node, new, "tree.move")
end
P.set_parent = set_parent

P.define_property("Instance", "Parent", {
	write = function(node, value)
		local new = nil
		if value ~= nil then
			new = node_of(value)
			if not new then return P.refuse_property("Parent", "Instance", value) end
		end
		return set_parent(node, new)
	end,
})

-- Destroying ------------------------------------------------------------------------------------

local function drop(node)
	if node.parent then
		move(node, nil, "tree.destroy")
	else
		P.host("tree.destroy", node.id, nil) -- no parent is lost, and nobody hears of it
	end
	node.destroyed = true
	notify(observers.destroyed, node)
	local signals = node.signals
	if signals then
		for i = 1, #signals do P.disconnect_all(signals[i]) end
	end
	local children = node.children
	while children[1] do drop(children[1]) end
end

-- Order: Destroying on the instance and its descendants, then the events of leaving, then the
-- connections go, then the same for what is below (engine.md e.11).
local function destroy(node)
	if node.destroyed then return end
	if node.moving then return warn_nested(node, nil) end
	P.host("tree.check", node.id, nil)
	if (signal_counts.Destroying or 0) > 0 then
		local list = subtree(node)
		for i = 1, #list do fire_event(list[i], "Destroying") end
		if node.destroyed then return end
	end
	return drop(node)
end
P.destroy = destroy

define("Instance", "Destroy", destroy)

define("Instance", "ClearAllChildren", function(node)
	local children = {}
	for i = 1, #node.children do children[i] = node.children[i] end
	for i = 1, #children do destroy(children[i]) end
end)

-- Deprecated: parentless, it and what is below, but not locked (engine.md e.11).
local function remove(node)
	set_parent(node, nil)
	while node.children[1] do remove(node.children[1]) end
end
define("Instance", "Remove", remove)

-- Cloning ---------------------------------------------------------------------------------------

-- Another instance with the same properties, attributes and tags.
local function copy_node(node)
	local class = node.class
	local copy = P.create_node(class, node.name)
	for key, value in next, node.values do
		-- Values of types with settable members stand under their record, see members.lua.
		local record = type(key) == "string" and key ~= "Parent" and class.kinds[key] or key
		if type(record) == "table" and record.kind == "property" then copy.values[key] = value end
	end
	P.copy_attributes(node, copy)
	P.copy_tags(node, copy)
	if class.ancestors.LuaSourceContainer then P.host("script.cloned", node.id, copy.id) end
	if class.ancestors.LocalizationTable then P.host("state.cloned", node.id, copy.id) end
	return copy
end

-- `copies` maps originals to copies, for references between them.
local function copy_subtree(node, copies)
	-- Classes that only the engine makes (engine.md e.1) are not copied either.
	if not node.class.creatable or not P.read_trusted(node, "Archivable") then return nil end
	local copy = copy_node(node)
	copies[node] = copy
	for i = 1, #node.children do
		local child = copy_subtree(node.children[i], copies)
		if child then
			P.host("tree.move", child.id, copy.id)
			mirror(child, nil, copy)
		end
	end
	return copy
end

-- References into the cloned tree point at the copies, others stay (engine.md e.10).
local function redirect(copies)
	for _, copy in next, copies do
		local values = copy.values
		for key, value in next, values do
			local target = type(key) == "string" and key ~= "Parent" and node_of(value)
			local target_copy = target and copies[target]
			if target_copy then values[key] = target_copy.handle end
		end
	end
end

-- The parentless copy of a node and of what is below it; nil when it is not Archivable.
function P.clone_node(node)
	local copies = {}
	local copy = copy_subtree(node, copies)
	if copy then redirect(copies) end
	return copy
end

define("Instance", "Clone", function(node)
	local copy = P.clone_node(node)
	return copy and copy.handle
end)

-- "Copies properties, attributes and tags, not descendants, and ignores Archivable" (engine.md e.1).
function P.G.Instance.fromExisting(existing)
	local node = P.instance_argument(existing, 1)
	if not node.class.creatable then
		return fail('Unable to create an Instance of type "' .. node.class.name .. '"')
	end
	return copy_node(node).handle
end

-- From Python -----------------------------------------------------------------------------------

-- id, class and name of new children, by turns.
P.export("instance.found", function(parent_id, ...)
	local parent = P.node(parent_id)
	for i = 1, N.select("#", ...), 3 do
		local id, class_name, name = N.select(i, ...)
		P.place(P.adopt(id, class_name, name), parent)
	end
end)

P.export("instance.move", function(id, parent_id)
	return set_parent(P.node(id), parent_id and P.node(parent_id))
end)

P.export("instance.destroy", function(id)
	return destroy(P.node(id))
end)
