-- CFrame: a position and a rotation matrix of single-precision floats.
--
-- Sources: engine.md i.4; creator-docs reference/engine/datatypes/CFrame. Fields: position x y z, then
-- the matrix by rows: a b c, d e f, g h i. Constructors from angles and points: cframe_constructors.lua.

local P = ...
local N = P.native
local select, istype, unpack = N.select, N.ffi.istype, N.unpack
local sin, cos, asin, acos, atan2, sqrt = N.math.sin, N.math.cos, N.math.asin, N.math.acos, N.math.atan2, N.math.sqrt
local min, max, pi = N.math.min, N.math.max, N.math.pi
local vector, is_vector, fuzzy_equal = P.new_vector, P.is_vector, P.fuzzy_equal
local check_vector = P.datatype_check("Vector3")
local kind, check

local function clamp(x)
	return min(1, max(-1, x))
end

-- Arithmetic ------------------------------------------------------------------------------------

local function multiply(p, q)
	return kind(
		p._a * q._x + p._b * q._y + p._c * q._z + p._x,
		p._d * q._x + p._e * q._y + p._f * q._z + p._y,
		p._g * q._x + p._h * q._y + p._i * q._z + p._z,
		p._a * q._a + p._b * q._d + p._c * q._g, p._a * q._b + p._b * q._e + p._c * q._h,
		p._a * q._c + p._b * q._f + p._c * q._i,
		p._d * q._a + p._e * q._d + p._f * q._g, p._d * q._b + p._e * q._e + p._f * q._h,
		p._d * q._c + p._e * q._f + p._f * q._i,
		p._g * q._a + p._h * q._d + p._i * q._g, p._g * q._b + p._h * q._e + p._i * q._h,
		p._g * q._c + p._h * q._f + p._i * q._i
	)
end

local function rotate(p, v)
	local x, y, z = v._x, v._y, v._z
	return vector(p._a * x + p._b * y + p._c * z, p._d * x + p._e * y + p._f * z, p._g * x + p._h * y + p._i * z)
end

-- By the transposed matrix.
local function unrotate(p, v)
	local x, y, z = v._x, v._y, v._z
	return vector(p._a * x + p._d * y + p._g * z, p._b * x + p._e * y + p._h * z, p._c * x + p._f * y + p._i * z)
end

local function to_world(p, v)
	local x, y, z = v._x, v._y, v._z
	return vector(
		p._a * x + p._b * y + p._c * z + p._x,
		p._d * x + p._e * y + p._f * z + p._y,
		p._g * x + p._h * y + p._i * z + p._z
	)
end

local function to_object(p, v)
	local x, y, z = v._x - p._x, v._y - p._y, v._z - p._z
	return vector(p._a * x + p._d * y + p._g * z, p._b * x + p._e * y + p._h * z, p._c * x + p._f * y + p._i * z)
end

local function inverse(p)
	local x, y, z = p._x, p._y, p._z
	return kind(
		-(p._a * x + p._d * y + p._g * z), -(p._b * x + p._e * y + p._h * z), -(p._c * x + p._f * y + p._i * z),
		p._a, p._d, p._g, p._b, p._e, p._h, p._c, p._f, p._i
	)
end

local function moved(p, x, y, z)
	return kind(x, y, z, p._a, p._b, p._c, p._d, p._e, p._f, p._g, p._h, p._i)
end

-- Rotations -------------------------------------------------------------------------------------

-- The matrix of a unit quaternion.
local function from_quaternion(x, y, z, qx, qy, qz, qw)
	return kind(
		x, y, z,
		1 - 2 * (qy * qy + qz * qz), 2 * (qx * qy - qz * qw), 2 * (qx * qz + qy * qw),
		2 * (qx * qy + qz * qw), 1 - 2 * (qx * qx + qz * qz), 2 * (qy * qz - qx * qw),
		2 * (qx * qz - qy * qw), 2 * (qy * qz + qx * qw), 1 - 2 * (qx * qx + qy * qy)
	)
