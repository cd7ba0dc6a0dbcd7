-- Color3: red, green and blue as single-precision floats.
--
-- Sources: engine.md i.5; creator-docs reference/engine/datatypes/Color3. Components are not clamped
-- by `new`; ToHex clamps, as a byte holds no more.

local P = ...
local N = P.native
local select, tonumber = N.select, N.tonumber
local floor, min, max, format = N.math.floor, N.math.min, N.math.max, N.string.format
local match, gsub, single = N.string.match, N.string.gsub, P.single
local kind, check

local function hue(r, g, b, high, range)
	if range == 0 then return 0 end
	local sixth
	if high == r then
		sixth = (g - b) / range
	elseif high == g then
		sixth = (b - r) / range + 2
	else
		sixth = (r - g) / range + 4
	end
	return (sixth / 6) % 1
end

local function to_hsv(color)
	local r, g, b = color._r, color._g, color._b
	local high = max(r, g, b)
	local range = high - min(r, g, b)
	return single(hue(r, g, b, high, range)), high == 0 and 0 or single(range / high), high
end

local function byte_of(x)
	if x ~= x then return 0 end
	return floor(min(max(x, 0), 1) * 255 + 0.5)
end

local function component_text(x)
	return x ~= x and "nan" or format("%.6g", x)
end

kind = P.define_datatype({
	name = "Color3",
	fields = "const float _r, _g, _b;",
	members = {
		R = function(v) return v._r end,
		G = function(v) return v._g end,
		B = function(v) return v._b end,
		r = function(v) return v._r end,
		g = function(v) return v._g end,
		b = function(v) return v._b end,
	},
	methods = {
		Lerp = function(self, ...)
			local goal, alpha = ...
			local argc = select("#", ...) + 1
			goal = check(goal, 2, "Lerp", argc)
			alpha = P.check_number(alpha, 3, "Lerp", argc)
			return kind(
				self._r + (goal._r - self._r) * alpha,
				self._g + (goal._g - self._g) * alpha,
				self._b + (goal._b - self._b) * alpha
			)
		end,
		ToHSV = to_hsv,
		ToHex = function(self)
			return format("%02x%02x%02x", byte_of(self._r), byte_of(self._g), byte_of(self._b))
		end,
	},
	equal = function(a, b) return a._r == b._r and a._g == b._g and a._b == b._b end,
	-- "%.6g" (engine.md i.2).
	to_text = function(v)
		return component_text(v._r) .. ", " .. component_text(v._g) .. ", " .. component_text(v._b)
	end,
	from_wire = function(list, form)
		local scale = form == "Color3uint8" and 255 or 1
		return kind(list[1] / scale, list[2] / scale, list[3] / scale)
	end,
})
check = P.datatype_check("Color3")

-- The hexcone model: sector of the hue, then a ramp within it.
local function from_hsv(h, s, v)
	local sector = floor(h * 6)
	local rest = h * 6 - sector
	local p, q, t = v * (1 - s), v * (1 - s * rest), v * (1 - s * (1 - rest))
	sector = sector % 6
	if sector == 0 then return kind(v, t, p) end
	if sector == 1 then return kind(q, v, p) end
	if sector == 2 then return kind(p, v, t) end
	if sector == 3 then return kind(p, q, v) end
	if sector == 4 then return kind(t, p, v) end
	return kind(v, p, q)
end

local HEX = "^#?(%x%x)(%x%x)(%x%x)$"

P.define_datatype_global("Color3", {
	new = function(r, g, b)
		return kind(P.opt_number(r, 0, 1, "new"), P.opt_number(g, 0, 2, "new"), P.opt_number(b, 0, 3, "new"))
	end,
	-- "fromRGB stores n/255 as float32" (engine.md i.5).
	fromRGB = function(r, g, b)
		return kind(
			P.opt_number(r, 0, 1, "fromRGB") / 255,
			P.opt_number(g, 0, 2, "fromRGB") / 255,
			P.opt_number(b, 0, 3, "fromRGB") / 255
		)
	end,
	fromHSV = function(...)
		local h, s, v = ...
		local argc = select("#", ...)
		h, s = P.check_number(h, 1, "fromHSV", argc), P.check_number(s, 2, "fromHSV", argc)
		return from_hsv(h, s, P.check_number(v, 3, "fromHSV", argc))
	end,
	fromHex = function(...)
		local hex = P.check_string((...), 1, "fromHex", select("#", ...))
		local full = hex
		if match(hex, "^#?%x%x%x$") then full = gsub(hex, "%x", "%0%0") end
		local r, g, b = match(full, HEX)
		if not r then return P.error("Unable to convert characters to hex value", 1) end
		return kind(tonumber(r, 16) / 255, tonumber(g, 16) / 255, tonumber(b, 16) / 255)
	end,
	toHSV = function(...)
		return to_hsv(check((...), 1, "toHSV", select("#", ...)))
	end,
})
