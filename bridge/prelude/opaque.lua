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

-- A new kind of value without fields, which `type` reports as `typename`; returns its constructor.
function P.new_opaque_type(typename, to_text)
	local kind = N.ffi.typeof("struct {}")
	local metatable = P.fill_operator_errors({}, typename)
	metatable.__eq = N.rawequal
	N.ffi.metatype(kind, metatable)
	P.set_typename(kind, typename, to_text)
	return kind
end
