-- Owns the order in which tables are walked. LuaJIT seeds string hashes per process and hashes objects by address, so
-- its own order differs from run to run; a run must be a function of code and seed. Nobody else walks user tables.
--
-- Order "sorted": 1, 2, 3, ... then other numbers ascending, strings by bytes, false, true, objects by first use.
-- "shuffled": 1, 2, 3, ... as long as no gap, then every other key by a hash of it with the seed. "native": LuaJIT's.
local P = ...
local native = P.native
local next, type, rawget, setmetatable = native.next, native.type, native.rawget, native.setmetatable
local getmetatable = native.getmetatable
local sort, floor = native.table.sort, native.math.floor
local select = native.select
local G, R = P.G, P.R
local raw_view, is_frozen = P.raw_view, P.is_frozen

-- Key list of a walk in progress. Weak both ways: a list that the collector drops is made again.
local WALKS = setmetatable({}, { __mode = "kv" })
-- The table whose array run was begun last, and how far the run has come: proof that nothing else is left.
local run = setmetatable({}, { __mode = "v" })
local run_at = 0

local SMALL = 24
local EXACT_MAX = 9007199254740992

-- Sorts items[1..n]: short lists by insertion, which LuaJIT compiles; the native sort it does not.
local function order(items, n)
	if n > SMALL then return sort(items) end
	for i = 2, n do
		local item = items[i]
		local j = i - 1
		while j > 0 and item < items[j] do
			items[j + 1] = items[j]
			j = j - 1
		end
		items[j + 1] = item
	end
end

local key_rank = P.key_rank

local function by_rank(a, b) return key_rank(a) < key_rank(b) end

local function append(list, n, items, count)
	for i = 1, count do list[n + i] = items[i] end
	return n + count
end

-- What a key costs in ticks of the budget.
local TICKS_PER_KEY = 10

-- Sorted list of `found`, the keys in LuaJIT's order, and its length.
local function sorted_keys(found, n_found)
	local whole, numbers, strings, objects = {}, {}, {}, {}
	local n_whole, n_numbers, n_strings, n_objects = 0, 0, 0, 0
	local has_false, has_true = false, false
	for i = 1, n_found do
		local key = found[i]
		local kind = type(key)
		if kind == "string" then
			n_strings = n_strings + 1
			strings[n_strings] = key
		elseif kind == "number" then
			if key >= 1 and key == floor(key) then
				n_whole = n_whole + 1
				whole[n_whole] = key
			else
				n_numbers = n_numbers + 1
				numbers[n_numbers] = key
			end
		elseif kind == "boolean" then
			if key then has_true = true else has_false = true end
		else
			key_rank(key)
			n_objects = n_objects + 1
			objects[n_objects] = key
		end
	end
	P.charge(n_found * TICKS_PER_KEY)
	order(strings, n_strings)
	if n_strings == n_found then return strings end
	order(whole, n_whole)
	order(numbers, n_numbers)
	if n_objects > 1 then sort(objects, by_rank) end
	local n = append(whole, n_whole, numbers, n_numbers)
	n = append(whole, n, strings, n_strings)
	if has_false then n = n + 1 whole[n] = false end
	if has_true then n = n + 1 whole[n] = true end
	append(whole, n, objects, n_objects)
	return whole
end

local keys_of = sorted_keys

-- The key list of a walk over `first` and all that LuaJIT has after it. LuaJIT's own order stays the same while no key
-- is added, so a list made before is good as long as the keys come by as they did then.
local function start_walk(t, first)
	local walk = WALKS[t]
	local found = walk and walk.found or {}
	local n, same = 0, walk ~= nil
	local key = first
	while key ~= nil do
		n = n + 1
		if found[n] ~= key then
			if same then
				local copy = {}
				for i = 1, n - 1 do copy[i] = found[i] end
				found, same = copy, false
			end
			found[n] = key
		end
		key = next(t, key)
	end
	if same and n == walk.n then
		walk.at = 0
		return walk
	end
	if same then
		local copy = {}
		for i = 1, n do copy[i] = found[i] end
		found = copy
	end
	walk = { found = found, keys = keys_of(found, n), n = n, at = 0 }
	WALKS[t] = walk
	return walk
end

local function step(t, walk, at)
	local keys = walk.keys
	for i = at + 1, walk.n do
		local key = keys[i]
		local value = rawget(t, key)
		if value ~= nil then
			walk.at = i
			return key, value
		end
	end
	walk.at = walk.n + 1 -- over
	return nil
end

local function position_of(walk, key)
	if walk.keys[walk.at] == key then return walk.at end
	local index = walk.index
	if not index then
		index = {}
		for i = 1, walk.n do index[walk.keys[i]] = i end
		walk.index = index
	end
	return index[key]
end

-- Continues a walk whose list is gone, from `key`, which may have been removed meanwhile (LuaJIT still knows its place,
-- or raises the error for an unknown key). What comes before it in the order has been visited.
local function resume_walk(t, key)
	t = raw_view(t)
	local walk = WALKS[t]
	-- Keys may have come since a walk that is over.
	if walk and walk.at > walk.n then walk = start_walk(t, (next(t))) end
	local at = walk and position_of(walk, key)
	if at then return step(t, walk, at) end
	local found, n = {}, 0
	for present in next, t do
		n = n + 1
		found[n] = present
	end
	if rawget(t, key) == nil then
		next(t, key)
		n = n + 1
		found[n] = key
	end
	walk = { found = found, keys = keys_of(found, n), n = n, at = 0 }
	WALKS[t] = walk
	return step(t, walk, position_of(walk, key))
