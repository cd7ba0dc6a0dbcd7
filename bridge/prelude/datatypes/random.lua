-- Random: Roblox's seeded generator. One idea: the same PCG32 stream as math.random, one state an object.
--
-- Sources: creator-docs reference/engine/datatypes/Random (seed range, swapped bounds, inclusive
-- results); the algorithm is Luau's math.random (PCG32 XSH-RR, multiplier 6364136223846793005,
-- increment 105), whose stream Random shares for equal seeds. Choices where nothing is documented:
-- intervals of 2^32 numbers and more scale one 64-bit draw; Shuffle walks from the last index down.

local P = ...
local native = P.native
local ffi, bit, floor, huge = native.ffi, native.bit, native.math.floor, native.math.huge
local band, bxor, bor = bit.band, bit.bxor, bit.bor
local rshift, lshift, ror, tobit = bit.rshift, bit.lshift, bit.ror, bit.tobit
local newproxy, getmetatable, setmetatable = native.newproxy, native.debug.getmetatable, native.setmetatable
local tonumber, type = native.tonumber, native.type

local MULTIPLIER, INCREMENT = 6364136223846793005ULL, 105ULL
local SEED_LIMIT = 9007199254740991
local TWO_32, TWO_M64 = 4294967296, 2 ^ -64

local uint64, int64 = ffi.typeof("uint64_t"), ffi.typeof("int64_t")

-- state[proxy] = { uint64 }; weak, so that a forgotten generator is collected.
local state = setmetatable({}, { __mode = "k" })

local function step(box)
	local old = box[1]
	box[1] = old * MULTIPLIER + INCREMENT
	local mixed = tonumber(band(rshift(bxor(rshift(old, 18), old), 27), 0xffffffffULL))
	return ror(tobit(mixed), tonumber(rshift(old, 59))) % TWO_32
end

local function seeded(seed)
	local box = { 0ULL }
	step(box)
	box[1] = box[1] + ffi.cast(uint64, ffi.cast(int64, seed))
	step(box)
	return box
end

local function uniform(box)
	local low = step(box)
	local high = step(box)
	return (high * TWO_32 + low) * TWO_M64
end

local function truncate(number)
	if number ~= number then
		return 0
	end
	return number < 0 and -floor(-number) or floor(number)
end

local function integer_between(box, low, high)
	local span = high - low
	if span < TWO_32 - 1 then
		-- (span + 1) * draw is below 2^64, so it is exact in 64 bits.
		local product = ffi.cast(uint64, span + 1) * ffi.cast(uint64, step(box))
		return low + tonumber(rshift(product, 32))
	end
	local drawn = low + floor(uniform(box) * (span + 1))
	return drawn > high and high or drawn
end

local prototype = newproxy(true)
local metatable = getmetatable(prototype)

local function self_box(self, name)
	local box = state[self]
	if not box then
		P.error("Expected ':' not '.' calling member function " .. name, 3)
	end
	return box
end

local function make(box)
	local proxy = newproxy(prototype)
	state[proxy] = box
	return proxy
end

local methods = {}

function methods.NextInteger(self, ...)
	local box, argc = self_box(self, "NextInteger"), native.select("#", ...) + 1
	local low, high = ...
	low = truncate(P.check_number(low, 2, "NextInteger", argc))
	high = truncate(P.check_number(high, 3, "NextInteger", argc))
	if low > high then
		low, high = high, low
	end
	return integer_between(box, low, high)
end

function methods.NextNumber(self, ...)
	local box, argc = self_box(self, "NextNumber"), native.select("#", ...) + 1
	if argc == 1 then
		return uniform(box)
	end
	local low, high = ...
	low = P.check_number(low, 2, "NextNumber", argc)
	high = P.check_number(high, 3, "NextNumber", argc)
	return low + (high - low) * uniform(box)
end

function methods.Shuffle(self, ...)
	local box, argc = self_box(self, "Shuffle"), native.select("#", ...) + 1
	local target = P.check_table((...), 2, "Shuffle", argc)
	P.check_writable(target)
	local length = #target
	for index = 1, length do
		if target[index] == nil then
			P.error("Array is not contiguous; Random:Shuffle does not accept holes", 2)
		end
	end
	for index = length, 2, -1 do
		local other = integer_between(box, 1, index)
		target[index], target[other] = target[other], target[index]
	end
end

function methods.NextUnitVector(self)
	local box = self_box(self, "NextUnitVector")
	-- "An angle 2 pi r1/2^32, then z = 2 r2/2^32 - 1" (engine.md i.8).
	local angle = 2 * native.math.pi * step(box) / TWO_32
	local z = 2 * step(box) / TWO_32 - 1
	local radius = native.math.sqrt(1 - z * z)
	return P.new_vector(radius * native.math.cos(angle), radius * native.math.sin(angle), z)
end

function methods.Clone(self)
	return make({ self_box(self, "Clone")[1] })
end

P.set_typename(metatable, "Random")
metatable.__metatable = "The metatable is locked"
metatable.__tostring = function()
	return "Random"
end
metatable.__index = function(_, key)
	local method = methods[key]
	if method == nil then
		P.error(P.tostring(key) .. " is not a valid member of Random", 2)
	end
	return method
end
metatable.__newindex = function(_, key)
	P.error(P.tostring(key) .. " cannot be assigned to", 2)
end

-- Without a seed the engine takes entropy; here the VM's own seed gives the next one, so that a run
-- stays a function of its code and seed.
local entropy = seeded(P.seed or 0)

-- A generator that follows from the VM's seed.
function P.new_random()
	return make(seeded(integer_between(entropy, 0, SEED_LIMIT)))
end

P.define_datatype_global("Random", {
	new = function(...)
		local seed = ...
		if seed == nil then
			return P.new_random()
		end
		seed = truncate(P.check_number(seed, 1, "new", native.select("#", ...)))
		if seed > SEED_LIMIT or seed < -SEED_LIMIT or seed == huge then
			seed = 0
		end
		return make(seeded(seed))
	end,
})
