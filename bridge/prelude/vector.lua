-- The vector library and the vector type: three single-precision floats, an immutable value.
--
-- As a table key a vector goes by its components in Luau, by identity in LuaJIT. Interning every result would cost 300
-- times an addition, so one vector stands for all equal ones where tables are stored to and read (R.K, R.V).

local P = ...
local N = P.native
local type, select, tonumber = N.type, N.select, N.tonumber
local ffi, native = N.ffi, N.math
local floor, ceil, abs, sqrt = native.floor, native.ceil, native.abs, native.sqrt
local check_number, type_error, arg_error, fail = P.check_number, P.type_error, P.arg_error, P.error
local number_to_text = P.number_to_text

-- The fields carry names that no program uses, so that reads and writes all pass the metatable.
local kind = ffi.typeof("struct { const float _x, _y, _z; }")
local istype = ffi.istype

local cell = ffi.new("float[1]")

-- Luau computes with floats: every intermediate result is rounded to single precision.
local function single(x)
	cell[0] = x
	return cell[0]
end

local function is_vector(v)
	return istype(kind, v)
end
P.is_vector = is_vector

-- The operand of a vector operation as three components: a vector, a number, or a numeric string.
local function components(v)
	if is_vector(v) then
		return v._x, v._y, v._z
	end
	local x = type(v) == "number" and v or type(v) == "string" and tonumber(v)
	if x then
		x = single(x)
		return x, x, x
	end
	return nil
end

-- Vectors that are keys, by their bytes; gone with the last table that has them.
local KEYS = N.setmetatable({}, { __mode = "v" })

local function bytes_of(v)
	return ffi.string(kind(v._x + 0, v._y + 0, v._z + 0), 12) -- no negative zeros
end

function P.read_key(key)
	return is_vector(key) and KEYS[bytes_of(key)] or key
end

function P.stored_key(key)
	if not is_vector(key) then
		return key
	elseif key._x ~= key._x or key._y ~= key._y or key._z ~= key._z then
		return fail("table index contains NaN")
	end
	local bytes = bytes_of(key)
	local known = KEYS[bytes]
	if not known then
		KEYS[bytes] = key
		return key
	end
	return known
end

local metatable = {}

function metatable.__add(a, b)
	if is_vector(a) and is_vector(b) then
		return kind(a._x + b._x, a._y + b._y, a._z + b._z)
	end
	return P.arithmetic_error("add", a, b)
end

function metatable.__sub(a, b)
	if is_vector(a) and is_vector(b) then
		return kind(a._x - b._x, a._y - b._y, a._z - b._z)
	end
	return P.arithmetic_error("sub", a, b)
end

function metatable.__mul(a, b)
	if is_vector(a) and type(b) == "number" then
		b = single(b)
		return kind(a._x * b, a._y * b, a._z * b)
	end
	local ax, ay, az = components(a)
	local bx, by, bz = components(b)
	if ax and bx then
		return kind(ax * bx, ay * by, az * bz)
	end
	return P.arithmetic_error("mul", a, b)
end

function metatable.__div(a, b)
	local ax, ay, az = components(a)
	local bx, by, bz = components(b)
	if ax and bx then
		return kind(ax / bx, ay / by, az / bz)
	end
	return P.arithmetic_error("div", a, b)
end

function metatable.__idiv(a, b)
	local ax, ay, az = components(a)
	local bx, by, bz = components(b)
	if ax and bx then
		-- The one operation Luau computes in doubles.
		return kind(floor(ax / bx), floor(ay / by), floor(az / bz))
	end
	return P.arithmetic_error("idiv", a, b)
end

function metatable.__unm(a)
	return kind(-a._x, -a._y, -a._z)
end

function metatable.__eq(a, b)
	return is_vector(a) and is_vector(b) and a._x == b._x and a._y == b._y and a._z == b._z
end

function metatable.__index(v, key)
	if key == "x" or key == "X" then
		return v._x
	elseif key == "y" or key == "Y" then
		return v._y
	elseif key == "z" or key == "Z" then
		return v._z
	end
	local member = P.vector_member -- Vector3 of servers knows more
	if member then
		return member(v, key)
	end
	if type(key) ~= "string" and type(key) ~= "number" then
		return fail("invalid argument #2 (string expected, got " .. P.typeof(key) .. ")")
	end
	return fail("attempt to index vector with '" .. P.tostring(key) .. "'")
end

function metatable.__newindex(v, key)
	local assign = P.vector_assign
	if assign then
		return assign(v, key)
	end
	return fail("attempt to index vector with " .. (type(key) == "string" and "'" .. key .. "'" or P.typeof(key)))
end

local function to_text(v)
	return number_to_text(v._x) .. ", " .. number_to_text(v._y) .. ", " .. number_to_text(v._z)
end

P.define_value_type(kind, metatable, "vector", to_text)
P.new_vector, P.vector_kind = kind, kind
-- What `//` and getmetatable need, as natives see no metatable of FFI values.
P.cdata_idiv = metatable.__idiv
P.vector_metatable = P.freeze({ __index = metatable.__index })

