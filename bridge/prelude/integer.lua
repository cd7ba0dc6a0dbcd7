-- The integer library: Luau's 64-bit signed integers, a type of its own without operators.
--
-- Equality and table keys go by value in Luau, so every integer is interned: one handle per value, found
-- through a weak table. Literals reach P.R.integer; buffer.lua and format.lua use P.new_integer,
-- P.check_integer and P.integer_value.

local P = ...
local N = P.native
local type, select, tonumber, tostring = N.type, N.select, N.tonumber, N.tostring
local ffi, bit = N.ffi, N.bit
local find, sub, byte = N.string.find, N.string.sub, N.string.byte
local check_number, check_int, check_string = P.check_number, P.check_int, P.check_string
local arg_error, type_error, fail = P.arg_error, P.type_error, P.error

local int64, uint64 = ffi.typeof("int64_t"), ffi.typeof("uint64_t")
local MIN = bit.lshift(int64(1), 63)
local MAX = bit.bnot(MIN)

local VALUES = N.setmetatable({}, { __mode = "k" })
local INTERNED = N.setmetatable({}, { __mode = "v" })

local function to_text(handle)
	return (sub(tostring(VALUES[handle]), 1, -3)) -- drops LuaJIT's "LL"
end

local new_handle = P.new_opaque_type("integer", to_text)

-- Within 2^53 the double is the key; beyond it the text, which is exact.
local function new_integer(value)
	value = int64(value)
	local key = tonumber(value)
	if key > 9007199254740992 or key < -9007199254740992 then
		key = tostring(value)
	end
	local handle = INTERNED[key]
	if not handle then
		handle = new_handle()
		VALUES[handle] = value
		INTERNED[key] = handle
	end
	return handle
end
P.new_integer = new_integer

-- The int64 of an integer value, or nil for anything else.
function P.integer_value(v)
	return v ~= nil and VALUES[v] or nil
end

local function check(v, n, fname, argc)
	local value = v ~= nil and VALUES[v]
	if not value then
		return type_error(v, n, fname, argc, "integer")
	end
	return value
end
P.check_integer = check

local integer = { maxsigned = new_integer(MAX), minsigned = new_integer(MIN) }
P.G.integer = integer
-- The constants must stay the interned handles of their values for good.
local _ = integer.maxsigned and integer.minsigned

local DIGIT_BASE = { [48] = 0, [65] = -7, [97] = -39 }

local function digit_value(code)
	if not code then
		return 99
	elseif code >= 97 and code <= 122 then
		return code - 48 + DIGIT_BASE[97]
	elseif code >= 65 and code <= 90 then
		return code - 48 + DIGIT_BASE[65]
	elseif code >= 48 and code <= 57 then
		return code - 48
	end
	return 99
end

-- Digits of `text` from `at` in `base`: magnitude (mod 2^64), overflow flag, position after them.
local function scan_digits(text, at, base)
	local value, limit, overflow = uint64(0), uint64(-1), false
	local digit = digit_value(byte(text, at))
	while digit < base do
		overflow = overflow or value > (limit - digit) / base
		value = value * base + digit
		at = at + 1
		digit = digit_value(byte(text, at))
	end
	return value, overflow, at
end

-- C's strtoull: white space, sign, "0x" for base 16; saturates; a negative wraps. Returns nil when there
-- is no digit, else the value and the position after it.
local function scan_unsigned(text, base)
	local at = find(text, "%S") or #text + 1
	local sign = sub(text, at, at)
	if sign == "-" or sign == "+" then
		at = at + 1
	end
	if base == 16 and find(text, "^0[xX]%x", at) then
		at = at + 2
	end
	local value, overflow, after = scan_digits(text, at, base)
	if after == at then
		return nil
	elseif overflow then
		return uint64(-1), after
	end
	return sign == "-" and -value or value, after
end

