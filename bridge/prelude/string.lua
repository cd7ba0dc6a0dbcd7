-- The string library apart from patterns (patterns.lua), format (format.lua) and pack (pack.lua).

local P = ...
local N = P.native
local native = N.string
local type, select = N.type, N.select
local check_int, check_string, arg_error, fail = P.check_int, P.check_string, P.arg_error, P.error
local sub, byte, char, find, rep = native.sub, native.byte, native.char, native.find, native.rep
local concat = N.table.concat
local charge, charge_bytes = P.charge, P.charge_bytes

-- Luau's MAXSSIZE: no string grows past 2^30 bytes here.
local LENGTH_MAX = 2 ^ 30
-- Luau's LUAI_MAXCSTACK: values a C function may push, its arguments included.
local RESULTS_MAX = 8000

local string = {}
P.G.string = string

-- An optional position as Luau's `int`, ready for a native that counts from both ends.
local function opt_position(value, default, n, fname, argc)
	if value == nil then
		return default
	end
	return check_int(value, n, fname, argc)
end

function string.len(...)
	local s = ...
	if type(s) ~= "string" then
		s = check_string(s, 1, "len", select("#", ...))
	end
	return #s
end

function string.sub(...)
	local s, i, j = ...
	local argc = select("#", ...)
	if type(s) ~= "string" then
		s = check_string(s, 1, "sub", argc)
	end
	i = check_int(i, 2, "sub", argc)
	charge_bytes(#s)
	if j == nil then
		return sub(s, i)
	end
	return sub(s, i, check_int(j, 3, "sub", argc))
end

local function define_mapping(name, f)
	string[name] = function(...)
		local s = ...
		if type(s) ~= "string" then
			s = check_string(s, 1, name, select("#", ...))
		end
		charge_bytes(#s)
		return f(s)
	end
end

define_mapping("lower", native.lower)
define_mapping("upper", native.upper)
define_mapping("reverse", native.reverse)

-- Two arguments only: a separator is ignored in Luau.
function string.rep(...)
	local s, n = ...
	local argc = select("#", ...)
	s = check_string(s, 1, "rep", argc)
	n = check_int(n, 2, "rep", argc)
	if n <= 0 then
		return ""
	elseif #s * n > LENGTH_MAX then
		return fail("resulting string too large")
	end
	charge_bytes(#s * n)
	return rep(s, n)
end

function string.byte(...)
	local s, i, j = ...
	local argc = select("#", ...)
	s = check_string(s, 1, "byte", argc)
	i = opt_position(i, 1, 2, "byte", argc)
	if j == nil then
		-- The default of the end is the start *after* conversion: byte(s, 0) is an empty interval.
		if i < 0 then
			i = i + #s + 1
		end
		if i <= 0 then
			return
		end
		return byte(s, i)
	end
	j = check_int(j, 3, "byte", argc)
	local first = i < 0 and i + #s + 1 or i
	local last = j < 0 and j + #s + 1 or j
	first = first < 1 and 1 or first
	last = last > #s and #s or last
	if last - first + 1 + argc > RESULTS_MAX then
		return fail("stack overflow (string slice too long)")
	end
	if last > first then charge(last - first) end
	return byte(s, first, last)
end

function string.char(...)
	local argc = select("#", ...)
	if argc == 1 then
		local code = check_int((...), 1, "char", 1)
		if code < 0 or code > 255 then
			return arg_error(1, "char", "invalid value")
		end
		return char(code)
	end
	local codes = { ... }
	for i = 1, argc do
		local code = check_int(codes[i], i, "char", argc)
		if code < 0 or code > 255 then
			return arg_error(i, "char", "invalid value")
		end
		codes[i] = char(code)
	end
	return concat(codes, "", 1, argc)
end

local function split_bytes(s)
	local parts = {}
	for i = 1, #s do
		parts[i] = sub(s, i, i)
	end
	return parts
end

function string.split(...)
	local s, separator = ...
	local argc = select("#", ...)
	s = check_string(s, 1, "split", argc)
	separator = separator == nil and "," or check_string(separator, 2, "split", argc)
	charge_bytes(#s)
	if separator == "" then
		charge(#s)
		return split_bytes(s)
	end
	local parts, count, from = {}, 0, 1
	while true do
		local first, last = find(s, separator, from, true)
		count = count + 1
		if not first then
			parts[count] = sub(s, from)
			return parts
		end
		parts[count] = sub(s, from, first - 1)
		from = last + 1
	end
end
