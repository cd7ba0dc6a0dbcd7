-- Ray: an origin and a direction. Sources: engine.md i.2, i.6; creator-docs reference/engine/datatypes/Ray.

local P = ...
local N = P.native
local select, sqrt, vector = N.select, N.math.sqrt, P.new_vector
local check_vector = P.datatype_check("Vector3")
local kind

-- The point of the ray next to `point`; behind the origin it is the origin. The direction counts as a
-- unit vector, whatever its length.
local function closest(ray, point)
	local x, y, z = ray._u, ray._v, ray._w
	local length = sqrt(x * x + y * y + z * z)
	x, y, z = x / length, y / length, z / length
	local along = (point._x - ray._x) * x + (point._y - ray._y) * y + (point._z - ray._z) * z
	if along < 0 then along = 0 end
	return vector(ray._x + x * along, ray._y + y * along, ray._z + z * along)
end

kind = P.define_datatype({
	name = "Ray",
	fields = "const float _x, _y, _z, _u, _v, _w;",
	members = {
		Origin = function(r) return vector(r._x, r._y, r._z) end,
		Direction = function(r) return vector(r._u, r._v, r._w) end,
		Unit = function(r)
			local length = sqrt(r._u * r._u + r._v * r._v + r._w * r._w)
			return kind(r._x, r._y, r._z, r._u / length, r._v / length, r._w / length)
		end,
	},
	methods = {
		ClosestPoint = function(self, ...)
			return closest(self, check_vector((...), 2, "ClosestPoint", select("#", ...) + 1))
		end,
		Distance = function(self, ...)
			local point = check_vector((...), 2, "Distance", select("#", ...) + 1)
			return (closest(self, point) - point).Magnitude
		end,
	},
	equal = function(a, b)
		return a._x == b._x and a._y == b._y and a._z == b._z and a._u == b._u and a._v == b._v and a._w == b._w
	end,
	to_text = function(r)
		return "{" .. P.singles_text(r._x, r._y, r._z) .. "}, {" .. P.singles_text(r._u, r._v, r._w) .. "}"
	end,
	from_wire = function(form)
		local o, d = form.origin, form.direction
		return kind(o[1], o[2], o[3], d[1], d[2], d[3])
	end,
})

P.define_datatype_global("Ray", {
	new = function(origin, direction)
		if origin == nil and direction == nil then return kind(0, 0, 0, 0, 0, 0) end
		origin, direction = check_vector(origin, 1, "new"), check_vector(direction, 2, "new")
		return kind(origin._x, origin._y, origin._z, direction._x, direction._y, direction._z)
	end,
})
