-- The bit32 library, on LuaJIT's `bit`.
--
-- `bit` rounds its arguments and works on int32; Luau truncates toward zero and works on uint32. So
-- arguments are truncated first and results are taken modulo 2^32.

local P = ...
local N = P.native
local type, select, floor = N.type, N.select, N.math.floor
local bit = N.bit
local band, bor, bxor, bnot = bit.band, bit.bor, bit.bxor, bit.bnot
local lshift, rshift, arshift, rol, ror = bit.lshift, bit.rshift, bit.arshift, bit.rol, bit.ror
local check_number, check_int, arg_error, fail = P.check_number, P.check_int, P.arg_error, P.error
local to_unsigned = P.to_unsigned

local bit32 = {}
P.G.bit32 = bit32

-- A number as `bit` takes it: whole, and equal to Luau's unsigned value modulo 2^32. Luau goes through
-- int64: NaN and everything beyond its range become -2^63, whose low 32 bits are 0.
local function to_bits(x)
	if x >= 0 and x <= 4294967295 then
		return floor(x)
	end
	return to_unsigned(x)
end

local function check_bits(v, n, fname, argc)
	if type(v) ~= "number" then
		v = check_number(v, n, fname, argc)
	end
	return to_bits(v)
end

local function fold(name, neutral, combine)
	local function many(argc, ...)
		local values, result = { ... }, neutral
		for i = 1, argc do
			result = combine(result, check_bits(values[i], i, name, argc))
		end
		return result
	end
	return function(...)
		local argc = select("#", ...)
		if argc == 2 then
			local a, b = ...
			return combine(check_bits(a, 1, name, 2), check_bits(b, 2, name, 2))
		end
		return many(argc, ...)
	end
end

local and_all, or_all, xor_all = fold("band", -1, band), fold("bor", 0, bor), fold("bxor", 0, bxor)
local test_all = fold("btest", -1, band)

function bit32.band(...)
	return and_all(...) % 4294967296
end

function bit32.bor(...)
	return or_all(...) % 4294967296
end

function bit32.bxor(...)
	return xor_all(...) % 4294967296
end

function bit32.btest(...)
	return test_all(...) ~= 0
end

function bit32.bnot(...)
	local a = ...
	return bnot(check_bits(a, 1, "bnot", select("#", ...))) % 4294967296
end

-- Positive counts shift left, negative ones right; 32 and more leaves nothing.
local function shift(bits, count)
	if count >= 32 or count <= -32 then
		return 0
	elseif count < 0 then
		return rshift(bits, -count) % 4294967296
	end
	return lshift(bits, count) % 4294967296
end

-- The reference build evaluates the arguments of these four from right to left, so the count is
-- checked first.
local function check_shift(a, count, fname, argc)
	count = check_int(count, 2, fname, argc)
	return check_bits(a, 1, fname, argc), count
end

function bit32.lshift(...)
	local a, b = ...
	local bits, count = check_shift(a, b, "lshift", select("#", ...))
	return shift(bits, count)
end

function bit32.rshift(...)
	local a, b = ...
	local bits, count = check_shift(a, b, "rshift", select("#", ...))
	return shift(bits, -count)
end

function bit32.arshift(...)
	local a, count = ...
	local argc = select("#", ...)
	local bits = check_bits(a, 1, "arshift", argc)
	count = check_int(count, 2, "arshift", argc)
	if count < 0 then
		return shift(bits, -count)
	end
	return arshift(bits, count > 31 and 31 or count) % 4294967296
end

function bit32.lrotate(...)
	local a, b = ...
	local bits, count = check_shift(a, b, "lrotate", select("#", ...))
	return rol(bits, count) % 4294967296
end

function bit32.rrotate(...)
	local a, b = ...
	local bits, count = check_shift(a, b, "rrotate", select("#", ...))
	return ror(bits, count) % 4294967296
end

-- Field position and width, checked in Luau's order. Returns the mask of `width` ones as well.
local function check_field(field, width, n, fname, argc)
	field = check_int(field, n, fname, argc)
	width = width == nil and 1 or check_int(width, n + 1, fname, argc)
	if field < 0 then
		arg_error(n, fname, "field cannot be negative")
	end
	if width <= 0 then
		arg_error(n + 1, fname, "width must be positive")
	end
	if field + width > 32 then
		fail("trying to access non-existent bits")
	end
	return field, width == 32 and -1 or lshift(1, width) - 1
end

function bit32.extract(...)
	local a, field, width = ...
	local argc = select("#", ...)
	local bits = check_bits(a, 1, "extract", argc)
	local from, mask = check_field(field, width, 2, "extract", argc)
	return band(rshift(bits, from), mask) % 4294967296
end

function bit32.replace(...)
	local a, b, field, width = ...
	local argc = select("#", ...)
	local bits = check_bits(a, 1, "replace", argc)
	local value = check_bits(b, 2, "replace", argc)
	local from, mask = check_field(field, width, 3, "replace", argc)
	local kept = band(bits, bnot(lshift(mask, from)))
	return bor(kept, lshift(band(value, mask), from)) % 4294967296
end

function bit32.countlz(...)
	local a = ...
	local bits = check_bits(a, 1, "countlz", select("#", ...)) % 4294967296
	local count = 32
	while bits >= 1 do
		bits, count = bits / 2, count - 1
	end
	return count
end

function bit32.countrz(...)
	local a = ...
	local bits = check_bits(a, 1, "countrz", select("#", ...)) % 4294967296
	if bits == 0 then
		return 32
	end
	local count = 0
	while bits % 2 == 0 do
		bits, count = bits / 2, count + 1
	end
	return count
end

function bit32.byteswap(...)
	local a = ...
	return bit.bswap(check_bits(a, 1, "byteswap", select("#", ...))) % 4294967296
end
