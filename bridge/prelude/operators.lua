-- The operators of lowered code that LuaJIT lacks or words differently: members of R.
local P = ...
local native = P.native
local type, rawget, getmetatable, select = native.type, native.rawget, native.getmetatable, native.select
local next, tonumber, table_new = native.next, native.tonumber, native.table_new
local floor = native.math.floor
local concat = native.table.concat
local R = P.R
local number_to_text, tostring, charge_bytes = P.number_to_text, P.tostring, P.charge_bytes

-- Luau's length of a fresh array of capacity `n`: branchless binary search of the array part.
local function border(t, n)
	if n == 0 or t[n] ~= nil then return n end
	local base, rest = 0, n
	while rest > 1 do
		local half = (rest - rest % 2) / 2
		if t[base + half + 1] ~= nil then base = base + half end
		rest = rest - half
	end
	return t[base + 1] ~= nil and base + 1 or base
end

-- The same pairs in a table whose native length is Luau's: LuaJIT answers the array's size when its last slot is full.
local function rebuild(t, n)
	local length = border(t, n)
	if #t == length then return t end
	-- Room for every pair: a hash part that grows would size the array anew.
	local pairs_count = 0
	for _ in next, t do pairs_count = pairs_count + 1 end
	local fresh = table_new(length, pairs_count)
	for i = 1, n do
		local value = t[i]
		if value ~= nil then fresh[i] = value end
	end
	for key, value in next, t do
		if fresh[key] == nil then fresh[key] = value end
	end
	return fresh
end

-- The table of up to six values, none of them nil; else nil. LuaJIT does not compile `{ ... }`.
local function pack_few(n, a, b, c, d, e, f)
	if a == nil or n > 6 then return nil end
	if n == 1 then return { a } end
	if b == nil then return nil end
	if n == 2 then return { a, b } end
	if c == nil then return nil end
	if n == 3 then return { a, b, c } end
	if d == nil then return nil end
	if n == 4 then return { a, b, c, d } end
	if e == nil then return nil end
	if n == 5 then return { a, b, c, d, e } end
	if f == nil then return nil end
	return { a, b, c, d, e, f }
end

-- `{...}`, `{a, f()}`: every item positional, the last one open.
function R.pack(...)
	local n = select("#", ...)
	local t = pack_few(n, ...)
	if t then return t end
	t = { ... }
	if #t == n then return t end
	return rebuild(t, n)
end

-- A closed constructor of `n` positional items in which nil may occur.
function R.tab(n, t)
	if #t == n then return t end
	return rebuild(t, n)
end

-- A constructor with record items too: `t` holds its closed part, `...` the values of the open last item.
function R.open(n, t, ...)
	local more = select("#", ...)
	for i = 1, more do t[n + i] = (select(i, ...)) end
	if #t == n + more then return t end
	return rebuild(t, n + more)
end

-- Raw length of a table for library functions: sees through freezing.
function P.raw_length(t) return #P.raw_view(t) end

local function length_of_object(v)
	local metatable = P.metatable_of(v)
	local handler = metatable and rawget(P.raw_view(metatable), "__len")
	if handler ~= nil then
		local n = P.guard_c_call(handler, v, nil) -- Luau passes two operands
		if type(n) ~= "number" then return P.error("'__len' must return a number", 1) end
		return n
	end
	if type(v) == "table" then return P.raw_length(v) end
	return P.error("attempt to get length of a " .. P.typeof(v) .. " value", 1, "len")
end

function R.len(v)
	local kind = type(v)
	if kind == "string" then return #v end
	if kind == "table" and getmetatable(v) == nil then return #v end
	return length_of_object(v)
end

local function handler_of(v, event)
	local kind = type(v)
	if kind ~= "table" and kind ~= "userdata" and kind ~= "cdata" then return nil end
	local metatable = P.metatable_of(v)
	return type(metatable) == "table" and rawget(P.raw_view(metatable), event) or nil
end

-- Values that the FFI implements (vector) answer through P.cdata_operator.
local function divide_objects(a, b)
	local x, y = tonumber(a), tonumber(b)
	if x and y and type(a) ~= "cdata" and type(b) ~= "cdata" then return floor(x / y) end
	if P.cdata_idiv and (type(a) == "cdata" or type(b) == "cdata") then return P.cdata_idiv(a, b) end
	local handler = handler_of(a, "__idiv") or handler_of(b, "__idiv")
	if handler then return (P.guard_c_call(handler, a, b)) end
	return P.arithmetic_error("idiv", a, b)
