-- The task library and its legacy ancestors wait, delay, spawn.
--
-- A thread made here is a coroutine of its own, because a script gets it in hand; the arguments of
-- task.spawn, defer and delay are checked in the words of the Luau library functions.

local P = ...
local N = P.native
local create, yield, running = N.coroutine.create, N.coroutine.yield, N.coroutine.running
local status, type, select = N.coroutine.status, N.type, N.select
local clock, state = P.clock, P.scheduling
local push_thread_timer, check_yieldable = P.push_thread_timer, P.check_yieldable
local resume_raw = P.resume_raw

-- "Minimum about 29 ms" (RobloxGlobals: wait).
local LEGACY_MINIMUM_SECONDS = 0.029

local task = {}
P.G.task = task

local function thread_for(target, fname)
	local kind = type(target)
	if kind == "function" then
		return create(target)
	elseif kind == "thread" then
		return target
	end
	return P.arg_error(fname == "delay" and 2 or 1, fname, "function or thread expected")
end

-- An ended, running or resuming thread cannot be started; with arguments that is an error of the caller,
-- without it is only printed (engine.md b.2).
local function refuse(thread, argument_count)
	if argument_count > 0 then
		P.error("cannot spawn non-suspended coroutine with arguments", 1)
	end
	P.refuse_resume(thread)
	return thread
end

function task.spawn(...)
	local target = ...
	local thread = thread_for(target, "spawn")
	if thread == target and (P.thread_closed(thread) or status(thread) ~= "suspended") then
		return refuse(thread, select("#", ...) - 1)
	end
	resume_raw(thread, state.owner, state.chain, select(2, ...))
	return thread
end

function task.defer(...)
	local thread = thread_for((...), "defer")
	P.defer_thread(thread, select(2, ...))
	return thread
end

function task.delay(...)
	local seconds, target = ...
	local argc = select("#", ...)
	seconds = seconds == nil and 0 or P.check_number(seconds, 1, "delay", argc)
	local thread = thread_for(target, "delay")
	push_thread_timer(false, seconds, thread, select(3, ...))
	return thread
end

local function wait_result(started, seconds, ...)
	if select("#", ...) > 0 then
		return ... -- resumed by hand: those are the values of the yield
	end
	local elapsed = clock.seconds - started
	-- The guarantee is "elapsed >= t"; only the last digits of k/60 can break it.
	return elapsed < seconds and elapsed >= 0 and seconds ~= 1 / 0 and seconds - elapsed < 1e-6 and seconds
		or elapsed
end

function task.wait(seconds)
	seconds = seconds == nil and 0 or P.check_number(seconds, 1, "wait", 1)
	check_yieldable()
	push_thread_timer(false, seconds, (running()))
	return wait_result(clock.seconds, seconds, yield())
end

function task.cancel(...)
	local thread = ...
	P.check_thread(thread, 1, "cancel", select("#", ...))
	local now = status(thread)
	if now == "running" or now == "normal" then
		P.error("cannot cancel thread", 1)
	end
	P.cancel_thread(thread)
end

-- Nothing runs in parallel: the parallel phase and the serial one after it are later resumption points
-- like any other, and nothing is refused in the first.
local function change_phase(name)
	return function()
		if not state.owner.actor then
			P.error("task." .. name .. "() may only be called from a script that is a descendant of an Actor", 1)
		end
		check_yieldable()
		P.defer_thread((running()))
		yield()
	end
end
task.synchronize = change_phase("synchronize")
task.desynchronize = change_phase("desynchronize")

-- Legacy -----------------------------------------------------------------------------------------

local function legacy_seconds(seconds, n, fname)
	seconds = P.opt_number(seconds, 0, n, fname)
	return seconds > LEGACY_MINIMUM_SECONDS and seconds or LEGACY_MINIMUM_SECONDS
end

local function legacy_wait_result(started, ...)
	if select("#", ...) > 0 then
		return ...
	end
	return clock.seconds - started, clock.seconds
end

-- Returns the elapsed time and the time since the software started.
local function wait(seconds)
	seconds = legacy_seconds(seconds, 1, "wait")
	check_yieldable()
	push_thread_timer(true, seconds, (running()))
	return legacy_wait_result(clock.seconds, yield())
end

local function call_with_times(f, started)
	f(clock.seconds - started, clock.seconds)
end

local function delay(...)
	local seconds, f = ...
	local argc = select("#", ...)
	seconds = legacy_seconds(seconds, 1, "delay")
	P.check_function(f, 2, "delay", argc)
	P.delay_legacy(seconds, call_with_times, f, clock.seconds)
end

local function spawn(...)
	local f = ...
	P.check_function(f, 1, "spawn", select("#", ...))
	P.delay_legacy(LEGACY_MINIMUM_SECONDS, call_with_times, f, clock.seconds)
end

local G = P.G
G.wait, G.Wait = wait, wait
G.delay, G.Delay = delay, delay
G.spawn, G.Spawn = spawn, spawn
