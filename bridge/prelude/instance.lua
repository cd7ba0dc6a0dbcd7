-- Making instances: the node and handle of an id, Instance.new, and what Python does to instances.
--
-- Every instance is made in Python's tree first, which gives the id, but for drafts: see below.
-- Needs members.lua; the tree's own behaviour is in tree.lua.

local P = ...
local N = P.native
local newproxy, setmetatable, rawget, type = N.newproxy, N.setmetatable, N.rawget, N.type
local raw_metatable, set_raw_metatable = N.debug.getmetatable, N.debug.setmetatable
local format, find, sub = N.string.format, N.string.find, N.string.sub
local node_of, fail, NODE, nodes, TYPENAME = P.node_of, P.fail, P.NODE, P.nodes, P.TYPENAME
local class_of, newindex = P.class_of, P.newindex

-- Making ----------------------------------------------------------------------------------------

-- Ids of collected instances; Python forgets them, so many at a time, at the next creation.
local collected, collected_count = {}, 0
local FORGOTTEN_AT_ONCE = 100

local function on_collect(handle)
	collected_count = collected_count + 1
	collected[collected_count] = rawget(raw_metatable(handle), NODE).id
end

local function to_text(handle)
	return rawget(raw_metatable(handle), NODE).name
end

-- A node that Python does not know (yet); `given` is what a draft was made of.
local function bare_node(class, name, given)
	local handle = newproxy()
	local node = {
		id = nil, class = class, handle = handle, name = name, parent = nil, children = {}, values = nil,
		destroyed = false, given = given,
	}
	-- Objects that are no instances, such as snapshots of a configuration, have no name.
	local is_instance = class.ancestors.Instance
	local values = setmetatable({ Name = is_instance and name or nil, [NODE] = node }, class.values_metatable)
	node.values = values
	-- Written as one constructor, and not into the metatable of newproxy(true): half of the cost.
	set_raw_metatable(handle, {
		__index = values, __newindex = newindex, __tostring = to_text, __metatable = "The metatable is locked",
		[NODE] = node, [TYPENAME] = is_instance and "Instance" or "Object", __gc = nil,
	})
	return node
end

-- Gives a node the id Python knows it by.
local function register(node, id)
	node.id = id
	raw_metatable(node.handle).__gc = on_collect
	nodes[id] = node
	return node
end

local function new_node(class, id, name)
	return register(bare_node(class, name), id)
end

local function forget_collected()
	while collected_count >= FORGOTTEN_AT_ONCE do
		local first = collected_count - FORGOTTEN_AT_ONCE + 1
		collected_count = first - 1
		P.host("tree.forget", N.unpack(collected, first, first + FORGOTTEN_AT_ONCE - 1))
	end
end

-- A new parentless instance, known to Python.
function P.create_node(class, name)
	forget_collected()
	name = name or class.name
	return new_node(class, P.host("tree.create", class.name, name), name)
end

-- Instances that Python holds on to: they stay although no script knows them.
local pinned = {}

-- From Python -----------------------------------------------------------------------------------

function P.adopt(id, class_name, name)
	forget_collected()
	local node = new_node(class_of(class_name), id, name)
	pinned[id] = node
	return node
end

P.export("instance.adopt", function(id, class_name, name)
	P.adopt(id, class_name, name)
end)

-- What Python makes to hand it over once is the script's alone from then on.
local handed_over = {}
P.export("instance.hand_over", function(id)
	handed_over[id] = true
end)

function P.received(id)
	if handed_over[id] then
		handed_over[id] = nil
		pinned[id] = nil
	end
	return P.instance_by_id(id)
end

-- Drafts: what Python hands over as class and text alone, and most scripts never look at. Python meets
-- such an instance when somebody asks for its id, which no node lacks otherwise.
local draft = {}

function draft.__index(node, key)
	if key ~= "id" then return nil end
	setmetatable(node, nil)
	forget_collected()
	register(node, P.host("tree.create", node.class.name, node.name))
	return node.id
end

function P.draft(text)
	local blank = find(text, " ", 1, true)
	local class = class_of(sub(text, 1, blank - 1))
	return setmetatable(bare_node(class, class.name, sub(text, blank + 1)), draft).handle
end

P.export("instance.release", function(id)
	pinned[id] = nil
end)

P.export("instance.handle", P.instance_by_id)
P.export("instance.id", P.instance_id)

-- Names that Instance.new gives and that are not the class's: those of the engine's first years, kept
-- by it; Roact's tests rely on the value objects'.
local OLD_NAMES = {
	BindableEvent = "Event", BindableFunction = "Function", BlockMesh = "Mesh", CylinderMesh = "Mesh",
	FileMesh = "Mesh", Pants = "Clothing", Shirt = "Clothing", ShirtGraphic = "Shirt Graphic",
	SpecialMesh = "Mesh", TrussPart = "Truss", UnionOperation = "Union", WedgePart = "Wedge",
}

