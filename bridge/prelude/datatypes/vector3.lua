-- Vector3: the vector type of the library `vector` with Roblox's constructors and members.
--
-- Sources: engine.md i.3; creator-docs reference/engine/datatypes/Vector3. Arithmetic, equality and
-- text are the vector type's own (vector.lua).

local P = ...
local N = P.native
local select, type, istype = N.select, N.type, N.ffi.istype
local vector = P.raw_view(P.G.vector)
local fuzzy_equal = P.fuzzy_equal

local kind = P.define_datatype({
	name = "Vector3",
	kind = P.vector_kind,
	from_wire = function(list) return P.new_vector(list[1], list[2], list[3]) end,
})
local check = P.datatype_check("Vector3")

local magnitude, normalize, dot, cross = vector.magnitude, vector.normalize, vector.dot, vector.cross

-- Methods count `self` as their first argument.
local function unary(f)
	return function(self) return f(self) end
end

local function binary(name, f)
	return function(self, ...)
		local other = ...
		if not istype(kind, other) then other = check(other, 2, name, select("#", ...) + 1) end
		return f(self, other)
	end
end

local function extreme(name, f)
	return function(self, ...)
		local argc = select("#", ...)
		local found = f(self, check((...), 2, name, argc + 1))
		for i = 2, argc do found = f(found, check((select(i, ...)), i + 1, name, argc + 1)) end
		return found
	end
end

local methods = P.datatype_methods(kind, {
	Abs = unary(vector.abs),
	Ceil = unary(vector.ceil),
	Floor = unary(vector.floor),
	Sign = unary(vector.sign),
	Dot = binary("Dot", dot),
	Cross = binary("Cross", cross),
	Max = extreme("Max", vector.max),
	Min = extreme("Min", vector.min),
	-- "In [0, pi], or signed when an axis is given" (engine.md i.3).
	Angle = function(self, ...)
		local other, axis = ...
		other = check(other, 2, "Angle", select("#", ...) + 1)
		if axis == nil then return vector.angle(self, other) end
		return vector.angle(self, other, check(axis, 3, "Angle"))
	end,
	-- "Alpha is not clamped" (engine.md i.3).
	Lerp = function(self, ...)
		local goal, alpha = ...
		local argc = select("#", ...) + 1
		goal = check(goal, 2, "Lerp", argc)
		return vector.lerp(self, goal, P.check_number(alpha, 3, "Lerp", argc))
	end,
	FuzzyEq = function(self, ...)
		local other, epsilon = ...
		other = check(other, 2, "FuzzyEq", select("#", ...) + 1)
		epsilon = P.opt_number(epsilon, 1e-5, 3, "FuzzyEq")
		return fuzzy_equal(self._x, other._x, epsilon) and fuzzy_equal(self._y, other._y, epsilon)
			and fuzzy_equal(self._z, other._z, epsilon)
	end,
})

function P.vector_member(v, key)
	local method = methods[key]
	if method then return method end
	if key == "Magnitude" then return magnitude(v) end
	if key == "Unit" then return normalize(v) end
	return P.not_a_datatype_member(key, "Vector3")
end

local function component(v, n)
	if v == nil then return 0 end
	if type(v) == "number" then return v end
	return P.check_number(v, n, "new")
end

local X_AXIS, Y_AXIS, Z_AXIS = kind(1, 0, 0), kind(0, 1, 0), kind(0, 0, 1)
-- By the numbers of Enum.NormalId and Enum.Axis.
local NORMALS = { [0] = X_AXIS, Y_AXIS, Z_AXIS, -X_AXIS, -Y_AXIS, -Z_AXIS }
local AXES = { [0] = X_AXIS, Y_AXIS, Z_AXIS }

P.define_datatype_global("Vector3", {
	zero = kind(0, 0, 0), one = kind(1, 1, 1), xAxis = X_AXIS, yAxis = Y_AXIS, zAxis = Z_AXIS,
	new = function(x, y, z)
		if type(x) == "number" and type(y) == "number" and type(z) == "number" then return kind(x, y, z) end
		-- "Vector3.new(Vector3int16) silently gives zeros" (engine.md i.3).
		if P.typeof(x) == "Vector3int16" then return kind(0, 0, 0) end
		return kind(component(x, 1), component(y, 2), component(z, 3))
	end,
	FromNormalId = function(normal) return NORMALS[P.check_enum(normal, 1, "FromNormalId", "NormalId")] end,
	FromAxis = function(axis) return AXES[P.check_enum(axis, 1, "FromAxis", "Axis")] end,
})
