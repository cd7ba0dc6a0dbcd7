-- RBXScriptSignal and RBXScriptConnection: connecting, firing at once, firing deferred.
--
-- Connections form a list with the newest first, which is the order handlers run in (engine.md b.6).
-- A fire walks the list it found: what connects meanwhile is in front of it and is not reached; what
-- disconnects meanwhile is skipped. Handlers run in a runner (threads.lua); when one yields, its runner
-- becomes its thread and the fire goes on with another.

local P = ...
local N = P.native
local newproxy, getmetatable, setmetatable = N.newproxy, N.getmetatable, N.setmetatable
local xpcall, type, select, unpack = N.xpcall, N.type, N.select, N.unpack
local running, yield = N.coroutine.running, N.coroutine.yield
local state, kept = P.scheduling, P.kept_runners
local resume_raw, resume_waiting, take_runner = P.resume_raw, P.resume_waiting, P.take_runner
local describe, report, reset_budget = P.describe_error, P.report_problem, P.reset_budget

-- "The re-entrancy limit is 10" (scripting/events/deferred.md), per connection, in both behaviours.
local DEPTH_LIMIT = 10

local deferred_by_default = false

function P.signal_behavior()
	return deferred_by_default and "deferred" or "immediate"
end

P.export("signal.behavior", function(name)
	deferred_by_default = name == "deferred"
end)

-- The state behind each handle. Handles are never put into the state: it would keep itself alive.
local SIGNAL = setmetatable({}, { __mode = "k" })
local CONNECTION = setmetatable({}, { __mode = "k" })

-- Connections ------------------------------------------------------------------------------------

local function unlink(connection)
	local signal, newer, older = connection.signal, connection.newer, connection.older
	if newer then
		newer.older = older
	else
		signal.newest = older
	end
	if older then
		older.newer = newer
	end
	-- `older` stays: a fire that stands here still finds the way on.
	signal.count = signal.count - 1
	connection.linked = false
	if signal.count == 0 and signal.last then
		signal.last()
	end
end

-- Disconnect also takes back what is queued and not delivered yet (engine.md b.8).
local function disconnect(connection)
	connection.connected = false
	connection.pending_allowed = false
	if connection.linked then
		unlink(connection)
	end
end

local function connect(signal, handler, thread, once)
	local older = signal.newest
	local connection = {
		signal = signal, handler = handler, thread = thread, once = once, owner = state.owner,
		connected = true, linked = true, pending_allowed = false, newer = nil, older = older, depth = 0,
	}
	if older then
		older.newer = connection
	end
	signal.newest = connection
	signal.count = signal.count + 1
	if signal.count == 1 and signal.first then
		signal.first()
	end
	return connection
end

local connection_methods = {}

local connection_prototype = newproxy(true)
local connection_metatable = getmetatable(connection_prototype)

local function handle_of(connection)
	local handle = newproxy(connection_prototype)
	CONNECTION[handle] = connection
	return handle
end

local function connection_of(handle, fname)
	local connection = CONNECTION[handle]
	if not connection then
		P.error("Expected ':' not '.' calling member function " .. fname, 1)
	end
	return connection
end

function connection_methods.Disconnect(handle)
	disconnect(connection_of(handle, "Disconnect"))
end
connection_methods.disconnect = connection_methods.Disconnect

P.set_typename(connection_metatable, "RBXScriptConnection")
connection_metatable.__metatable = "The metatable is locked"
function connection_metatable.__tostring()
	return "Connection"
end
function connection_metatable.__index(handle, key)
	if key == "Connected" or key == "connected" then
		return CONNECTION[handle].connected
	end
	local method = connection_methods[key]
	if not method then
		P.error(P.tostring(key) .. " is not a valid member of RBXScriptConnection", 1)
	end
	return method
end
function connection_metatable.__newindex(_, key)
	P.error(P.tostring(key) .. " cannot be assigned to", 1)
end
P.fill_operator_errors(connection_metatable, "RBXScriptConnection")

-- Firing -----------------------------------------------------------------------------------------

