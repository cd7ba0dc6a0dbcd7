-- Vector2: two single-precision floats.
--
-- Sources: engine.md i.3 ("Vector2 mirrors Vector3"); creator-docs reference/engine/datatypes/Vector2.

local P = ...
local N = P.native
local select, type, istype = N.select, N.type, N.ffi.istype
local floor, ceil, abs, sqrt = N.math.floor, N.math.ceil, N.math.abs, N.math.sqrt
local atan2, fuzzy_equal, single = N.math.atan2, P.fuzzy_equal, P.single
local kind, check

-- The operands of a componentwise operation: a Vector2 or a number.
local function components(v)
	if istype(kind, v) then return v._x, v._y end
	if type(v) == "number" then
		v = single(v)
		return v, v
	end
	return nil
end

local function componentwise(word, f)
	return function(a, b)
		local ax, ay = components(a)
		local bx, by = components(b)
		if ax and bx then return kind(f(ax, bx), f(ay, by)) end
		return P.arithmetic_error(word, a, b)
	end
end

local operators = {
	__add = function(a, b)
		if istype(kind, a) and istype(kind, b) then return kind(a._x + b._x, a._y + b._y) end
		return P.arithmetic_error("add", a, b)
	end,
	__sub = function(a, b)
		if istype(kind, a) and istype(kind, b) then return kind(a._x - b._x, a._y - b._y) end
		return P.arithmetic_error("sub", a, b)
	end,
	__mul = componentwise("mul", function(x, y) return x * y end),
	__div = componentwise("div", function(x, y) return x / y end),
	__idiv = componentwise("idiv", function(x, y) return floor(x / y) end),
	__unm = function(v) return kind(-v._x, -v._y) end,
}

local function magnitude(v)
	return single(sqrt(v._x * v._x + v._y * v._y))
end

local function extreme(name, better)
	return function(self, ...)
		local argc = select("#", ...)
		local x, y = self._x, self._y
		for i = 1, argc == 0 and 1 or argc do
			local other = check((select(i, ...)), i + 1, name, argc + 1)
			if better(other._x, x) then x = other._x end
			if better(other._y, y) then y = other._y end
		end
		return kind(x, y)
	end
end

local function each(f)
	return function(self) return kind(f(self._x), f(self._y)) end
end

kind = P.define_datatype({
	name = "Vector2",
	fields = "const float _x, _y;",
	operators = operators,
	members = {
		X = function(v) return v._x end,
		Y = function(v) return v._y end,
		x = function(v) return v._x end,
		y = function(v) return v._y end,
		Magnitude = magnitude,
		Unit = function(v)
			local length = magnitude(v)
			return kind(v._x / length, v._y / length)
		end,
	},
	methods = {
		Abs = each(abs),
		Ceil = each(ceil),
		Floor = each(floor),
		Sign = each(function(x) return x > 0 and 1 or x < 0 and -1 or 0 end),
		Dot = function(self, ...)
			local other = check((...), 2, "Dot", select("#", ...) + 1)
			return single(self._x * other._x + self._y * other._y)
		end,
		Cross = function(self, ...)
			local other = check((...), 2, "Cross", select("#", ...) + 1)
			return single(self._x * other._y - self._y * other._x)
		end,
		Angle = function(self, ...)
			local other, signed = ...
			other = check(other, 2, "Angle", select("#", ...) + 1)
			local sine = self._x * other._y - self._y * other._x
			local angle = atan2(sine, self._x * other._x + self._y * other._y)
			return single(signed and angle or abs(angle))
		end,
		Lerp = function(self, ...)
			local goal, alpha = ...
			local argc = select("#", ...) + 1
			goal = check(goal, 2, "Lerp", argc)
			alpha = P.check_number(alpha, 3, "Lerp", argc)
			return kind(self._x + (goal._x - self._x) * alpha, self._y + (goal._y - self._y) * alpha)
		end,
		Max = extreme("Max", function(a, b) return a > b end),
		Min = extreme("Min", function(a, b) return a < b end),
		FuzzyEq = function(self, ...)
			local other, epsilon = ...
			other = check(other, 2, "FuzzyEq", select("#", ...) + 1)
			epsilon = P.opt_number(epsilon, 1e-5, 3, "FuzzyEq")
			return fuzzy_equal(self._x, other._x, epsilon) and fuzzy_equal(self._y, other._y, epsilon)
		end,
	},
	equal = function(a, b) return a._x == b._x and a._y == b._y end,
	to_text = function(v) return P.singles_text(v._x, v._y) end,
	from_wire = function(content, form)
		if form == "Text" then return kind(P.numbers_of_text(content)) end
		return kind(content[1], content[2])
	end,
})
check = P.datatype_check("Vector2")

P.define_datatype_global("Vector2", {
	zero = kind(0, 0), one = kind(1, 1), xAxis = kind(1, 0), yAxis = kind(0, 1),
	new = function(x, y)
		return kind(P.opt_number(x, 0, 1, "new"), P.opt_number(y, 0, 2, "new"))
	end,
})
