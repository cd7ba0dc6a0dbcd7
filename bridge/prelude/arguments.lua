-- Checks of library arguments with Luau's texts. All take (value, position, function name, argument count);
-- a nil value beyond the argument count is "missing", otherwise "got nil".
local P = ...
local native = P.native
local type, tonumber = native.type, native.tonumber
local floor, ceil = native.math.floor, native.math.ceil

local function raise(text) return P.error(text, 1) end

function P.arg_error(n, fname, reason)
	return raise("invalid argument #" .. n .. " to '" .. fname .. "' (" .. reason .. ")")
end

local function type_error(v, n, fname, argc, expected)
	if v == nil and argc and argc < n then
		return raise("missing argument #" .. n .. " to '" .. fname .. "' (" .. expected .. " expected)")
	end
	return P.arg_error(n, fname, expected .. " expected, got " .. P.typeof(v))
end
P.type_error = type_error

function P.check_any(v, n, fname, argc)
	if v == nil and argc and argc < n then return raise("missing argument #" .. n) end
	return v
end

-- Numeric strings are numbers to every library function.
function P.check_number(v, n, fname, argc)
	if type(v) == "number" then return v end
	local number = type(v) == "string" and tonumber(v)
	if number then return number end
	return type_error(v, n, fname, argc, "number")
end
local check_number = P.check_number

-- C truncation to 32 bits; what does not fit becomes -2^31, as x86-64 converts it.
function P.to_int(v)
	local i = v < 0 and ceil(v) or floor(v)
	if i >= -2147483648 and i <= 2147483647 then return i end
	return -2147483648
end
local to_int = P.to_int

-- Truncation to 64 bits (what does not fit becomes -2^63), then modulo 2^32.
function P.to_unsigned(v)
	local i = v < 0 and ceil(v) or floor(v)
	if i >= -9223372036854775808 and i < 9223372036854775808 then return i % 4294967296 end
	return 0
end
local to_unsigned = P.to_unsigned

function P.check_int(v, n, fname, argc)
	if type(v) ~= "number" then v = check_number(v, n, fname, argc) end
	return to_int(v)
end

function P.check_unsigned(v, n, fname, argc)
	if type(v) ~= "number" then v = check_number(v, n, fname, argc) end
	return to_unsigned(v)
end

function P.check_string(v, n, fname, argc)
	if type(v) == "string" then return v end
	if type(v) == "number" then return P.number_to_text(v) end
	return type_error(v, n, fname, argc, "string")
end

function P.check_table(v, n, fname, argc)
	if type(v) == "table" then return v end
	return type_error(v, n, fname, argc, "table")
end

function P.check_function(v, n, fname, argc)
	if type(v) == "function" then return v end
	return type_error(v, n, fname, argc, "function")
end

function P.check_boolean(v, n, fname, argc)
	if type(v) == "boolean" then return v end
	return type_error(v, n, fname, argc, "boolean")
end

function P.check_thread(v, n, fname, argc)
	if type(v) == "thread" then return v end
	return type_error(v, n, fname, argc, "thread")
end

-- Optional arguments: nil stands for the default, absent or not.
function P.opt_number(v, default, n, fname)
	if v == nil then return default end
	return check_number(v, n, fname)
end

function P.opt_int(v, default, n, fname)
	if v == nil then return default end
	return P.check_int(v, n, fname)
end

function P.opt_string(v, default, n, fname)
	if v == nil then return default end
	return P.check_string(v, n, fname)
end

function P.opt_table(v, default, n, fname)
	if v == nil then return default end
	return P.check_table(v, n, fname)
end

function P.opt_function(v, default, n, fname)
	if v == nil then return default end
	return P.check_function(v, n, fname)
end

function P.opt_boolean(v, default, n, fname)
	if v == nil then return default end
	return P.check_boolean(v, n, fname)
end