end

-- Unit quaternion of a rotation matrix, by the largest of its components.
local function to_quaternion(p)
	local trace = p._a + p._e + p._i
	if trace > 0 then
		local s = 2 * sqrt(trace + 1)
		return (p._h - p._f) / s, (p._c - p._g) / s, (p._d - p._b) / s, s / 4
	elseif p._a > p._e and p._a > p._i then
		local s = 2 * sqrt(1 + p._a - p._e - p._i)
		return s / 4, (p._b + p._d) / s, (p._c + p._g) / s, (p._h - p._f) / s
	elseif p._e > p._i then
		local s = 2 * sqrt(1 + p._e - p._a - p._i)
		return (p._b + p._d) / s, s / 4, (p._f + p._h) / s, (p._c - p._g) / s
	end
	local s = 2 * sqrt(1 + p._i - p._a - p._e)
	return (p._c + p._g) / s, (p._f + p._h) / s, s / 4, (p._d - p._b) / s
end

-- "Rotation along the shortest arc, position linear, alpha not clamped" (engine.md i.4).
local function lerp(p, q, alpha)
	local ax, ay, az, aw = to_quaternion(p)
	local bx, by, bz, bw = to_quaternion(q)
	local dot = ax * bx + ay * by + az * bz + aw * bw
	if dot < 0 then
		bx, by, bz, bw, dot = -bx, -by, -bz, -bw, -dot
	end
	local from, to = 1 - alpha, alpha
	if dot < 0.9999999 then
		local angle = acos(dot)
		local sine = sin(angle)
		from, to = sin((1 - alpha) * angle) / sine, sin(alpha * angle) / sine
	end
	local x, y, z, w = ax * from + bx * to, ay * from + by * to, az * from + bz * to, aw * from + bw * to
	local length = sqrt(x * x + y * y + z * z + w * w)
	return from_quaternion(
		p._x + (q._x - p._x) * alpha, p._y + (q._y - p._y) * alpha, p._z + (q._z - p._z) * alpha,
		x / length, y / length, z / length, w / length
	)
end

local function to_axis_angle(p)
	local x, y, z, w = to_quaternion(p)
	local length = sqrt(x * x + y * y + z * z)
	if length < 1e-7 then return vector(1, 0, 0), 0 end
	local angle = 2 * atan2(length, w)
	if angle > pi then
		x, y, z, angle = -x, -y, -z, 2 * pi - angle
	end
	return vector(x / length, y / length, z / length), P.single(angle)
end

-- Gram-Schmidt on the columns, X first.
local function orthonormalize(p)
	local ax, ay, az = p._a, p._d, p._g
	local length = sqrt(ax * ax + ay * ay + az * az)
	ax, ay, az = ax / length, ay / length, az / length
	local bx, by, bz = p._b, p._e, p._h
	local along = ax * bx + ay * by + az * bz
	bx, by, bz = bx - along * ax, by - along * ay, bz - along * az
	length = sqrt(bx * bx + by * by + bz * bz)
	bx, by, bz = bx / length, by / length, bz / length
	local cx, cy, cz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
	return kind(p._x, p._y, p._z, ax, bx, cx, ay, by, cy, az, bz, cz)
end

-- Euler angles ----------------------------------------------------------------------------------

-- Row and column (0..2) of each axis in the product of rotations, first to last, by the numbers of
-- Enum.RotationOrder: XYZ, XZY, YZX, YXZ, ZXY, ZYX.
local ORDERS = {
	[0] = { 1, 2, 3 }, { 1, 3, 2 }, { 2, 3, 1 }, { 2, 1, 3 }, { 3, 1, 2 }, { 3, 2, 1 },
}

