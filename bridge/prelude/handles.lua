-- Instance handles: what a script holds, and the node behind it.
--
-- A handle is a userdata with a metatable of its own whose `__index` is the table of its property
-- values: a plain read is two table lookups and compiles. Behind it stands a *node*, the engine's
-- record: { id, class, handle, name, values, parent = node, children = {nodes} }. Values live here,
-- rules about the tree live in Python. Knows no classes and no members.

local P = ...
local N = P.native
local setmetatable, rawget, type = N.setmetatable, N.rawget, N.type
local raw_metatable = N.debug.getmetatable
local concat = N.table.concat

-- Errors of engine members carry no position: `X is not a valid member of Workspace "Workspace"` is
-- what pcall gives and what logs show (engine.md e.2, "O widespread").
local ERROR_LEVEL = 0

local function fail(text)
	return P.error(text, ERROR_LEVEL)
end
P.fail = fail

-- A method was called on something that is not of its kind.
function P.dot_error(name)
	return fail("Expected ':' not '.' calling member function " .. name)
end

local NODE = {}
P.NODE = NODE -- key of the node in a handle's metatable and in its table of values

-- The node behind a value, or nil when the value is no Instance.
local function node_of(value)
	if type(value) ~= "userdata" then return nil end
	local metatable = raw_metatable(value)
	return metatable and rawget(metatable, NODE)
end
P.node_of = node_of

-- Nodes by id. Weak, so that an unreferenced parentless instance can go; Python's own are pinned.
local nodes = setmetatable({}, { __mode = "v" })
P.nodes = nodes

-- The node of an id that Python gave.
function P.node(id)
	return nodes[id] or fail("the instance is gone: neither a script nor the tree holds it any more")
end

function P.instance_by_id(id)
	local node = nodes[id]
	return node and node.handle
end

function P.instance_id(value)
	local node = node_of(value)
	return node and node.id
end

function P.is_a(value, class_name)
	local node = node_of(value)
	return node ~= nil and node.class.ancestors[class_name] == true
end

local function full_name(node)
	local names, at = {}, 0
	while node do
		at = at + 1
		names[at] = node.name
		node = node.parent
		if node and not node.parent and node.class.name == "DataModel" then break end
	end
	for i = 1, (at - at % 2) / 2 do
		names[i], names[at - i + 1] = names[at - i + 1], names[i]
	end
	return concat(names, ".")
end
P.full_name = full_name
