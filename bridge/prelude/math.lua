-- The math library apart from random numbers (random.lua) and noise (noise.lua).
--
-- Values come from the C library on both engines and agree to the last digit; this file owns the
-- argument checks, the functions LuaJIT lacks, and max/min, whose treatment of NaN and -0 differs.
-- Functions take `...` because only the argument count tells a missing argument from nil; a compiled
-- trace folds it away.

local P = ...
local N = P.native
local native = N.math
local type, select = N.type, N.select
local check_number, arg_error = P.check_number, P.arg_error
local floor, ceil, log = native.floor, native.ceil, native.log

local HUGE = native.huge
local PI = 3.14159265358979323846
local RADIANS_PER_DEGREE = PI / 180

local math = {
	pi = PI,
	huge = HUGE,
	nan = 0 / 0,
	e = 2.71828182845904523536,
	phi = 1.61803398874989484820,
	sqrt2 = 1.41421356237309504880,
	tau = 2 * PI,
}
P.G.math = math

-- One closure per function, made once at load, so that every library function stays monomorphic.
local function define_unary(name, f)
	math[name] = function(...)
		local x = ...
		if type(x) ~= "number" then
			x = check_number(x, 1, name, select("#", ...))
		end
		return f(x)
	end
end

for _, name in N.ipairs({
	"abs", "acos", "asin", "atan", "ceil", "cos", "cosh", "exp", "floor", "log10", "modf", "sin",
	"sinh", "sqrt", "tan", "tanh", "frexp",
}) do
	define_unary(name, native[name])
end

define_unary("deg", function(x) return x / RADIANS_PER_DEGREE end)
define_unary("rad", function(x) return x * RADIANS_PER_DEGREE end)
define_unary("sign", function(x) return x > 0 and 1 or x < 0 and -1 or 0 end)
define_unary("isnan", function(x) return x ~= x end)
define_unary("isinf", function(x) return x == HUGE or x == -HUGE end)
define_unary("isfinite", function(x) return x - x == 0 end)

-- Halves go away from zero. `x - floor(x)` is exact, so 0.49999999999999994 is not pushed up the way
-- `floor(x + 0.5)` would, and neither is an odd number beyond 2^52; the sign of zero survives.
local function round(x)
	if x >= 0 then
		local low = floor(x)
		return x - low >= 0.5 and low + 1 or low
	elseif x < 0 then
		local high = ceil(x)
		return high - x >= 0.5 and high - 1 or high
	end
	return x
end
P.round = round
define_unary("round", round)

-- The reference build evaluates the arguments of these calls from right to left, so a call without
-- arguments complains about the second one.
local function define_binary(name, f)
	math[name] = function(...)
		local x, y = ...
		if type(x) ~= "number" or type(y) ~= "number" then
			local argc = select("#", ...)
			y = check_number(y, 2, name, argc)
			x = check_number(x, 1, name, argc)
		end
		return f(x, y)
	end
end

define_binary("atan2", native.atan2)
define_binary("fmod", native.fmod)
define_binary("pow", native.pow)
define_binary("ldexp", function(x, exponent)
	if not (exponent >= -2147483648 and exponent <= 2147483647) then
		exponent = -2147483648
	end
	return native.ldexp(x, exponent)
end)

local function extreme(name, better)
	local function fold(argc, ...)
		local values = { ... }
		local result = values[1]
		for i = 2, argc do
			local x = values[i]
			if type(x) ~= "number" then
				x = check_number(x, i, name, argc)
			end
			if better(x, result) then
				result = x
			end
		end
		return result
	end
	return function(...)
		local a, b = ...
		local argc = select("#", ...)
		if type(a) ~= "number" then
			a = check_number(a, 1, name, argc)
		end
		if argc == 1 then
			return a
		elseif argc == 2 then
			if type(b) ~= "number" then
				b = check_number(b, 2, name, argc)
			end
			return better(b, a) and b or a
		end
		return fold(argc, a, select(2, ...))
	end
end

-- Compared left to right with a plain `>`: max(nan, 1) is nan and max(1, nan) is 1, max(-0, 0) is -0.
math.max = extreme("max", function(x, best) return x > best end)
math.min = extreme("min", function(x, best) return x < best end)

function math.log(...)
	local x, base = ...
	if type(x) ~= "number" then
		x = check_number(x, 1, "log", select("#", ...))
	end
	if base == nil then
		return log(x)
	end
	if type(base) ~= "number" then
		base = check_number(base, 2, "log", select("#", ...))
	end
	if base == 2 then
		return log(x, 2) -- the engine computes this as log2(x) exactly
	elseif base == 10 then
		return native.log10(x)
	end
	return log(x) / log(base)
end

function math.clamp(...)
	local x, low, high = ...
	if type(x) ~= "number" or type(low) ~= "number" or type(high) ~= "number" then
		local argc = select("#", ...)
		x = check_number(x, 1, "clamp", argc)
		low = check_number(low, 2, "clamp", argc)
		high = check_number(high, 3, "clamp", argc)
	end
	if not (low <= high) then
		return arg_error(3, "clamp", "max must be greater than or equal to min")
	end
	local r = x < low and low or x
	return r > high and high or r
end

function math.lerp(...)
	local a, b, t = ...
	if type(a) ~= "number" or type(b) ~= "number" or type(t) ~= "number" then
		local argc = select("#", ...)
		a = check_number(a, 1, "lerp", argc)
		b = check_number(b, 2, "lerp", argc)
		t = check_number(t, 3, "lerp", argc)
	end
	if t == 1 then
		return b
	end
	return a + (b - a) * t
end

function math.map(...)
	local x, in_low, in_high, out_low, out_high = ...
	if type(x) ~= "number" or type(in_low) ~= "number" or type(in_high) ~= "number"
		or type(out_low) ~= "number" or type(out_high) ~= "number" then
		local argc = select("#", ...)
		x = check_number(x, 1, "map", argc)
		in_low = check_number(in_low, 2, "map", argc)
		in_high = check_number(in_high, 3, "map", argc)
		out_low = check_number(out_low, 4, "map", argc)
		out_high = check_number(out_high, 5, "map", argc)
	end
	return out_low + (x - in_low) * (out_high - out_low) / (in_high - in_low)
end
