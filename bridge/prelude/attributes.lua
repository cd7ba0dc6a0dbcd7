-- Attributes: named values of an instance outside its class. Needs members.lua.

local P = ...
local N = P.native
local type, next, find = N.type, N.next, N.string.find
local fail, node_of = P.fail, P.node_of

-- "Letters, digits, _ . - /; at most 100 characters; not starting RBX" (engine.md e.9).
local NAME_PATTERN = "^[%w_%.%-/]+$"
local NAME_LENGTH_MAX = 100

-- Type names that may be stored. Datatypes add themselves when they exist.
local supported = { string = true, boolean = true, number = true, EnumItem = true }

-- copy(value), for types with settable members: what is stored is nobody else's.
local copies = {}

function P.define_attribute_type(type_name, copy)
	supported[type_name] = true
	copies[type_name] = copy
end

local function copied(value)
	local copy = copies[P.typeof(value)]
	return copy and copy(value) or value
end

local function check_name(name)
	if name == nil then return fail("Argument 1 missing or nil") end
	if type(name) ~= "string" then return fail("Unable to cast value to string") end
	if #name > NAME_LENGTH_MAX then return fail("Attribute name is too long (max " .. NAME_LENGTH_MAX .. " characters)") end
	if not find(name, NAME_PATTERN) then
		return fail("Attribute name contains invalid characters")
	end
	if find(name, "^RBX") then return fail('Attribute name is not allowed to start with "RBX"') end
	return name
end

-- What error texts call a refused value: tables are told apart by their keys.
local function refused_type(value)
	if type(value) ~= "table" then
		local name = P.typeof(value)
		return name == "function" and "Function" or name
	end
	return P.raw_view(value)[1] ~= nil and "Array" or "Dictionary"
end
P.refused_type = refused_type

local function set_attribute(node, name, value)
	check_name(name)
	if value ~= nil and not supported[P.typeof(value)] then
		return fail(refused_type(value) .. " is not a supported attribute type")
	end
	local attributes = node.attributes
	if not attributes then
		attributes = {}
		node.attributes = attributes
	end
	if attributes[name] == value then return end
	if copies[P.typeof(value)] then
		value = copied(value)
		node.copies_attributes = true
	end
	attributes[name] = value
	if P.change_watch then P.change_watch() end
	if P.instance_switches.attributes_fire_changed then P.property_changed(node, "Attributes", nil) end
	P.fire_event(node, "AttributeChanged", name)
	local signals = node.attribute_signals
	local signal = signals and signals[name]
	if signal then P.fire(signal) end
end
P.set_attribute = set_attribute

P.define_method("Instance", "SetAttribute", set_attribute)

P.define_method("Instance", "GetAttribute", function(node, name)
	if name == nil then return fail("Argument 1 missing or nil") end
	local attributes = node.attributes
	local value = attributes and attributes[name]
	if node.copies_attributes then return copied(value) end
	return value
end)

P.define_method("Instance", "GetAttributes", function(node)
	local copy = {}
	if node.attributes then
		for name, value in next, node.attributes do copy[name] = copied(value) end
	end
	return copy
end)

-- The same signal object per name (engine.md e.9).
P.define_method("Instance", "GetAttributeChangedSignal", function(node, name)
	check_name(name)
	local signals = node.attribute_signals
	if not signals then
		signals = {}
		node.attribute_signals = signals
	end
	local signal = signals[name]
	if not signal then
		signal = P.own_signal(node, "attribute", P.new_signal(name, node.class.name))
		signals[name] = signal
	end
	return signal
end)

-- For Clone: attributes go with the copy.
function P.copy_attributes(node, copy)
	if not node.attributes then return end
	copy.attributes = {}
	copy.copies_attributes = node.copies_attributes
	for name, value in next, node.attributes do copy.attributes[name] = copied(value) end
end

P.export("instance.set_attribute", function(id, name, value)
	return set_attribute(P.node(id), name, value)
end)

P.export("instance.attribute", function(id, name)
	local attributes = P.node(id).attributes
	local value = attributes and attributes[name]
	if P.enum_item_of(value) then return P.tostring(value) end
	return value
end)
