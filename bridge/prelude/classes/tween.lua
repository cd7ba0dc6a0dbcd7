-- TweenService and its tweens (class pages TweenService, TweenBase, Tween; engine.md h.1).
--
-- Tweens step once per frame, before PreSimulation handlers, and write properties as scripts do.

local P = ...
local N = P.native
local type, next, fail = N.type, N.next, P.fail
local fire_event = P.fire_event

P.load_class_file("easing")

local types, ease = P.tween_types, P.ease

-- Sums of frame times are no further off than this.
local TOLERANCE_SECONDS = 1e-9

-- Creating --------------------------------------------------------------------------------------

-- Names of types in messages are those of the API index.
local function given_name(value)
	local name = P.typeof(value)
	return name == "number" and "double" or name == "boolean" and "bool" or name
end

local NUMBERS = { int = "number", int64 = "number", float = "number", double = "number", bool = "boolean" }

local function tweened_type(record)
	local name = NUMBERS[record.type] or record.type
	if N.string.find(name, "^Enum%.") then return "EnumItem" end
	return name
end

local function check_goal(target, name, value)
	local record = type(name) == "string" and P.kind_of(target.class, name)
	if not record or record.kind ~= "property" or record.read_only then
		return fail("TweenService:Create no property named '" .. P.tostring(name) .. "' for object '" .. target.name .. "'")
	end
	local wanted = tweened_type(record)
	if not types[wanted] then
		return fail("TweenService:Create property named '" .. name .. "' on object '" .. target.name
			.. "' is not a data type that can be tweened")
	end
	if P.typeof(value) ~= wanted then
		return fail("TweenService:Create property named '" .. name .. "' cannot be tweened due to type mismatch "
			.. "(property is a '" .. record.type .. "', but given type is '" .. given_name(value) .. "')")
	end
	return { name = record.name, goal = record.codec.accept(value, name), between = types[wanted], start = nil }
end

