-- Rect: two corners, sorted by each axis. Sources: engine.md i.2, i.6.

local P = ...
local N = P.native
local select, min, max, check_number = N.select, N.math.min, N.math.max, P.check_number
local vector2 = P.datatype("Vector2").kind
local check_vector2 = P.datatype_check("Vector2")
local kind

local function sorted(ax, ay, bx, by)
	return kind(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
end

kind = P.define_datatype({
	name = "Rect",
	fields = "const float _ax, _ay, _bx, _by;",
	members = {
		Min = function(v) return vector2(v._ax, v._ay) end,
		Max = function(v) return vector2(v._bx, v._by) end,
		Width = function(v) return P.single(v._bx - v._ax) end,
		Height = function(v) return P.single(v._by - v._ay) end,
	},
	equal = function(a, b) return a._ax == b._ax and a._ay == b._ay and a._bx == b._bx and a._by == b._by end,
	to_text = function(v) return P.singles_text(v._ax, v._ay, v._bx, v._by) end,
	from_wire = function(corners) return sorted(corners[1][1], corners[1][2], corners[2][1], corners[2][2]) end,
})

P.define_datatype_global("Rect", {
	new = function(...)
		local a, b, c, d = ...
		local argc = select("#", ...)
		if argc == 0 then return kind(0, 0, 0, 0) end
		if P.typeof(a) == "Vector2" then
			b = check_vector2(b, 2, "new", argc)
			return sorted(a._x, a._y, b._x, b._y)
		end
		a, b = check_number(a, 1, "new", argc), check_number(b, 2, "new", argc)
		return sorted(a, b, check_number(c, 3, "new", argc), check_number(d, 4, "new", argc))
	end,
})
