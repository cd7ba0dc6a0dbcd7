-- RBXScriptSignal and RBXScriptConnection: the objects scripts hold, and what the prelude fires.
--
-- The records behind them are in connections.lua. A handle is never put into its record: the record
-- would keep itself alive.

local P = ...
local N = P.native
local newproxy, getmetatable, setmetatable = N.newproxy, N.getmetatable, N.setmetatable
local type, running, yield = N.type, N.coroutine.running, N.coroutine.yield
local state = P.scheduling
local connect, disconnect = P.connections.connect, P.connections.disconnect
local fire_now, fire_deferred = P.connections.fire_now, P.connections.fire_deferred

local SIGNAL = setmetatable({}, { __mode = "k" })
local CONNECTION = setmetatable({}, { __mode = "k" })

local deferred_by_default, ancestry_deferred = false, false

function P.signal_behavior()
	return deferred_by_default and "deferred" or ancestry_deferred and "ancestry_deferred" or "immediate"
end

-- name: "immediate", "deferred" or "ancestry_deferred".
P.export("signal.behavior", function(name)
	deferred_by_default = name == "deferred"
	ancestry_deferred = name ~= "immediate"
end)

-- Connections ------------------------------------------------------------------------------------

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

-- A connection whose handler gets copies of the arguments (bindables).
local function connect_copying(signal, handler, once)
	local copy = signal.copy
	local connection = connect(signal, function(...) return handler(copy(...)) end, nil, once)
	connection.copied_handler = handler
	return connection
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
		if signal.copy then return handle_of(connect_copying(signal, handler, once)) end
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
	if signal.copy then return signal.copy(yield()) end
	return yield()
end
signal_methods.wait = signal_methods.Wait

-- Nothing runs in parallel, see task.lua.
function signal_methods.ConnectParallel(handle, handler)
	signal_of(handle, "ConnectParallel")
	if not state.owner.actor then
		P.error("ConnectParallel() may only be called from a script that is a descendant of an Actor", 1)
	end
	return signal_methods.Connect(handle, handler)
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
function signal_metatable.__eq(a, b)
	return SIGNAL[a] == SIGNAL[b]
end

-- owner_text: the class name messages show. hooks: first() after the first connection, last() after
-- the last disconnection, refuse = an error text for every attempt to connect.
function P.new_signal(name, owner_text, hooks)
	local handle = newproxy(signal_prototype)
	SIGNAL[handle] = P.new_signal_record(name, owner_text, hooks)
	return handle
end

-- Refuses further attempts to connect with an error text; nil allows them again.
function P.refuse_connections(handle, text)
	SIGNAL[handle].refuse = text
end

-- Another handle of the same signal: "fetching a signal twice gives objects that are == but not rawequal"
-- (engine.md b.6, parity tests), so a table keyed by one is not found by the other.
function P.signal_twin(handle)
	local twin = newproxy(signal_prototype)
	SIGNAL[twin] = SIGNAL[handle]
	return twin
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

-- "AncestryDeferred defers only the ancestry-related events" (e:SignalBehavior): these.
function P.fire_ancestry(handle, ...)
	if ancestry_deferred then
		fire_deferred(SIGNAL[handle], ...)
	else
		fire_now(SIGNAL[handle], ...)
	end
end

-- How deep the running code is inside handlers of a signal, on the stack and along the deferred chain.
local function nesting(signal)
	local depth, entry = signal.guarded or 0, state.chain
	while entry do
		if entry.connection.signal == signal then depth = depth + 1 end
		entry = entry.parent
	end
	return depth
end

function P.is_nested(handle)
	return nesting(SIGNAL[handle]) > 0
end

-- For events that whatever their handlers do may cause, as a line of output does: several handlers would
-- multiply where the limit per connection stops one.
function P.fire_guarded(handle, ...)
	local signal = SIGNAL[handle]
	if nesting(signal) > P.reentrancy_limit() then return end
	signal.guarded = (signal.guarded or 0) + 1
	P.fire(handle, ...)
	signal.guarded = signal.guarded - 1
end

-- Connects on behalf of the engine; returns the RBXScriptConnection.
function P.connect(handle, handler)
	return handle_of(connect(SIGNAL[handle], handler, nil, false))
end

function P.disconnect(connection_handle)
	disconnect(CONNECTION[connection_handle])
end

function P.disconnect_all(handle)
	P.connections.disconnect_all(SIGNAL[handle])
end

-- Numbers for Python: a signal that has one is kept for ever, as the instance it belongs to is.
local by_id, id_of = {}, setmetatable({}, { __mode = "k" })

function P.signal_id(handle)
	local signal = SIGNAL[handle]
	local id = id_of[signal]
	if not id then
		id = #by_id + 1
		by_id[id] = handle
		id_of[signal] = id
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
