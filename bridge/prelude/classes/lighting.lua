-- Lighting: the time of day, which three members show (class page Lighting; engine.md h.5).
--
-- Nothing moves it on by itself. Owns no sky: the directions of sun and moon are not modelled.

local P = ...
local N = P.native
local floor, format, match, tonumber = N.math.floor, N.string.format, N.string.match, N.tonumber

local MINUTES_PER_DAY = 24 * 60
local SECONDS_PER_HOUR = 3600

local function minutes(node)
	return P.read_trusted(node, "ClockTime") * 60
end

-- "Minutes beyond one day wrap".
local function set_minutes(node, value)
	if value ~= value or value == 1 / 0 or value == -1 / 0 then value = 0 end
	P.store_property(node, "ClockTime", value % MINUTES_PER_DAY / 60)
	return P.property_changed(node, "TimeOfDay", nil)
end

P.define_property("Lighting", "ClockTime", {
	write = function(node, value)
		if P.typeof(value) ~= "number" then return P.refuse_property("ClockTime", "number", value) end
		return set_minutes(node, value * 60)
	end,
})

-- "24-hour string": hours, minutes and seconds; the last two may be left out when it is written.
P.define_property("Lighting", "TimeOfDay", {
	read = function(node)
		local seconds = floor(minutes(node) * 60 + 0.5)
		return format("%02d:%02d:%02d", floor(seconds / SECONDS_PER_HOUR), floor(seconds / 60) % 60, seconds % 60)
	end,
	write = function(node, value)
		if P.typeof(value) ~= "string" then return P.refuse_property("TimeOfDay", "string", value) end
		local hours, rest = match(value, "^%s*(%-?%d+)(.*)$")
		if not hours then return P.fail("Unable to cast string to time_duration") end
		local in_minutes, in_seconds = match(rest, "^:(%d+):?(%d*)")
		return set_minutes(node, hours * 60 + (tonumber(in_minutes) or 0) + (tonumber(in_seconds) or 0) / 60)
	end,
})

P.define_method("Lighting", "GetMinutesAfterMidnight", minutes)

P.define_method("Lighting", "SetMinutesAfterMidnight", function(node, value)
	return set_minutes(node, P.argument("number", value, 1))
end)
