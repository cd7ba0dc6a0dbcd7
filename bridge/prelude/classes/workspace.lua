-- Workspace: the world without physics. Its clock, and the queries that are refused by name.
--
-- Sources: class pages Workspace and WorldRoot; engine.md c, h.8.

local P = ...
local clock = P.clock

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

P.define_unmodelled("WorldRoot", {
	"ArePartsTouchingOthers", "Blockcast", "BulkMoveTo", "FindPartOnRay", "FindPartOnRayWithIgnoreList",
	"FindPartOnRayWithWhitelist", "FindPartsInRegion3", "FindPartsInRegion3WithIgnoreList",
	"FindPartsInRegion3WithWhiteList", "GetPartBoundsInBox", "GetPartBoundsInRadius", "GetPartsInPart",
	"IsRegion3Empty", "IsRegion3EmptyWithIgnoreList", "Raycast", "Shapecast", "Spherecast",
}, NO_PHYSICS)

P.define_unmodelled("Workspace", {
	"GetNumAwakeParts", "GetPhysicsThrottling", "GetRealPhysicsFPS", "JoinToOutsiders", "PGSIsEnabled",
	"UnjoinFromOutsiders",
}, NO_PHYSICS)
