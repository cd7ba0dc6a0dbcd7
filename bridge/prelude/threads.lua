-- Engine threads: who may run Lua, on whose behalf, and what happens to an error nobody caught.
--
-- Everything the engine starts runs through `resume` or a *runner*: a coroutine that is used again and
-- again for functions whose thread nobody can name (signal handlers mostly), because making a coroutine
-- costs more than running a short handler. Knows no timers and no signals.
--
-- An *owner* is the script a thread belongs to. It travels by dynamic scope: it is set when a thread is
-- resumed and noted by whatever makes the thread wait. Killing an owner makes every later resumption of
-- its threads a no-op ("drops its waiting threads, which never resume", BaseScript and Script pages).

local P = ...
local N = P.native
local create, native_resume, yield = N.coroutine.create, N.coroutine.resume, N.coroutine.yield
local running, status = N.coroutine.running, N.coroutine.status
local pcall, xpcall, type, setmetatable, error = N.pcall, N.xpcall, N.type, N.setmetatable, N.error
local select, unpack, match, gmatch = N.select, N.unpack, N.string.match, N.string.gmatch
local FATAL = P.FATAL

-- owner: of the running thread. depth: nesting of resumptions; 0 outside of Lua code of the user.
-- chain: the deferred event being delivered, see signal.lua.
local state = { owner = false, depth = 0, chain = false }
P.scheduling = state

function P.new_owner(name, script, actor)
	return { name = name, script = script, dead = false, actor = actor or false, killed = nil }
end

-- Python's own calls and the engine run as this owner.
P.root_owner = P.new_owner("", nil)
state.owner = P.root_owner

function P.current_owner()
	return state.owner
end

-- Calls f on the engine's behalf: what it makes wait does not go with the running script.
function P.as_engine(f, ...)
	local owner = state.owner
	state.owner = P.root_owner
	local result = f(...)
	state.owner = owner
	return result
end

function P.kill_owner(owner)
	owner.dead = true
	if owner.killed then owner.killed() end -- what must end at once, not at its next resumption
end

-- Output ---------------------------------------------------------------------------------------

-- "Stack Begin", one line per frame, "Stack End" after the error line; those lines are of the kind
-- MessageInfo (engine.md d.5).
local function stack_line(line)
	local name, number, rest = match(line, "^(.-):(%d+)(.*)$")
	if not name then
		return line
	end
	local called = match(rest, "^ function (.+)$")
	return "Script '" .. name .. "', Line " .. number .. (called and " - function " .. called or "")
end

local function print_stack(traceback)
	P.output("info", "Stack Begin")
	for line in gmatch(traceback, "[^\n]+") do
		P.output("info", stack_line(line))
	end
	P.output("info", "Stack End")
end

function P.report_error(message, traceback)
	local owner = state.owner
	P.output("error", message)
	if traceback ~= "" then
		if P.hears_itself and P.hears_itself() then
			P.say_quietly(print_stack, traceback)
		else
			print_stack(traceback)
		end
	end
	P.host("log.error", message, traceback, owner.name)
end

-- Uncaught values that are no strings are printed as tostring shows them (engine.md b.9). A `__tostring` that fails
-- or never ends must not take the engine down with its thread.
local function message_of(value)
	if type(value) == "string" then
		return value
	end
	local ok, text = pcall(P.tostring, value)
	if ok then
		return text
	elseif P.stopped == "host" then
		error(FATAL, 0)
	end
	P.stopped = nil
	return P.describe(value)
end
P.error_message = message_of

-- A thread that ran out of its execution limit ends like one with an error, with the engine's words; any
-- other fatal value is an exception in Python and ends the run.
local function is_timeout(value)
	return value == FATAL and P.stopped == "timeout"
end

local TIMEOUT = "Script timeout: exhausted allowed execution time"
P.TIMEOUT = TIMEOUT

-- What only the erring stack knows: message and traceback of `value`, raised in `thread` (nil: running).
local function describe_in(value, thread)
	local traceback = P.traceback(thread)
	if not is_timeout(value) then
		if type(value) == "string" then
			-- Levels count from P.translate; `describe` left the stack with its tail call.
			value = P.translate(value, thread and 0 or 3, thread)
			P.forget_raised()
		end
		return { message = message_of(value), traceback = traceback, value = value }
	end
	P.stopped = nil
	local position = match(traceback, "^([^\n]-:%d+)")
	local message = position and position .. ": " .. TIMEOUT or TIMEOUT
	return { message = message, traceback = traceback, value = message, timeout = true }
