-- Read-only tables. LuaJIT has no such flag, so freezing moves the pairs into a shadow: the table itself stays empty
-- behind a private metatable that reads the shadow and refuses writes. Identity, aliases and use as a key survive.
-- Whatever looks at a table without metamethods must go through P.raw_view.
--
-- A frozen class keeps its metamethods in the table too, because LuaJIT looks them up there. Stores that name one of
-- them ask R.unlocked first; known gap: a store by a computed key is not refused (and has no effect that `pairs` or
-- `rawget` shows).
local P = ...
local native = P.native
local next, rawget, rawset, setmetatable = native.next, native.rawget, native.rawset, native.setmetatable
local type = native.type
local raw_metatable = native.debug.getmetatable
local table_new, table_clear = native.table_new, native.table_clear

local WEAK_KEYS = { __mode = "k" }
local SHADOW = setmetatable({}, WEAK_KEYS) -- frozen table -> its pairs
local METATABLE = setmetatable({}, WEAK_KEYS) -- frozen table -> the metatable programs see
local EVENTS = {
	"__index", "__newindex", "__call", "__eq", "__lt", "__le", "__len", "__concat", "__unm", "__mode",
	"__add", "__sub", "__mul", "__div", "__mod", "__pow",
}
local READONLY = "attempt to modify a readonly table"

function P.is_frozen(t) return SHADOW[t] ~= nil end
function P.raw_view(t) return SHADOW[t] or t end

-- The metatable programs see, without regard to __metatable.
function P.metatable_of(t)
	if SHADOW[t] then return METATABLE[t] end
	return raw_metatable(t)
end

-- For library functions that write: Luau raises this without a position.
function P.check_writable(t)
	if SHADOW[t] then return P.error(READONLY, 0) end
	return t
end

local function refuse() return P.error(READONLY, 1, "set") end

-- For stores to a field that may be one of those left in the table (lowering/locked_fields.py): the table.
function P.R.unlocked(t, event)
	local shadow = SHADOW[t]
	if shadow and shadow[event] ~= nil then return refuse() end
	return t
end

-- The metatable stays alive after freezing: __index and __newindex are looked up at each use.
local function reader(shadow, metatable)
	return function(t, key)
		local value = shadow[key]
		if value ~= nil then return value end
		local handler = rawget(P.raw_view(metatable), "__index")
		if handler == nil then return nil end
		if type(handler) == "function" then return handler(t, key) end
		return handler[key]
	end
end

local function writer(shadow, metatable)
	return function(t, key, value)
		if shadow[key] == nil then
			local handler = rawget(P.raw_view(metatable), "__newindex")
			if type(handler) == "function" then
				handler(t, key, value)
				return
			elseif handler ~= nil then
				handler[key] = value
				return
			end
		end
		return refuse()
	end
end

local function private_metatable(shadow, metatable)
	if not metatable then return { __index = shadow, __newindex = refuse } end
	local private = {}
	for event, handler in next, P.raw_view(metatable) do private[event] = handler end
	private.__index = reader(shadow, metatable)
	private.__newindex = writer(shadow, metatable)
	if private.__mode ~= nil then setmetatable(shadow, { __mode = private.__mode }) end
	return private
end

-- Freezes `t` for good and returns it; no checks. `never_metatable`: no value has `t` for its metatable.
function P.freeze(t, never_metatable)
	if SHADOW[t] then return t end
	local metatable = raw_metatable(t)
	local shadow = table_new(#t, 0)
	for key, value in next, t do shadow[key] = value end
	table_clear(t)
	for i = 1, never_metatable and 0 or #EVENTS do
		local handler = shadow[EVENTS[i]]
		if handler ~= nil then rawset(t, EVENTS[i], handler) end
	end
	SHADOW[t] = shadow
	METATABLE[t] = metatable
	native.debug.setmetatable(t, private_metatable(shadow, metatable))
	return t
end

