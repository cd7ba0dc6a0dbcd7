-- Luau's coroutine library. LuaJIT's has no `close`, words errors differently and leaves them untranslated.
local P = ...
local native = P.native
local type, select, error, setmetatable = native.type, native.select, native.error, native.setmetatable
local create, resume, status = native.coroutine.create, native.coroutine.resume, native.coroutine.status
local running, yield, isyieldable = native.coroutine.running, native.coroutine.yield, native.coroutine.isyieldable
local G, FATAL, C = P.G, P.FATAL, P.c_depth

local C_CALL_LIMIT = P.C_CALL_LIMIT -- a resumption is a C call in Luau

-- Threads that were closed while suspended (LuaJIT cannot end them, so they are only never resumed again), and the
-- errors that ended threads, which `close` hands out once.
local closed = setmetatable({}, { __mode = "k" })
local failures = setmetatable({}, { __mode = "k" })

local function settle(co, depth, ok, ...)
	C[1] = depth
	if ok then return true, ... end
	local value = ...
	if value == FATAL or P.stopped then return error(FATAL, 0) end
	if type(value) == "string" then value = P.translate(value, 0, co) end
	failures[co] = { value }
	return false, value
end

local function luau_status(co)
	if closed[co] then return "dead" end
	return status(co)
end

-- Resumes a thread that may be resumed: true, values... or false, error in Luau's words.
local function continue(co, ...)
	local depth = C[1]
	if depth >= C_CALL_LIMIT then return false, "C stack overflow" end
	C[1] = depth + 1
	return settle(co, depth, resume(co, ...))
end

function P.resume(co, ...)
	local state = luau_status(co)
	if state ~= "suspended" then return false, "cannot resume " .. state .. " coroutine" end
	return continue(co, ...)
end

function P.close_thread(co) closed[co] = true end
function P.thread_closed(co) return closed[co] == true end
P.thread_status = luau_status

G.coroutine = { yield = yield, isyieldable = isyieldable }
local library = G.coroutine

function library.create(...)
	local f = ...
	if type(f) ~= "function" then return P.type_error(f, 1, "create", select("#", ...), "function") end
	return create(f)
end

function library.resume(...)
	local co = ...
	if type(co) ~= "thread" then return P.type_error(co, 1, "resume", select("#", ...), "thread") end
	local state = luau_status(co)
	if state ~= "suspended" then return false, "cannot resume " .. state .. " coroutine" end
	return continue(...)
end

function library.status(...)
	local co = ...
	if type(co) ~= "thread" then return P.type_error(co, 1, "status", select("#", ...), "thread") end
	return luau_status(co)
end

function library.running() return (running()) end

local function unwrap(ok, ...)
	if ok then return ... end
	local value = ...
	-- A string gets the position of the call in front, once more.
	return P.error(value, 1)
end

function library.wrap(...)
	local f = ...
	if type(f) ~= "function" then return P.type_error(f, 1, "wrap", select("#", ...), "function") end
	local co = create(f)
	return function(...)
		local state = luau_status(co)
		if state ~= "suspended" then return P.error("cannot resume " .. state .. " coroutine", 1) end
		return unwrap(continue(co, ...))
	end
end

function library.close(...)
	local co = ...
	if type(co) ~= "thread" then return P.type_error(co, 1, "close", select("#", ...), "thread") end
	local state = luau_status(co)
	if state == "running" or state == "normal" then return P.error("cannot close " .. state .. " coroutine", 1) end
	local failure = failures[co]
	if state == "suspended" then closed[co] = true end
	if failure then
		failures[co] = nil
		return false, failure[1]
	end
	return true
end
