-- DateTime: a moment as whole milliseconds since 1970, without a time zone.
--
-- Sources: engine.md c.1; creator-docs reference/engine/datatypes/DateTime. A server's local time is UTC,
-- so the local forms are the universal ones. The texts of range and date errors are ours: nobody has
-- published the engine's.

local P = ...
local N = P.native
local select, tonumber, floor = N.select, N.tonumber, N.math.floor
local format, match, sub = N.string.format, N.string.match, N.string.sub
local calendar = P.calendar

local MILLISECONDS = 1000
local SECONDS_PER_DAY = 86400
-- Years 1400 to 9999 (datatype page, UnixTimestamp).
local SECONDS_MIN, SECONDS_MAX = -17987443200, 253402300799
local YEAR_MIN, YEAR_MAX = 1400, 9999
local DAYS_IN_MONTH = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }
local kind

local function fail(text) return P.error(text, 1) end

local function in_range(milliseconds)
	return milliseconds >= SECONDS_MIN * MILLISECONDS and milliseconds < (SECONDS_MAX + 1) * MILLISECONDS
end

local function make(milliseconds, fname)
	if not in_range(milliseconds) then
		return fail("DateTime." .. fname .. ": the time is outside the years 1400 to 9999")
	end
	return kind(milliseconds)
end

local function days_in(month, year)
	return month == 2 and calendar.is_leap(year) and 29 or DAYS_IN_MONTH[month]
end

-- Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
local function days_since_epoch(year, month, day)
	local before = year - 1
	local days = before * 365 + floor(before / 4) - floor(before / 100) + floor(before / 400)
	days = days + calendar.days_before_month[month] + day - 1
	if month > 2 and calendar.is_leap(year) then days = days + 1 end
	return days - 719162 -- of 1970-01-01 by the same count
end

local function is_date(year, month, day)
	return year >= YEAR_MIN and year <= YEAR_MAX and month >= 1 and month <= 12 and day >= 1
		and day <= days_in(month, year)
end

local function milliseconds_of(year, month, day, hour, minute, second, millisecond)
	local seconds = days_since_epoch(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second
	return seconds * MILLISECONDS + millisecond
end

-- "Impossible dates error, over-range clock fields roll over, fractions floored" (engine.md c.1).
local function from_fields(fname)
	return function(...)
		local fields, defaults = { ... }, { 1970, 1, 1, 0, 0, 0, 0 }
		for i = 1, 7 do fields[i] = floor(P.opt_number(fields[i], defaults[i], i, fname)) end
		local year, month, day = fields[1], fields[2], fields[3]
		if not is_date(year, month, day) then return fail("DateTime." .. fname .. ": invalid date") end
		return make(milliseconds_of(year, month, day, fields[4], fields[5], fields[6], fields[7]), fname)
	end
end

-- Minutes east of Greenwich of `Z`, `+hh:mm`, `-hhmm` or nothing; nil for anything else.
local function offset_minutes(text)
	if text == "" or text == "Z" then return 0 end
	local sign, hours, minutes = match(text, "^([+-])(%d%d):?(%d%d)$")
	if not sign or tonumber(hours) > 23 or tonumber(minutes) > 59 then return nil end
	return (sign == "-" and -1 or 1) * (tonumber(hours) * 60 + tonumber(minutes))
end

-- Milliseconds of a fraction such as `.5`, cut after three digits.
local function fraction_of(text)
	if text == "" then return 0 end
	local digits = match(text, "^%.(%d+)$")
	return digits and tonumber(sub(digits .. "00", 1, 3))
end

-- Milliseconds of a day's time and its offset, e.g. `10:30:45.5Z`; nil when it is none.
local function clock_of(text)
	if text == "" then return 0 end
	local hour, minute, second, rest = match(text, "^[T ](%d%d):(%d%d):(%d%d)(.*)$")
	if not hour then return nil end
	local fraction, zone = match(rest, "^(%.?%d*)(.*)$")
	local milliseconds, offset = fraction_of(fraction), offset_minutes(zone)
	hour, minute, second = tonumber(hour), tonumber(minute), tonumber(second)
	if not milliseconds or not offset or hour > 23 or minute > 59 or second > 60 then return nil end
	return ((hour * 60 + minute - offset) * 60 + second) * MILLISECONDS + milliseconds
end

-- "Returns nil when it cannot parse" (engine.md c.1).
local function from_iso(text)
	local year, month, day, rest = match(text, "^(%d%d%d%d)-(%d%d)-(%d%d)(.*)$")
	local clock = year and clock_of(rest)
	if not clock then return nil end
	year, month, day = tonumber(year), tonumber(month), tonumber(day)
	if not is_date(year, month, day) then return nil end
	local milliseconds = milliseconds_of(year, month, day, 0, 0, 0, 0) + clock
	return in_range(milliseconds) and kind(milliseconds) or nil
end

local function seconds_of(moment) return floor(moment._ms / MILLISECONDS) end

local function parts_of(moment)
	local date = calendar.break_down(seconds_of(moment))
	date.millisecond = moment._ms % MILLISECONDS
	return date
end

local function value_table(moment)
	local date = parts_of(moment)
	return {
		Year = date.year, Month = date.month, Day = date.day, Hour = date.hour, Minute = date.min,
		Second = date.sec, Millisecond = date.millisecond,
	}
end

local function format_method(fname)
	return function(self, ...)
		local text, locale = ...
		local argc = select("#", ...) + 1
		text = P.check_string(text, 2, fname, argc)
		locale = P.check_string(locale, 3, fname, argc)
		P.load_datatype_file("date_time_format")
		return P.format_date_time(text, locale, parts_of(self), fname)
	end
end

kind = P.define_datatype({
	name = "DateTime",
	fields = "const double _ms;",
	members = {
		UnixTimestamp = seconds_of,
		UnixTimestampMillis = function(v) return v._ms end,
	},
	methods = {
		ToUniversalTime = value_table,
		ToLocalTime = value_table,
		ToIsoDate = function(v)
			local date = parts_of(v)
			return format(
				"%04d-%02d-%02dT%02d:%02d:%02dZ", date.year, date.month, date.day, date.hour, date.min, date.sec
			)
		end,
		FormatUniversalTime = format_method("FormatUniversalTime"),
		FormatLocalTime = format_method("FormatLocalTime"),
	},
	equal = function(a, b) return a._ms == b._ms end,
	-- "The stored millisecond count" (engine.md c.1).
	to_text = function(v) return format("%.0f", v._ms) end,
})

-- Of Unix milliseconds, for values that come from Python.
P.date_time = kind

P.define_datatype_global("DateTime", {
	now = function() return kind(floor(P.polled_unix() * MILLISECONDS)) end,
	fromUnixTimestamp = function(...)
		local seconds = P.check_number((...), 1, "fromUnixTimestamp", select("#", ...))
		return make(floor(seconds) * MILLISECONDS, "fromUnixTimestamp")
	end,
	fromUnixTimestampMillis = function(...)
		local milliseconds = P.check_number((...), 1, "fromUnixTimestampMillis", select("#", ...))
		return make(floor(milliseconds), "fromUnixTimestampMillis")
	end,
	fromUniversalTime = from_fields("fromUniversalTime"),
	fromLocalTime = from_fields("fromLocalTime"),
	fromIsoDate = function(...)
		return from_iso(P.check_string((...), 1, "fromIsoDate", select("#", ...)))
	end,
})
