-- Vector2int16: two 16-bit integers that wrap around.
--
-- Sources: engine.md i.3: "fractions floored, overflow wraps; division by a vector floors, by a number
-- truncates toward zero".

local P = ...
local N = P.native
local istype, type = N.ffi.istype, N.type
local kind

P.load_datatype_file("int16")
local wrapped, truncated, floored = P.int16.wrapped, P.int16.truncated, P.int16.floored

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
			floored(P.opt_number(x, 0, 1, "new")),
			floored(P.opt_number(y, 0, 2, "new"))
		)
	end,
})
