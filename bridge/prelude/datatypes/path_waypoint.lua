-- PathWaypoint: a point of a path, what to do there, and a label. Sources: creator-docs
-- reference/engine/datatypes/PathWaypoint.

local P = ...
local vector = P.new_vector
local check_vector = P.datatype_check("Vector3")
local kind

-- FFI values hold no strings: labels are kept once each and stand in the value by number.
local labels, numbers = {}, {}

local function label_number(text)
	local number = numbers[text]
	if not number then
		number = #labels + 1
		labels[number], numbers[text] = text, number
	end
	return number
end

kind = P.define_datatype({
	name = "PathWaypoint",
	fields = "const float _x, _y, _z; const int32_t _action, _label;",
	members = {
		Position = function(v) return vector(v._x, v._y, v._z) end,
		Action = function(v) return P.enum_item_handle("PathWaypointAction", v._action) end,
		Label = function(v) return labels[v._label] end,
	},
	equal = function(a, b)
		return a._x == b._x and a._y == b._y and a._z == b._z and a._action == b._action and a._label == b._label
	end,
	to_text = function(v)
		return "{" .. P.singles_text(v._x, v._y, v._z) .. "}, "
			.. P.enum_of("PathWaypointAction").by_value[v._action].name .. ", " .. labels[v._label]
	end,
})

P.define_datatype_global("PathWaypoint", {
	new = function(position, action, label)
		position = position == nil and vector(0, 0, 0) or check_vector(position, 1, "new")
		return kind(
			position._x, position._y, position._z,
			P.check_enum(action, 2, "new", "PathWaypointAction", P.enum_of("PathWaypointAction").by_name.Walk.value),
			label_number(P.opt_string(label, "", 3, "new"))
		)
	end,
})
