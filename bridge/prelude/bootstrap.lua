-- First file of the prelude: saves LuaJIT's natives, empties the global table, makes P and the border to the host.
-- Called as chunk(dispatch, seed); `dispatch` is the one Python function of this VM. It must live on a coroutine stack
-- only: whatever a table, an upvalue or an environment holds, a program may one day reach.

local P = { G = {}, R = {}, FATAL = {}, seed = (select(2, ...)) }

local native = {
	assert = assert, error = error, getfenv = getfenv, getmetatable = getmetatable, ipairs = ipairs,
	loadstring = loadstring, newproxy = newproxy, next = next, pairs = pairs, pcall = pcall, rawequal = rawequal,
	rawget = rawget, rawset = rawset, select = select, setfenv = setfenv, setmetatable = setmetatable,
	tonumber = tonumber, tostring = tostring, type = type, unpack = unpack, xpcall = xpcall,
	collectgarbage = collectgarbage, gcinfo = gcinfo,
	string = string, table = table, math = math, coroutine = coroutine, debug = debug, os = os,
	bit = require("bit"), ffi = require("ffi"), jit = jit, jit_util = require("jit.util"),
	table_new = require("table.new"), table_clear = require("table.clear"),
}
P.native = native

-- Loops of loading run once: compiling them costs a third of a new VM. vm.finish turns the compiler on.
jit.off()

local co_wrap, yield = coroutine.wrap, coroutine.yield
local pool = {} -- host threads by depth of nesting
local error, type, select = error, type, select
local collectgarbage, newproxy, setmetatable, unpack = collectgarbage, newproxy, setmetatable, unpack
local FATAL = P.FATAL

local loaded = package.loaded
for name in native.next, loaded do loaded[name] = nil end
local globals = _G
for name in native.next, globals do globals[name] = nil end

-- A host thread keeps the dispatcher in an argument of a function that never returns.
local function serve(python, ...)
	return serve(python, yield(python(...)))
end
local function start_serving(python) return serve(python, yield()) end

local function spawn_host_threads(python)
	while true do
		local thread = co_wrap(start_serving)
		thread(python)
		yield(thread)
	end
end

local spawner = co_wrap(spawn_host_threads)
pool[0] = spawner((...))

local HOST_DEPTH_LIMIT = 150 -- about 250 nested Lua/Python frames crash the process's C stack
local depth = 0

local function settle(level, status, ...)
	depth = level
	if status then return ... end
	if status == nil then
		P.stopped = ...
		return error(FATAL, 0)
	end
	local text, at = ...
	if type(text) == "string" then return P.error(text, at or 1) end
	return error(text, 0)
end

-- A host call needs room in the heap for its results.
local kilobytes_max, kilobytes_cap = 1 / 0, 1 / 0
local HOST_ROOM_KILOBYTES = 4096

function P.set_memory_limit(bytes)
	local room = bytes / 8192
	if room > HOST_ROOM_KILOBYTES then room = HOST_ROOM_KILOBYTES end
	kilobytes_cap = bytes / 1024
	kilobytes_max = kilobytes_cap - room
end

local function make_room()
	collectgarbage()
	if collectgarbage("count") > kilobytes_max then error("not enough memory", 0) end
end

-- lupa takes the function out of a thread that has not started when the thread crosses to Python. So threads cross as
-- boxes: userdata that stand for them.
local box_of = setmetatable({}, { __mode = "k" })
local thread_of = setmetatable({}, { __mode = "k" })

-- Execution budget, counted in ticks of lowered code (see below): what is left until the next look at the heap, and
-- what comes after it.
local left, reserve = 0, 0
local LOOK_EVERY = 20000

-- The memory cap is looked after here, between operations: an allocation that fails inside a compiled trace or in
-- lupa can end the process (LuaJIT finds no handler). So lupa's own limit is far beyond the cap (runtime.py).
local function check_heap(more)
	if collectgarbage("count") + more <= kilobytes_cap then return end
	collectgarbage()
	local count = collectgarbage("count")
	reserve = reserve - count -- a full collection takes about a tick per kilobyte
	if count + more > kilobytes_cap then error("not enough memory", 0) end
end

