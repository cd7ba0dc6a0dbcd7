-- Metatables of the value types that are neither tables nor Lua's own: buffer, integer, vector. Owns
-- what happens when an operator meets such a value that does not support it.
--
-- A buffer or integer is an FFI struct without fields; its content lives in a private weak table keyed by
-- it. So identity, table keys and `==` come for free, and a script can reach no pointer or field.

local P = ...
local N = P.native
local fail = P.error

local ARITHMETIC = {
	__add = "add", __sub = "sub", __mul = "mul", __div = "div", __mod = "mod", __pow = "pow", __idiv = "idiv",
}

-- Fills `metatable` with handlers that raise Luau's text for `typename`, leaving present events alone.
function P.fill_operator_errors(metatable, typename)
	local function default(event, handler)
		if metatable[event] == nil then
			metatable[event] = handler
		end
	end
	for event, name in N.pairs(ARITHMETIC) do
		default(event, function(a, b) return P.arithmetic_error(name, a, b) end)
	end
	local function index_error(_, key)
		local shown = N.type(key) == "string" and "'" .. key .. "'" or P.typeof(key)
		return fail("attempt to index " .. typename .. " with " .. shown)
	end
	default("__index", index_error)
	default("__newindex", index_error)
	default("__unm", function()
		return fail("attempt to perform arithmetic (unm) on " .. typename)
	end)
	default("__len", function()
		return fail("attempt to get length of a " .. typename .. " value")
	end)
	default("__concat", function(a, b)
		return fail("attempt to concatenate " .. P.typeof(a) .. " with " .. P.typeof(b))
	end)
	default("__lt", function(a, b)
		return fail("attempt to compare " .. P.typeof(a) .. " < " .. P.typeof(b))
	end)
	default("__le", function(a, b)
		return fail("attempt to compare " .. P.typeof(a) .. " <= " .. P.typeof(b))
	end)
	default("__call", function()
		return fail("attempt to call a " .. typename .. " value")
	end)
	return metatable
end

-- Metatables of FFI kinds by type number: natives give no access to them.
local METATABLES = {}

-- Makes `kind` the type `typename` with these metamethods, printed by `to_text` (default: as an address).
function P.define_value_type(kind, metatable, typename, to_text)
	P.fill_operator_errors(metatable, typename)
	N.ffi.metatype(kind, metatable)
	P.set_typename(kind, typename, to_text)
	-- Values with this event would count as iterators; Luau says they cannot be iterated.
	local visible = {}
	for event, handler in N.pairs(metatable) do
		visible[event] = handler
	end
	visible.__call = nil
	METATABLES[N.tonumber(kind)] = visible
end

local metatable_of = P.metatable_of

function P.metatable_of(v)
	if N.type(v) == "cdata" then
		return METATABLES[N.tonumber(N.ffi.typeof(v))]
	end
	return metatable_of(v)
end

-- A new kind of value without fields, which `type` reports as `typename`; returns its constructor.
function P.new_opaque_type(typename, to_text)
	local kind = N.ffi.typeof("struct {}")
	P.define_value_type(kind, { __eq = N.rawequal }, typename, to_text)
	return kind
end
