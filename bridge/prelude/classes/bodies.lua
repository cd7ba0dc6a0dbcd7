-- BasePart where there is no physics: what is plain data (size, mass of blocks, velocities that move
-- nothing, network owners), and what is refused because it would have to be simulated.
--
-- Sources: class page BasePart; texts about network ownership from public logs.

local P = ...
local N = P.native
local min, max = N.math.min, N.math.max
local define, fail, define_property = P.define_method, P.fail, P.define_property
local vector = P.new_vector

local NO_PHYSICS = "there is no physics"

-- "Dimensions can be as low as 0.001 and as high as 2048" (BasePart.Size).
local SIZE_MIN, SIZE_MAX = 0.001, 2048

local function clamped(x)
	if x ~= x then return SIZE_MIN end
	return min(max(x, SIZE_MIN), SIZE_MAX)
end

define_property("BasePart", "Size", {
	accept = function(size) return vector(clamped(size.X), clamped(size.Y), clamped(size.Z)) end,
})

-- Mass ------------------------------------------------------------------------------------------

local function physical_properties(node)
	return node.values.CustomPhysicalProperties or P.shared.PhysicalProperties.new(node.values.Material)
end

define_property("BasePart", "CurrentPhysicalProperties", { read = physical_properties })

-- Volume by density; shapes other than blocks have volumes nobody has documented.
local function mass_of(node)
	if node.class.name ~= "Part" or node.values.Shape.Name ~= "Block" then
		return P.unmodelled(node.class, "Mass", "only blocks have a known volume")
	end
	local size = node.values.Size
	return P.to_single(size.X * size.Y * size.Z * physical_properties(node).Density)
end

define_property("BasePart", "Mass", { read = mass_of })
define("BasePart", "GetMass", mass_of)

-- Velocities ------------------------------------------------------------------------------------

-- Nothing moves by itself: a part rests until a script says otherwise, and then keeps what was said.
for _, name in N.ipairs({ "AssemblyLinearVelocity", "AssemblyAngularVelocity" }) do
	define_property("BasePart", name, {
		read = function(node) return node.velocities and node.velocities[name] or vector(0, 0, 0) end,
		write = function(node, value)
			if P.typeof(value) ~= "Vector3" then return P.refuse_property(name, "Vector3", value) end
			node.velocities = node.velocities or {}
			node.velocities[name] = value
		end,
	})
end

-- Network ownership -----------------------------------------------------------------------------

local ANCHORED = "Network Ownership API cannot be called on Anchored parts or parts welded to Anchored parts."
local OUTSIDE = "Can only call Network Ownership API on a part that is descendent of Workspace"

-- Why the owner of a part can be neither read nor set, or nil.
local function ownership_problem(node)
	local workspace = P.find_service("Workspace")
	if not (workspace and P.is_above(workspace, node)) then return OUTSIDE end
	if node.values.Anchored then return ANCHORED end
	return nil
end

local function check_ownership(node)
	local problem = ownership_problem(node)
	if problem then return fail(problem) end
end

define("BasePart", "CanSetNetworkOwnership", function(node)
	local problem = ownership_problem(node)
	if problem then return false, problem end
	return true
end)

define("BasePart", "SetNetworkOwner", function(node, player)
	if player ~= nil and not P.is_a(player, "Player") then return fail("Unable to cast value to Object") end
	check_ownership(node)
	node.network_owner, node.network_owner_set = player, true
end)

define("BasePart", "SetNetworkOwnershipAuto", function(node)
	check_ownership(node)
	node.network_owner, node.network_owner_set = nil, false
end)

define("BasePart", "GetNetworkOwnershipAuto", function(node)
	check_ownership(node)
	return not node.network_owner_set
end)

-- nil is the server; who comes near a part takes nothing over here.
define("BasePart", "GetNetworkOwner", function(node)
	check_ownership(node)
	return node.network_owner
end)

-- What would have to be simulated ---------------------------------------------------------------

P.define_unmodelled("BasePart", {
	"AngularAccelerationToTorque", "ApplyAngularImpulse", "ApplyImpulse", "ApplyImpulseAtPosition",
	"AssemblyCenterOfMass", "AssemblyMass", "AssemblyRootPart", "BindToCollisionSummaries",
	"CenterOfMass", "GetClosestPointOnSurface", "GetConnectedParts", "GetJoints", "GetNoCollisionConstraints",
	"GetRootPart", "GetTouchingParts", "GetVelocityAtPosition", "IntersectAsync", "IsGrounded", "MakeJoints",
	"SubtractAsync", "TorqueToAngularAcceleration", "UnionAsync",
}, NO_PHYSICS)

P.load_class_file("touch")
