-- Sound: whether it plays, and the events that say so (class page Sound; engine.md h.5).
--
-- Nothing is heard and no length is known: TimeLength stays 0, TimePosition stands still, and Ended,
-- Loaded and DidLoop never fire.

local P = ...
local define, fire_event = P.define_method, P.fire_event
local read, store = P.read_trusted, P.store_property

local function set_playing(node, playing)
	if read(node, "Playing") == playing then return end
	store(node, "Playing", playing)
	P.property_changed(node, "IsPlaying", playing)
	return P.property_changed(node, "IsPaused", not playing)
end

local function tell(node, event)
	return fire_event(node, event, read(node, "SoundId"))
end

define("Sound", "Play", function(node)
	set_playing(node, true)
	return tell(node, "Played")
end)

define("Sound", "Resume", function(node)
	set_playing(node, true)
	return tell(node, "Resumed")
end)

define("Sound", "Pause", function(node)
	if not read(node, "Playing") then return end
	set_playing(node, false)
	return tell(node, "Paused")
end)

-- "Sets TimePosition to 0".
define("Sound", "Stop", function(node)
	set_playing(node, false)
	store(node, "TimePosition", 0)
	return tell(node, "Stopped")
end)

P.define_property("Sound", "IsPlaying", { read = function(node) return read(node, "Playing") end })
P.define_property("Sound", "IsPaused", { read = function(node) return not read(node, "Playing") end })

-- Toggling Playing is Resume and Pause; a write that changes nothing is silent.
P.define_property("Sound", "Playing", {
	write = function(node, value)
		if P.typeof(value) ~= "boolean" then return P.refuse_property("Playing", "boolean", value) end
		if value == read(node, "Playing") then return end
		set_playing(node, value)
		return tell(node, value and "Resumed" or "Paused")
	end,
})
