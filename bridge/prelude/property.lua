-- Property types: what each accepts, with Roblox's error texts, and how its default is read.
--
-- P.property_codec(type) gives { accept = f(value, property name) -> stored value, default =
-- f(wire) -> value }, or nil for a type nobody has modelled. Datatypes join with
-- P.define_property_type. A default arrives from Python as a boolean, number or string; enums as
-- the item's name. Knows no classes.

local P = ...
local N = P.native
local type, tonumber = N.type, N.tonumber
local floor, ceil = N.math.floor, N.math.ceil
local match = N.string.match
local fail, node_of = P.fail, P.node_of

local codecs = {}

local function refuse(name, expected, value)
	return fail("Unable to assign property " .. name .. ". " .. expected .. " expected, got " .. P.typeof(value))
end
P.refuse_property = refuse

local function same(value)
	return value
end

-- codec: { accept = f(value, property name), default = f(wire value) }
function P.define_property_type(type_name, codec)
	codecs[type_name] = codec
end

local function accept_string(value, name)
	if type(value) == "string" then return value end
	-- Numbers are formatted in practice (engine.md e.3).
	if type(value) == "number" then return P.number_to_text(value) end
	return refuse(name, "string", value)
end

for _, type_name in N.ipairs({ "string", "ContentId", "ProtectedString", "BinaryString" }) do
	codecs[type_name] = { accept = accept_string, default = same }
end

codecs.bool = {
	accept = function(value, name)
		if type(value) ~= "boolean" then return refuse(name, "boolean", value) end
		return value
	end,
	default = same,
}

local function number_from(value, name)
	if type(value) == "number" then return value end
	local number = type(value) == "string" and tonumber(value)
	return number or refuse(name, "number", value)
end

codecs.double = { accept = number_from, default = same }

-- Float properties store float32 (engine.md e.3).
local single = N.ffi.new("float[1]")

local function to_single(value)
	single[0] = value
	return N.tonumber(single[0])
end
P.to_single = to_single

codecs.float = {
	accept = function(value, name)
		if type(value) ~= "number" then value = number_from(value, name) end
		single[0] = value
		return tonumber(single[0])
	end,
	default = to_single,
}

-- Conversion to an integer type drops the fraction; classes that round say so themselves (engine.md
-- e.3).
local INT64_LOWEST = -2 ^ 63

local function truncate(value, name)
	value = number_from(value, name)
	if value ~= value then return 0 end
	value = value < 0 and ceil(value) or floor(value)
	if value < INT64_LOWEST or value >= -INT64_LOWEST then return INT64_LOWEST end
	return value
end

codecs.int = {
	accept = function(value, name) return P.to_int(truncate(value, name)) end,
	default = same,
}
codecs.int64 = { accept = truncate, default = same }

local function enum_codec(enum_name)
	local enum = P.enum_of(enum_name)
	if not enum then return nil end
	return {
		accept = function(value, name)
			local item = P.enum_item_from(enum, value)
			if item then return item.handle end
			if P.enum_item_of(value) then
				return fail("Unable to assign property " .. name .. ". " .. enum_name .. " expected, got "
					.. P.enum_item_of(value).enum.name)
			end
			if type(value) == "string" or type(value) == "number" then
				return fail("Unable to assign property " .. name .. ". Invalid value \"" .. P.tostring(value)
					.. "\" for enum " .. enum_name)
			end
			return refuse(name, "EnumItem, number, or string", value)
		end,
		default = function(item_name) return P.enum_handle(enum_name, item_name) end,
	}
end

local function class_codec(class_name)
	return {
		accept = function(value, name)
			if value == nil then return nil end
			local node = node_of(value)
			if not node then return refuse(name, "Instance", value) end
			if not node.class.ancestors[class_name] then
				return fail("Unable to assign property " .. name .. ". " .. class_name .. " expected, got "
					.. node.class.name)
			end
			return value
		end,
		default = same,
	}
end

function P.property_codec(type_name)
	local codec = codecs[type_name]
	if codec then return codec end
	local family, name = match(type_name, "^(%a+)%.(.+)$")
	if family == "Enum" then
		codec = enum_codec(name)
	elseif family == "Class" then
		codec = class_codec(name)
	end
	codecs[type_name] = codec
	return codec
end
