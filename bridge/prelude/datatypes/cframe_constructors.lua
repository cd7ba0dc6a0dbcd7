-- The library CFrame: constructors. Loaded by cframe.lua, which has the type.
--
-- Sources: engine.md i.4; creator-docs reference/engine/datatypes/CFrame.

local P = ...
local N = P.native
local select, type, is_vector = N.select, N.type, P.is_vector
local sin, cos, sqrt, abs = N.math.sin, N.math.cos, N.math.sqrt, N.math.abs
local check_number = P.check_number
local kind = P.datatype("CFrame").kind
local check_vector = P.datatype_check("Vector3")
local cframe = P.cframe
local from_quaternion, from_euler_angles, XYZ, YXZ =
	cframe.from_quaternion, cframe.from_euler_angles, cframe.XYZ, cframe.YXZ

-- Looks along (x, y, z) with `up` as near to Y as it gets. Straight along `up` there is no right hand
-- side: another axis takes its place, so that the frame stays a rotation.
local function looking(at, x, y, z, ux, uy, uz)
	local length = sqrt(x * x + y * y + z * z)
	if length == 0 then return kind(at._x, at._y, at._z, 1, 0, 0, 0, 1, 0, 0, 0, 1) end
	local bx, by, bz = -x / length, -y / length, -z / length
	local rx, ry, rz = uy * bz - uz * by, uz * bx - ux * bz, ux * by - uy * bx
	length = sqrt(rx * rx + ry * ry + rz * rz)
	if length < 1e-6 then
		ux, uy, uz = 1, 0, 0
		if abs(bx) > 0.9 then ux, uy, uz = 0, 0, by < 0 and -1 or 1 end
		-- Straight up or down: the right hand side stays the X axis.
		rx, ry, rz = ux - bx * (ux * bx + uy * by + uz * bz), uy - by * (ux * bx + uy * by + uz * bz),
			uz - bz * (ux * bx + uy * by + uz * bz)
		length = sqrt(rx * rx + ry * ry + rz * rz)
	end
	rx, ry, rz = rx / length, ry / length, rz / length
	local vx, vy, vz = by * rz - bz * ry, bz * rx - bx * rz, bx * ry - by * rx
	return kind(at._x, at._y, at._z, rx, vx, bx, ry, vy, by, rz, vz, bz)
end

local function look_at(at, target, up)
	local ux, uy, uz = 0, 1, 0
	if up then ux, uy, uz = up._x, up._y, up._z end
	return looking(at, target._x - at._x, target._y - at._y, target._z - at._z, ux, uy, uz)
end

local IDENTITY = kind(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1)

local function from_numbers(argc, ...)
	local values = { ... }
	for i = 1, argc do values[i] = check_number(values[i], i, "new", argc) end
	if argc == 3 then return kind(values[1], values[2], values[3], 1, 0, 0, 0, 1, 0, 0, 0, 1) end
	if argc == 12 then return kind(N.unpack(values, 1, 12)) end
	local qx, qy, qz, qw = values[4], values[5], values[6], values[7]
	local length = sqrt(qx * qx + qy * qy + qz * qz + qw * qw)
	if length == 0 then return kind(values[1], values[2], values[3], 1, 0, 0, 0, 1, 0, 0, 0, 1) end
	return from_quaternion(values[1], values[2], values[3], qx / length, qy / length, qz / length, qw / length)
end

local library = { identity = IDENTITY }

function library.new(...)
	local argc = select("#", ...)
	if argc == 0 then return IDENTITY end
	local first, second, third = ...
	-- The commonest form by far, without a table on the way.
	if argc == 3 and type(first) == "number" and type(second) == "number" and type(third) == "number" then
		return kind(first, second, third, 1, 0, 0, 0, 1, 0, 0, 0, 1)
	end
	if is_vector(first) then
		if second == nil then return kind(first._x, first._y, first._z, 1, 0, 0, 0, 1, 0, 0, 0, 1) end
		return look_at(first, check_vector(second, 2, "new"))
	end
	if argc == 3 or argc == 7 or argc == 12 then return from_numbers(argc, ...) end
	check_number(first, 1, "new", argc)
	if argc < 3 then return check_number(second, 2, "new", argc) and check_number(nil, 3, "new", argc) end
	return P.error("Invalid number of arguments: " .. argc, 1)
end

