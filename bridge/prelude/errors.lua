-- error, assert, pcall, xpcall, and the way a LuaJIT error text becomes Luau's (see vm_messages.lua for the texts).
local P = ...
local native = P.native
local type, select, error = native.type, native.select, native.error
local xpcall = native.xpcall
local getinfo = native.debug.getinfo
local create, resume = native.coroutine.create, native.coroutine.resume
local G, FATAL, charge = P.G, P.FATAL, P.charge

-- What a caught error costs in ticks of the budget (measured 2.6 us against 20 ns of a slow round of a loop).
local FAILURE_TICKS = 50

-- Luau limits C calls within C calls (metamethod, gsub or sort callback, tostring, host call) to 200; LuaJIT's
-- natives do not count and would overflow the process's stack.
local C_CALL_LIMIT = 200
P.C_CALL_LIMIT = C_CALL_LIMIT
-- Depth of all of them, and of those in the running thread, below which it must not yield.
local C = { 0, 0 }
P.c_depth = C

local function leave_c(depth, inner, ...)
	C[1], C[2] = depth, inner
	return ...
end

-- Calls `f` as a callback of a C function of Luau.
function P.guard_c_call(f, ...)
	local depth = C[1]
	if depth >= C_CALL_LIMIT then return P.error("C stack overflow", 0) end
	local inner = C[2]
	C[1], C[2] = depth + 1, inner + 1
	return leave_c(depth, inner, f(...))
end

-- Whether a handler saw the error at hand. Compiled code that runs out of stack asks none, and its stack is gone when
-- the error arrives; the text then gets the position of the last call in the protected function, which is where a
-- function that calls itself overflows.
local seen = false
local OVERFLOW = "stack overflow"

local function overflow_text(f)
	local info = type(f) == "function" and getinfo(f, "S")
	if not info or info.what == "C" or P.is_prelude_source(info.source) then return OVERFLOW end
	local line = P.last_call_line(f)
	return line and P.chunk_name(info.source) .. ":" .. line .. ": " .. OVERFLOW or OVERFLOW
end

-- The text that `error` raised and nobody has caught yet. It is no text of LuaJIT's, and to find that out by the frames
-- would take a third of the time that a caught error takes.
local raised

function P.forget_raised() raised = nil end

-- Handler of protected calls: `translate(value, level)` with `level` of the raising function.
local function on_error(value)
	seen = true
	if type(value) == "string" and value ~= raised then value = P.translate(value, 3) end
	raised = nil
	return value -- no tail call: the level counts this function
end
P.on_error = on_error

local function settle(depth, inner, f, ok, ...)
	if ok then return true, ... end
	C[1], C[2] = depth, inner
	charge(FAILURE_TICKS)
	local value, was_seen = (...), seen
	seen = false
	if value == FATAL or P.stopped then return error(FATAL, 0) end -- a stop inside a handler arrives as another error
	if value == OVERFLOW and not was_seen then return false, overflow_text(f) end
	return false, ...
end

-- Error handlers now running. LuaJIT refuses a second handler on the same stack meanwhile ("error in error handling"),
-- so a protected call inside one gets a thread of its own, in which it must not yield.
local handling = 0

local function settle_apart(co, outer, depth, inner, ok, ...)
	handling = outer
	C[1], C[2] = depth, inner
	if ok then return true, ... end
	charge(FAILURE_TICKS)
	local value = ...
	raised = nil
	if value == FATAL or P.stopped then return error(FATAL, 0) end
	if type(value) == "string" then value = P.translate(value, 0, co) end
	return false, value
end

local function protect_apart(f, ...)
	local co = create(type(f) == "function" and f or function(...) return f(...) end)
	local outer, inner = handling, C[2]
	handling, C[2] = 0, 1
	return settle_apart(co, outer, C[1], inner, resume(co, ...))
end

-- pcall for the prelude too: a failure of any kind but a stop of the whole run comes back as false, value.
local function protect(f, ...)
	if handling > 0 then return protect_apart(f, ...) end
	return settle(C[1], C[2], f, xpcall(f, on_error, ...))
end
P.pcall = protect

-- Written out, for one call less.
function G.pcall(...)
	local f = ...
	if f == nil and select("#", ...) == 0 then return P.error("missing argument #1", 1) end
	if handling > 0 then return protect(...) end
	return settle(C[1], C[2], f, xpcall(f, on_error, select(2, ...)))
end

local function settle_handled(depth, inner, outer, f, handler, ok, ...)
	handling = outer
	if ok or seen or (...) ~= OVERFLOW then return settle(depth, inner, f, ok, ...) end
	local _, text = settle(depth, inner, f, ok, ...)
	local fine, value = protect(handler, text)
	if not fine then value = "error in error handling" end
	return false, value
end

local function guarded(f, handler, ...)
	local entered = false
	return settle_handled(C[1], C[2], handling, f, handler, xpcall(f, function(value)
		seen = true
		if value == FATAL then return value end
		-- The handler failed. LuaJIT notices that itself, but no longer after a protected call within the handler.
		if entered then return "error in error handling" end
		entered = true
		if type(value) == "string" and value ~= raised then value = P.translate(value, 3) end
		raised = nil
		handling = handling + 1
		value = handler(value)
		handling = handling - 1
		return value
	end, ...))
end
function G.xpcall(...)
	local _, handler = ...
	if type(handler) ~= "function" then
		return P.type_error(handler, 2, "xpcall", select("#", ...), "function")
	end
	return guarded(...)
end

-- These stand for the two on the stack, which call them in tail position.
P.public[protect], P.public[guarded] = G.pcall, G.xpcall

function G.error(value, level)
	if level == nil then level = 1 end
	if type(level) ~= "number" or level % 1 ~= 0 then level = P.check_int(level, 2, "error") end
	if level > 0 and (type(value) == "string" or type(value) == "number") then
		local prefix = P.luau_position(level)
		if type(value) == "number" then value = prefix and P.number_to_text(value) or value end
		if prefix then value = prefix .. value end
	end
	raised = value
	error(value, 0) -- no tail call: handlers see this frame as Luau's `error`
end

function G.assert(...)
	if (...) then return ... end
	local argc = select("#", ...)
	if argc == 0 then return P.error("missing argument #1", 1) end
	local _, message = ...
	if message == nil then return P.error("assertion failed!", 1) end
	return P.error(P.check_string(message, 2, "assert"), 1)
end
