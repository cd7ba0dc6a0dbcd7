-- Metatables of nil, boolean, number, string, function and thread: they exist only to word errors as Luau does, and
-- to let the operand with a real metamethod answer. Programs never see them (base.lua hides them).
local P = ...
local native = P.native
local type, rawget = native.type, native.rawget
local raw_metatable, set_raw_metatable = native.debug.getmetatable, native.debug.setmetatable
local getinfo = native.debug.getinfo
local string_native = native.string

local function key_text(key)
	if type(key) == "string" and #key <= 64 then return "'" .. key .. "'" end
	return P.typeof(key)
end
P.key_text = key_text

local function store(v, key)
	return P.error("attempt to index " .. P.typeof(v) .. " with " .. key_text(key), 1, "set")
end

local function index(v, key) return P.error("attempt to index " .. P.typeof(v) .. " with " .. key_text(key), 1) end

-- Arithmetic reaches the left operand's metatable first, so a base type must hand over to a real handler on the right.
local function arithmetic(event, word)
	return function(a, b)
		local kind = type(b)
		if kind == "table" or kind == "userdata" or kind == "cdata" then
			local metatable = raw_metatable(b)
			local handler = metatable and rawget(metatable, event)
			if handler then return handler(a, b) end
		end
		return P.arithmetic_error(word, a, b)
	end
end

function P.arithmetic_error(word, a, b)
	local left, right = P.typeof(a), P.typeof(b)
	local operands = (left == right) and left or left .. " and " .. right
	return P.error("attempt to perform arithmetic (" .. word .. ") on " .. operands, 1, word)
end

local function less(a, b)
	return P.error("attempt to compare " .. P.typeof(a) .. " < " .. P.typeof(b), 1, "compare")
end

local function less_equal(a, b)
	return P.error("attempt to compare " .. P.typeof(a) .. " <= " .. P.typeof(b), 1, "compare")
end

local function length(v) return P.error("attempt to get length of a " .. P.typeof(v) .. " value", 1) end

local function call(v, first)
	if v == nil then
		local info = getinfo(1, "n")
		if info.namewhat == "method" then
			return P.error("attempt to call missing method '" .. info.name .. "' of " .. P.typeof(first), 1)
		end
	end
	return P.error("attempt to call a " .. P.typeof(v) .. " value", 1)
end

local function concat(a, b)
	local kind = type(b)
	if kind == "table" or kind == "userdata" or kind == "cdata" then
		local metatable = raw_metatable(b)
		local handler = metatable and rawget(metatable, "__concat")
		if handler then return handler(a, b) end
	end
	return P.error("attempt to concatenate " .. P.typeof(a) .. " with " .. P.typeof(b), 1, "concat")
end

local add, subtract = arithmetic("__add", "add"), arithmetic("__sub", "sub")
local multiply, divide = arithmetic("__mul", "mul"), arithmetic("__div", "div")
local modulo, power = arithmetic("__mod", "mod"), arithmetic("__pow", "pow")
local function negate(v)
	return P.error("attempt to perform arithmetic (unm) on " .. P.typeof(v), 1, "unm")
end

local function base_metatable(with_arithmetic)
	local metatable = {
		__index = index, __newindex = store, __call = call, __concat = concat, __lt = less, __le = less_equal,
		__len = length,
	}
	if with_arithmetic then
		metatable.__add, metatable.__sub, metatable.__mul, metatable.__div = add, subtract, multiply, divide
		metatable.__mod, metatable.__pow, metatable.__unm = modulo, power, negate
	end
	return metatable
end

set_raw_metatable(nil, base_metatable(true))
set_raw_metatable(true, base_metatable(true))
-- Not on numbers: the other operand's handler must come first in `2 * vector`.
set_raw_metatable(0, base_metatable(false))
set_raw_metatable(type, base_metatable(true))
set_raw_metatable(native.coroutine.create(function() end), base_metatable(true))

local strings = base_metatable(true)
strings.__len = nil
strings.__index = string_native
set_raw_metatable("", strings)
P.string_metatable = strings