local function refuse_depth(connection)
	local handler = connection.handler
	local name, line, source = "", 0, ""
	if handler then
		name, line, source = P.G.debug.info(handler, "nls")
	end
	local called = name ~= nil and name ~= "" and "function " .. name or "anonymous function"
	local signal = connection.signal
	P.report_error(
		"Maximum event re-entrancy depth exceeded for " .. signal.owner_text .. "." .. signal.name
			.. " when calling " .. called .. " on line " .. line .. " in " .. source,
		""
	)
end

-- In a runner: calls handlers from cursor.next on until the list ends, a handler has yielded (the fire
-- has then moved on without this runner), a handler learned the runner's name, or a waiter comes.
local function run_handlers(me, cursor, ...)
	local top_level = state.depth == 1
	while true do
		local connection = cursor.next
		if not connection then
			return
		end
		cursor.next = connection.older
		local owner = connection.owner
		if not connection.connected then
			-- skipped: disconnected since the fire began
		elseif owner.dead then
			disconnect(connection)
		elseif connection.thread then
			disconnect(connection)
			cursor.waiter = connection
			return
		elseif connection.depth >= DEPTH_LIMIT then
			refuse_depth(connection)
		else
			if connection.once then
				disconnect(connection)
			end
			if top_level then
				reset_budget()
			end
			state.owner = owner
			connection.depth = connection.depth + 1
			cursor.active = connection
			local ok, problem = xpcall(connection.handler, describe, ...)
			local current = cursor.runner == me
			if current then
				connection.depth = connection.depth - 1
				cursor.active = nil
			end
			if not ok then
				report(problem)
			end
			if not current or kept[me] then
				return
			end
		end
	end
end

local cursors, cursor_count = {}, 0

local function fire_now(signal, ...)
	local newest = signal.newest
	if not newest then
		return
	end
	local cursor
	if cursor_count > 0 then
		cursor = cursors[cursor_count]
		cursors[cursor_count] = nil
		cursor_count = cursor_count - 1
	else
		cursor = { next = nil, runner = nil, active = nil, waiter = nil }
	end
	cursor.next = newest
	while cursor.next do
		local runner = take_runner()
		cursor.runner = runner
		resume_raw(runner, state.owner, state.chain, run_handlers, cursor, ...)
		cursor.runner = nil
		local active, waiter = cursor.active, cursor.waiter
		if active then
			active.depth = active.depth - 1
			cursor.active = nil
		end
		if waiter then
			cursor.waiter = nil
			resume_waiting(waiter.thread, waiter.owner, ...)
		end
	end
	cursor_count = cursor_count + 1
	cursors[cursor_count] = cursor
end

-- Deferred: one entry per live connection, in the order handlers would have run. An entry remembers the
-- entry during whose delivery it was made; the depth limit counts along that chain, so that unrelated
-- events do not add up (engine.md b.8).
local function chain_depth(entry)
	local connection, depth = entry.connection, 0
	local parent = entry.parent
	while parent do
		if parent.connection == connection then
			depth = depth + 1
		end
		parent = parent.parent
	end
	return depth
end

local function call_handler(_, handler, ...)
	local ok, problem = xpcall(handler, describe, ...)
	if not ok then
		report(problem)
	end
end

local function deliver(entry)
	local connection = entry.connection
	if not (connection.connected or connection.pending_allowed) then
		return
	end
	if connection.owner.dead then
		return disconnect(connection)
	end
	if connection.once then
		disconnect(connection)
	end
	if connection.thread then
		return resume_waiting(connection.thread, connection.owner, unpack(entry.values, 1, entry.count))
	end
	if chain_depth(entry) >= DEPTH_LIMIT then
		return refuse_depth(connection)
	end
	resume_raw(
		take_runner(), connection.owner, entry, call_handler, connection.handler,
		unpack(entry.values, 1, entry.count)
	)
end

local function fire_deferred(signal, ...)
	local connection = signal.newest
	if not connection then
		return
	end
	local count, values = select("#", ...), { ... }
	local parent = state.chain or nil
	while connection do
		P.defer_entry({
			deliver = deliver, connection = connection, parent = parent, count = count, values = values,
		})
		connection = connection.older
	end
end

-- Signals ----------------------------------------------------------------------------------------

local signal_methods = {}

local function signal_of(handle, fname)
	local signal = SIGNAL[handle]
	if not signal then
		P.error("Expected ':' not '.' calling member function " .. fname, 1)
	end
	return signal
