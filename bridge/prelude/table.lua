-- The table library apart from sort (sort.lua). All of it is raw: metamethods take no part, frozen tables are
-- read through their storage and refused as destinations, with an error that carries no position.

local P = ...
local N = P.native
local type, select, rawget, rawset, next = N.type, N.select, N.rawget, N.rawset, N.next
local native_insert, native_remove, native_concat = N.table.insert, N.table.remove, N.table.concat
local native_unpack, table_new, table_clear = N.unpack, N.table_new, N.table_clear
local set_metatable = N.debug.setmetatable
local check_table, check_int, check_string = P.check_table, P.check_int, P.check_string
local check_any, check_function, arg_error, fail = P.check_any, P.check_function, P.arg_error, P.error
local raw_view, check_writable, is_frozen = P.raw_view, P.check_writable, P.is_frozen
local raw_length, metatable_of = P.raw_length, P.metatable_of

local INT_MAX = 2147483647
-- Luau's LUAI_MAXCSTACK: values a C function may hold, its arguments included.
local RESULTS_MAX = 8000
-- Luau's MAXSIZE of an array part.
local ARRAY_MAX = 2 ^ 26

local charge, charge_bytes = P.charge, P.charge_bytes
-- Bytes of a table's slot.
local SLOT = 16
-- Elements that an insertion or removal moves, per tick of the budget.
local MOVES_PER_TICK = 8

local table = {}
P.G.table = table

