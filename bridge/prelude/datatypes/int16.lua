-- 16-bit integers as the datatypes that hold them make them: P.int16 = { wrapped, truncated, floored }.
--
-- Sources: engine.md i.3: "fractions floored, overflow wraps; division by a vector floors, by a number
-- truncates toward zero".

local P = ...
local N = P.native
local floor, ceil = N.math.floor, N.math.ceil

-- To 16 bits; what is no finite number becomes 0.
local function wrapped(n)
	if n ~= n or n == 1 / 0 or n == -1 / 0 then return 0 end
	return (n + 32768) % 65536 - 32768
end

local function truncated(n)
	if n ~= n then return 0 end
	return wrapped(n < 0 and ceil(n) or floor(n))
end

local function floored(n) return wrapped(floor(n)) end

P.int16 = { wrapped = wrapped, truncated = truncated, floored = floored }
