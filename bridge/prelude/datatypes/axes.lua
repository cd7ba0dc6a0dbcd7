-- Axes: a set of axes; a face named stands for its axis. Sources: engine.md i.2; creator-docs
-- reference/engine/datatypes/Axes.

local P = ...
local N = P.native
local select = N.select
local kind

local NAMES = { "X", "Y", "Z" }
-- Axis of a face, by the numbers of Enum.NormalId: Right, Top, Back, Left, Bottom, Front.
local AXIS_OF_FACE = { [0] = 0, 1, 2, 0, 1, 2 }
local MEMBERS = {
	X = 0, Y = 1, Z = 2, Right = 0, Left = 0, Top = 1, Bottom = 1, Back = 2, Front = 2,
}

local members = {}
for name, axis in N.next, MEMBERS do
	members[name] = function(v)
		if axis == 0 then return v._x end
		if axis == 1 then return v._y end
		return v._z
	end
end

local function of(set)
	return kind(set[0] == true, set[1] == true, set[2] == true)
end

kind = P.define_datatype({
	name = "Axes",
	fields = "const bool _x, _y, _z;",
	members = members,
	equal = function(a, b) return a._x == b._x and a._y == b._y and a._z == b._z end,
	to_text = function(v)
		local found = {}
		for i = 1, 3 do
			if members[NAMES[i]](v) then found[#found + 1] = NAMES[i] end
		end
		return N.table.concat(found, ", ")
	end,
	from_wire = function(names)
		local set = {}
		for i = 1, #names do set[MEMBERS[names[i]]] = true end
		return of(set)
	end,
})

P.define_datatype_global("Axes", {
	new = function(...)
		local set = {}
		for i = 1, select("#", ...) do
			local item = P.enum_item_of((select(i, ...)))
			local enum = item and item.enum.name
			if enum == "Axis" then
				set[item.value] = true
			elseif enum == "NormalId" then
				set[AXIS_OF_FACE[item.value]] = true
			else
				return P.type_error((select(i, ...)), i, "new", i, "Axis")
			end
		end
		return of(set)
	end,
})