end

-- "Prints and yields no usable connection" (engine.md b.6).
local function refused_connection(signal)
	P.report_error("Attempt to connect failed: Passed value is not a function", "")
	return handle_of({ signal = signal, connected = false, linked = false, owner = state.owner })
end

local function connector(name, once)
	return function(handle, handler)
		local signal = signal_of(handle, name)
		if signal.refuse then
			P.error(signal.refuse, 1)
		end
		if type(handler) ~= "function" then
			return refused_connection(signal)
		end
		return handle_of(connect(signal, handler, nil, once))
	end
end
signal_methods.Connect = connector("Connect", false)
signal_methods.Once = connector("Once", true)
signal_methods.connect, signal_methods.once = signal_methods.Connect, signal_methods.Once

function signal_methods.Wait(handle)
	local signal = signal_of(handle, "Wait")
	if signal.refuse then
		P.error(signal.refuse, 1)
	end
	P.check_yieldable()
	connect(signal, nil, running(), true)
	return yield()
end
signal_methods.wait = signal_methods.Wait

function signal_methods.ConnectParallel(handle)
	signal_of(handle, "ConnectParallel")
	P.error("ConnectParallel() may only be called from a script that is a descendant of an Actor", 1)
end

local signal_prototype = newproxy(true)
local signal_metatable = getmetatable(signal_prototype)
P.set_typename(signal_metatable, "RBXScriptSignal")
signal_metatable.__metatable = "The metatable is locked"
function signal_metatable.__tostring(handle)
	return "Signal " .. SIGNAL[handle].name
end
function signal_metatable.__index(_, key)
	local method = signal_methods[key]
	if not method then
		P.error(P.tostring(key) .. " is not a valid member of RBXScriptSignal", 1)
	end
	return method
end
function signal_metatable.__newindex(_, key)
	P.error(P.tostring(key) .. " cannot be assigned to", 1)
end
P.fill_operator_errors(signal_metatable, "RBXScriptSignal")

-- owner_text: the class name messages show. hooks: first() after the first connection, last() after
-- the last disconnection, refuse = an error text for every attempt to connect.
function P.new_signal(name, owner_text, hooks)
	local handle = newproxy(signal_prototype)
	SIGNAL[handle] = {
		name = name, owner_text = owner_text, newest = nil, count = 0,
		first = hooks and hooks.first, last = hooks and hooks.last, refuse = hooks and hooks.refuse,
	}
	return handle
end

function P.is_signal(value)
	return SIGNAL[value] ~= nil
end

function P.signal_listener_count(handle)
	return SIGNAL[handle].count
end

function P.fire_now(handle, ...)
	fire_now(SIGNAL[handle], ...)
end

function P.fire_deferred(handle, ...)
	fire_deferred(SIGNAL[handle], ...)
end

function P.fire(handle, ...)
	if deferred_by_default then
		fire_deferred(SIGNAL[handle], ...)
	else
		fire_now(SIGNAL[handle], ...)
	end
end

-- Connects on behalf of the engine; returns the RBXScriptConnection.
function P.connect(handle, handler)
	return handle_of(connect(SIGNAL[handle], handler, nil, false))
end

function P.disconnect(connection_handle)
	disconnect(CONNECTION[connection_handle])
end

-- What Destroy does: nothing is delivered any more except what is queued already (engine.md b.8).
function P.disconnect_all(handle)
	local connection = SIGNAL[handle].newest
	while connection do
		disconnect(connection)
		connection.pending_allowed = true
		connection = connection.older
	end
end

-- Numbers for Python: a signal that has one is kept for ever, as the instance it belongs to is.
local by_id, id_of = {}, setmetatable({}, { __mode = "k" })

function P.signal_id(handle)
	local id = id_of[handle]
	if not id then
		id = #by_id + 1
		by_id[id] = handle
		id_of[handle] = id
	end
	return id
end

-- For signals that Python declares: the handle to hand to scripts.
P.export("signal.new", function(name, owner_text)
	return P.new_signal(name, owner_text)
end)

P.export("signal.id", P.signal_id)

P.export("signal.fire", function(id, ...)
	P.fire(by_id[id], ...)
end)

P.export("signal.count", function(id)
	return SIGNAL[by_id[id]].count
end)