end

-- An error handler for xpcall.
local function describe(value)
	if value == FATAL and not is_timeout(value) then
		return FATAL
	end
	return describe_in(value, nil)
end
P.describe_error = describe

-- Reports what `describe` returned.
local function report(problem)
	if problem == FATAL then
		P.stopped = "host" -- the exception still waits in Python; a timeout would have been described
		error(FATAL, 0)
	elseif type(problem) ~= "table" then
		-- The handler itself had no stack left: LuaJIT's own words arrive instead.
		return P.report_error(P.tostring(problem), "")
	end
	P.report_error(problem.message, problem.traceback)
	-- "Fires on every uncaught error except the watchdog's" (ScriptContext).
	local hear = P.error_listener
	if hear and not problem.timeout then
		return hear(problem.message, problem.traceback, state.owner.script)
	end
end
P.report_problem = report

-- Resuming -------------------------------------------------------------------------------------

-- The execution limit counts anew for each resumption by the engine (ScriptContext: the watchdog looks
-- at one resumption); a nested one spends what its causer has left, or a loop of fires had no limit.
local reset_budget = P.reset_budget

-- Depth of C calls: a thread that yields or fails inside one leaves it behind.
local C, C_CALL_LIMIT = P.c_depth, P.C_CALL_LIMIT

local function failed(thread, value, owner)
	if value == FATAL and not is_timeout(value) then
		error(FATAL, 0)
	end
	local outer = state.owner
	state.owner = owner
	report(describe_in(value, thread))
	state.owner = outer
end

-- Runs a thread until it yields or ends. An error is reported and goes no further: "it never
-- propagates to the code that spawned, fired or resumed through the scheduler" (engine.md b.9).
local function resume(thread, owner, chain, ...)
	if state.depth >= C_CALL_LIMIT then
		-- A resumption is a C call in Luau: task.spawn within task.spawn ends as coroutines within coroutines do.
		return failed(thread, "C stack overflow", owner)
	end
	local outer, outer_chain, depth, c_depth, inner = state.owner, state.chain, state.depth, C[1], C[2]
	state.owner, state.chain, C[2] = owner, chain, 0
	if depth == 0 then
		reset_budget()
	end
	state.depth = depth + 1
	local ok, value = native_resume(thread, ...)
	state.depth = depth
	state.owner, state.chain, C[1], C[2] = outer, outer_chain, c_depth, inner
	if not ok then
		failed(thread, value, owner)
	end
end
P.resume_raw = resume

local cancelled = setmetatable({}, { __mode = "k" })

-- What task.cancel does. Unlike coroutine.close it also takes the thread off the scheduler's books: a
-- closed thread's timer still fires, and fails in print (engine.md b.3).
function P.cancel_thread(thread)
	cancelled[thread] = true
	P.close_thread(thread)
end

-- False for a thread that is not to be resumed any more, and about which nothing is to be said.
function P.is_awaited(thread, owner)
	return not (owner.dead or cancelled[thread])
end

-- "dead", "running", "normal" or "suspended", as scripts see it.
local function status_of(thread)
	return P.thread_closed(thread) and "dead" or status(thread)
end

-- Says in print that a thread cannot be resumed.
function P.refuse_resume(thread)
	local shown = status_of(thread) == "dead" and "dead" or "non-suspended"
	-- A line of the engine, and no error of a script: a closed thread that waited is often meant to be.
	P.output("error", "cannot resume " .. shown .. " coroutine")
end

-- Resumes a thread that waits; one that was cancelled or whose script is gone never runs again.
function P.resume_waiting(thread, owner, ...)
	if not P.is_awaited(thread, owner) then
		return
	end
	if status_of(thread) ~= "suspended" then
		-- Somebody resumed or closed it by hand; the engine's own resumption then fails (engine.md b.4).
		return P.refuse_resume(thread)
	end
	resume(thread, owner, false, ...)
end

local parked = setmetatable({}, { __mode = "k" })

-- Suspends the running thread until P.resume_thread gives it values to return.
function P.park()
	P.check_yieldable()
	parked[running()] = state.owner
	return yield()
