-- Contacts between parts (class page BasePart, Touched; engine.md f.7).
--
-- No physics: two parts touch when a test says so, and scripts hear of it in the physics stage. The rules
-- of who can touch are the engine's.

local P = ...
local N = P.native
local fire_event = P.fire_event

P.load_class_file("rig")
P.load_class_file("humanoid")

local read = P.read_trusted

-- The page says that it throws; the words are made up.
local REFUSAL = "cannot be connected while CanTouch of the part is false"

-- "A connection creates a TouchTransmitter child" (engine.md f.7); both events of a part share it.
local function listen(node)
	node.touch_listeners = (node.touch_listeners or 0) + 1
	if node.touch_listeners > 1 or node.destroyed then return end
	node.touch_transmitter = P.add_engine_instance("TouchTransmitter", "TouchInterest", node, { Archivable = false })
end

local function stop_listening(node)
	node.touch_listeners = node.touch_listeners - 1
	if node.touch_listeners > 0 then return end
	local transmitter = node.touch_transmitter
	node.touch_transmitter = nil
	if transmitter then return P.destroy(transmitter) end
end

local function refusal(node, name)
	return not read(node, "CanTouch") and name .. " " .. REFUSAL or nil
end

for _, name in N.ipairs({ "Touched", "TouchEnded" }) do
	P.define_event("BasePart", name, function(node)
		return P.new_signal(name, node.class.name, {
			first = function() return listen(node) end,
			last = function() return stop_listening(node) end,
			refuse = refusal(node, name),
		})
	end)
end

-- "Turning it off later disconnects" (engine.md f.7).
P.define_property("BasePart", "CanTouch", {
	after = function(node, can)
		for _, name in N.ipairs({ "Touched", "TouchEnded" }) do
			local signal = P.existing_signal(node, name)
			if signal then
				P.refuse_connections(signal, refusal(node, name))
				if not can then P.disconnect_all(signal) end
			end
		end
	end,
})

-- Contacts ----------------------------------------------------------------------------------------

-- Why two parts cannot touch, or nil. "At least one part unanchored" (engine.md f.7).
local function problem(a, b)
	for _, node in N.ipairs({ a, b }) do
		if not node.class.ancestors.BasePart then return P.full_name(node) .. " is no part" end
		if not P.in_workspace(node) then return P.full_name(node) .. " is not in Workspace" end
		if not read(node, "CanTouch") then return "CanTouch of " .. P.full_name(node) .. " is false" end
	end
	if read(a, "Anchored") and read(b, "Anchored") then return "both parts are anchored" end
	return nil
end

local waiting = {}

local function tell_humanoid(part, other)
	local humanoid = part.parent and P.humanoid_of(part.parent)
	if humanoid then return fire_event(humanoid, "Touched", other.handle, part.handle) end
end

P.stage_work.physics[#P.stage_work.physics + 1] = function()
	local list = waiting
	if #list == 0 then return end
	waiting = {}
	P.want_frames(-#list)
	for i = 1, #list do
		local a, b, event = list[i].a, list[i].b, list[i].event
		if event == "TouchEnded" or not problem(a, b) then
			fire_event(a, event, b.handle)
			fire_event(b, event, a.handle)
			if event == "Touched" then
				tell_humanoid(a, b)
				tell_humanoid(b, a)
			end
		end
	end
end

-- Two parts begin or cease to touch. -> why they cannot, or nil
P.export("touch", function(id_a, id_b, event)
	local a, b = P.node(id_a), P.node(id_b)
	local why = problem(a, b)
	if why then return why end
	waiting[#waiting + 1] = { a = a, b = b, event = event }
	P.want_frames(1)
end)
