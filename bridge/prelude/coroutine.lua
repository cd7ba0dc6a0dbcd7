-- Luau's coroutine library. LuaJIT's has no `close`, words errors differently and leaves them untranslated.
local P = ...
local native = P.native
local type, select, error, setmetatable = native.type, native.select, native.error, native.setmetatable
local create, resume, status = native.coroutine.create, native.coroutine.resume, native.coroutine.status
local running = native.coroutine.running
local G, FATAL, C, charge = P.G, P.FATAL, P.c_depth, P.charge

-- What a new coroutine costs in ticks of the budget (about 1 us with its collection).
local COROUTINE_TICKS = 20

local C_CALL_LIMIT = P.C_CALL_LIMIT -- a resumption is a C call in Luau

-- Threads that were closed while suspended (LuaJIT cannot end them, so they are only never resumed again), and the
-- errors that ended threads, which `close` hands out once.
local closed = setmetatable({}, { __mode = "k" })
local failures = setmetatable({}, { __mode = "k" })
local any_closed = false

local function luau_status(co)
	if closed[co] then return "dead" end
	return status(co)
end

-- LuaJIT's refusals. To ask for the state before each resumption would cost as much as the resumption, so these texts
-- tell it afterwards. LuaJIT does not tell a running thread from one that waits for another.
local DEAD, BUSY = "cannot resume dead coroutine", "cannot resume running coroutine"

local function refusal(co) return "cannot resume " .. luau_status(co) .. " coroutine" end

-- What ended a resumption other than success, in Luau's words.
local function failed(co, value)
	P.forget_raised()
	if value == FATAL or P.stopped then return error(FATAL, 0) end
	if value == DEAD or value == BUSY and status(co) ~= "dead" then return refusal(co) end
	if type(value) == "string" then value = P.translate(value, 0, co) end
	failures[co] = { value }
	return value
end

local function settle(co, depth, inner, ok, ...)
	C[1], C[2] = depth, inner
	if ok then return true, ... end
	return false, failed(co, (...))
end

-- Why a thread must not be resumed; nil where LuaJIT may try.
local function obstacle(co, depth)
	if any_closed and closed[co] then return DEAD end
	if depth < C_CALL_LIMIT then return nil end
	return status(co) == "suspended" and "C stack overflow" or refusal(co)
end

-- Resumes a thread: true, values... or false, error in Luau's words.
local function continue(co, ...)
	local depth = C[1]
	if any_closed or depth >= C_CALL_LIMIT then
		local problem = obstacle(co, depth)
		if problem then return false, problem end
	end
	local inner = C[2]
	C[1], C[2] = depth + 1, 0
	return settle(co, depth, inner, resume(co, ...))
end
P.resume = continue

function P.close_thread(co) closed[co], any_closed = true, true end
function P.thread_closed(co) return closed[co] == true end
P.thread_status = luau_status

G.coroutine = { yield = P.yield, isyieldable = P.isyieldable }
local library = G.coroutine

function library.create(...)
	local f = ...
	if type(f) ~= "function" then return P.type_error(f, 1, "create", select("#", ...), "function") end
	charge(COROUTINE_TICKS)
	return create(f)
end

function library.resume(...)
	local co = ...
	if type(co) ~= "thread" then return P.type_error(co, 1, "resume", select("#", ...), "thread") end
	return continue(...)
end

function library.status(...)
	local co = ...
	if type(co) ~= "thread" then return P.type_error(co, 1, "status", select("#", ...), "thread") end
	return luau_status(co)
end

function library.running() return (running()) end

local function unwrap(co, depth, inner, ok, ...)
	C[1], C[2] = depth, inner
	if ok then return ... end
	-- A string gets the position of the call in front, once more.
	return P.error(failed(co, (...)), 1)
end

-- The same below no callback. A thread comes back by a yield or at its end with no callback of its own either.
local function unwrap_plain(co, depth, ok, ...)
	C[1] = depth
	if ok then return ... end
	C[2] = 0
	return P.error(failed(co, (...)), 1)
end

local function enter_below_callback(co, depth, ...)
	local problem = (any_closed or depth >= C_CALL_LIMIT) and obstacle(co, depth)
	if problem then return P.error(problem, 1) end
	local inner = C[2]
	C[1], C[2] = depth + 1, 0
	return unwrap(co, depth, inner, resume(co, ...))
end

function library.wrap(...)
	local f = ...
	if type(f) ~= "function" then return P.type_error(f, 1, "wrap", select("#", ...), "function") end
	charge(COROUTINE_TICKS)
	local co = create(f)
	return function(...)
		local depth = C[1]
		if any_closed or depth >= C_CALL_LIMIT or C[2] > 0 then return enter_below_callback(co, depth, ...) end
		C[1] = depth + 1
		return unwrap_plain(co, depth, resume(co, ...))
	end
end

function library.close(...)
	local co = ...
	if type(co) ~= "thread" then return P.type_error(co, 1, "close", select("#", ...), "thread") end
	local state = luau_status(co)
	if state == "running" or state == "normal" then return P.error("cannot close " .. state .. " coroutine", 1) end
	local failure = failures[co]
	if state == "suspended" then P.close_thread(co) end
	if failure then
		failures[co] = nil
		return false, failure[1]
	end
	return true
end
