-- Sound: playing as far as a server notices (class page Sound; engine.md h.5).
--
-- Nothing is heard and nothing is loaded: how long a sound is, a test says ("sound.length"). Without a
-- length TimeLength is 0 and a sound never ends.

local P = ...
local fire_event, clock = P.fire_event, P.clock
local read, store = P.read_trusted, P.store_property

local lengths = {}

local function length_of(node)
	return lengths[read(node, "SoundId")] or 0
end

local function sound_of(node)
	local sound = node.sound
	if not sound then
		-- position: in seconds, at the instant `since` while it plays. run: counts plays, so that old
		-- timers know that they are.
		sound = { playing = false, position = 0, since = 0, run = 0, loops = 0 }
		node.sound = sound
	end
	return sound
end

local function position_of(node)
	local sound = sound_of(node)
	if not sound.playing then return sound.position end
	local position = sound.position + (clock.seconds - sound.since) * read(node, "PlaybackSpeed")
	local length = length_of(node)
	if length > 0 and read(node, "Looped") then return position % length end
	return position
end

local function tell_playing(node, playing)
	P.property_changed(node, "Playing", playing)
	P.property_changed(node, "IsPlaying", playing)
	return P.property_changed(node, "IsPaused", not playing)
end

local function halt(node, position)
	local sound = sound_of(node)
	sound.position, sound.playing = position, false
	sound.run = sound.run + 1
	return tell_playing(node, false)
end

local schedule_end

-- "Ended fires at natural end, not when Looped nor on Stop" (engine.md h.5).
local function reach_end(node, run)
	local sound = sound_of(node)
	if sound.run ~= run or node.destroyed then return end
	local id = read(node, "SoundId")
	if read(node, "Looped") then
		sound.position, sound.since, sound.loops = 0, clock.seconds, sound.loops + 1
		fire_event(node, "DidLoop", id, sound.loops)
		if sound.run == run then return schedule_end(node) end
		return
	end
	halt(node, 0)
	return fire_event(node, "Ended", id)
end

function schedule_end(node)
	local length, speed = length_of(node), read(node, "PlaybackSpeed")
	if length <= 0 or speed <= 0 then return end
	local sound = sound_of(node)
	return P.as_engine(P.delay, (length - sound.position) / speed, reach_end, node, sound.run)
end

local function start(node, position)
	local sound = sound_of(node)
	local was_playing = sound.playing
	sound.position, sound.since, sound.playing, sound.run = position, clock.seconds, true, sound.run + 1
	schedule_end(node)
	if not was_playing then return tell_playing(node, true) end
end

local function pause(node)
	if not sound_of(node).playing then return end
	halt(node, position_of(node))
	return fire_event(node, "Paused", read(node, "SoundId"))
end

local function resume(node)
	if sound_of(node).playing then return end
	start(node, sound_of(node).position)
	return fire_event(node, "Resumed", read(node, "SoundId"))
end

P.define_method("Sound", "Play", function(node)
	sound_of(node).loops = 0
	start(node, 0)
	return fire_event(node, "Played", read(node, "SoundId"))
end)

P.define_method("Sound", "Stop", function(node)
	local was_playing = sound_of(node).playing
	halt(node, 0)
	if was_playing then return fire_event(node, "Stopped", read(node, "SoundId")) end
end)

P.define_method("Sound", "Pause", pause)
P.define_method("Sound", "Resume", resume)

P.define_property("Sound", "Playing", {
	read = function(node) return sound_of(node).playing end,
	write = function(node, value)
		value = P.property_codec("bool").accept(value, "Playing")
		if value then return resume(node) end
		return pause(node)
	end,
})

P.define_property("Sound", "IsPlaying", { read = function(node) return sound_of(node).playing end })
P.define_property("Sound", "IsPaused", { read = function(node) return not sound_of(node).playing end })
P.define_property("Sound", "IsLoaded", { read = function(node) return length_of(node) > 0 end })
P.define_property("Sound", "TimeLength", { read = length_of })

P.define_property("Sound", "TimePosition", {
	read = position_of,
	write = function(node, value)
		value = P.property_codec("double").accept(value, "TimePosition")
		if not (value > 0) then value = 0 end
		if sound_of(node).playing then return start(node, value) end
		sound_of(node).position = value
	end,
})

-- A change of speed counts from now on.
P.define_property("Sound", "PlaybackSpeed", {
	write = function(node, value)
		value = P.property_codec("float").accept(value, "PlaybackSpeed")
		local position = position_of(node)
		store(node, "PlaybackSpeed", value)
		if sound_of(node).playing then return start(node, position) end
	end,
})

-- How long the sound of an asset id is.
P.export("sound.length", function(id, seconds)
	lengths[id] = seconds
end)