end

function P.resume_thread(thread, ...)
	local owner = parked[thread] or state.owner
	parked[thread] = nil
	P.resume_waiting(thread, owner, ...)
end

-- Runners --------------------------------------------------------------------------------------

local free, free_count = {}, 0

-- Runners whose identity user code has learned: they die with their function, as any thread does.
local kept = setmetatable({}, { __mode = "k" })
P.kept_runners = kept

local function serve(me, work, ...)
	work(me, ...)
	if kept[me] then
		return
	end
	free_count = free_count + 1
	free[free_count] = me
	return serve(me, yield())
end

local function start_serving(...)
	return serve(running(), ...)
end

local is_runner = setmetatable({}, { __mode = "k" })

-- A coroutine waiting for `work, ...`; work is called as work(runner, ...) and must not raise.
function P.take_runner()
	if free_count > 0 then
		local runner = free[free_count]
		free[free_count] = nil
		free_count = free_count - 1
		return runner
	end
	local runner = create(start_serving)
	is_runner[runner] = true
	return runner
end

local function call_one(_, f, ...)
	local ok, problem = xpcall(f, describe, ...)
	if not ok then
		report(problem)
	end
end

-- Runs f now in a thread of its own.
function P.spawn_as(owner, f, ...)
	local runner = P.take_runner()
	resume(runner, owner, false, call_one, f, ...)
	return runner
end

function P.spawn_thread(f, ...)
	return P.spawn_as(state.owner, f, ...)
end

-- A thread a script can name must not serve another function afterwards.
local library_running = P.G.coroutine.running
P.G.coroutine.running = function(...)
	local thread = running()
	if is_runner[thread] then
		kept[thread] = true
	end
	return library_running(...)
end

-- Waiting for Python -----------------------------------------------------------------------------

-- token -> {thread, owner}, or the answer itself when it came before the thread could yield.
local waiting = {}
local ANSWER = {} -- first value of an answer; a resume by hand does not carry it

local function settle(level, mark, ok, ...)
	if mark ~= ANSWER then
		return mark, ok, ...
	end
	if not ok then
		P.error((...), level)
	end
	return ...
end

-- Suspends the running thread until Python answers. `level` is that of P.error: 1 (default) puts the
-- user's calling line before the text of an error, 0 does not.
function P.await(token, level)
	level = level or 1
	local early = waiting[token]
	if early then
		waiting[token] = nil
		return settle(level, ANSWER, unpack(early, 1, early.n))
	end
	P.check_yieldable()
	waiting[token] = { thread = running(), owner = state.owner }
	return settle(level, yield())
end

-- The answer of Python to P.await.
function P.answer(token, ...)
	local entry = waiting[token]
	if entry then
		waiting[token] = nil
		P.resume_waiting(entry.thread, entry.owner, ANSWER, ...)
	else
		waiting[token] = { n = select("#", ...), ... }
	end
end

-- Calls from Python that may yield ---------------------------------------------------------------

-- token -> {ok, values...}; kept until Python takes it.
local results = {}

local function finish_call(token, ok, ...)
	results[token] = { n = select("#", ...), ok = ok, ... }
	P.host("call.finished", token)
end

local function call_and_finish(_, token, f, ...)
	return finish_call(token, xpcall(f, describe, ...))
end

P.export("thread.call", function(token, f, ...)
	resume(P.take_runner(), P.root_owner, false, call_and_finish, token, f, ...)
end)

-- true, values... or false, message, traceback
P.export("thread.take", function(token)
	local result = results[token]
	results[token] = nil
	if result.ok then return true, unpack(result, 1, result.n) end
	local problem = result[1]
	if problem == FATAL then
		P.stopped = "host" -- the exception still waits in Python; a timeout would have been described
		error(FATAL, 0)
	elseif type(problem) ~= "table" then
		return false, P.tostring(problem), "", false
	end
	return false, problem.message, problem.traceback, problem.timeout or false
end)

-- The server died while its Lua was running: it gets no further than its next loop or call.
P.export("thread.halt", function()
	P.budget.limit = -1
	reset_budget()
end)

-- A field as Luau reads it.
P.export("thread.index", function(value, key)
	return value[key]
end)

P.export("thread.spawn", function(f, ...)
	P.spawn_as(P.root_owner, f, ...)
end)
