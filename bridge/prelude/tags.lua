-- Tags of instances: a set of words, kept in the order they were added. Needs members.lua.

local P = ...
local fail = P.fail

-- "Any non-empty string up to 100 characters" (engine.md e.12).
local LENGTH_MAX = 100

-- Functions of other files that want to know: changed(node, tag, added).
local observers = {}
P.tag_observers = observers

local function notify(node, tag, added)
	for i = 1, #observers do observers[i](node, tag, added) end
end

local function position(node, tag)
	local tags = node.tags
	if not tags then return nil end
	for i = 1, #tags do
		if tags[i] == tag then return i end
	end
	return nil
end

-- "Adding an existing tag is a no-op" (engine.md e.12).
local function add_tag(node, tag, n)
	tag = P.name_argument(tag, n)
	if tag == "" or #tag > LENGTH_MAX then return fail("Invalid tag name") end
	if position(node, tag) then return end
	node.tags = node.tags or {}
	node.tags[#node.tags + 1] = tag
	return notify(node, tag, true)
end

local function remove_tag(node, tag, n)
	tag = P.name_argument(tag, n)
	local at = position(node, tag)
	if not at then return end
	P.native.table.remove(node.tags, at)
	return notify(node, tag, false)
end

local function has_tag(node, tag, n)
	return position(node, P.name_argument(tag, n)) ~= nil
end
P.has_tag = has_tag

local function get_tags(node)
	local copy, tags = {}, node.tags or {}
	for i = 1, #tags do copy[i] = tags[i] end
	return copy
end

-- CollectionService has the same four for an instance it is given.
for name, f in P.native.pairs({ AddTag = add_tag, RemoveTag = remove_tag, HasTag = has_tag, GetTags = get_tags }) do
	P.define_method("Instance", name, function(node, tag) return f(node, tag, 1) end)
	P.define_method("CollectionService", name, function(_, instance, tag)
		local node = P.node_of(instance)
		if node then return f(node, tag, 2) end
		if instance == nil then return fail("Argument 1 missing or nil") end
		return fail("Unable to cast value to Object")
	end)
end

-- For Clone: tags go with the copy.
function P.copy_tags(node, copy)
	for i = 1, #(node.tags or {}) do add_tag(copy, node.tags[i]) end
end

P.export("instance.add_tag", function(id, tag)
	return add_tag(P.node(id), tag)
end)