-- C's strtoll in base 10: clamps instead of wrapping.
local function scan_signed(text)
	local at = find(text, "%S") or #text + 1
	local sign = sub(text, at, at)
	if sign == "-" or sign == "+" then
		at = at + 1
	end
	local value, overflow, after = scan_digits(text, at, 10)
	if after == at then
		return nil
	elseif sign == "-" then
		return (overflow or value > uint64(MIN)) and MIN or -int64(value), after
	end
	return (overflow or value > uint64(MAX)) and MAX or int64(value), after
end

local function parse(text, base)
	local zero = find(text, "\0", 1, true)
	if zero then
		text = sub(text, 1, zero - 1)
	end
	local value, after
	if base == 10 then
		value, after = scan_signed(text)
		if value and find(text, "^[xX]", after) then
			value, after = scan_unsigned(text, 16)
		end
	else
		value, after = scan_unsigned(text, base)
	end
	if not value or find(text, "%S", after) then
		return nil
	end
	return int64(value)
end

-- A literal; lowering hands its value over as decimal text.
function P.R.integer(text)
	return new_integer(parse(text, 10))
end

function integer.create(...)
	local x = check_number((...), 1, "create", select("#", ...))
	if x >= -9223372036854775808 and x < 9223372036854775808 and x % 1 == 0 then
		return new_integer(x)
	end
	return nil
end

function integer.tonumber(...)
	return tonumber(check((...), 1, "tonumber", select("#", ...)))
end

function integer.fromstring(...)
	local text, base = ...
	local argc = select("#", ...)
	text = check_string(text, 1, "fromstring", argc)
	base = base == nil and 10 or check_int(base, 2, "fromstring", argc)
	if base < 2 or base > 36 then
		return arg_error(2, "fromstring", "base out of range")
	end
	local value = parse(text, base)
	return value and new_integer(value) or nil
end

-- Arithmetic ---------------------------------------------------------------------------------------

local function define_unary(name, f)
	integer[name] = function(...)
		return new_integer(f(check((...), 1, name, select("#", ...))))
	end
end

local function define_binary(name, f)
	integer[name] = function(...)
		local a, b = ...
		local argc = select("#", ...)
		local x = check(a, 1, name, argc)
		return new_integer(f(x, check(b, 2, name, argc)))
	end
end

local function define_division(name, f, overflows)
	define_binary(name, function(x, y)
		if y == 0 then
			return fail("division by zero")
		elseif overflows and x == MIN and y == -1 then
			return fail("integer overflow")
		end
		return f(x, y)
	end)
end

local function remainder(x, y)
	if y == -1 then
		return int64(0)
	end
	return x - x / y * y
end

local function opposite_signs(x, y)
	return (x < 0) ~= (y < 0)
end

define_unary("neg", function(x) return -x end)
define_binary("add", function(x, y) return x + y end)
define_binary("sub", function(x, y) return x - y end)
define_binary("mul", function(x, y) return x * y end)
define_division("div", function(x, y) return x / y end, true)
define_division("idiv", function(x, y)
	local quotient = x / y
	return quotient * y ~= x and opposite_signs(x, y) and quotient - 1 or quotient
end, true)
define_division("rem", remainder)
define_division("mod", function(x, y)
	local rest = remainder(x, y)
	return rest ~= 0 and opposite_signs(x, y) and rest + y or rest
end)
define_division("udiv", function(x, y) return uint64(x) / uint64(y) end)
define_division("urem", function(x, y) return uint64(x) % uint64(y) end)

local function define_fold(name, first, combine, finish)
	integer[name] = function(...)
		local argc = select("#", ...)
		local values, result, from = { ... }, first, 1
		if not first then
			result, from = check(values[1], 1, name, argc), 2
		end
		for i = from, argc do
			result = combine(result, check(values[i], i, name, argc))
		end
		return finish(result)
	end
end

define_fold("min", nil, function(x, y) return y < x and y or x end, new_integer)
define_fold("max", nil, function(x, y) return y > x and y or x end, new_integer)
define_fold("band", int64(-1), bit.band, new_integer)
define_fold("bor", int64(0), bit.bor, new_integer)
define_fold("bxor", int64(0), bit.bxor, new_integer)
define_fold("btest", int64(-1), bit.band, function(x) return x ~= 0 end)

