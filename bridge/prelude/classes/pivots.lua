-- PVInstance and Model: pivots, and moving things by them, as plain geometry (class pages PVInstance,
-- Model, BasePart.PivotOffset).
--
-- A model's pivot is that of its PrimaryPart; without one it is WorldPivot, and until that has been set
-- the middle of its parts. Scaling is refused by name.

local P = ...
local N = P.native
local abs, min, max, rawget = N.math.abs, N.math.min, N.math.max, N.rawget
local define, fail = P.define_method, P.fail
local vector = P.new_vector

local function identity() return P.datatype("CFrame").kind(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1) end

local function frame_argument(value)
	if P.typeof(value) == "CFrame" then return value end
	if value == nil then return fail("Argument 1 missing or nil") end
	return fail("Unable to cast " .. P.refused_type(value) .. " to CoordinateFrame")
end

local function vector_argument(value)
	if P.is_vector(value) then return value end
	if value == nil then return fail("Argument 1 missing or nil") end
	return fail("Unable to cast " .. P.refused_type(value) .. " to Vector3")
end

local function is_model(node) return node.class.ancestors.Model end
local function is_part(node) return node.class.ancestors.BasePart end

-- Parts below a model, in tree order; terrain has no box.
local function parts_below(node, list)
	list = list or {}
	for i = 1, #node.children do
		local child = node.children[i]
		if is_part(child) and not child.class.ancestors.Terrain then list[#list + 1] = child end
		parts_below(child, list)
	end
	return list
end

local function primary_part(model)
	local part = P.node_of(rawget(model.values, "PrimaryPart"))
	return part and P.is_above(model, part) and part or nil
end

-- The box around parts along the axes of `base`: its middle as a CFrame of that turn, and its size.
local function bounds(parts, base)
	local lows, highs = { 1 / 0, 1 / 0, 1 / 0 }, { -1 / 0, -1 / 0, -1 / 0 }
	local function stretch(i, at, reach)
		lows[i], highs[i] = min(lows[i], at - reach), max(highs[i], at + reach)
	end
	for i = 1, #parts do
		local f = base:ToObjectSpace(parts[i].values.CFrame)
		local size = parts[i].values.Size
		local x, y, z = size.X / 2, size.Y / 2, size.Z / 2
		stretch(1, f._x, abs(f._a) * x + abs(f._b) * y + abs(f._c) * z)
		stretch(2, f._y, abs(f._d) * x + abs(f._e) * y + abs(f._f) * z)
		stretch(3, f._z, abs(f._g) * x + abs(f._h) * y + abs(f._i) * z)
	end
	local middle = vector((lows[1] + highs[1]) / 2, (lows[2] + highs[2]) / 2, (lows[3] + highs[3]) / 2)
	return base * (identity() + middle),
		vector(highs[1] - lows[1], highs[2] - lows[2], highs[3] - lows[3])
end


-- "The volume's orientation is based on the PrimaryPart; without one it is aligned to the world axes."
local function bounding_box(model)
	local parts, primary = parts_below(model), primary_part(model)
	if not parts[1] then return rawget(model.values, "WorldPivot") or identity(), vector(0, 0, 0) end
	return bounds(parts, primary and primary.values.CFrame.Rotation or identity())
end

local function part_pivot(part)
	return part.values.CFrame * part.values.PivotOffset
end

local function pivot_of(node)
	if is_part(node) then return part_pivot(node) end
	if not is_model(node) then return node.values.CFrame end -- a Camera
	local primary = primary_part(node)
	if primary then return part_pivot(primary) end
	return rawget(node.values, "WorldPivot") or (bounding_box(node))
end

define("PVInstance", "GetPivot", pivot_of)

-- Everything that has a place in a subtree, moved by place(frame) -> frame. "Changed is fired for CFrame
-- only, not for Position and Orientation."
local function move_all(node, place)
	if is_model(node) then
		local pivot = rawget(node.values, "WorldPivot")
		if pivot then P.store_property(node, "WorldPivot", place(pivot)) end
	elseif node.class.ancestors.PVInstance then
		P.store_property(node, "CFrame", place(node.values.CFrame))
	end
	local children = node.children
	for i = 1, #children do move_all(children[i], place) end
end

local function pivot_to(node, target)
	local pivot = pivot_of(node)
	local back = pivot:Inverse()
	-- "Model movement functions set the world pivot" for the first time, too.
	local sets_pivot = is_model(node) and not primary_part(node)
	move_all(node, function(frame) return target * (back * frame) end)
	if sets_pivot then P.store_property(node, "WorldPivot", target) end
end

define("PVInstance", "PivotTo", function(node, target) return pivot_to(node, frame_argument(target)) end)

define("Model", "GetBoundingBox", bounding_box)

define("Model", "GetExtentsSize", function(node)
	local _, size = bounding_box(node)
	return size
end)

define("Model", "TranslateBy", function(node, delta)
	delta = vector_argument(delta)
	local target = pivot_of(node) + delta
	local sets_pivot = not primary_part(node)
	move_all(node, function(frame) return frame + delta end)
	if sets_pivot then P.store_property(node, "WorldPivot", target) end
end)

-- The text is the engine's (public mocks).
local function needed_primary(node, name)
	return primary_part(node) or fail("Model:" .. name .. "() failed because no PrimaryPart has been set, or the "
		.. "PrimaryPart no longer exists. Please set Model.PrimaryPart before using this.")
end

define("Model", "GetPrimaryPartCFrame", function(node)
	return needed_primary(node, "GetPrimaryPartCFrame").values.CFrame
end)

define("Model", "SetPrimaryPartCFrame", function(node, target)
	local part = needed_primary(node, "SetPrimaryPartCFrame")
	local back = part.values.CFrame:Inverse()
	target = frame_argument(target)
	move_all(node, function(frame) return target * (back * frame) end)
end)

-- "Moves the PrimaryPart to the given position; rotation is not preserved." Without one "the root part
-- will be used", which nothing determines: the first part in tree order. Obstructions, above which the
-- model would be put, are never there.
define("Model", "MoveTo", function(node, position)
	position = vector_argument(position)
	local part = primary_part(node) or parts_below(node)[1]
	if not part then return pivot_to(node, identity() + position) end
	local back = part.values.CFrame:Inverse()
	local target = identity() + position
	move_all(node, function(frame) return target * (back * frame) end)
end)

-- "A canonical scale factor, which starts out at 1"; ScaleTo, which changes it, is refused below.
define("Model", "GetScale", function() return 1 end)

-- "It remains to prevent legacy scripts from throwing errors, but does nothing when called."
define("Model", "SetIdentityOrientation", function() end)
define("Model", "ResetOrientationToIdentity", function() end)

-- A part that is no descendant "will be reset to nil during the next simulation step".
local function check_primary(node)
	if rawget(node.values, "PrimaryPart") and not primary_part(node) then
		P.store_property(node, "PrimaryPart", nil)
	end
end

P.define_property("Model", "PrimaryPart", {
	after = function(node, part)
		if part and not primary_part(node) then P.as_engine(P.delay, 0, check_primary, node) end
	end,
})

-- A primary part that leaves is the model's no longer.
P.tree_observers.moved[#P.tree_observers.moved + 1] = function(_, old)
	while old do
		if rawget(old.values, "PrimaryPart") then check_primary(old) end
		old = old.parent
	end
end

P.define_unmodelled("Model", { "ScaleTo" }, "it scales properties of every class below")
P.define_unmodelled("Model", { "MakeJoints" }, "there is no physics")
