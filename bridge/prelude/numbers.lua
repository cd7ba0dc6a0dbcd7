-- Numbers to text and back, by Luau's rules: shortest digits that read back to the same double.
local P = ...
local native = P.native
local tostring, tonumber, type = native.tostring, native.tonumber, native.type
local format, find, sub, byte = native.string.format, native.string.find, native.string.sub, native.string.byte
local rep, gsub, match = native.string.rep, native.string.gsub, native.string.match
local tobit = native.bit.tobit
local abs, floor = native.math.abs, native.math.floor

local SMALLEST_NORMAL = 2.2250738585072014e-308

-- Sign, digits and exponent text of the shortest "%.Ne" form of a finite, non-zero `n`.
local function shortest(n)
	for precision = abs(n) < SMALLEST_NORMAL and 0 or 14, 16 do
		local text = format("%." .. precision .. "e", n)
		if tonumber(text) == n then
			if precision == 16 then
				-- An exact power of two may have a 16-digit form just above that %.15e rounds away from.
				local lower = format("%.15e", n)
				local sign, lead, rest, exponent = match(lower, "^(%-?)(%d)%.(%d+)e(.*)$")
				local above = format("%s%s.%015.0fe%s", sign, lead, tonumber(rest) + 1, exponent)
				if #above == #lower and tonumber(above) == n then return above end
			end
			return text
		end
	end
	return format("%.16e", n)
end

-- Lays digits out: `digits` x 10^(point - #digits) is fixed while point is in -5..21, else D.ddde+XX.
local function layout(n)
	local sign, lead, rest, exponent = match(shortest(n), "^(%-?)(%d)%.?(%d*)e([+-]%d+)$")
	local digits = gsub(lead .. rest, "0+$", "")
	local point = tonumber(exponent) + 1
	if point >= -5 and point <= 21 then
		if point <= 0 then return sign .. "0." .. rep("0", -point) .. digits end
		if point >= #digits then return sign .. digits .. rep("0", point - #digits) end
		return sign .. sub(digits, 1, point) .. "." .. sub(digits, point + 1)
	end
	local mantissa = #digits == 1 and digits or sub(digits, 1, 1) .. "." .. sub(digits, 2)
	local e = point - 1
	return format("%s%se%s%02d", sign, mantissa, e < 0 and "-" or "+", abs(e))
end

function P.number_to_text(n)
	if n == floor(n) then
		if n == 0 then return 1 / n < 0 and "-0" or "0" end
		-- Compiled code prints a known integer five times as fast as a double.
		if n >= -2147483648 and n <= 2147483647 then return tostring(tobit(n)) end
		-- LuaJIT's %.14g prints integers of up to 14 digits in full.
		if n > -1e14 and n < 1e14 then return tostring(n) end
		if n > -9007199254740992 and n < 9007199254740992 then return format("%d", n) end
		if n == 1 / 0 then return "inf" end
		if n == -1 / 0 then return "-inf" end
		return layout(n)
	end
	if n ~= n then return "nan" end
	local magnitude = abs(n)
	if magnitude >= 1e-4 and magnitude < 1e14 then
		local text = tostring(n)
		if tonumber(text) == n then return text end
	end
	return layout(n)
end

local ZERO, NINE = 48, 57

-- strtod, as the C library reads it, then white space; a NUL ends the text.
function P.text_to_number(text)
	local n = tonumber(text)
	-- LuaJIT reads no number that holds a NUL, and binary ones, which begin with a zero.
	local first = byte(text)
	if n and first > ZERO and first <= NINE then return n end
	local zero = find(text, "\0", 1, true)
	if zero then
		text = sub(text, 1, zero - 1)
		n = tonumber(text)
	end
	if n and find(text, "^%s*[+-]?0[bB]") then return nil end
	return n
end
local text_to_number = P.text_to_number

local function digit_value(code)
	if code >= 48 and code <= 57 then return code - 48 end
	if code >= 65 and code <= 90 then return code - 55 end
	if code >= 97 and code <= 122 then return code - 87 end
	return 99
end

-- strtoull: sign and (base 16) 0x allowed, a negative wraps to 2^64, larger values saturate.
local function text_in_base(text, base)
	local zero = find(text, "\0", 1, true)
	if zero then text = sub(text, 1, zero - 1) end
	local at = find(text, "%S") or #text + 1
	local sign = sub(text, at, at)
	if sign == "-" or sign == "+" then at = at + 1 end
	if base == 16 and find(text, "^0[xX]%x", at) then at = at + 2 end
	local value, first = P.native.ffi.cast("uint64_t", 0), at
	local limit, saturated = P.native.ffi.cast("uint64_t", -1), false
	while at <= #text do
		local digit = digit_value(byte(text, at))
		if digit >= base then break end
		if value > (limit - digit) / base then saturated = true end
		value = value * base + digit
		at = at + 1
	end
	if at == first or find(text, "%S", at) then return nil end
	if saturated then
		value = limit
	elseif sign == "-" then
		value = -value
	end
	return tonumber(value)
end

function P.G.tonumber(...)
	local v, base = ...
	if base == nil then
		local argc = native.select("#", ...)
		if argc == 0 then return P.error("missing argument #1", 1) end
		if type(v) == "number" then return v end
		if type(v) == "string" then return text_to_number(v) end
		return nil
	end
	base = P.check_int(base, 2, "tonumber")
	if base == 10 then
		if type(v) == "number" then return v end
		if type(v) == "string" then return text_to_number(v) end
		return nil
	end
	local text = P.check_string(v, 1, "tonumber")
	if base < 2 or base > 36 then return P.arg_error(2, "tonumber", "base out of range") end
	return text_in_base(text, base)
end