function table.insert(...)
	local t, position, value = ...
	local argc = select("#", ...)
	if type(t) ~= "table" then
		return check_table(t, 1, "insert", argc)
	end
	if argc == 2 then
		check_writable(t)
		rawset(t, #t + 1, position)
		return
	elseif argc ~= 3 then
		return fail("wrong number of arguments to 'insert'")
	end
	position = check_int(position, 2, "insert", argc)
	check_writable(t)
	if position < 1 or position > #t then
		rawset(t, position, value)
	else
		charge((#t - position) / MOVES_PER_TICK)
		native_insert(t, position, value)
	end
end

function table.remove(...)
	local t, position = ...
	if type(t) ~= "table" then
		return check_table(t, 1, "remove", select("#", ...))
	end
	local n = raw_length(t)
	position = position == nil and n or check_int(position, 2, "remove")
	if position < 1 or position > n then
		return
	end
	check_writable(t)
	charge((n - position) / MOVES_PER_TICK)
	return native_remove(t, position)
end

-- Numbers need Luau's formatting; a list of texts alone goes to the native as it is.
local function concat_mixed(t, separator, from, to)
	local out, count = {}, 0
	for i = from, to do
		local value = rawget(t, i)
		if type(value) == "number" then
			value = P.number_to_text(value)
		elseif type(value) ~= "string" then
			return fail("invalid value (" .. P.type(value) .. ") at index " .. i .. " in table for 'concat'")
		end
		count = count + 1
		out[count] = value
	end
	return native_concat(out, separator)
end

function table.concat(...)
	local t, separator, from, to = ...
	local argc = select("#", ...)
	separator = separator == nil and "" or check_string(separator, 2, "concat", argc)
	t = raw_view(check_table(t, 1, "concat", argc))
	from = from == nil and 1 or check_int(from, 3, "concat", argc)
	to = to == nil and #t or check_int(to, 4, "concat", argc)
	if to > from then charge(to - from) end
	local size = 0
	for i = from, to do
		local value = rawget(t, i)
		if type(value) ~= "string" then
			return concat_mixed(t, separator, from, to)
		end
		size = size + #value + #separator
	end
	charge_bytes(size)
	return native_concat(t, separator, from, to)
end

function table.pack(...)
	local t = P.R.pack(...)
	t.n = select("#", ...)
	return t
end

local function unpack(...)
	local t, from, to = ...
	local argc = select("#", ...)
	t = raw_view(check_table(t, 1, "unpack", argc))
	from = from == nil and 1 or check_int(from, 2, "unpack", argc)
	to = to == nil and #t or check_int(to, 3, "unpack", argc)
	if from > to then
		return
	elseif to - from + 1 + argc > RESULTS_MAX then
		return fail("too many results to unpack")
	end
	charge(to - from)
	if to - from + 4 > RESULTS_MAX then
		-- The native counts its three arguments as results, Luau those it was given.
		return rawget(t, from), rawget(t, from + 1), native_unpack(t, from + 2, to)
	end
	return native_unpack(t, from, to)
end

table.unpack = unpack
-- Not the same function: Luau registers the library's and the global one apart.
P.G.unpack = function(...) return unpack(...) end

function table.move(...)
	local source, from, to, at, target = ...
	local argc = select("#", ...)
	check_table(source, 1, "move", argc)
	from = check_int(from, 2, "move", argc)
	to = check_int(to, 3, "move", argc)
	at = check_int(at, 4, "move", argc)
	target = target == nil and source or check_table(target, 5, "move", argc)
	if to < from then
		return target
	end
	if from <= 0 and to >= INT_MAX + from then
		return arg_error(3, "move", "too many elements to move")
	end
	local count = to - from + 1
	if at > INT_MAX - count + 1 then
		return arg_error(4, "move", "destination wrap around")
	end
	check_writable(target)
	charge(count)
	local view = raw_view(source)
	if at > to or at <= from or target ~= source then
		for i = 0, count - 1 do
			rawset(target, at + i, rawget(view, from + i))
		end
	else
		for i = count - 1, 0, -1 do
			rawset(target, at + i, rawget(view, from + i))
		end
	end
	return target
end

function table.create(...)
	local size, value = ...
	local argc = select("#", ...)
	size = check_int(size, 1, "create", argc)
	if size < 0 then
		return arg_error(1, "create", "size out of range")
	elseif size > ARRAY_MAX then
		return fail("table overflow", 0)
	end
	charge(size)
	charge_bytes(size * SLOT)
	local t = table_new(size, 0)
	if value ~= nil then
		for i = 1, size do
			t[i] = value
		end
	end
	return t
end

function table.find(...)
	local t, value, from = ...
	local argc = select("#", ...)
	t = raw_view(check_table(t, 1, "find", argc))
	check_any(value, 2, "find", argc)
	from = from == nil and 1 or check_int(from, 3, "find", argc)
	if from < 1 then
		return arg_error(3, "find", "index out of range")
	end
	local first = from
	local element = rawget(t, from)
	while element ~= nil and element ~= value do
		from = from + 1
		element = rawget(t, from)
	end
	charge(from - first)
	if element == nil then
		return nil
	end
	return from
end

function table.clear(...)
	local t = ...
	check_writable(check_table(t, 1, "clear", select("#", ...)))
	table_clear(t)
end

-- Raises unless the metatable lets scripts see it.
local function check_unprotected(t, fname)
	local metatable = metatable_of(t)
	if metatable and rawget(raw_view(metatable), "__metatable") ~= nil then
		return arg_error(1, fname, "table has a protected metatable")
	end
	return metatable
end

function table.clone(...)
	local t = ...
	check_table(t, 1, "clone", select("#", ...))
	local metatable = check_unprotected(t, "clone")
	local view = raw_view(t)
	local copy = table_new(#view, 0)
	charge(#view)
	charge_bytes(#view * SLOT)
	-- The order of the walk leaves no trace: a copy's own order is decided when it is walked.
	for key, value in next, view do
		copy[key] = value
	end
	if metatable then
		set_metatable(copy, metatable)
	end
	return copy
end

function table.freeze(...)
	local t = ...
	check_table(t, 1, "freeze", select("#", ...))
	if is_frozen(t) then
		return arg_error(1, "freeze", "table is already frozen")
	end
	check_unprotected(t, "freeze")
	return P.freeze(t)
end

function table.isfrozen(...)
	local t = ...
	return is_frozen(check_table(t, 1, "isfrozen", select("#", ...)))
end

local function walk(t, f)
	local step = P.next
	local key, value = step(t, nil)
	while key ~= nil do
		local result = f(key, value)
		if result ~= nil then
			return result
		end
		key, value = step(t, key)
	end
end

local function walk_array(t, f, n)
	for i = 1, n do
		local result = f(i, rawget(t, i))
		if result ~= nil then
			return result
		end
	end
end

function table.foreach(...)
	local t, f = ...
	local argc = select("#", ...)
	check_table(t, 1, "foreach", argc)
	check_function(f, 2, "foreach", argc)
	return P.call_across_c(walk, raw_view(t), f)
end

function table.foreachi(...)
	local t, f = ...
	local argc = select("#", ...)
	check_table(t, 1, "foreachi", argc)
	check_function(f, 2, "foreachi", argc)
	return P.call_across_c(walk_array, raw_view(t), f, raw_length(t))
end

-- These stand for the two on the stack, which call them in tail position.
P.public[walk], P.public[walk_array] = table.foreach, table.foreachi

function table.getn(...)
	return raw_length(check_table((...), 1, "getn", select("#", ...)))
end

function table.maxn(...)
	local t = raw_view(check_table((...), 1, "maxn", select("#", ...)))
	local largest = 0
	for key in next, t do
		if type(key) == "number" and key > largest then
			largest = key
		end
	end
	return largest
end
