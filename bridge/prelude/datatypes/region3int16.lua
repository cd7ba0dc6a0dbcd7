-- Region3int16: a box of whole studs or cells, as its two corners. Sources: creator-docs
-- reference/engine/datatypes/Region3int16.

local P = ...
local corner = P.datatype("Vector3int16").kind
local check_corner = P.datatype_check("Vector3int16")
local select = P.native.select
local kind

kind = P.define_datatype({
	name = "Region3int16",
	fields = "const int16_t _ax, _ay, _az, _bx, _by, _bz;",
	members = {
		Min = function(r) return corner(r._ax, r._ay, r._az) end,
		Max = function(r) return corner(r._bx, r._by, r._bz) end,
	},
	equal = function(a, b)
		return a._ax == b._ax and a._ay == b._ay and a._az == b._az and a._bx == b._bx and a._by == b._by
			and a._bz == b._bz
	end,
	to_text = function(r)
		return r._ax .. ", " .. r._ay .. ", " .. r._az .. "; " .. r._bx .. ", " .. r._by .. ", " .. r._bz
	end,
})

P.define_datatype_global("Region3int16", {
	new = function(...)
		local low, high = ...
		local argc = select("#", ...)
		low, high = check_corner(low, 1, "new", argc), check_corner(high, 2, "new", argc)
		return kind(low._x, low._y, low._z, high._x, high._y, high._z)
	end,
})
