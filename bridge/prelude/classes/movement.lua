-- Humanoid:MoveTo and Move (class page Humanoid; engine.md f.6).
--
-- Owns no physics and no pathfinding: a humanoid goes in a straight line, at WalkSpeed, along the
-- ground plane, through whatever stands there. It moves in the physics stage.

local P = ...
local N = P.native
local sqrt, min = N.math.sqrt, N.math.min
local fire_event, find_child = P.fire_event, P.find_child
local read = P.read_trusted

-- "MoveToFinished(true) within about 1 stud; MoveToFinished(false) after 8 s" (engine.md f.6).
local REACHED_STUDS = 1
local TIMEOUT_SECONDS = 8

-- Humanoids on their way, in the order they set out; node.walk = { seconds, place = CFrame last written }.
local walkers = {}

local function stop(node)
	if not node.walk then return end
	node.walk = nil
	return P.want_frames(-1)
end
P.stop_walking = stop

local function finish(node, reached)
	stop(node)
	return fire_event(node, "MoveToFinished", reached)
end

local function root_of(node)
	local root = node.parent and find_child(node.parent, "HumanoidRootPart")
	return root and root.class.ancestors.BasePart and root or nil
end

local function target_of(node)
	local point, part = read(node, "WalkToPoint"), P.node_of(read(node, "WalkToPart"))
	if part then return (read(part, "CFrame") * point) end
	return point
end

-- Moves everything that hangs together as one model.
function P.shift_model(model, offset)
	local list = P.subtree(model)
	for i = 1, #list do
		local part = list[i]
		if part.class.ancestors.BasePart then
			P.store_property(part, "CFrame", read(part, "CFrame") + offset)
		end
	end
end

local function step(node, delta)
	local walk, root = node.walk, root_of(node)
	if node.dead or not root or not P.in_workspace(node) then return stop(node) end
	local place = read(root, "CFrame")
	-- A script that puts the root part elsewhere ends the walk (engine.md f.6).
	if walk.place and walk.place ~= place then return stop(node) end
	walk.seconds = walk.seconds + delta
	local here, target = place.Position, target_of(node)
	local x, z = target.X - here.X, target.Z - here.Z
	local distance = sqrt(x * x + z * z)
	if distance > REACHED_STUDS then
		local share = min(read(node, "WalkSpeed") * delta, distance) / distance
		if share > 0 then P.shift_model(node.parent, P.new_vector(x * share, 0, z * share)) end
		walk.place = read(root, "CFrame")
		distance = distance * (1 - share)
	end
	if distance <= REACHED_STUDS then return finish(node, true) end
	if walk.seconds >= TIMEOUT_SECONDS then return finish(node, false) end
end

P.stage_work.physics[#P.stage_work.physics + 1] = function(delta)
	local list, going = walkers, {}
	if #list == 0 then return end
	walkers = going
	for i = 1, #list do
		local node = list[i]
		if node.walk then step(node, delta) end
		if node.walk then going[#going + 1] = node end
	end
end

-- "Repeat MoveTo resets the timer" (engine.md f.6).
P.define_method("Humanoid", "MoveTo", function(node, location, part)
	location = P.vector_argument(location, 1)
	local part_node = part ~= nil and P.node_argument("BasePart", part, 2) or nil
	node.walking_to = true
	P.store_property(node, "WalkToPoint", location)
	P.store_property(node, "WalkToPart", part_node and part_node.handle)
	node.walking_to = false
	if node.dead then return end
	local known = node.walk
	node.walk = { seconds = 0, place = nil }
	if known then return end
	walkers[#walkers + 1] = node
	return P.want_frames(1)
end)

-- Ends also on a change of WalkToPoint or WalkToPart.
for _, name in N.ipairs({ "WalkToPoint", "WalkToPart" }) do
	P.define_property("Humanoid", name, { after = stop })
end

local function walk_towards(node, direction)
	if direction ~= read(node, "MoveDirection") then stop(node) end
	return P.store_property(node, "MoveDirection", direction)
end
P.walk_towards = walk_towards

P.define_method("Humanoid", "Move", function(node, direction)
	return walk_towards(node, P.vector_argument(direction, 1))
end)