P.define_method("TweenService", "Create", function(_, instance, info, goals)
	local target = P.node_argument("Instance", instance, 1)
	if info == nil then return fail("Argument 2 missing or nil") end
	if P.typeof(info) ~= "TweenInfo" then return fail("Unable to cast value to TweenInfo") end
	if goals == nil then return fail("Argument 3 missing or nil") end
	if type(goals) ~= "table" then return fail("Unable to cast to Dictionary") end
	local list = {}
	for name, value in P.next, P.raw_view(goals) do list[#list + 1] = check_goal(target, name, value) end
	local node = P.create_node(P.class_of("Tween"))
	node.values.Instance, node.values.TweenInfo = target.handle, info
	node.tween = {
		node = node, target = target, goals = list, state = "Begin", seconds = info.Time, delay = info.DelayTime,
		repeats = info.RepeatCount, reverses = info.Reverses, style = info.EasingStyle.Name,
		direction = info.EasingDirection.Name, cycle = 0,
		-- Time: a sum of past frames, then `frames` of `delta` each, by multiplication. `began`: of the cycle.
		past = 0, frames = 0, delta = 0, began = 0,
	}
	return node.handle
end)

P.define_property("TweenBase", "PlaybackState", {
	read = function(node) return P.enum_handle("PlaybackState", node.tween and node.tween.state or "Begin") end,
})

-- Playing ---------------------------------------------------------------------------------------

-- Tweens that run, in the order they were played; a tween needs no reference of a script.
local active = {}

local function set_state(tween, state)
	tween.state = state
	return P.property_changed(tween.node, "PlaybackState", P.enum_handle("PlaybackState", state))
end

local function is_running(tween)
	return tween.state == "Playing" or tween.state == "Delayed"
end

-- Lets go of the properties and of the frames.
local function stop(tween, state)
	if is_running(tween) then P.want_frames(-1) end
	local holders = tween.target.tweens
	for i = 1, #tween.goals do
		local name = tween.goals[i].name
		if holders and holders[name] == tween then holders[name] = nil end
	end
	return set_state(tween, state)
end

local function finish(tween, state)
	stop(tween, state)
	return fire_event(tween.node, "Completed", P.enum_handle("PlaybackState", state))
end

-- "Two tweens on one property: the newer wins, the older is cancelled" (engine.md h.1).
local function take_properties(tween)
	local target = tween.target
	local holders = target.tweens or {}
	target.tweens = holders
	for i = 1, #tween.goals do
		local name = tween.goals[i].name
		local other = holders[name]
		if other and other ~= tween then finish(other, "Cancelled") end
		holders[name] = tween
	end
end

local function begin_cycle(tween, began)
	tween.began = began
	return set_state(tween, tween.delay > 0 and "Delayed" or "Playing")
end

local function take_start_values(tween)
	for i = 1, #tween.goals do
		local goal = tween.goals[i]
		goal.start = P.read_trusted(tween.target, goal.name)
	end
end

local function join_active(tween)
	P.want_frames(1)
	if not tween.listed then
		tween.listed = true
		active[#active + 1] = tween
	end
end

-- One that Instance.new or Clone made has nothing to play.
local function tween_of(node, name)
	return node.tween or P.unmodelled(node.class, name, "TweenService:Create did not make it")
end

P.define_method("TweenBase", "Play", function(node)
	local tween = tween_of(node, "Play")
	if is_running(tween) then return end
	join_active(tween)
	take_properties(tween)
	if tween.state == "Paused" then return set_state(tween, "Playing") end
	-- "Restarts from the current property values over the full time" (engine.md h.1).
	tween.cycle, tween.past, tween.frames = 0, 0, 0
	take_start_values(tween)
	return begin_cycle(tween, 0)
end)

P.define_method("TweenBase", "Pause", function(node)
	local tween = tween_of(node, "Pause")
	if tween.state ~= "Playing" then return end
	P.want_frames(-1)
	return set_state(tween, "Paused")
end)

P.define_method("TweenBase", "Cancel", function(node)
	local tween = tween_of(node, "Cancel")
	if is_running(tween) or tween.state == "Paused" then return finish(tween, "Cancelled") end
end)

-- Stepping --------------------------------------------------------------------------------------

-- alpha: 0 at the start values, 1 at the goals.
local function write(tween, alpha)
	for i = 1, #tween.goals do
		local goal = tween.goals[i]
		local value = goal.goal
		if alpha ~= 1 then value = alpha == 0 and goal.start or goal.between(goal.start, goal.goal, alpha) end
		P.write_trusted(tween.target, goal.name, value)
		if not is_running(tween) then return end -- a Changed handler has stopped it
	end
end

local function time_of(tween)
	return tween.past + tween.frames * tween.delta
end

local function end_cycle(tween)
	write(tween, tween.reverses and 0 or 1)
	if not is_running(tween) then return end
	tween.cycle = tween.cycle + 1
	if tween.repeats >= 0 and tween.cycle > tween.repeats then return finish(tween, "Completed") end
	-- "DelayTime applies before each repeat in practice" (engine.md h.1).
	local cycle_seconds = tween.seconds * (tween.reverses and 2 or 1)
	return begin_cycle(tween, cycle_seconds > 0 and tween.began + cycle_seconds or time_of(tween))
end

local function advance(tween, delta)
	if delta ~= tween.delta then
		tween.past, tween.frames, tween.delta = time_of(tween), 0, delta
	end
	tween.frames = tween.frames + 1
end

local function step(tween, delta)
	advance(tween, delta)
	if tween.target.destroyed or tween.node.destroyed then return stop(tween, "Cancelled") end
	local elapsed = time_of(tween) - tween.began
	if tween.state == "Delayed" then
		if elapsed + TOLERANCE_SECONDS < tween.delay then return end
		if tween.cycle == 0 then take_start_values(tween) end
		tween.began = tween.began + tween.delay
		elapsed = elapsed - tween.delay
		set_state(tween, "Playing")
	end
	local share = tween.seconds > 0 and elapsed / tween.seconds or 2
	if share + TOLERANCE_SECONDS < 1 then return write(tween, ease(share, tween.style, tween.direction)) end
	if tween.reverses and share + TOLERANCE_SECONDS < 2 then return write(tween, ease(2 - share, tween.style, tween.direction)) end
	return end_cycle(tween)
end

P.stage_work.before_simulation[#P.stage_work.before_simulation + 1] = function(delta)
	local list = active
	if #list == 0 then return end
	active = {}
	for i = 1, #list do
		local tween = list[i]
		if is_running(tween) then step(tween, delta) end
		if is_running(tween) then
			active[#active + 1] = tween
		else
			tween.listed = false
		end
	end
end
