-- WorldRoot and Workspace: the world without physics. Its clock, moving many parts at once, and the
-- queries that are refused by name.
--
-- Sources: class pages Workspace and WorldRoot, enum page BulkMoveMode; engine.md c, h.8. Texts about the
-- lists of BulkMoveTo are ours.

local P = ...
local clock, fail, type = P.clock, P.fail, P.native.type

local NO_PHYSICS = "there is no physics"

-- Seconds since the server's start, until a script writes: "a write should stick and keep counting from
-- there" (engine.md c, SIM).
local ahead = 0

P.define_property("Workspace", "DistributedGameTime", {
	read = function() return clock.seconds + ahead end,
	write = function(node, value)
		value = P.property_codec("double").accept(value, "DistributedGameTime")
		ahead = value - clock.seconds
		return P.property_changed(node, "DistributedGameTime", value)
	end,
})

P.define_property("Workspace", "Terrain", {
	read = function(node)
		local children = node.children
		for i = 1, #children do
			if children[i].class.name == "Terrain" then return children[i].handle end
		end
		return P.unmodelled(node.class, "Terrain", "there are no voxels")
	end,
})

local function list_argument(value, n)
	if value == nil then return fail("Argument " .. n .. " missing or nil") end
	if type(value) ~= "table" then return fail("Unable to cast " .. P.typeof(value) .. " to Array") end
	return P.raw_view(value)
end

-- "FireCFrameChanged suppresses the changed signals of Position, Orientation and Rotation" (enum page).
P.define_method("WorldRoot", "BulkMoveTo", function(_, parts, frames, mode)
	parts, frames = list_argument(parts, 1), list_argument(frames, 2)
	local item = P.enum_item_from(P.enum_of("BulkMoveMode"), mode == nil and "FireAllEvents" or mode)
	if not item then return fail("Unable to cast value to BulkMoveMode") end
	if #parts ~= #frames then return fail("BulkMoveTo: the lists of parts and CFrames differ in length") end
	for i = 1, #parts do
		if not P.is_a(parts[i], "BasePart") then return fail("Unable to cast value to Object") end
		if P.typeof(frames[i]) ~= "CFrame" then
			return fail("Unable to cast " .. P.refused_type(frames[i]) .. " to CoordinateFrame")
		end
	end
	local write = item.name == "FireAllEvents" and P.write_trusted or P.store_property
	for i = 1, #parts do write(P.node_of(parts[i]), "CFrame", frames[i]) end
end)

P.define_unmodelled("WorldRoot", {
	"ArePartsTouchingOthers", "Blockcast", "FindPartOnRay", "FindPartOnRayWithIgnoreList",
	"FindPartOnRayWithWhitelist", "FindPartsInRegion3", "FindPartsInRegion3WithIgnoreList",
	"FindPartsInRegion3WithWhiteList", "GetPartBoundsInBox", "GetPartBoundsInRadius", "GetPartsInPart",
	"IsRegion3Empty", "IsRegion3EmptyWithIgnoreList", "Raycast", "Shapecast", "Spherecast",
}, NO_PHYSICS)

P.define_unmodelled("Workspace", {
	"GetNumAwakeParts", "GetPhysicsThrottling", "GetRealPhysicsFPS", "JoinToOutsiders", "PGSIsEnabled",
	"UnjoinFromOutsiders",
}, NO_PHYSICS)
