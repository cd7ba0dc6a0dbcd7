-- Vector2int16: two 16-bit integers that wrap around.
--
-- Sources: engine.md i.3: "fractions floored, overflow wraps; division by a vector floors, by a number
-- truncates toward zero".

local P = ...
local N = P.native
local istype, floor, ceil, type = N.ffi.istype, N.math.floor, N.math.ceil, N.type
local kind

-- To 16 bits; what is no finite number becomes 0.
local function wrapped(n)
	if n ~= n or n == 1 / 0 or n == -1 / 0 then return 0 end
	return (n + 32768) % 65536 - 32768
end

local function truncated(n)
	if n ~= n then return 0 end
	return wrapped(n < 0 and ceil(n) or floor(n))
end

local function floored(n) return wrapped(floor(n)) end

kind = P.define_datatype({
	name = "Vector2int16",
	fields = "const int16_t _x, _y;",
	members = {
		X = function(v) return v._x end,
		Y = function(v) return v._y end,
		x = function(v) return v._x end,
		y = function(v) return v._y end,
	},
	operators = {
		__add = function(a, b)
			if istype(kind, a) and istype(kind, b) then
				return kind(wrapped(a._x + b._x), wrapped(a._y + b._y))
			end
			return P.arithmetic_error("add", a, b)
		end,
		__sub = function(a, b)
			if istype(kind, a) and istype(kind, b) then
				return kind(wrapped(a._x - b._x), wrapped(a._y - b._y))
			end
			return P.arithmetic_error("sub", a, b)
		end,
		__mul = function(a, b)
			if type(a) == "number" then a, b = b, a end
			if istype(kind, a) and istype(kind, b) then
				return kind(wrapped(a._x * b._x), wrapped(a._y * b._y))
			end
			if istype(kind, a) and type(b) == "number" then
				return kind(truncated(a._x * b), truncated(a._y * b))
			end
			return P.arithmetic_error("mul", a, b)
		end,
		__div = function(a, b)
			if istype(kind, a) and istype(kind, b) then
				return kind(floored(a._x / b._x), floored(a._y / b._y))
			end
			if istype(kind, a) and type(b) == "number" then
				return kind(truncated(a._x / b), truncated(a._y / b))
			end
			return P.arithmetic_error("div", a, b)
		end,
		__unm = function(v) return kind(wrapped(-v._x), wrapped(-v._y)) end,
	},
	equal = function(a, b) return a._x == b._x and a._y == b._y end,
	to_text = function(v) return v._x .. ", " .. v._y end,
})

P.define_datatype_global("Vector2int16", {
	new = function(x, y)
		return kind(
			wrapped(floor(P.opt_number(x, 0, 1, "new"))),
			wrapped(floor(P.opt_number(y, 0, 2, "new")))
		)
	end,
})
