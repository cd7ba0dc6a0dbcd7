-- ClickDetector and ProximityPrompt: how far a player is from one (engine.md h.7). Their events are
-- fired by the simulated client that uses them.

local P = ...
local node_of = P.node_of

P.load_class_file("humanoid")

local read = P.read_trusted

local function place_of(node)
	if node.class.ancestors.BasePart then return read(node, "CFrame").Position end
	if node.class.ancestors.Attachment and node.parent and node.parent.class.ancestors.BasePart then
		return read(node.parent, "CFrame") * read(node, "CFrame").Position
	end
	return nil
end

-- Places that count for something: its own, or those of all parts below a model or folder.
local function places(node)
	local own = place_of(node)
	if own then return { own } end
	local found, list = {}, P.subtree(node)
	for i = 1, #list do found[#found + 1] = list[i].class.ancestors.BasePart and place_of(list[i]) or nil end
	return found
end

-- Studs from a player's character to the nearest part of what holds a detector or prompt; nil without a
-- character or a part.
P.export("interactive.distance", function(player_id, id)
	local model = node_of(read(P.node(player_id), "Character"))
	local root = model and P.find_child(model, "HumanoidRootPart")
	local holder = P.node(id).parent
	if not root or not holder or not P.in_workspace(holder) then return nil end
	local here, nearest = read(root, "CFrame").Position, nil
	local list = places(holder)
	for i = 1, #list do
		local distance = (list[i] - here).Magnitude
		if not nearest or distance < nearest then nearest = distance end
	end
	return nearest
end)
