-- UDim2: two UDims.
--
-- Sources: engine.md i.2, i.6; creator-docs reference/engine/datatypes/UDim2.

local P = ...
local N = P.native
local select, istype, to_int, floor = N.select, N.ffi.istype, P.to_int, N.math.floor
local udim = P.datatype("UDim").kind
local check_udim = P.datatype_check("UDim")
local kind, check

local function x_of(v) return udim(v._xs, v._xo) end
local function y_of(v) return udim(v._ys, v._yo) end

-- Offsets between two integers are rounded to the nearest.
local function between(a, b, alpha)
	return to_int(floor(a + (b - a) * alpha + 0.5))
end

kind = P.define_datatype({
	name = "UDim2",
	fields = "const float _xs, _ys; const int32_t _xo, _yo;",
	members = { X = x_of, Y = y_of, Width = x_of, Height = y_of },
	methods = {
		Lerp = function(self, ...)
			local goal, alpha = ...
			local argc = select("#", ...) + 1
			goal = check(goal, 2, "Lerp", argc)
			alpha = P.check_number(alpha, 3, "Lerp", argc)
			return kind(
				self._xs + (goal._xs - self._xs) * alpha,
				self._ys + (goal._ys - self._ys) * alpha,
				between(self._xo, goal._xo, alpha),
				between(self._yo, goal._yo, alpha)
			)
		end,
	},
	operators = {
		__add = function(a, b)
			if istype(kind, a) and istype(kind, b) then
				return kind(a._xs + b._xs, a._ys + b._ys, to_int(a._xo + b._xo), to_int(a._yo + b._yo))
			end
			return P.arithmetic_error("add", a, b)
		end,
		__sub = function(a, b)
			if istype(kind, a) and istype(kind, b) then
				return kind(a._xs - b._xs, a._ys - b._ys, to_int(a._xo - b._xo), to_int(a._yo - b._yo))
			end
			return P.arithmetic_error("sub", a, b)
		end,
		__unm = function(v) return kind(-v._xs, -v._ys, to_int(-v._xo), to_int(-v._yo)) end,
	},
	equal = function(a, b)
		return a._xs == b._xs and a._ys == b._ys and a._xo == b._xo and a._yo == b._yo
	end,
	to_text = function(v)
		return "{" .. P.single_text(v._xs) .. ", " .. v._xo .. "}, {" .. P.single_text(v._ys) .. ", " .. v._yo .. "}"
	end,
	from_wire = function(list)
		return kind(list[1][1], list[2][1], list[1][2], list[2][2])
	end,
})
check = P.datatype_check("UDim2")

P.define_datatype_global("UDim2", {
	new = function(a, b, c, d)
		if istype(udim, a) then
			if b ~= nil then b = check_udim(b, 2, "new") end
			return kind(a._s, b and b._s or 0, a._o, b and b._o or 0)
		end
		return kind(
			P.opt_number(a, 0, 1, "new"), P.opt_number(c, 0, 3, "new"),
			P.opt_int(b, 0, 2, "new"), P.opt_int(d, 0, 4, "new")
		)
	end,
	fromScale = function(x, y)
		return kind(P.opt_number(x, 0, 1, "fromScale"), P.opt_number(y, 0, 2, "fromScale"), 0, 0)
	end,
	fromOffset = function(x, y)
		return kind(0, 0, P.opt_int(x, 0, 1, "fromOffset"), P.opt_int(y, 0, 2, "fromOffset"))
	end,
})