end

function R.idiv(a, b)
	if type(a) == "number" and type(b) == "number" then return floor(a / b) end
	return divide_objects(a, b)
end

local function text_of(v)
	local kind = type(v)
	if kind == "string" then return v end
	if kind == "number" then return number_to_text(v) end
	return nil
end

local function concat_objects(a, b)
	local handler = handler_of(a, "__concat") or handler_of(b, "__concat")
	if handler then return (P.guard_c_call(handler, a, b)) end
	return P.error("attempt to concatenate " .. P.typeof(a) .. " with " .. P.typeof(b), 1, "concat")
end

-- Folds from the right, joining neighbouring strings first, as Luau does.
local function concat_pair(a, b)
	local left, right = text_of(a), text_of(b)
	if left and right then
		charge_bytes(#left + #right)
		return left .. right
	end
	return concat_objects(a, b)
end

local function concat_list(values, n)
	local at = n
	local result = values[n]
	while at > 1 do
		local right = text_of(result)
		local from = at
		while right and from > 1 and text_of(values[from - 1]) do from = from - 1 end
		if from < at then
			local parts, count = {}, 0
			for i = from, at - 1 do
				count = count + 1
				parts[count] = text_of(values[i])
			end
			parts[count + 1] = right
			result = concat(parts)
			charge_bytes(#result)
			at = from
		else
			result = concat_objects(values[at - 1], result)
			at = at - 1
		end
	end
	return result
end

-- Two to five operands without a table: LuaJIT does not compile `{ ... }`.
function R.cat(a, b, ...)
	local n = select("#", ...)
	if n == 0 then
		if type(a) == "string" and type(b) == "string" then
			charge_bytes(#a + #b)
			return a .. b
		end
		return concat_pair(a, b)
	end
	if n <= 3 then
		local c, d, e = ...
		local v, w, x = text_of(a), text_of(b), text_of(c)
		if v and w and x then
			charge_bytes(#v + #w + #x)
			if n == 1 then return v .. w .. x end
			local y = text_of(d)
			if n == 2 then
				if y then return v .. w .. x .. y end
			else
				local z = text_of(e)
				if y and z then return v .. w .. x .. y .. z end
			end
		end
	end
	return concat_list({ a, b, ... }, n + 2)
end

-- Interpolated string: text and value by turns; values print as tostring prints them.
local function shown(v)
	local kind = type(v)
	if kind == "string" then return v end
	if kind == "number" then return number_to_text(v) end
	return tostring(v)
end

local function interpolate(...)
	local n = select("#", ...)
	local parts = { ... }
	for i = 2, n, 2 do parts[i] = shown(parts[i]) end
	local text = concat(parts, "", 1, n)
	charge_bytes(#text)
	return text
end

-- One to three values without a table: LuaJIT does not compile `{ ... }`.
function R.interp(a, x, b, ...)
	local n = select("#", ...)
	if n == 0 then
		local text = shown(x)
		charge_bytes(#text)
		return a .. text .. b
	end
	if n == 2 then
		local y, c = ...
		return a .. shown(x) .. b .. shown(y) .. c
	end
	if n == 4 then
		local y, c, z, d = ...
		return a .. shown(x) .. b .. shown(y) .. c .. shown(z) .. d
	end
	return (interpolate(a, x, b, ...)) -- no tail call, see format.lua
end

-- Keeps calls in tail position from becoming tail calls, which Luau does not have.
-- `R.ret(1, f(x))`: the native `select` makes no frame, interpreted or compiled.
R.ret = select

-- A numeric loop whose step is no literal. A zero step runs for ever downwards and not at all upwards in Luau; LuaJIT
-- counts it upwards, so the limit is replaced. What is no number is left for LuaJIT to refuse.
function R.forprep(first, limit, step)
	if tonumber(step) ~= 0 then return first, limit, step end
	local from, to = tonumber(first), tonumber(limit)
	if not from or not to then return first, limit, step end
	return first, to <= from and 1 / 0 or -1 / 0, step
end

-- A module's exported names, read-only once the module has finished.
function R.freeze_exports(t) return P.freeze(t) end