end

local ordered_next
function ordered_next(t, key)
	if key == nil then
		local first, value = next(t)
		if first == 1 then
			run.table, run_at = t, 1
			return 1, value
		end
		if first == nil then return nil end
		return step(t, start_walk(t, first), 0)
	end
	-- Whole numbers come first, so the next of them follows, where adding 1 still tells numbers apart.
	if type(key) == "number" and key >= 1 and key < EXACT_MAX and key % 1 == 0 then
		local following, value = next(t, key)
		if following == key + 1 then
			if run_at == key then run_at = following end
			return following, value
		end
		if is_frozen(t) then return ordered_next(raw_view(t), key) end -- frozen since the loop began
		if run_at == key and run.table == t then
			run.table = nil
			if following == nil then return nil end
			-- The run was unbroken from 1, so what LuaJIT has left is all there is.
			return step(t, start_walk(t, following), 0)
		end
		value = rawget(t, key + 1)
		if value ~= nil then return key + 1, value end
	end
	return resume_walk(t, key)
end
P.next = ordered_next

-- Mixing function of the shuffled order (32-bit, over the seed, the kind and the bits of the key).
local bit = native.bit
local byte = native.string.byte

local function mix(h, x)
	h = bit.bxor(h, x)
	h = bit.tobit(bit.bxor(h, bit.rshift(h, 16)))
	h = bit.tobit(h * 0x2c1b3 + 0x3c6ef372)
	return bit.bxor(h, bit.rshift(h, 13))
end

local function shuffled_rank(key, seed)
	local kind, h = type(key), seed
	if kind == "string" then
		h = mix(h, #key)
		for i = 1, #key do h = mix(h, byte(key, i)) end
	elseif kind == "number" then
		h = mix(mix(h, bit.tobit(key)), bit.tobit(key * 65536))
	elseif kind == "boolean" then
		h = mix(h, key and 77 or 33)
	else
		h = mix(mix(h, 99), key_rank(key))
	end
	return mix(h, 7)
end

local function shuffled_keys(seed)
	return function(found, n)
		local keys = sorted_keys(found, n)
		local rank = {}
		local length = 0
		while keys[length + 1] == length + 1 do length = length + 1 end
		for i = 1, length do rank[i] = { -1 / 0, i } end
		for i = length + 1, n do rank[keys[i]] = { shuffled_rank(keys[i], seed), i } end
		sort(keys, function(a, b)
			local left, right = rank[a], rank[b]
			if left[1] ~= right[1] then return left[1] < right[1] end
			return left[2] < right[2]
		end)
		return keys
	end
end

-- A walk by its list from the first key on.
local function listed_next(t, key)
	if key ~= nil then return resume_walk(t, key) end
	local first = next(t)
	if first == nil then return nil end
	return step(t, start_walk(t, first), 0)
end

P.export("iteration", function(mode, seed)
	if mode == "shuffled" then
		keys_of = shuffled_keys(bit.tobit(seed))
		ordered_next = listed_next
		P.next = listed_next
	end
	if mode == "native" then
		P.next = next
		R.next = next
		ordered_next = next
	end
end)

local INVALID_KEY = "invalid key to 'next'"

function G.next(...)
	local t, key = ...
	if type(t) ~= "table" then return P.type_error(t, 1, "next", select("#", ...), "table") end
	t, key = raw_view(t), R.V(key)
	if key ~= nil and rawget(t, key) == nil then
		local ok = native.pcall(next, t, key)
		if not ok then return P.error(INVALID_KEY, 0) end
	end
	return ordered_next(t, key)
end
local next_public = G.next

function G.pairs(...)
	local t = ...
	if type(t) ~= "table" then return P.type_error(t, 1, "pairs", select("#", ...), "table") end
	return next_public, t, nil
end

local ipairs_native = native.ipairs
local ipairs_step = ipairs_native({})

local function frozen_step(t, i)
	i = i + 1
	local value = rawget(raw_view(t), i)
	if value ~= nil then return i, value end
end

function G.ipairs(...)
	local t = ...
	if type(t) ~= "table" then return P.type_error(t, 1, "ipairs", select("#", ...), "table") end
	if is_frozen(t) then return frozen_step, t, 0 end
	return ipairs_step, t, 0
end

local function iterate_object(object, s, c)
	local metatable = P.metatable_of(object)
	if metatable then
		metatable = raw_view(metatable)
		local handler = rawget(metatable, "__iter")
		if handler ~= nil then
			local f, state, control = P.guard_c_call(handler, object)
			if f == nil then return P.error("attempt to call a nil value", 1) end
			return f, state, control
		end
		if rawget(metatable, "__call") ~= nil then return object, s, c end
	end
	if type(object) == "table" then return ordered_next, raw_view(object), nil end
	return P.error("attempt to iterate over a " .. P.typeof(object) .. " value", 1)
end

-- Generalized iteration: what follows `in` -> the three values of the loop.
function R.iter(f, s, c)
	local kind = type(f)
	if kind == "function" then
		if f == next_public and c == nil and type(s) == "table" then return ordered_next, raw_view(s), nil end
		return f, s, c
	end
	if kind == "table" and getmetatable(f) == nil then return ordered_next, f, nil end
	if kind ~= "table" and kind ~= "userdata" and kind ~= "cdata" then
		return P.error("attempt to iterate over a " .. kind .. " value", 1)
	end
	return iterate_object(f, s, c)
end