function library.lookAt(...)
	local at, target, up = ...
	local argc = select("#", ...)
	at, target = check_vector(at, 1, "lookAt", argc), check_vector(target, 2, "lookAt", argc)
	return look_at(at, target, up ~= nil and check_vector(up, 3, "lookAt") or nil)
end

function library.lookAlong(...)
	local at, direction, up = ...
	local argc = select("#", ...)
	at, direction = check_vector(at, 1, "lookAlong", argc), check_vector(direction, 2, "lookAlong", argc)
	local ux, uy, uz = 0, 1, 0
	if up ~= nil then
		up = check_vector(up, 3, "lookAlong")
		ux, uy, uz = up._x, up._y, up._z
	end
	return looking(at, direction._x, direction._y, direction._z, ux, uy, uz)
end

local function define_angles(name, order)
	library[name] = function(...)
		local rx, ry, rz = ...
		local argc = select("#", ...)
		return from_euler_angles(
			check_number(rx, 1, name, argc), check_number(ry, 2, name, argc), check_number(rz, 3, name, argc), order
		)
	end
end

define_angles("Angles", XYZ)
define_angles("fromEulerAnglesXYZ", XYZ)
define_angles("fromEulerAnglesYXZ", YXZ)
define_angles("fromOrientation", YXZ)

function library.fromEulerAngles(...)
	local rx, ry, rz, order = ...
	local argc = select("#", ...)
	return from_euler_angles(
		check_number(rx, 1, "fromEulerAngles", argc),
		check_number(ry, 2, "fromEulerAngles", argc),
		check_number(rz, 3, "fromEulerAngles", argc),
		P.check_enum(order, 4, "fromEulerAngles", "RotationOrder", XYZ)
	)
end

-- "The axis is normalised" (engine.md i.4).
local function from_axis_angle(x, y, z, angle)
	local length = sqrt(x * x + y * y + z * z)
	if length == 0 then return IDENTITY end
	local s = sin(angle / 2) / length
	return from_quaternion(0, 0, 0, x * s, y * s, z * s, cos(angle / 2))
end

function library.fromAxisAngle(...)
	local axis, angle = ...
	local argc = select("#", ...)
	axis = check_vector(axis, 1, "fromAxisAngle", argc)
	return from_axis_angle(axis._x, axis._y, axis._z, check_number(angle, 2, "fromAxisAngle", argc))
end

-- Without vZ the third column is the unit vector of vX x vY (engine.md i.4).
function library.fromMatrix(...)
	local at, vx, vy, vz = ...
	local argc = select("#", ...)
	at, vx = check_vector(at, 1, "fromMatrix", argc), check_vector(vx, 2, "fromMatrix", argc)
	vy = check_vector(vy, 3, "fromMatrix", argc)
	local x, y, z
	if vz ~= nil then
		vz = check_vector(vz, 4, "fromMatrix")
		x, y, z = vz._x, vz._y, vz._z
	else
		x = vx._y * vy._z - vx._z * vy._y
		y = vx._z * vy._x - vx._x * vy._z
		z = vx._x * vy._y - vx._y * vy._x
		local length = sqrt(x * x + y * y + z * z)
		x, y, z = x / length, y / length, z / length
	end
	return kind(at._x, at._y, at._z, vx._x, vy._x, x, vx._y, vy._y, y, vx._z, vy._z, z)
end

-- The shortest turn from one direction to the other; opposite ones turn about any axis across.
function library.fromRotationBetweenVectors(...)
	local from, to = ...
	local argc = select("#", ...)
	from = check_vector(from, 1, "fromRotationBetweenVectors", argc)
	to = check_vector(to, 2, "fromRotationBetweenVectors", argc)
	local x = from._y * to._z - from._z * to._y
	local y = from._z * to._x - from._x * to._z
	local z = from._x * to._y - from._y * to._x
	local dot = from._x * to._x + from._y * to._y + from._z * to._z
	local sine = sqrt(x * x + y * y + z * z)
	if sine == 0 and dot < 0 then
		if abs(from._x) < abs(from._y) then return from_axis_angle(0, from._z, -from._y, N.math.pi) end
		return from_axis_angle(-from._z, 0, from._x, N.math.pi)
	end
	return from_axis_angle(x, y, z, N.math.atan2(sine, dot))
end

P.define_datatype_global("CFrame", library)