local function first_name(class)
	return OLD_NAMES[class.name] or class.is_value and "Value" or class.name
end

local instance_constructors = {}
P.G.Instance = instance_constructors

function instance_constructors.new(class_name, parent)
	if class_name == nil then return fail("Argument 1 missing or nil") end
	local class = type(class_name) == "string" and class_of(class_name)
	if not class or not class.creatable then
		return fail(format('Unable to create an Instance of type "%s"', P.tostring(class_name)))
	end
	local node = P.create_node(class, first_name(class))
	if parent ~= nil then
		local parent_node = node_of(parent)
		if not parent_node then return fail("Unable to cast value to Object") end
		P.set_parent(node, parent_node)
	end
	return node.handle
end

-- Members every instance has --------------------------------------------------------------------

-- The record of a property by the name a method was given.
local function property_argument(node, name)
	if name == nil then return fail("Argument 1 missing or nil") end
	local record = type(name) == "string" and P.kind_of(node.class, name)
	if not record or record.kind ~= "property" then
		return fail(P.tostring(name) .. " is not a valid property name.")
	end
	return record
end

-- The same signal object each call (engine.md e.7).
P.define_method("Object", "GetPropertyChangedSignal", function(node, name)
	local record = property_argument(node, name)
	local signals = node.property_signals
	if not signals then
		signals = {}
		node.property_signals = signals
	end
	local signal = signals[record.name]
	if not signal then
		signal = P.own_signal(node, "property", P.new_signal(record.name, node.class.name))
		signals[record.name] = signal
	end
	return signal
end)

-- A property's value as it is stored, and its default; computed ones have neither.
local function stored_and_default(node, record)
	local rules = record.rules
	if record.name == "Name" then return node.name, node.class.name end
	if rules and (rules.read or rules.write) or not record.codec or not record.known then
		return P.unmodelled(node.class, record.name, "its default")
	end
	if record.codec.copy then return rawget(node.values, record), record.default end
	return rawget(node.values, record.name), node.class.members[record.name]
end

-- "True if the value stored is not equal to the code-instantiated default" (class page Instance).
P.define_method("Instance", "IsPropertyModified", function(node, name)
	local stored, default = stored_and_default(node, property_argument(node, name))
	return stored ~= nil and stored ~= default
end)

P.define_method("Instance", "ResetPropertyToDefault", function(node, name)
	local record = property_argument(node, name)
	if record.read_only then return P.newindex(node.handle, record.name, nil) end
	local _, default = stored_and_default(node, record)
	return P.newindex(node.handle, record.name, default)
end)

P.define_method("Object", "IsA", function(node, class_name)
	if class_name == nil then return fail("Argument 1 missing or nil") end
	return node.class.ancestors[class_name] == true
end)

-- Names: longer ones are cut (engine.md e.5).
local NAME_LENGTH_MAX = 100

P.define_property("Instance", "Name", {
	write = function(node, value)
		if type(value) ~= "string" then value = P.property_codec("string").accept(value, "Name") end
		if #value > NAME_LENGTH_MAX then value = N.string.sub(value, 1, NAME_LENGTH_MAX) end
		if value == node.name then return end
		P.host("tree.rename", node.id, value)
		node.name = value
		node.values.Name = value
		P.property_changed(node, "Name", value)
		return P.child_renamed(node)
	end,
})

-- StringValue: 200,000 characters (engine.md e.3).
local STRING_VALUE_LENGTH_MAX = 200000

P.define_property("StringValue", "Value", {
	accept = function(value)
		if #value > STRING_VALUE_LENGTH_MAX then return fail("String too long") end
		return value
	end,
})

local INT64_LOWEST = -2 ^ 63

-- "IntValue rounds to nearest, halves away from zero" (engine.md e.3).
P.define_property("IntValue", "Value", {
	write = function(node, value)
		value = P.property_codec("double").accept(value, "Value")
		if value ~= value then value = 0 end
		local rounded = P.round(value) + 0 -- no negative zero
		-- "Larger numbers will cause integer overflow" (class page IntValue): as x86-64 converts them.
		if rounded < INT64_LOWEST or rounded >= -INT64_LOWEST then rounded = INT64_LOWEST end
		return P.store_property(node, "Value", rounded)
	end,
})

-- Enabled is the readable face of the stored Disabled (engine.md d.1).
P.define_property("BaseScript", "Enabled", {
	read = function(node) return not P.read_trusted(node, "Disabled") end,
	write = function(node, value)
		value = P.property_codec("bool").accept(value, "Enabled")
		return P.write_trusted(node, "Disabled", not value)
	end,
})

for _, class_name in N.ipairs({ "Script", "ModuleScript" }) do
	P.define_property(class_name, "Source", {
		read = function() return P.refuse_access("read", "Source", "PluginOrOpenCloud") end,
		write = function() return P.refuse_access("modify", "Source", "PluginOrOpenCloud") end,
	})
end