function integer.clamp(...)
	local a, b, c = ...
	local argc = select("#", ...)
	local x, low, high = check(a, 1, "clamp", argc), check(b, 2, "clamp", argc), check(c, 3, "clamp", argc)
	if low > high then
		return arg_error(3, "clamp", "max must be greater than or equal to min")
	end
	return new_integer(x < low and low or x > high and high or x)
end

-- Comparison ---------------------------------------------------------------------------------------

local function define_comparison(name, f)
	integer[name] = function(...)
		local a, b = ...
		local argc = select("#", ...)
		local x = check(a, 1, name, argc)
		return f(x, check(b, 2, name, argc))
	end
end

define_comparison("lt", function(x, y) return x < y end)
define_comparison("le", function(x, y) return x <= y end)
define_comparison("gt", function(x, y) return x > y end)
define_comparison("ge", function(x, y) return x >= y end)
define_comparison("ult", function(x, y) return uint64(x) < uint64(y) end)
define_comparison("ule", function(x, y) return uint64(x) <= uint64(y) end)
define_comparison("ugt", function(x, y) return uint64(x) > uint64(y) end)
define_comparison("uge", function(x, y) return uint64(x) >= uint64(y) end)

-- Bits ---------------------------------------------------------------------------------------------

-- Shifts by more than 63 leave nothing; negative counts shift the other way.
local function shift(x, count, forth, back)
	if count < -63 or count > 63 then
		return int64(0)
	elseif count < 0 then
		return back(x, tonumber(-count))
	end
	return forth(x, tonumber(count))
end

define_unary("bnot", bit.bnot)
define_unary("bswap", bit.bswap)
define_binary("lshift", function(x, count) return shift(x, count, bit.lshift, bit.rshift) end)
define_binary("rshift", function(x, count) return shift(x, count, bit.rshift, bit.lshift) end)
define_binary("arshift", function(x, count)
	if count > 63 then
		return bit.arshift(x, 63)
	end
	return shift(x, count, bit.arshift, bit.lshift)
end)
define_binary("lrotate", function(x, count) return bit.rol(x, tonumber(bit.band(count, 63))) end)
define_binary("rrotate", function(x, count) return bit.ror(x, tonumber(bit.band(count, 63))) end)

define_unary("countlz", function(x)
	local count, rest = 64, uint64(x)
	while rest ~= 0 do
		rest, count = bit.rshift(rest, 1), count - 1
	end
	return count
end)
define_unary("countrz", function(x)
	local count = 0
	while count < 64 and bit.band(bit.rshift(x, count), 1) == 0 do
		count = count + 1
	end
	return count
end)

-- Field position and mask, with Luau's checks in Luau's order.
local function check_field(field, width, n, fname, argc)
	field = check(field, n, fname, argc)
	width = width == nil and int64(1) or check(width, n + 1, fname, argc)
	if field < 0 or field > 63 then
		arg_error(n, fname, "field cannot be negative")
	end
	if width <= 0 then
		arg_error(n + 1, fname, "width must be positive")
	end
	if width > 64 or field + width > 64 then
		fail("trying to access non-existent bits")
	end
	return tonumber(field), bit.rshift(int64(-1), 64 - tonumber(width))
end

function integer.extract(...)
	local a, field, width = ...
	local argc = select("#", ...)
	local x = check(a, 1, "extract", argc)
	local at, mask = check_field(field, width, 2, "extract", argc)
	return new_integer(bit.band(bit.rshift(x, at), mask))
end

function integer.replace(...)
	local a, b, field, width = ...
	local argc = select("#", ...)
	local x, y = check(a, 1, "replace", argc), check(b, 2, "replace", argc)
	local at, mask = check_field(field, width, 3, "replace", argc)
	local kept = bit.band(x, bit.bnot(bit.lshift(mask, at)))
	return new_integer(bit.bor(kept, bit.lshift(bit.band(y, mask), at)))
end
