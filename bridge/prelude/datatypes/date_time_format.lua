-- Texts of moments: the tokens of DateTime:FormatUniversalTime and :FormatLocalTime.
--
-- Sources: creator-docs reference/engine/datatypes/DateTime (String Format). Only the locale en-us is
-- there; others, and the bracket escapes that the page does not mention, are refused by name.

local P = ...
local N = P.native
local format, sub, find, lower, concat = N.string.format, N.string.sub, N.string.find, N.string.lower, N.table.concat
local floor = N.math.floor
local day_names, month_names = P.calendar.day_names, P.calendar.month_names

local function twelve(hour) return (hour + 11) % 12 + 1 end

local function padded(width, read)
	local pattern = "%0" .. width .. "d"
	return function(d) return format(pattern, read(d)) end
end

local function year(d) return d.year end
local function month(d) return d.month end
local function day(d) return d.day end
local function day_of_year(d) return d.yday + 1 end
local function hour(d) return d.hour end
local function hour_of_half(d) return twelve(d.hour) end
local function minute(d) return d.min end
local function second(d) return d.sec end
local function half(d) return d.hour < 12 and "AM" or "PM" end

local ELEMENTS = {
	YYYY = padded(4, year),
	YY = function(d) return format("%02d", d.year % 100) end,
	M = padded(1, month), MM = padded(2, month),
	MMM = function(d) return sub(month_names[d.month], 1, 3) end,
	MMMM = function(d) return month_names[d.month] end,
	D = padded(1, day), DD = padded(2, day),
	DDD = padded(1, day_of_year), DDDD = padded(3, day_of_year),
	d = function(d) return format("%d", d.wday) end,
	dd = function(d) return sub(day_names[d.wday + 1], 1, 2) end,
	ddd = function(d) return sub(day_names[d.wday + 1], 1, 3) end,
	dddd = function(d) return day_names[d.wday + 1] end,
	H = padded(1, hour), HH = padded(2, hour),
	h = padded(1, hour_of_half), hh = padded(2, hour_of_half),
	m = padded(1, minute), mm = padded(2, minute),
	s = padded(1, second), ss = padded(2, second),
	S = function(d) return format("%d", floor(d.millisecond / 100)) end,
	SS = function(d) return format("%02d", floor(d.millisecond / 10)) end,
	SSS = function(d) return format("%03d", d.millisecond) end,
	A = half,
	a = function(d) return lower(half(d)) end,
}

-- By locale.
local COMPOSITES = {
	["en-us"] = {
		LT = "h:mm A", LTS = "h:mm:ss A", L = "MM/DD/YYYY", l = "M/D/YYYY", LL = "MMMM D, YYYY", ll = "MMM D, YYYY",
		LLL = "MMMM D, YYYY h:mm A", lll = "MMM D, YYYY h:mm A", LLLL = "dddd, MMMM D, YYYY h:mm A",
		llll = "ddd, MMM D, YYYY h:mm A",
	},
}

local TOKEN_LENGTH_MAX = 4

-- The longest token at a position, or nil.
local function token_at(text, at, composites)
	for length = TOKEN_LENGTH_MAX, 1, -1 do
		local token = sub(text, at, at + length - 1)
		if #token == length and (composites[token] or ELEMENTS[token]) then return token end
	end
	return nil
end

local function render(text, date, composites)
	local out, at = {}, 1
	while at <= #text do
		local token = token_at(text, at, composites)
		if not token then
			out[#out + 1] = sub(text, at, at)
			at = at + 1
		else
			local composite = composites[token]
			out[#out + 1] = composite and render(composite, date, composites) or ELEMENTS[token](date)
			at = at + #token
		end
	end
	return concat(out)
end

function P.format_date_time(text, locale, date, fname)
	local composites = COMPOSITES[lower(locale)]
	if not composites then
		return P.error("DateTime:" .. fname .. ": locale '" .. locale .. "' is not modelled by luau-bridge", 1)
	end
	if find(text, "[", 1, true) then
		return P.error("DateTime:" .. fname .. ": '[' in a format is not modelled by luau-bridge", 1)
	end
	return render(text, date, composites)
end
