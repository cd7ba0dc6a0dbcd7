-- The os library: clock, date, difftime and time, on simulated time only.
--
-- Time comes from P.now_unix() and P.now_monotonic(), in seconds. The scheduler replaces both; in a bare VM
-- the calendar stands still at a fixed instant, and the monotonic clock moves by a step per reading so that
-- loops which wait for it end. The local time zone of a server is UTC.

local P = ...
local N = P.native
local type, select, tonumber, rawget, floor, fmod = N.type, N.select, N.tonumber, N.rawget, N.math.floor, N.math.fmod
local format, sub, byte, find = N.string.format, N.string.sub, N.string.byte, N.string.find
local concat = N.table.concat
local check_number, check_string, check_table, arg_error, fail =
	P.check_number, P.check_string, P.check_table, P.arg_error, P.error

local SECONDS_PER_DAY = 86400
-- 2026-01-01T00:00:00Z
local DEFAULT_EPOCH = 1767225600
local CLOCK_STEP = 1e-6
-- Julian day number of 1970-01-01.
local UNIX_EPOCH_JULIAN_DAY = 2440588
-- C's gmtime fails where the year leaves an int.
local TIME_MAX = 67768036191676799
local TIME_MIN = -67768040609740800

local readings = 0

P.now_unix = P.now_unix or function()
	return DEFAULT_EPOCH
end

P.now_monotonic = P.now_monotonic or function()
	readings = readings + 1
	return readings * CLOCK_STEP
end

local os = {}
P.G.os = os

function os.clock()
	return P.now_monotonic()
end

-- C truncation toward zero.
local function truncate(x)
	return x - fmod(x, 1)
end

function os.difftime(...)
	local a, b = ...
	local argc = select("#", ...)
	a = check_number(a, 1, "difftime", argc)
	b = b == nil and 0 or check_number(b, 2, "difftime", argc)
	return truncate(a) - truncate(b)
end

-- Calendar -----------------------------------------------------------------------------------------

local function is_leap(year)
	return year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
end

local DAYS_BEFORE_MONTH = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 }

-- Broken-down UTC time of a Unix time in whole seconds; wday and yday from 0.
local function break_down(time)
	local days = floor(time / SECONDS_PER_DAY)
	local rest = time - days * SECONDS_PER_DAY
	-- Days since 0000-03-01, in 400-year eras (proleptic Gregorian calendar).
	local shifted = days + 719468
	local era = floor(shifted / 146097)
	local day_of_era = shifted - era * 146097
	local year_of_era = floor((day_of_era - floor(day_of_era / 1460) + floor(day_of_era / 36524)
		- floor(day_of_era / 146096)) / 365)
	local day_of_year = day_of_era - (365 * year_of_era + floor(year_of_era / 4) - floor(year_of_era / 100))
	local shifted_month = floor((5 * day_of_year + 2) / 153)
	local month = shifted_month < 10 and shifted_month + 3 or shifted_month - 9
	local year = year_of_era + era * 400 + (month <= 2 and 1 or 0)
	local day = day_of_year - floor((153 * shifted_month + 2) / 5) + 1
	return {
		year = year,
		month = month,
		day = day,
		hour = floor(rest / 3600),
		min = floor(rest / 60) % 60,
		sec = rest % 60,
		wday = (days + 4) % 7,
		yday = DAYS_BEFORE_MONTH[month] + day - 1 + (month > 2 and is_leap(year) and 1 or 0),
	}
end

-- For DateTime, which covers more years than os.time.
P.calendar = { break_down = break_down, is_leap = is_leap, days_before_month = DAYS_BEFORE_MONTH }

-- Luau's own timegm: C integer arithmetic, months out of range carry into years, days before 1970 fail.
local function compose(year, month, day, hour, min, sec)
	local tm_mon = month - 1
	local a = (fmod(tm_mon, 12) < 2 and 1 or 0) - truncate(tm_mon / 12)
	local y = year + 4800 - a
	local m = month + 12 * a - 3
	local julian_day = day + truncate((153 * m + 2) / 5) + 365 * y + truncate(y / 4) - truncate(y / 100)
		+ truncate(y / 400) - 32045
	if julian_day < UNIX_EPOCH_JULIAN_DAY then
		return nil
	end
	local time = (julian_day - UNIX_EPOCH_JULIAN_DAY) * SECONDS_PER_DAY + hour * 3600 + min * 60 + sec
	if time == -1 then
		return nil
	end
	return time
