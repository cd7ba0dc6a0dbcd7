-- math.noise: classic Perlin noise in single precision.
--
-- Luau rounds every intermediate result to float32, so each step goes through a one-element float
-- array; the sequence of operations is the contract and must not be rearranged.

local P = ...
local N = P.native
local type, select, floor = N.type, N.select, N.math.floor
local band = N.bit.band
local check_number = P.check_number

local cell = N.ffi.new("float[1]")

local function round32(x)
	cell[0] = x
	return cell[0]
end

-- Ken Perlin's permutation, its first entry repeated at the end.
local PERMUTATION = N.ffi.new("uint8_t[257]", {
	151, 160, 137, 91, 90, 15, 131, 13, 201, 95, 96, 53, 194, 233, 7, 225, 140, 36, 103, 30, 69, 142,
	8, 99, 37, 240, 21, 10, 23, 190, 6, 148, 247, 120, 234, 75, 0, 26, 197, 62, 94, 252, 219, 203, 117,
	35, 11, 32, 57, 177, 33, 88, 237, 149, 56, 87, 174, 20, 125, 136, 171, 168, 68, 175, 74, 165, 71,
	134, 139, 48, 27, 166, 77, 146, 158, 231, 83, 111, 229, 122, 60, 211, 133, 230, 220, 105, 92, 41,
	55, 46, 245, 40, 244, 102, 143, 54, 65, 25, 63, 161, 1, 216, 80, 73, 209, 76, 132, 187, 208, 89,
	18, 169, 200, 196, 135, 130, 116, 188, 159, 86, 164, 100, 109, 198, 173, 186, 3, 64, 52, 217, 226,
	250, 124, 123, 5, 202, 38, 147, 118, 126, 255, 82, 85, 212, 207, 206, 59, 227, 47, 16, 58, 17, 182,
	189, 28, 42, 223, 183, 170, 213, 119, 248, 152, 2, 44, 154, 163, 70, 221, 153, 101, 155, 167, 43,
	172, 9, 129, 22, 39, 253, 19, 98, 108, 110, 79, 113, 224, 232, 178, 185, 112, 104, 218, 246, 97,
	228, 251, 34, 242, 193, 238, 210, 144, 12, 191, 179, 162, 241, 81, 51, 145, 235, 249, 14, 239, 107,
	49, 192, 214, 31, 181, 199, 106, 157, 184, 84, 204, 176, 115, 121, 50, 45, 127, 4, 150, 254, 138,
	236, 205, 93, 222, 114, 67, 29, 24, 72, 243, 141, 128, 195, 78, 66, 215, 61, 156, 180, 151,
})

-- Sixteen gradients of three components, in one flat array: LuaJIT does not compile nested ones.
local GRADIENT = N.ffi.new("int8_t[48]", {
	1, 1, 0, -1, 1, 0, 1, -1, 0, -1, -1, 0, 1, 0, 1, -1, 0, 1, 1, 0, -1, -1, 0, -1,
	0, 1, 1, 0, -1, 1, 0, 1, -1, 0, -1, -1, 1, 1, 0, 0, -1, 1, -1, 1, 0, 0, -1, -1,
})

-- The steps below store into `cell` instead of calling round32: that many calls would end the trace.

local function fade(t)
	cell[0] = t * 6
	cell[0] = cell[0] - 15
	cell[0] = t * cell[0]
	cell[0] = cell[0] + 10
	local inner = cell[0]
	cell[0] = t * t
	cell[0] = cell[0] * t
	cell[0] = cell[0] * inner
	return cell[0]
end

local function lerp(t, a, b)
	cell[0] = b - a
	cell[0] = t * cell[0]
	cell[0] = a + cell[0]
	return cell[0]
end

-- The products are exact: a gradient's components are -1, 0 and 1.
local function grad(hash, x, y, z)
	local at = band(hash, 15) * 3
	cell[0] = GRADIENT[at] * x + GRADIENT[at + 1] * y
	cell[0] = cell[0] + GRADIENT[at + 2] * z
	return cell[0]
end

-- Conversion of a float to a C int, as x86-64 does it: anything outside int32 becomes -2^31, whose
-- low byte is 0.
local function cell_index(f)
	if f >= -2147483648 and f < 2147483648 then
		return f % 256
	end
	return 0
end

local function perlin(x, y, z)
	local x_floor, y_floor, z_floor = floor(x), floor(y), floor(z)
	local xi, yi, zi = cell_index(x_floor), cell_index(y_floor), cell_index(z_floor)
	local xf, yf, zf = round32(x - x_floor), round32(y - y_floor), round32(z - z_floor)
	local x1, y1, z1 = round32(xf - 1), round32(yf - 1), round32(zf - 1)
	local u, v, w = fade(xf), fade(yf), fade(zf)
	local p = PERMUTATION

	local a = band(p[xi] + yi, 255)
	local aa, ab = band(p[a] + zi, 255), band(p[a + 1] + zi, 255)
	local b = band(p[xi + 1] + yi, 255)
	local ba, bb = band(p[b] + zi, 255), band(p[b + 1] + zi, 255)

	local la = lerp(u, grad(p[aa], xf, yf, zf), grad(p[ba], x1, yf, zf))
	local lb = lerp(u, grad(p[ab], xf, y1, zf), grad(p[bb], x1, y1, zf))
	local la1 = lerp(u, grad(p[aa + 1], xf, yf, z1), grad(p[ba + 1], x1, yf, z1))
	local lb1 = lerp(u, grad(p[ab + 1], xf, y1, z1), grad(p[bb + 1], x1, y1, z1))
	return lerp(w, lerp(v, la, lb), lerp(v, la1, lb1))
end

P.G.math.noise = function(...)
	local x, y, z = ...
	if type(x) ~= "number" or type(y) ~= "number" or type(z) ~= "number" then
		local argc = select("#", ...)
		x = check_number(x, 1, "noise", argc)
		y = y == nil and 0 or check_number(y, 2, "noise", argc)
		z = z == nil and 0 or check_number(z, 3, "noise", argc)
	end
	return perlin(round32(x), round32(y), round32(z))
end
