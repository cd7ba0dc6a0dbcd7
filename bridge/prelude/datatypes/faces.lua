-- Faces: a set of the six faces of a box. Sources: engine.md i.2; creator-docs
-- reference/engine/datatypes/Faces.

local P = ...
local N = P.native
local select, band, lshift = N.select, N.bit.band, N.bit.lshift
local kind

-- By the numbers of Enum.NormalId, which is the order of the text too.
local NAMES = { [0] = "Right", "Top", "Back", "Left", "Bottom", "Front" }

local members, bits = {}, {}
for face = 0, 5 do
	local mask = lshift(1, face)
	bits[NAMES[face]] = mask
	members[NAMES[face]] = function(v) return band(v._bits, mask) ~= 0 end
end

kind = P.define_datatype({
	name = "Faces",
	fields = "const int32_t _bits;",
	members = members,
	equal = function(a, b) return a._bits == b._bits end,
	to_text = function(v)
		local found = {}
		for face = 0, 5 do
			if members[NAMES[face]](v) then found[#found + 1] = NAMES[face] end
		end
		return N.table.concat(found, ", ")
	end,
	from_wire = function(names)
		local all = 0
		for i = 1, #names do all = N.bit.bor(all, bits[names[i]]) end
		return kind(all)
	end,
})

P.define_datatype_global("Faces", {
	new = function(...)
		local all = 0
		for i = 1, select("#", ...) do
			local item = P.enum_item_of((select(i, ...)))
			if not item or item.enum.name ~= "NormalId" then
				return P.type_error((select(i, ...)), i, "new", i, "NormalId")
			end
			all = N.bit.bor(all, bits[item.name])
		end
		return kind(all)
	end,
})
