-- The bodies of characters: parts, joints and their names for R15 and R6 (class page Humanoid, RigType).
--
-- Names and joints are the engine's; sizes and places are those of the plain block rigs, rounded. Owns
-- no appearance: no meshes, accessories or clothing.

local P = ...
local N = P.native

-- Part: name, x, y, z of its centre from the root part's, size.
-- Joint: name, the part that holds it (Part1 too, unless `at` names another), Part0.
local R15 = {
	part_class = "MeshPart",
	parts = {
		{ "HumanoidRootPart", 0, 0, 0, 2, 2, 1 },
		{ "LowerTorso", 0, -0.8, 0, 2, 0.4, 1 },
		{ "UpperTorso", 0, 0.2, 0, 2, 1.6, 1 },
		{ "Head", 0, 1.6, 0, 1.2, 1.2, 1.2 },
		{ "LeftUpperArm", -1.5, 0.4, 0, 1, 1.2, 1 },
		{ "LeftLowerArm", -1.5, -0.2, 0, 1, 1, 1 },
		{ "LeftHand", -1.5, -0.85, 0, 1, 0.3, 1 },
		{ "RightUpperArm", 1.5, 0.4, 0, 1, 1.2, 1 },
		{ "RightLowerArm", 1.5, -0.2, 0, 1, 1, 1 },
		{ "RightHand", 1.5, -0.85, 0, 1, 0.3, 1 },
		{ "LeftUpperLeg", -0.5, -1.4, 0, 1, 1.2, 1 },
		{ "LeftLowerLeg", -0.5, -2.2, 0, 1, 1.2, 1 },
		{ "LeftFoot", -0.5, -2.85, 0, 1, 0.3, 1 },
		{ "RightUpperLeg", 0.5, -1.4, 0, 1, 1.2, 1 },
		{ "RightLowerLeg", 0.5, -2.2, 0, 1, 1.2, 1 },
		{ "RightFoot", 0.5, -2.85, 0, 1, 0.3, 1 },
	},
	joints = {
		{ "Root", "LowerTorso", "HumanoidRootPart" },
		{ "Waist", "UpperTorso", "LowerTorso" },
		{ "Neck", "Head", "UpperTorso" },
		{ "LeftShoulder", "LeftUpperArm", "UpperTorso" },
		{ "LeftElbow", "LeftLowerArm", "LeftUpperArm" },
		{ "LeftWrist", "LeftHand", "LeftLowerArm" },
		{ "RightShoulder", "RightUpperArm", "UpperTorso" },
		{ "RightElbow", "RightLowerArm", "RightUpperArm" },
		{ "RightWrist", "RightHand", "RightLowerArm" },
		{ "LeftHip", "LeftUpperLeg", "LowerTorso" },
		{ "LeftKnee", "LeftLowerLeg", "LeftUpperLeg" },
		{ "LeftAnkle", "LeftFoot", "LeftLowerLeg" },
		{ "RightHip", "RightUpperLeg", "LowerTorso" },
		{ "RightKnee", "RightLowerLeg", "RightUpperLeg" },
		{ "RightAnkle", "RightFoot", "RightLowerLeg" },
	},
	primary = "HumanoidRootPart",
	hip_height = 2,
}

local R6 = {
	part_class = "Part",
	parts = {
		{ "HumanoidRootPart", 0, 0, 0, 2, 2, 1 },
		{ "Head", 0, 1.5, 0, 2, 1, 1 },
		{ "Torso", 0, 0, 0, 2, 2, 1 },
		{ "Left Arm", -1.5, 0, 0, 1, 2, 1 },
		{ "Right Arm", 1.5, 0, 0, 1, 2, 1 },
		{ "Left Leg", -0.5, -2, 0, 1, 2, 1 },
		{ "Right Leg", 0.5, -2, 0, 1, 2, 1 },
	},
	joints = {
		{ "RootJoint", "HumanoidRootPart", "HumanoidRootPart", "Torso" },
		{ "Neck", "Torso", "Torso", "Head" },
		{ "Left Shoulder", "Torso", "Torso", "Left Arm" },
		{ "Right Shoulder", "Torso", "Torso", "Right Arm" },
		{ "Left Hip", "Torso", "Torso", "Left Leg" },
		{ "Right Hip", "Torso", "Torso", "Right Leg" },
	},
	primary = "Head",
	hip_height = 0,
}

local RIGS = { R15 = R15, R6 = R6 }

-- The root part's centre stands this far above the ground.
P.ROOT_HEIGHT_STUDS = 3

-- Sets a property of an instance that nobody can have listened to yet.
local function set_quietly(node, key, value)
	if value ~= P.read_trusted(node, key) then node.values[key] = value end
end
P.set_quietly = set_quietly

-- A new instance of the engine's, under `parent`, with values that nobody can have listened to yet.
local function add(class_name, name, parent, values)
	local node = P.create_node(P.class_of(class_name), name)
	for key, value in N.next, values or {} do set_quietly(node, key, value) end
	if parent then P.set_parent(node, parent) end
	return node
end
P.add_engine_instance = add

-- Fills a model with the parts and joints of a rig; returns the rig's record.
function P.build_rig(model, rig_type)
	local rig, by_name = RIGS[rig_type], {}
	local identity = P.read_trusted(P.create_node(P.class_of("Part")), "CFrame")
	for i = 1, #rig.parts do
		local name, x, y, z, sx, sy, sz = N.unpack(rig.parts[i])
		local is_root = name == "HumanoidRootPart"
		by_name[name] = add(is_root and "Part" or rig.part_class, name, model, {
			CFrame = identity + P.new_vector(x, y, z), Size = P.new_vector(sx, sy, sz),
			Transparency = is_root and 1 or 0, CanCollide = is_root or name == "Head" or name == "Torso",
		})
	end
	local carried = {}
	for i = 1, #rig.joints do
		local name, holder, part0, part1 = N.unpack(rig.joints[i])
		local part = by_name[part1 or holder]
		local joint = add("Motor6D", name, by_name[holder], { Part0 = by_name[part0].handle, Part1 = part.handle })
		carried[i] = { part = part, joint = joint, offset = P.read_trusted(part, "CFrame") }
	end
	by_name.HumanoidRootPart.carried = carried
	set_quietly(model, "PrimaryPart", by_name[rig.primary].handle)
	return rig
end

-- A script has put a root part elsewhere: what its joints hold comes along, in the pose it was made in.
function P.carry_rig(root, place)
	local carried = root.carried
	for i = 1, #carried do
		local each = carried[i]
		if not each.joint.destroyed and each.part.parent == root.parent then
			P.store_property(each.part, "CFrame", place * each.offset)
		end
	end
end
