-- Vector3int16: three 16-bit integers that wrap around.
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
	name = "Vector3int16",
	fields = "const int16_t _x, _y, _z;",
	members = {
		X = function(v) return v._x end,
		Y = function(v) return v._y end,
		Z = function(v) return v._z end,
		x = function(v) return v._x end,
		y = function(v) return v._y end,
		z = function(v) return v._z end,
	},
	operators = {
		__add = function(a, b)
			if istype(kind, a) and istype(kind, b) then
				return kind(wrapped(a._x + b._x), wrapped(a._y + b._y), wrapped(a._z + b._z))
			end
			return P.arithmetic_error("add", a, b)
		end,
		__sub = function(a, b)
			if istype(kind, a) and istype(kind, b) then
				return kind(wrapped(a._x - b._x), wrapped(a._y - b._y), wrapped(a._z - b._z))
			end
			return P.arithmetic_error("sub", a, b)
		end,
		__mul = function(a, b)
			if type(a) == "number" then a, b = b, a end
			if istype(kind, a) and istype(kind, b) then
				return kind(wrapped(a._x * b._x), wrapped(a._y * b._y), wrapped(a._z * b._z))
			end
			if istype(kind, a) and type(b) == "number" then
				return kind(truncated(a._x * b), truncated(a._y * b), truncated(a._z * b))
			end
			return P.arithmetic_error("mul", a, b)
		end,
		__div = function(a, b)
			if istype(kind, a) and istype(kind, b) then
				return kind(floored(a._x / b._x), floored(a._y / b._y), floored(a._z / b._z))
			end
			if istype(kind, a) and type(b) == "number" then
				return kind(truncated(a._x / b), truncated(a._y / b), truncated(a._z / b))
			end
			return P.arithmetic_error("div", a, b)
		end,
		__unm = function(v) return kind(wrapped(-v._x), wrapped(-v._y), wrapped(-v._z)) end,
	},
	equal = function(a, b) return a._x == b._x and a._y == b._y and a._z == b._z end,
	to_text = function(v) return v._x .. ", " .. v._y .. ", " .. v._z end,
})

P.define_datatype_global("Vector3int16", {
	new = function(x, y, z)
		return kind(
			floored(P.opt_number(x, 0, 1, "new")),
			floored(P.opt_number(y, 0, 2, "new")),
			floored(P.opt_number(z, 0, 3, "new"))
		)
	end,
})
