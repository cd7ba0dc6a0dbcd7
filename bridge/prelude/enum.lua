-- Enum, its enums and their items. The lists come from Python ("enum.items") when an enum is first
-- used.
--
-- Items are made once: `==`, rawequal and table keys agree (engine.md i.7). Knows no instances.

local P = ...
local N = P.native
local newproxy, rawget, type, setmetatable = N.newproxy, N.rawget, N.type, N.setmetatable
local raw_metatable = N.debug.getmetatable
local gmatch, tonumber = N.string.gmatch, N.tonumber

local LOCKED = "The metatable is locked"

local function fail(text)
	return P.error(text, 0)
end

-- The record behind an item: {enum = enum record, name, value, handle}; behind an enum: {name,
-- items, ...}.
local ITEM, ENUM = {}, {}

local function record_of(value, mark)
	if type(value) ~= "userdata" then return nil end
	local metatable = raw_metatable(value)
	return metatable and rawget(metatable, mark)
end

function P.enum_item_of(value)
	return record_of(value, ITEM)
end

local function read_only(_, key)
	return fail(P.tostring(key) .. " cannot be assigned to")
end

-- A userdata with fixed members; `missing(key)` raises.
local function make_handle(typename, text, mark, record, members, missing)
	local handle = newproxy(true)
	local metatable = raw_metatable(handle)
	metatable[mark] = record
	metatable.__index = setmetatable(members, { __index = function(_, key) return missing(key) end })
	metatable.__newindex = read_only
	metatable.__metatable = LOCKED
	metatable.__tostring = function() return text end
	P.set_typename(metatable, typename)
	return handle
end

local item_methods, enum_methods = {}, {}

local function self_of(value, mark, name)
	local record = record_of(value, mark)
	if not record then return P.dot_error(name) end
	return record
end

function item_methods.IsA(self, enum_name)
	return self_of(self, ITEM, "IsA").enum.name == enum_name
end

local function make_item(enum, name, value)
	local text = "Enum." .. enum.name .. "." .. name
	local item = { enum = enum, name = name, value = value }
	item.handle = make_handle(
		"EnumItem", text, ITEM, item,
		{ Name = name, Value = value, EnumType = enum.handle, IsA = item_methods.IsA },
		function(key) return fail(P.tostring(key) .. ' is not a valid member of "' .. text .. '"') end
	)
	return item
end

local enums = {}

local function make_enum(name, list)
	local text = "Enum." .. name
	local enum = { name = name, items = {}, by_name = {}, by_value = {} }
	local members = {}
	enum.handle = make_handle("Enum", name, ENUM, enum, members, function(key)
		return fail(P.tostring(key) .. ' is not a valid member of "' .. text .. '"')
	end)
	for item_name, value in gmatch(list, "([^ =]+)=(%-?%d+)") do
		local item = make_item(enum, item_name, tonumber(value))
		enum.items[#enum.items + 1] = item
		enum.by_name[item_name] = item
		if not enum.by_value[item.value] then enum.by_value[item.value] = item end
		members[item_name] = item.handle
	end
	N.table.sort(enum.items, function(a, b)
		if a.value ~= b.value then return a.value < b.value end
		return a.name < b.name
	end)
	for method_name, method in N.pairs(enum_methods) do members[method_name] = method end
	enums[name] = enum
	return enum
end

-- The record of an enum, or nil when there is none of that name.
local function enum_of(name)
	local enum = enums[name]
	if enum then return enum end
	local list = P.host("enum.items", name)
	return list and make_enum(name, list)
end
P.enum_of = enum_of

-- The handle of an item, for defaults and for Python.
function P.enum_handle(enum_name, item_name)
	return enum_of(enum_name).by_name[item_name].handle
end

function enum_methods.GetEnumItems(self)
	local enum, handles = self_of(self, ENUM, "GetEnumItems"), {}
	for i = 1, #enum.items do handles[i] = enum.items[i].handle end
	return handles
end

function enum_methods.FromName(self, name)
	local item = self_of(self, ENUM, "FromName").by_name[name]
	return item and item.handle
end

function enum_methods.FromValue(self, value)
	local item = value ~= nil and self_of(self, ENUM, "FromValue").by_value[value]
	return item and item.handle or nil
end

-- What properties and methods accept for an enum: the item, its name or its number; nil when it is
-- none.
function P.enum_item_from(enum, value)
	local item = record_of(value, ITEM)
	if item then return item.enum == enum and item or nil end
	if type(value) == "string" then return enum.by_name[value] end
	if type(value) == "number" then return enum.by_value[value] end
	return nil
end

local function get_enums(self)
	if not record_of(self, ENUM) then
		return fail("Expected ':' not '.' calling member function GetEnums")
	end
	local handles = {}
	for name in gmatch(P.host("enum.names"), "[^ ]+") do
		handles[#handles + 1] = enum_of(name).handle
	end
	return handles
end

P.G.Enum = make_handle("Enums", "Enums", ENUM, {}, { GetEnums = get_enums }, function(key)
	local enum = type(key) == "string" and enum_of(key)
	if not enum then return fail(P.tostring(key) .. " is not a valid member of Enums") end
	return enum.handle
end)
