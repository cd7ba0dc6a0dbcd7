-- Type names and tostring. Luau has types that are cdata here (vector, buffer, integer); host userdata have names.
local P = ...
local native = P.native
local type, tostring, tonumber, rawget = native.type, native.tostring, native.tonumber, native.rawget
local raw_metatable = native.debug.getmetatable
local typeof_cdata = native.ffi.typeof
local format = native.string.format
local setmetatable, select = native.setmetatable, native.select
local G = P.G

local cdata_names, cdata_text = {}, {}
local cdata_typeof = {} -- where typeof says another name than type
local TYPENAME = {} -- key of the name in a metatable; no program can form it
P.TYPENAME = TYPENAME

-- Names a kind of value: `kind` is an FFI type (then `to_text` prints its values) or the metatable of host userdata.
function P.set_typename(kind, name, to_text)
	if type(kind) == "cdata" then
		cdata_names[tonumber(kind)] = name
		cdata_text[tonumber(kind)] = to_text
	else
		kind[TYPENAME] = name
	end
end

-- The name `typeof` gives the values of an FFI type, when `type` gives another.
function P.set_typeof_name(kind, name)
	cdata_typeof[tonumber(kind)] = name
end

local function luau_type(v)
	local name = type(v)
	if name == "cdata" then return cdata_names[tonumber(typeof_cdata(v))] or name end
	return name
end
P.type = luau_type

function P.typeof(v)
	local name = type(v)
	if name == "userdata" then
		local metatable = raw_metatable(v)
		return metatable and rawget(metatable, TYPENAME) or name
	end
	if name == "cdata" then return cdata_typeof[tonumber(typeof_cdata(v))] or luau_type(v) end
	return name
end
local typeof = P.typeof

function G.type(...)
	local v = ...
	if v == nil and select("#", ...) == 0 then return P.error("missing argument #1", 1) end
	return luau_type(v)
end

function G.typeof(...)
	local v = ...
	if v == nil and select("#", ...) == 0 then return P.error("missing argument #1", 1) end
	return typeof(v)
end

-- Identity numbers in order of first use stand for addresses, so that output and order do not differ between runs.
local identities = setmetatable({}, { __mode = "k" })
local identity_count = 0

function P.identity(v)
	local id = identities[v]
	if not id then
		identity_count = identity_count + 1
		id = identity_count
		identities[v] = id
	end
	return id
end
local identity = P.identity

-- Objects that became keys of tables, in the order in which they first did; lowered code and whatever else stores
-- under a key of the program's numbers it. Compiled code is left with nothing for a number or a string.
local key_ranks = setmetatable({}, { __mode = "k" })
local key_count = 0

local function rank_key(key)
	local rank = key_ranks[key]
	if not rank then
		key_count = key_count + 1
		rank = key_count
		key_ranks[key] = rank
	end
	return rank
end
P.key_rank = rank_key

function P.R.K(key)
	local name = type(key)
	if name ~= "number" and name ~= "string" and name ~= "boolean" and key ~= nil then
		if name == "cdata" then key = P.stored_key(key) end
		rank_key(key)
	end
	return key
end

-- The key under which a table is read: as a key a vector goes by its value (vector.lua).
function P.R.V(key)
	if type(key) == "cdata" then return P.read_key(key) end
	return key
end

local ADDRESS_BASE, ADDRESS_STEP = 0x5f0000000000, 0x20

-- What such a text costs in ticks of the budget.
local ADDRESS_TICKS = 20

local function address(name, v)
	P.charge(ADDRESS_TICKS)
	return format("%s: 0x%016x", name, ADDRESS_BASE + identity(v) * ADDRESS_STEP)
end

local function luau_tostring(v)
	local name = type(v)
	if name == "string" then return v end
	if name == "number" then return P.number_to_text(v) end
	if name == "nil" or name == "boolean" then return tostring(v) end
	if name == "cdata" then
		local to_text = cdata_text[tonumber(typeof_cdata(v))]
		return to_text and to_text(v) or address(luau_type(v), v)
	end
	local metatable = (name == "table" and P.metatable_of(v)) or (name == "userdata" and raw_metatable(v))
	local method = metatable and rawget(P.raw_view(metatable), "__tostring")
	if method then
		local text = P.guard_c_call(method, v)
		if type(text) == "string" then return text end
		if type(text) == "number" then return P.number_to_text(text) end
		return P.error("'__tostring' must return a string", 1)
	end
	return address(name == "userdata" and typeof(v) or name, v)
end
P.tostring = luau_tostring

function G.tostring(...)
	local v = ...
	if v == nil and select("#", ...) == 0 then return P.error("missing argument #1", 1) end
	local text = luau_tostring(v)
	return text -- no tail call: `error` in a __tostring counts this frame
end

-- The text of a value in traces of the host: never calls user code.
function P.describe(v)
	local name = type(v)
	if name == "string" or name == "number" or name == "nil" or name == "boolean" then return luau_tostring(v) end
	if name == "cdata" then return luau_tostring(v) end
	return address(typeof(v), v)
end
P.address = address
