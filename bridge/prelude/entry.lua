-- The doors from the host into the VM. Every call gets a fresh budget when it is the outermost one, and comes back as
-- (true, results...) or (false, kind, message, traceback, value).
local P = ...
local native = P.native
local type, error = native.type, native.error
local create, resume, status = native.coroutine.create, native.coroutine.resume, native.coroutine.status
local xpcall, getfenv, set_environment = native.xpcall, native.getfenv, native.debug.setfenv
local FATAL, C = P.FATAL, P.c_depth
local inward, outward = P.inward, P.outward
local host_depth, set_host_depth = P.host_depth, P.set_host_depth

local function failure_text(value)
	if type(value) == "string" then return value end
	return P.describe(value)
end
P.failure_text = failure_text

local collectgarbage = native.collectgarbage
local kilobytes_max = 1 / 0

-- The memory cap counts garbage, and LuaJIT does not collect when an allocation fails: so collect before a run that
-- starts near the cap.
local NEARLY_FULL = 0.7

local function enter_budget()
	if host_depth() == 0 then
		P.stopped, P.stop_traceback = nil, nil
		P.reset_budget()
		if collectgarbage("count") > kilobytes_max then collectgarbage() end
	end
end

-- A run that was stopped: the host hands the reason on to the run around it, if there is one.
local function stopped()
	local reason = P.stopped or "timeout"
	P.stopped = nil
	return false, reason, "", P.stop_traceback or ""
end

local function leave_thread(co, c_depth, inner, depth, ok, ...)
	C[1], C[2] = c_depth, inner
	set_host_depth(depth)
	if ok then
		if status(co) == "suspended" then
			P.close_thread(co)
			return false, "error", "thread yielded unexpectedly", ""
		end
		return true, outward(...)
	end
	local value = ...
	P.forget_raised()
	if value == FATAL or P.stopped then return stopped() end
	if type(value) == "string" then value = P.translate(value, 0, co) end
	return false, "error", failure_text(value), P.error_traceback(co, 0, value), outward(value)
end

-- Runs `f` to its end in a thread of its own, whose globals are the function's.
function P.run_function(f, ...)
	enter_budget()
	local co = create(f)
	set_environment(co, getfenv(f))
	local inner = C[2]
	C[2] = 0
	return leave_thread(co, C[1], inner, host_depth(), resume(co, ...))
end

local trace = ""

local function on_failure(value)
	if value == FATAL then return value end
	if type(value) == "string" then value = P.translate(value, 3) end
	trace = P.error_traceback(nil, 2, nil)
	return value
end

local function leave_direct(c_depth, inner, depth, ok, ...)
	C[1], C[2] = c_depth, inner
	set_host_depth(depth)
	if ok then return true, outward(...) end
	local value = ...
	if value == FATAL or P.stopped then return stopped() end
	return false, "error", failure_text(value), trace, outward(value)
end

-- Runs a function of the prelude on the host's own thread: cheaper, and it may not yield.
function P.run_export(f, ...)
	enter_budget()
	return leave_direct(C[1], C[2], host_depth(), xpcall(f, on_failure, ...))
end

local function leave_numeric(c_depth, inner, depth, ok, ...)
	C[1], C[2] = c_depth, inner
	set_host_depth(depth)
	if ok then return (...) end
	local value = ...
	if value == FATAL or P.stopped then return stopped() end
	return false, "error", failure_text(value), trace, outward(value)
end

-- A door for one function of numbers with at most one number as result: a single value is that result, several are a
-- failure as run_export gives it.
P.export("vm.numeric_door", function(f)
	return function(...)
		enter_budget()
		return leave_numeric(C[1], C[2], host_depth(), xpcall(f, on_failure, ...))
	end
end)

-- Raises the stop of the whole run, with `reason` for the host.
function P.stop(reason)
	P.stopped = reason
	return error(FATAL, 0)
end

local output_kinds = { print = true, warn = true, error = true, info = true }

function P.output(kind, text)
	if not output_kinds[kind] then return error("no output kind " .. native.tostring(kind), 0) end
	return P.host("vm.output", kind, text)
end

-- An error nobody caught, in an engine thread: the scheduler replaces this to add the script's name.
function P.report_error(message, traceback)
	P.output("error", message .. (traceback and traceback ~= "" and "\n" .. traceback or ""))
end

-- A Python callable as a function of the VM.
function P.callback(id)
	return function(...) return P.host("vm.callback", id, ...) end
end

P.export("vm.run", P.run_function)
P.export("vm.call", P.run_export)
-- The same for arguments with boxed threads among them.
P.export("vm.run_unboxed", function(f, ...) return P.run_function(f, inward(...)) end)
P.export("vm.call_unboxed", function(f, ...) return P.run_export(f, inward(...)) end)
P.export("vm.is_box", P.is_box)
P.export("vm.callback", P.callback)
P.export("vm.limits", function(budget, memory_bytes)
	P.budget.limit = budget
	if memory_bytes then
		kilobytes_max = memory_bytes / 1024 * NEARLY_FULL
		P.set_memory_limit(memory_bytes)
	end
end)

local raw_view, K = P.raw_view, P.R.K

function P.new_table(...)
	local t, flat = {}, { ... }
	for i = 1, native.select("#", ...), 2 do
		if flat[i + 1] ~= nil then t[K(flat[i])] = flat[i + 1] end
	end
	return t
end

P.export("vm.table", P.new_table)
P.export("vm.describe", P.describe)
P.export("vm.raw_equal", function(a, b) return native.rawequal(a, b) end)
P.export("vm.get", function(t, key) return t[key] end)
P.export("vm.set", function(t, key, value)
	P.table_changes(t)
	t[K(key)] = value
end)
P.export("vm.length", function(t) return P.R.len(t) end)
-- All pairs in iteration order, as one flat array and its length; the host fetches it by slices, because a call can
-- return only some thousand values.
P.export("vm.items", function(t)
	t = raw_view(t)
	local flat, n = {}, 0
	for key, value in P.next, t do
		flat[n + 1], flat[n + 2] = key, value
		n = n + 2
	end
	return flat, n
end)
P.export("vm.slice", function(flat, first, last) return native.unpack(flat, first, last) end)
