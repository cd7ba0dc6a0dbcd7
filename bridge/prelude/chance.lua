-- Chance for the scheduler's switches: numbers that follow from a key and a counter alone.
--
-- A hash instead of a generator: what is drawn for frame 1000 does not depend on whether frame 999 was
-- ever needed, nor on any other switch. Keys come from Python, one per purpose.

local P = ...
local N = P.native
local floor = N.math.floor
local bxor, rshift = N.bit.bxor, N.bit.rshift

local WORD = 4294967296

-- a * m mod 2^32 for a in [0, 2^32), m a constant below 2^32: no product reaches 2^53.
local function multiply(a, m)
	local low = m % 65536
	return (a * low + (a * ((m - low) / 65536)) % 65536 * 65536) % WORD
end

-- The finalizer of MurmurHash3 (Appleby, public domain) over key + n * golden ratio: in [0, 2^32).
function P.chance(key, n)
	local x = (key + multiply(n % WORD, 0x9E3779B9)) % WORD
	x = multiply(bxor(x, rshift(x, 16)) % WORD, 0x85EBCA6B)
	x = multiply(bxor(x, rshift(x, 13)) % WORD, 0xC2B2AE35)
	return bxor(x, rshift(x, 16)) % WORD
end
local chance = P.chance

-- A function that gives numbers in [0, 2^32) one after the other.
function P.chances(key)
	local n = 0
	return function()
		n = n + 1
		return chance(key, n)
	end
end

-- Puts items 1..count into a random order, in place (Fisher and Yates).
function P.shuffle(items, count, draw)
	for last = count, 2, -1 do
		local other = floor(draw() / WORD * last) + 1
		items[last], items[other] = items[other], items[last]
	end
end
