-- Region3: an axis-aligned box. Sources: engine.md i.6; creator-docs reference/engine/datatypes/Region3.

local P = ...
local N = P.native
local select, floor, ceil, vector = N.select, N.math.floor, N.math.ceil, P.new_vector
local frame = P.datatype("CFrame").kind
local check_vector = P.datatype_check("Vector3")
local kind

local function centre(r) return (r._ax + r._bx) / 2, (r._ay + r._by) / 2, (r._az + r._bz) / 2 end

kind = P.define_datatype({
	name = "Region3",
	fields = "const float _ax, _ay, _az, _bx, _by, _bz;",
	members = {
		CFrame = function(r)
			local x, y, z = centre(r)
			return frame(x, y, z, 1, 0, 0, 0, 1, 0, 0, 0, 1)
		end,
		-- "Size may be negative if swapped" (engine.md i.6).
		Size = function(r) return vector(r._bx - r._ax, r._by - r._ay, r._bz - r._az) end,
	},
	methods = {
		-- "Grows outward" (engine.md i.6): to whole multiples of the resolution.
		ExpandToGrid = function(self, ...)
			local step = P.check_number((...), 2, "ExpandToGrid", select("#", ...) + 1)
			if not (step > 0) then return P.error("Region3:ExpandToGrid: resolution must be positive", 1) end
			return kind(
				floor(self._ax / step) * step, floor(self._ay / step) * step, floor(self._az / step) * step,
				ceil(self._bx / step) * step, ceil(self._by / step) * step, ceil(self._bz / step) * step
			)
		end,
	},
	equal = function(a, b)
		return a._ax == b._ax and a._ay == b._ay and a._az == b._az and a._bx == b._bx and a._by == b._by
			and a._bz == b._bz
	end,
	-- As its centre and size.
	to_text = function(r)
		local x, y, z = centre(r)
		return P.singles_text(x, y, z, 1, 0, 0, 0, 1, 0, 0, 0, 1) .. "; "
			.. P.singles_text(r._bx - r._ax, r._by - r._ay, r._bz - r._az)
	end,
})

P.define_datatype_global("Region3", {
	new = function(low, high)
		if low == nil and high == nil then return kind(0, 0, 0, 0, 0, 0) end
		low, high = check_vector(low, 1, "new"), check_vector(high, 2, "new")
		return kind(low._x, low._y, low._z, high._x, high._y, high._z)
	end,
})