-- The angles (rx, ry, rz) of M = R_i(u) * R_j(v) * R_k(w); where v is a right angle the third is zero.
local function euler_angles(p, order)
	local m = {
		{ p._a, p._b, p._c },
		{ p._d, p._e, p._f },
		{ p._g, p._h, p._i },
	}
	local axes = ORDERS[order]
	local i, j, k = axes[1], axes[2], axes[3]
	-- +1 where i, j, k is a cyclic order of the axes.
	local sign = (j - i) % 3 == 1 and 1 or -1
	local sine = clamp(sign * m[i][k])
	local u, w
	if sine > -0.9999999 and sine < 0.9999999 then
		u = atan2(-sign * m[j][k], m[k][k])
		w = atan2(-sign * m[i][j], m[i][i])
	else
		u, w = atan2(sign * m[k][j], m[j][j]), 0
	end
	local angles = {}
	angles[i], angles[j], angles[k] = P.single(u), P.single(asin(sine)), P.single(w)
	return angles[1], angles[2], angles[3]
end

local XYZ, YXZ = 0, 3

local function to_yxz(p) return euler_angles(p, YXZ) end

-- Methods ---------------------------------------------------------------------------------------

-- f(self, x) of each argument, all of one type.
local function each(name, f, check_one)
	return function(self, ...)
		local argc = select("#", ...)
		if argc <= 1 then return f(self, check_one((...), 2, name, argc + 1)) end
		local results = {}
		for i = 1, argc do
			results[i] = f(self, check_one((select(i, ...)), i + 1, name, argc + 1))
		end
		return unpack(results, 1, argc)
	end
end

local function check_frame(...) return check(...) end

local function components(p)
	return p._x, p._y, p._z, p._a, p._b, p._c, p._d, p._e, p._f, p._g, p._h, p._i
end

local methods = {
	Inverse = inverse,
	Orthonormalize = orthonormalize,
	GetComponents = components,
	components = components,
	ToWorldSpace = each("ToWorldSpace", multiply, check_frame),
	ToObjectSpace = each("ToObjectSpace", function(p, q) return multiply(inverse(p), q) end, check_frame),
	PointToWorldSpace = each("PointToWorldSpace", to_world, check_vector),
	PointToObjectSpace = each("PointToObjectSpace", to_object, check_vector),
	VectorToWorldSpace = each("VectorToWorldSpace", rotate, check_vector),
	VectorToObjectSpace = each("VectorToObjectSpace", unrotate, check_vector),
	ToEulerAngles = function(self, order)
		return euler_angles(self, P.check_enum(order, 2, "ToEulerAngles", "RotationOrder", XYZ))
	end,
	ToEulerAnglesXYZ = function(self) return euler_angles(self, XYZ) end,
	ToEulerAnglesYXZ = to_yxz,
	ToOrientation = to_yxz,
	ToAxisAngle = to_axis_angle,
	Lerp = function(self, ...)
		local goal, alpha = ...
		local argc = select("#", ...) + 1
		goal = check(goal, 2, "Lerp", argc)
		return lerp(self, goal, P.check_number(alpha, 3, "Lerp", argc))
	end,
	FuzzyEq = function(self, ...)
		local other, epsilon = ...
		other = check(other, 2, "FuzzyEq", select("#", ...) + 1)
		epsilon = P.opt_number(epsilon, 1e-5, 3, "FuzzyEq")
		local mine, theirs = { components(self) }, { components(other) }
		for i = 1, 12 do
			if not fuzzy_equal(mine[i], theirs[i], epsilon) then return false end
		end
		return true
	end,
	AngleBetween = function(self, ...)
		local other = check((...), 2, "AngleBetween", select("#", ...) + 1)
		local _, angle = to_axis_angle(multiply(inverse(self), other))
		return angle
	end,
}

-- The type --------------------------------------------------------------------------------------

local function right(p) return vector(p._a, p._d, p._g) end
local function up(p) return vector(p._b, p._e, p._h) end

