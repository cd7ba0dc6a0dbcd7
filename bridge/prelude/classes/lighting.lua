-- Lighting: the time of day in its three forms, and LightingChanged (class page Lighting; engine.md h.5).
--
-- Nothing advances the time by itself. Sun and moon are not modelled.

local P = ...
local N = P.native
local floor, format, match, tonumber = N.math.floor, N.string.format, N.string.match, N.tonumber
local read, fail = P.read_trusted, P.fail

local HOURS_PER_DAY, MINUTES_PER_HOUR, SECONDS_PER_HOUR = 24, 60, 3600

local function changed(node, sky)
	return P.fire_event(node, "LightingChanged", sky)
end

-- "Minutes beyond one day wrap" (engine.md h.5).
local function set_hours(node, hours)
	if not (hours - hours == 0) then hours = 0 end -- NaN and the infinities have no time of day
	hours = P.to_single(hours % HOURS_PER_DAY)
	if hours == read(node, "ClockTime") then return end
	P.store_property(node, "ClockTime", hours)
	P.property_changed(node, "TimeOfDay", nil)
	return changed(node, true)
end

P.define_property("Lighting", "ClockTime", {
	write = function(node, value) return set_hours(node, P.property_codec("float").accept(value, "ClockTime")) end,
})

P.define_property("Lighting", "TimeOfDay", {
	read = function(node)
		local seconds = floor(read(node, "ClockTime") * SECONDS_PER_HOUR + 0.5) % (HOURS_PER_DAY * SECONDS_PER_HOUR)
		local minutes = floor(seconds / 60)
		return format("%02d:%02d:%02d", floor(minutes / 60), minutes % 60, seconds % 60)
	end,
	write = function(node, value)
		value = P.property_codec("string").accept(value, "TimeOfDay")
		local hours, minutes, seconds = match(value, "^(%d+):?(%d*):?(%d*)$")
		if not hours then return fail("Unable to assign property TimeOfDay. Invalid time " .. value) end
		local total = tonumber(hours) * SECONDS_PER_HOUR + (tonumber(minutes) or 0) * 60 + (tonumber(seconds) or 0)
		return set_hours(node, total / SECONDS_PER_HOUR)
	end,
})

P.define_method("Lighting", "GetMinutesAfterMidnight", function(node)
	return read(node, "ClockTime") * MINUTES_PER_HOUR
end)

P.define_method("Lighting", "SetMinutesAfterMidnight", function(node, minutes)
	return set_hours(node, P.argument("number", minutes, 1) / MINUTES_PER_HOUR)
end)

-- "LightingChanged does not fire for fog and GlobalShadows" (engine.md h.5).
for _, name in N.ipairs({
	"Ambient", "Brightness", "ColorShift_Bottom", "ColorShift_Top", "EnvironmentDiffuseScale",
	"EnvironmentSpecularScale", "ExposureCompensation", "GeographicLatitude", "OutdoorAmbient", "ShadowSoftness",
}) do
	P.define_property("Lighting", name, { after = function(node) return changed(node, false) end })
end
