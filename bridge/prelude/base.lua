-- Luau's global functions that have no file of their own.
local P = ...
local native = P.native
local type, select, rawget, rawset, rawequal = native.type, native.select, native.rawget, native.rawset, native.rawequal
local raw_setmetatable = native.debug.setmetatable
local raw_metatable = native.debug.getmetatable
local native_getmetatable, native_setmetatable = native.getmetatable, native.setmetatable
local concat, unpack = native.table.concat, native.unpack
local G = P.G
local raw_view, is_frozen, metatable_of = P.raw_view, P.is_frozen, P.metatable_of

G._VERSION = "Luau"

function G.print(...)
	local n = select("#", ...)
	local parts = { ... }
	for i = 1, n do
		local v = parts[i]
		if type(v) ~= "string" then parts[i] = P.tostring(v) end
	end
	P.host("vm.output", "print", concat(parts, "\t", 1, n))
end

-- Hidden behind the metatable of each proxy: LuaJIT would run `__gc`, at moments no seed decides; Luau has none.
local proxy_guard = {
	__newindex = function(metatable, key, value)
		if key ~= "__gc" then rawset(metatable, key, value) end
	end,
}

function G.getmetatable(...)
	local v = ...
	local kind = type(v)
	if kind == "table" then
		local metatable = metatable_of(v)
		if not metatable or metatable == proxy_guard then return nil end
		local shown = rawget(raw_view(metatable), "__metatable")
		if shown ~= nil then return shown end
		return metatable
	end
	if kind == "string" then return P.string_facade end
	if kind == "userdata" then
		local metatable = raw_metatable(v)
		if not metatable then return nil end
		local shown = rawget(metatable, "__metatable")
		if shown ~= nil then return shown end
		return metatable
	end
	if kind == "cdata" then
		if P.is_vector(v) then return P.vector_metatable end
		local metatable = P.metatable_of(v)
		return metatable and metatable.__metatable
	end
	if v == nil and select("#", ...) == 0 then return P.error("missing argument #1", 1) end
	return nil
end

local function refuse_metatable(...)
	local t, metatable = ...
	local argc = select("#", ...)
	if type(t) ~= "table" then return P.type_error(t, 1, "setmetatable", argc, "table") end
	return P.type_error(metatable, 2, "setmetatable", argc, "nil or table")
end

function G.setmetatable(...)
	local t, metatable = ...
	-- No metatable yet, hence not frozen either: the native compiles.
	if type(t) == "table" and type(metatable) == "table" and native_getmetatable(t) == nil then
		return native_setmetatable(t, metatable)
	end
	if type(t) ~= "table" or type(metatable) ~= "table" and (metatable ~= nil or select("#", ...) < 2) then
		return refuse_metatable(...)
	end
	local old = metatable_of(t)
	if old == proxy_guard then return t end
	if old and rawget(raw_view(old), "__metatable") ~= nil then return P.error("cannot change a protected metatable", 1) end
	if is_frozen(t) then return P.error("attempt to modify a readonly table", 0) end
	raw_setmetatable(t, metatable)
	return t
end

function G.rawequal(...)
	local argc = select("#", ...)
	if argc < 2 then return P.error("missing argument #" .. argc + 1, 1) end
	local a, b = ...
	if type(a) == "cdata" and (P.type(a) == "vector" or P.type(a) == "integer") then return a == b end
	return (rawequal(a, b))
end

function G.rawget(...)
	local t, key = ...
	if type(t) ~= "table" then return P.type_error(t, 1, "rawget", select("#", ...), "table") end
	if key == nil and select("#", ...) < 2 then return P.error("missing argument #2", 1) end
	return (rawget(raw_view(t), P.R.V(key)))
end

function G.rawset(...)
	local t, key, value = ...
	local argc = select("#", ...)
	if type(t) ~= "table" then return P.type_error(t, 1, "rawset", argc, "table") end
	if argc < 3 then return P.error("missing argument #" .. argc + 1, 1) end
	P.check_writable(t)
	if key == nil then return P.error("table index is nil", 0) end
	if key ~= key then return P.error("table index is NaN", 0) end
	if key == "__gc" and raw_metatable(t) == proxy_guard then return t end
	return (rawset(t, P.R.K(key), value))
end

function G.rawlen(...)
	local v = ...
	if type(v) == "table" then return #raw_view(v) end
	if type(v) == "string" then return #v end
	return P.arg_error(1, "rawlen", "table or string expected")
end

function G.select(n, ...)
	local count = select("#", ...)
	if n == "#" then return count end
	-- `select()` and `select(nil)` differ in a text only, so the count of all arguments is not worth a vararg pass.
	local index = P.check_int(n, 1, "select", n == nil and count == 0 and 0 or 1)
	if index < 0 then index = count + index + 1 end
	if index < 1 then return P.arg_error(1, "select", "index out of range") end
	return select(index, ...)
end

local UNPACK_LIMIT = 8000

function G.unpack(...)
	local t, first, last = ...
	if type(t) ~= "table" then return P.type_error(t, 1, "unpack", select("#", ...), "table") end
	t = raw_view(t)
	first = P.opt_int(first, 1, 2, "unpack")
	last = P.opt_int(last, #t, 3, "unpack")
	if last < first then return end
	if last - first >= UNPACK_LIMIT then return P.error("too many results to unpack", 1) end
	return unpack(t, first, last)
end

function G.newproxy(...)
	local with_metatable = ...
	if with_metatable ~= nil and type(with_metatable) ~= "boolean" then
		return P.arg_error(1, "newproxy", "nil or boolean expected, got " .. P.typeof(with_metatable))
	end
	local proxy = native.newproxy(with_metatable or false)
	if with_metatable then raw_setmetatable(raw_metatable(proxy), proxy_guard) end
	return proxy
end

local collectgarbage = native.collectgarbage

function G.collectgarbage(option)
	if option == nil or option == "collect" then
		collectgarbage()
		return
	end
	if option == "count" then return collectgarbage("count") end
	return P.error("collectgarbage must be called with 'count' or 'collect'", 1)
end

function G.gcinfo()
	local kilobytes = collectgarbage("count")
	return kilobytes - kilobytes % 1
end
