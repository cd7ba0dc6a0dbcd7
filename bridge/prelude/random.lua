-- math.random and math.randomseed: the PCG32 generator of Luau's math library, one state per VM.
--
-- The 64-bit state is kept as four 16-bit limbs in local doubles, so that a draw allocates nothing
-- and rounds nowhere. `P.seed` starts the sequence: no clock and no address takes part.

local P = ...
local N = P.native
local type, select, floor = N.type, N.select, N.math.floor
local bit = N.bit
local band, bor, bxor, lshift, rshift, ror = bit.band, bit.bor, bit.bxor, bit.lshift, bit.rshift, bit.ror
local check_int, arg_error, fail = P.check_int, P.arg_error, P.error

local math = P.G.math

-- 6364136223846793005 = 0x5851F42D4C957F2D, in limbs from low to high; the increment is 105.
local M0, M1, M2, M3 = 0x7F2D, 0x4C95, 0xF42D, 0x5851
local INCREMENT = 105

local s0, s1, s2, s3 = 0, 0, 0, 0

-- Sets state = state * multiplier + INCREMENT mod 2^64. No sum reaches 2^35, so doubles stay exact.
local function advance()
	local a0, a1, a2, a3 = s0, s1, s2, s3
	local t = a0 * M0 + INCREMENT
	s0 = t % 65536
	t = floor(t / 65536) + a0 * M1 + a1 * M0
	s1 = t % 65536
	t = floor(t / 65536) + a0 * M2 + a1 * M1 + a2 * M0
	s2 = t % 65536
	t = floor(t / 65536) + a0 * M3 + a1 * M2 + a2 * M1 + a3 * M0
	s3 = t % 65536
end

-- One draw: an integer in [0, 2^32), from the state before it advances.
local function draw()
	local low = bor(s0, lshift(s1, 16))
	local high = bor(s2, lshift(s3, 16))
	advance()
	local x_low = bxor(low, bor(rshift(low, 18), lshift(high, 14)))
	local x_high = bxor(high, rshift(high, 18))
	local x = bor(rshift(x_low, 27), lshift(x_high, 5))
	return ror(x, rshift(high, 27)) % 4294967296
end

-- `seed` is an int32; sign extension to 64 bits happens by limb.
local function set_seed(seed)
	s0, s1, s2, s3 = 0, 0, 0, 0
	advance()
	local sign = seed < 0 and 65535 or 0
	local t = s0 + band(seed, 65535)
	s0 = t % 65536
	t = floor(t / 65536) + s1 + band(rshift(seed, 16), 65535)
	s1 = t % 65536
	t = floor(t / 65536) + s2 + sign
	s2 = t % 65536
	t = floor(t / 65536) + s3 + sign
	s3 = t % 65536
	advance()
end

-- floor(count * draw / 2^32) for count <= 2^32: the product needs 64 bits, hence two halves.
local function scale(count, x)
	local high, low = floor(count / 65536), count % 65536
	return floor((high * x + floor(low * x / 65536)) / 65536)
end

function math.random(...)
	local argc = select("#", ...)
	if argc == 0 then
		local low = draw()
		return (draw() * 4294967296 + low) * 2 ^ -64
	end
	local first, second = ...
	if argc == 1 then
		local limit = check_int(first, 1, "random", argc)
		if limit < 1 then
			return arg_error(1, "random", "interval is empty")
		end
		return 1 + scale(limit, draw())
	elseif argc == 2 then
		local from = check_int(first, 1, "random", argc)
		local to = check_int(second, 2, "random", argc)
		if from > to then
			return arg_error(2, "random", "interval is empty")
		end
		if to - from >= 4294967295 then
			return arg_error(2, "random", "interval is too large")
		end
		return from + scale(to - from + 1, draw())
	end
	return fail("wrong number of arguments")
end

function math.randomseed(...)
	local seed = ...
	set_seed(check_int(seed, 1, "randomseed", select("#", ...)))
end

set_seed(bit.tobit(type(P.seed) == "number" and P.seed or 0))