-- Counts work that no tick sees, in ticks: a host call takes about as long as a hundred rounds of a loop, and its
-- texts are copied (and printed ones kept) outside the memory cap. Never raises; the next tick does.
local HOST_CALL_TICKS = 100

local function charge_host_call(a, b, c)
	local ticks = HOST_CALL_TICKS
	if type(a) == "string" then ticks = ticks + #a end
	if type(b) == "string" then ticks = ticks + #b end
	if type(c) == "string" then ticks = ticks + #c end
	left = left - ticks
end

function P.charge(ticks) left = left - ticks end

-- The same for bytes that a native copies or scans; short texts are not worth the count.
local BYTES_PER_TICK = 32
local FREE_BYTES = 1024

local LARGE_BYTES = 2 ^ 20

-- The same for a text that the pattern matcher walks through.
function P.charge_scan(n)
	if n > FREE_BYTES then left = left - n / 2 end
end

function P.charge_bytes(n)
	if n > FREE_BYTES then
		left = left - n / BYTES_PER_TICK
		if n > LARGE_BYTES then check_heap(n / 1024) end
	end
end

local function has_thread(a, b, c, d, ...)
	if type(a) == "thread" or type(b) == "thread" or type(c) == "thread" or type(d) == "thread" then return true end
	for i = 1, select("#", ...) do
		if type((select(i, ...))) == "thread" then return true end
	end
	return false
end

local function map(convert, ...)
	local n, values = select("#", ...), { ... }
	for i = 1, n do values[i] = convert(values[i]) end
	return unpack(values, 1, n)
end

local function box(value)
	if type(value) ~= "thread" then return value end
	local proxy = box_of[value]
	if not proxy then
		proxy = newproxy()
		box_of[value], thread_of[proxy] = proxy, value
	end
	return proxy
end

local function unbox(value)
	if type(value) == "userdata" then return thread_of[value] or value end
	return value
end

-- Values on their way to Python, and back where Python says that a box is among them.
function P.outward(...)
	if has_thread(...) then return map(box, ...) end
	return ...
end
local outward = P.outward

function P.inward(...) return map(unbox, ...) end
function P.is_box(value) return thread_of[value] ~= nil end

-- Calls the host function `name`; its StubError becomes a Luau error at the user's calling line.
function P.host(name, ...)
	if collectgarbage("count") > kilobytes_max then make_room() end
	local level = depth
	if level >= HOST_DEPTH_LIMIT then return P.error("C stack overflow", 0) end
	local thread = pool[level]
	if not thread then
		thread = spawner()
		pool[level] = thread
	end
	charge_host_call(...)
	depth = level + 1
	return settle(level, thread(name, outward(...)))
end

function P.host_depth() return depth end
function P.set_host_depth(level) depth = level end

local exported = {}

function P.export(name, f) exported[name] = f end
P.export("exported", function(name) return exported[name] end)

-- Lowered code calls R.B at every back-edge and in every function that can branch out. It must stay this small: a
-- closure over one number is what LuaJIT compiles best (about 2 % of a loop).

local function exhausted()
	left = left + reserve
	if left >= 0 then
		reserve = left > LOOK_EVERY and left - LOOK_EVERY or 0
		left = left - reserve
		return check_heap(0)
	end
	reserve = 0
	if P.stopped ~= "timeout" then
		P.stopped = "timeout"
		P.stop_traceback = P.error_traceback(nil, 3)
	end
	error(FATAL, 0) -- `left` stays negative, so code that catches this gets no further than its next loop
end

P.R.B = function() left = left - 1 if left < 0 then exhausted() end end
P.budget = {
	limit = 0,
	set = function(n) left, reserve = 0, n end,
	get = function() return left + reserve end,
}
function P.reset_budget() left, reserve = 0, P.budget.limit end

-- `install(bytecode, name)` runs one more prelude file.
local loadstring, setfenv = native.loadstring, native.setfenv
local no_globals = setmetatable({}, {
	__index = function(_, name) error("prelude reads global " .. native.tostring(name), 2) end,
	__newindex = function(_, name) error("prelude writes global " .. native.tostring(name), 2) end,
})

return function(bytecode, name)
	local chunk, problem = loadstring(bytecode, name)
	if not chunk then error(problem, 0) end
	setfenv(chunk, no_globals)
	chunk(P)
end, exported.exported