kind = P.define_datatype({
	name = "CFrame",
	fields = "const float _x, _y, _z, _a, _b, _c, _d, _e, _f, _g, _h, _i;",
	members = {
		X = function(p) return p._x end,
		Y = function(p) return p._y end,
		Z = function(p) return p._z end,
		x = function(p) return p._x end,
		y = function(p) return p._y end,
		z = function(p) return p._z end,
		Position = function(p) return vector(p._x, p._y, p._z) end,
		p = function(p) return vector(p._x, p._y, p._z) end,
		Rotation = function(p) return moved(p, 0, 0, 0) end,
		RightVector = right,
		XVector = right,
		UpVector = up,
		YVector = up,
		ZVector = function(p) return vector(p._c, p._f, p._i) end,
		LookVector = function(p) return vector(-p._c, -p._f, -p._i) end,
	},
	methods = methods,
	operators = {
		__mul = function(p, q)
			if istype(kind, p) then
				if istype(kind, q) then return multiply(p, q) end
				if is_vector(q) then return to_world(p, q) end
			end
			return P.arithmetic_error("mul", p, q)
		end,
		__add = function(p, v)
			if istype(kind, p) and is_vector(v) then return moved(p, p._x + v._x, p._y + v._y, p._z + v._z) end
			return P.arithmetic_error("add", p, v)
		end,
		__sub = function(p, v)
			if istype(kind, p) and is_vector(v) then return moved(p, p._x - v._x, p._y - v._y, p._z - v._z) end
			return P.arithmetic_error("sub", p, v)
		end,
	},
	-- "Equality compares all 12 floats exactly" (engine.md i.4).
	equal = function(p, q)
		return p._x == q._x and p._y == q._y and p._z == q._z and p._a == q._a and p._b == q._b and p._c == q._c
			and p._d == q._d and p._e == q._e and p._f == q._f and p._g == q._g and p._h == q._h and p._i == q._i
	end,
	to_text = function(p) return P.singles_text(components(p)) end,
	from_wire = function(form)
		if not form.position then return kind(unpack(form, 1, 12)) end
		local at, rows = form.position, form.orientation
		return kind(
			at[1], at[2], at[3], rows[1][1], rows[1][2], rows[1][3],
			rows[2][1], rows[2][2], rows[2][3], rows[3][1], rows[3][2], rows[3][3]
		)
	end,
})
check = P.datatype_check("CFrame")

-- Product of the rotations about the axes, in the order named (engine.md i.4).
local function from_euler_angles(rx, ry, rz, order)
	local sx, cx, sy, cy, sz, cz = sin(rx), cos(rx), sin(ry), cos(ry), sin(rz), cos(rz)
	-- The two everybody uses, multiplied out.
	if order == XYZ then
		return kind(
			0, 0, 0, cy * cz, -cy * sz, sy, cx * sz + sx * sy * cz, cx * cz - sx * sy * sz, -sx * cy,
			sx * sz - cx * sy * cz, sx * cz + cx * sy * sz, cx * cy
		)
	elseif order == YXZ then
		return kind(
			0, 0, 0, cy * cz + sy * sx * sz, sy * sx * cz - cy * sz, sy * cx, cx * sz, cx * cz, -sx,
			cy * sx * sz - sy * cz, sy * sz + cy * sx * cz, cy * cx
		)
	end
	local rotations = {
		kind(0, 0, 0, 1, 0, 0, 0, cx, -sx, 0, sx, cx),
		kind(0, 0, 0, cy, 0, sy, 0, 1, 0, -sy, 0, cy),
		kind(0, 0, 0, cz, -sz, 0, sz, cz, 0, 0, 0, 1),
	}
	local axes = ORDERS[order]
	return multiply(multiply(rotations[axes[1]], rotations[axes[2]]), rotations[axes[3]])
end

P.cframe = {
	moved = moved, from_quaternion = from_quaternion, from_euler_angles = from_euler_angles, XYZ = XYZ, YXZ = YXZ,
}
P.load_datatype_file("cframe_constructors")