local vector = { zero = kind(0, 0, 0), one = kind(1, 1, 1) }
P.G.vector = vector

local function check(v, n, fname, argc)
	if is_vector(v) then
		return v
	end
	return type_error(v, n, fname, argc, "vector")
end

function vector.create(...)
	local x, y, z = ...
	local argc = select("#", ...)
	if argc < 3 then
		z = 0
	end
	if type(x) ~= "number" or type(y) ~= "number" or type(z) ~= "number" then
		x = check_number(x, 1, "create", argc)
		y = check_number(y, 2, "create", argc)
		z = check_number(z, 3, "create", argc)
	end
	return kind(x, y, z)
end

-- a*a' + b*b' + c*c' in single precision, left to right.
local function dot(ax, ay, az, bx, by, bz)
	return single(single(single(ax * bx) + single(ay * by)) + single(az * bz))
end

local function cross(a, b)
	return single(single(a._y * b._z) - single(a._z * b._y)),
		single(single(a._z * b._x) - single(a._x * b._z)),
		single(single(a._x * b._y) - single(a._y * b._x))
end

local function magnitude(v)
	return single(sqrt(dot(v._x, v._y, v._z, v._x, v._y, v._z)))
end

function vector.magnitude(...)
	return magnitude(check((...), 1, "magnitude", select("#", ...)))
end

function vector.normalize(...)
	local v = check((...), 1, "normalize", select("#", ...))
	local inverse = single(1 / magnitude(v))
	return kind(v._x * inverse, v._y * inverse, v._z * inverse)
end

function vector.cross(...)
	local a, b = ...
	local argc = select("#", ...)
	a, b = check(a, 1, "cross", argc), check(b, 2, "cross", argc)
	return kind(cross(a, b))
end

function vector.dot(...)
	local a, b = ...
	local argc = select("#", ...)
	a, b = check(a, 1, "dot", argc), check(b, 2, "dot", argc)
	return dot(a._x, a._y, a._z, b._x, b._y, b._z)
end

function vector.angle(...)
	local a, b, axis = ...
	local argc = select("#", ...)
	a, b = check(a, 1, "angle", argc), check(b, 2, "angle", argc)
	if axis ~= nil then
		axis = check(axis, 3, "angle", argc)
	end
	local x, y, z = cross(a, b)
	local sine = single(sqrt(dot(x, y, z, x, y, z)))
	local angle = native.atan2(sine, dot(a._x, a._y, a._z, b._x, b._y, b._z))
	if axis ~= nil and dot(x, y, z, axis._x, axis._y, axis._z) < 0 then
		return -angle
	end
	return angle
end

local function define_componentwise(name, f)
	vector[name] = function(...)
		local v = check((...), 1, name, select("#", ...))
		return kind(f(v._x), f(v._y), f(v._z))
	end
end

define_componentwise("floor", floor)
define_componentwise("ceil", ceil)
define_componentwise("abs", abs)
define_componentwise("sign", function(x) return x > 0 and 1 or x < 0 and -1 or 0 end)

function vector.clamp(...)
	local v, low, high = ...
	local argc = select("#", ...)
	v, low, high = check(v, 1, "clamp", argc), check(low, 2, "clamp", argc), check(high, 3, "clamp", argc)
	if not (low._x <= high._x) then
		return arg_error(3, "clamp", "max.x must be greater than or equal to min.x")
	elseif not (low._y <= high._y) then
		return arg_error(3, "clamp", "max.y must be greater than or equal to min.y")
	elseif not (low._z <= high._z) then
		return arg_error(3, "clamp", "max.z must be greater than or equal to min.z")
	end
	local function bounded(x, from, to)
		local r = x < from and from or x
		return r > to and to or r
	end
	return kind(bounded(v._x, low._x, high._x), bounded(v._y, low._y, high._y), bounded(v._z, low._z, high._z))
end

local function define_extreme(name, better)
	vector[name] = function(...)
		local argc = select("#", ...)
		local first = check((...), 1, name, argc)
		local x, y, z = first._x, first._y, first._z
		local values = { ... }
		for i = 2, argc do
			local v = check(values[i], i, name, argc)
			x = better(v._x, x) and v._x or x
			y = better(v._y, y) and v._y or y
			z = better(v._z, z) and v._z or z
		end
		return kind(x, y, z)
	end
end

define_extreme("min", function(a, b) return a < b end)
define_extreme("max", function(a, b) return a > b end)

function vector.lerp(...)
	local a, b, t = ...
	local argc = select("#", ...)
	a, b = check(a, 1, "lerp", argc), check(b, 2, "lerp", argc)
	t = single(check_number(t, 3, "lerp", argc))
	if t == 1 then
		return b
	end
	local function mix(from, to)
		return from + single(single(to - from) * t)
	end
	return kind(mix(a._x, b._x), mix(a._y, b._y), mix(a._z, b._z))
end