end

-- A field of a date table, raw; numeric texts count.
local function read_field(t, key, default)
	local value = rawget(t, key)
	if type(value) == "string" then
		value = tonumber(value)
	end
	if type(value) == "number" then
		return P.to_int(value)
	elseif default == nil then
		return fail("field '" .. key .. "' missing in date table")
	end
	return default
end

function os.time(...)
	local t = ...
	if t == nil then
		return floor(P.now_unix())
	end
	t = P.raw_view(check_table(t, 1, "time", select("#", ...)))
	local sec, min, hour = read_field(t, "sec", 0), read_field(t, "min", 0), read_field(t, "hour", 12)
	local day, month, year = read_field(t, "day"), read_field(t, "month"), read_field(t, "year")
	return compose(year, month, day, hour, min, sec)
end

-- strftime in the C locale ---------------------------------------------------------------------------

local DAY_NAMES = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" }
local MONTH_NAMES = {
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
	"December",
}

P.calendar.day_names, P.calendar.month_names = DAY_NAMES, MONTH_NAMES

local CONVERSIONS = {
	a = function(d) return sub(DAY_NAMES[d.wday + 1], 1, 3) end,
	A = function(d) return DAY_NAMES[d.wday + 1] end,
	b = function(d) return sub(MONTH_NAMES[d.month], 1, 3) end,
	B = function(d) return MONTH_NAMES[d.month] end,
	d = function(d) return format("%02d", d.day) end,
	H = function(d) return format("%02d", d.hour) end,
	I = function(d) return format("%02d", (d.hour + 11) % 12 + 1) end,
	j = function(d) return format("%03d", d.yday + 1) end,
	m = function(d) return format("%02d", d.month) end,
	M = function(d) return format("%02d", d.min) end,
	p = function(d) return d.hour < 12 and "AM" or "PM" end,
	S = function(d) return format("%02d", d.sec) end,
	U = function(d) return format("%02d", floor((d.yday + 7 - d.wday) / 7)) end,
	w = function(d) return format("%d", d.wday) end,
	W = function(d) return format("%02d", floor((d.yday + 7 - (d.wday + 6) % 7) / 7)) end,
	y = function(d) return format("%02d", d.year % 100) end,
	Y = function(d) return format("%d", d.year) end,
	z = function() return "+0000" end,
	Z = function(d) return d.zone end,
	["%"] = function() return "%" end,
}

function CONVERSIONS.x(d)
	return CONVERSIONS.m(d) .. "/" .. CONVERSIONS.d(d) .. "/" .. CONVERSIONS.y(d)
end

function CONVERSIONS.X(d)
	return CONVERSIONS.H(d) .. ":" .. CONVERSIONS.M(d) .. ":" .. CONVERSIONS.S(d)
end

function CONVERSIONS.c(d)
	return CONVERSIONS.a(d) .. " " .. CONVERSIONS.b(d) .. format(" %2d ", d.day) .. CONVERSIONS.X(d) .. " " .. d.year
end

local function render(text, date)
	local out, count, at = {}, 0, 1
	while at <= #text do
		local percent = find(text, "%", at, true)
		count = count + 1
		if not percent or percent == #text then
			out[count] = sub(text, at)
			break
		end
		out[count] = sub(text, at, percent - 1)
		local convert = CONVERSIONS[sub(text, percent + 1, percent + 1)]
		if not convert then
			return arg_error(1, "date", "invalid conversion specifier")
		end
		count = count + 1
		out[count] = convert(date)
		at = percent + 2
	end
	return concat(out)
end

function os.date(...)
	local text, time = ...
	local argc = select("#", ...)
	text = text == nil and "%c" or check_string(text, 1, "date", argc)
	time = time == nil and floor(P.now_unix()) or truncate(check_number(time, 2, "date", argc))
	local zero = find(text, "\0", 1, true)
	if zero then
		text = sub(text, 1, zero - 1)
	end
	local utc = byte(text) == 33
	if utc then
		text = sub(text, 2)
	end
	if not (time >= TIME_MIN and time <= TIME_MAX) or (not utc and time < 0) then
		return nil
	end
	local date = break_down(time)
	if text == "*t" then
		date.wday, date.yday, date.isdst = date.wday + 1, date.yday + 1, false
		return date
	end
	date.zone = utc and "GMT" or "UTC"
	return render(text, date)
end
