-- BasePart and Attachment: members that are views of one stored value, a part's place (CFrame) and its
-- colour (Color). Writing one changes them all and fires their Changed (engine.md e.7).
--
-- Owns no physics. What would have to be computed from other parts is refused by name.

local P = ...
local N = P.native
local rad, deg = N.math.rad, N.math.deg

-- Tells of the views of a place; nothing to do where nobody has ever looked at a signal.
local function place_changed(node, value)
	if P.existing_signal(node, "Changed") or node.property_signals then
		P.property_changed(node, "Position", nil)
		P.property_changed(node, "Orientation", nil)
		P.property_changed(node, "Rotation", nil)
	end
	if node.carried then return P.carry_rig(node, value) end
end

local function accept(name, type_name, value)
	if P.typeof(value) ~= type_name then return P.refuse_property(name, type_name, value) end
	return value
end

local function degrees(x, y, z)
	return P.new_vector(deg(x), deg(y), deg(z))
end

-- Angles about Y, then X, then Z for Orientation, and X, Y, Z for Rotation (engine.md i.4).
local function turned(node, value, order)
	P.datatype("CFrame") -- loads P.cframe
	local cframe = P.cframe
	local turn = cframe.from_euler_angles(rad(value.X), rad(value.Y), rad(value.Z), cframe[order])
	return P.write_trusted(node, "CFrame", turn + node.values.CFrame.Position)
end

for _, class in N.ipairs({ "BasePart", "Attachment" }) do
	P.define_property(class, "CFrame", { after = place_changed })
	P.define_property(class, "Position", {
		read = function(node, ...) -- see "Reading" in members.lua for the `...`
			local place = node.values.CFrame
			return P.new_vector(place._x, place._y, place._z)
		end,
		write = function(node, value)
			if not P.is_vector(value) then return P.refuse_property("Position", "Vector3", value) end
			local place = node.values.CFrame -- loads P.cframe
			place = P.cframe.moved(place, value._x, value._y, value._z)
			if P.store_property(node, "CFrame", place) then return place_changed(node, place) end
		end,
	})
	P.define_property(class, "Orientation", {
		read = function(node) return degrees(node.values.CFrame:ToOrientation()) end,
		write = function(node, value) return turned(node, accept("Orientation", "Vector3", value), "YXZ") end,
	})
	P.define_property(class, "Rotation", {
		read = function(node) return degrees(node.values.CFrame:ToEulerAnglesXYZ()) end,
		write = function(node, value) return turned(node, accept("Rotation", "Vector3", value), "XYZ") end,
	})
end

-- The nearest of the palette stands for a colour (datatype page BrickColor).
P.define_property("BasePart", "Color", {
	after = function(node) P.property_changed(node, "BrickColor", nil) end,
})
P.define_property("BasePart", "BrickColor", {
	read = function(node)
		return P.shared.BrickColor.new(node.values.Color)
	end,
	write = function(node, value)
		return P.write_trusted(node, "Color", accept("BrickColor", "BrickColor", value).Color)
	end,
})

-- Attachments stand where their parent is --------------------------------------------------------

-- The place of the part, or attachment, above; nil when there is none.
local function base_of(node)
	local parent = node.parent
	if parent and parent.class.ancestors.BasePart then return parent.values.CFrame end
	if parent and parent.class.ancestors.Attachment then return parent.values.WorldCFrame end
	return nil
end

local function world_place(node)
	local base = base_of(node)
	return base and base * node.values.CFrame or node.values.CFrame
end

local function move_to(node, place)
	local base = base_of(node)
	return P.write_trusted(node, "CFrame", base and base:ToObjectSpace(place) or place)
end

local function world_orientation(node) return degrees(world_place(node):ToOrientation()) end

P.define_property("Attachment", "WorldCFrame", {
	read = world_place,
	write = function(node, value) return move_to(node, accept("WorldCFrame", "CFrame", value)) end,
})
P.define_property("Attachment", "WorldPosition", {
	read = function(node) return world_place(node).Position end,
	write = function(node, value)
		accept("WorldPosition", "Vector3", value)
		return move_to(node, world_place(node).Rotation + value)
	end,
})
P.define_property("Attachment", "WorldOrientation", {
	read = world_orientation,
	write = function(node, value)
		accept("WorldOrientation", "Vector3", value)
		P.datatype("CFrame") -- loads P.cframe
		local cframe = P.cframe
		local turn = cframe.from_euler_angles(rad(value.X), rad(value.Y), rad(value.Z), cframe.YXZ)
		return move_to(node, turn + world_place(node).Position)
	end,
})
P.define_property("Attachment", "WorldRotation", {
	read = function(node) return degrees(world_place(node):ToEulerAnglesXYZ()) end,
})

-- The first axis is the X direction, the second the Y direction; setting one alone leaves open how the
-- other turns.
for name, column in N.pairs({ Axis = "XVector", SecondaryAxis = "YVector" }) do
	local function refuse(node) return P.unmodelled(node.class, name, "set CFrame instead") end
	P.define_property("Attachment", name, {
		read = function(node) return node.values.CFrame[column] end,
		write = refuse,
	})
	P.define_property("Attachment", "World" .. name, {
		read = function(node) return world_place(node)[column] end,
		write = refuse,
	})
end
