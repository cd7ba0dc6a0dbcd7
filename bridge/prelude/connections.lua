-- Connections and fires, on plain records: who is connected to a signal, and how a fire reaches them.
--
-- Connections form a list with the newest first, which is the order handlers run in (engine.md b.6)
-- unless a server's settings choose another (handler_order.lua).
-- A fire walks the list it found: what connects meanwhile is in front of it and is not reached; what
-- disconnects meanwhile is skipped. Handlers run in a runner (threads.lua); when one yields, its runner
-- becomes its thread and the fire goes on with another. The objects scripts hold are in signal.lua.

local P = ...
local N = P.native
local xpcall, select, unpack = N.xpcall, N.select, N.unpack
local state, kept = P.scheduling, P.kept_runners
local resume_raw, resume_waiting, take_runner = P.resume_raw, P.resume_waiting, P.take_runner
local describe, report, reset_budget = P.describe_error, P.report_problem, P.reset_budget

-- "The re-entrancy limit is 10" (scripting/events/deferred.md), per connection, in both behaviours; a
-- parity project counts otherwise (engine.md l.1), so a server's settings may change it.
local depth_limit = 10

-- nil, or handler_order.lua's f(newest connection) -> array: the order of a fire, if not newest first.
local arrange

-- order: "lifo", "fifo" or "shuffled"; key: 32 bits for the last.
P.export("signal.configure", function(order, key, limit)
	arrange = P.handler_order(order, key)
	depth_limit = limit
end)

function P.reentrancy_limit()
	return depth_limit
end

-- A signal record: { name, owner_text, newest = connection, count, first = f, last = f }.
function P.new_signal_record(name, owner_text, hooks)
	return {
		name = name, owner_text = owner_text, newest = nil, count = 0,
		first = hooks and hooks.first, last = hooks and hooks.last, refuse = hooks and hooks.refuse,
		copy = hooks and hooks.copy,
	}
end

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

-- At once ----------------------------------------------------------------------------------------

local function refuse_depth(connection)
	local handler = connection.copied_handler or connection.handler
	local name, line, source = "", 0, ""
	if handler then
		name, line, source = P.G.debug.info(handler, "nls")
	end
	local called = name ~= nil and name ~= "" and "function " .. name or "anonymous function"
	local signal = connection.signal
	P.say_quietly(P.report_error,
		"Maximum event re-entrancy depth exceeded for " .. signal.owner_text .. "." .. signal.name
			.. " when calling " .. called .. " on line " .. line .. " in " .. source,
		""
	)
end

-- In a runner: calls handlers from cursor.next on until the list ends, a handler has yielded (the fire
-- has then moved on without this runner), a handler learned the runner's name, or a waiter comes.
local function run_handlers(me, cursor, ...)
	local top_level = state.depth == 1
	-- LuaJIT does not compile a loop that passes `...` on; the events of frames have one argument.
	local single, first = select("#", ...) == 1, (...)
	while true do
		local connection = cursor.next
		if not connection then
			return
		end
		local order = cursor.order
		if order then
			local at = cursor.at + 1
			cursor.at, cursor.next = at, order[at]
		else
			cursor.next = connection.older
		end
		local owner = connection.owner
		if not connection.connected then
			-- skipped: disconnected since the fire began
		elseif owner.dead then
			disconnect(connection)
		elseif connection.thread then
			disconnect(connection)
			cursor.waiter = connection
			return
		elseif connection.depth >= depth_limit then
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
			local ok, problem
			if single then
				ok, problem = xpcall(connection.handler, describe, first)
			else
				ok, problem = xpcall(connection.handler, describe, ...)
			end
			local current = cursor.runner == me
			if not ok then
				report(problem) -- within the handler's depth: telling of its error may call it again
			end
			if current then
				connection.depth = connection.depth - 1
				cursor.active = nil
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
		cursor = { next = nil, runner = nil, active = nil, waiter = nil, order = nil, at = 0 }
	end
	if arrange then
		cursor.order, cursor.at = arrange(newest), 1
		cursor.next = cursor.order[1]
	else
		cursor.next = newest
	end
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
	cursor.order = nil
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

local take_event, defer_event = P.take_event, P.defer_event

-- Entries to use again: those that no later entry has as its parent. Twenty handlers a frame would
-- otherwise keep the garbage collector busier than the program.
local spare, spare_count = {}, 0

local function new_event()
	if spare_count == 0 then
		return { connection = nil, parent = nil, count = 0, first = nil, values = nil, is_parent = false }
	end
	local entry = spare[spare_count]
	spare[spare_count] = nil
	spare_count = spare_count - 1
	return entry
end

local function discard(entry)
	if not entry.is_parent then
		entry.connection, entry.parent, entry.first, entry.values = nil, nil, nil, nil
		spare_count = spare_count + 1
		spare[spare_count] = entry
	end
end

-- Who delivers events now, and a waiter found on the way.
local pump = { runner = nil, waiter = nil }

-- In a runner: delivers events until something else is next, as run_handlers does for a fire.
local function run_events(me)
	local top_level = state.depth == 1
	while true do
		local entry = take_event()
		if not entry then
			return
		end
		local connection = entry.connection
		local owner = connection.owner
		if not (connection.connected or connection.pending_allowed) then
			-- skipped: disconnected since the fire
		elseif owner.dead then
			disconnect(connection)
		elseif connection.thread then
			disconnect(connection)
			pump.waiter = entry
			return
		elseif entry.parent and chain_depth(entry) >= depth_limit then
			refuse_depth(connection)
		else
			if connection.once then
				disconnect(connection)
			end
			if top_level then
				reset_budget()
			end
			state.owner, state.chain = owner, entry
			local ok, problem
			if entry.count == 1 then
				ok, problem = xpcall(connection.handler, describe, entry.first)
			elseif entry.count == 0 then
				ok, problem = xpcall(connection.handler, describe)
			else
				ok, problem = xpcall(connection.handler, describe, unpack(entry.values, 1, entry.count))
			end
			local current = pump.runner == me
			if not ok then
				report(problem)
			end
			if not current then
				return
			end
			state.chain = false
			discard(entry)
			if kept[me] then
				return
			end
		end
	end
end

function P.deliver_events()
	local runner = take_runner()
	pump.runner = runner
	resume_raw(runner, state.owner, false, run_events)
	pump.runner = nil
	local entry = pump.waiter
	if entry then
		pump.waiter = nil
		local thread, owner = entry.connection.thread, entry.connection.owner
		if entry.count > 1 then
			resume_waiting(thread, owner, unpack(entry.values, 1, entry.count))
		elseif entry.count == 1 then
			resume_waiting(thread, owner, entry.first)
		else
			resume_waiting(thread, owner)
		end
	end
end

local function fire_deferred(signal, ...)
	local connection = signal.newest
	if not connection then
		return
	end
	local count, first = select("#", ...), (...)
	local values = count > 1 and { ... } or nil
	local parent = state.chain or nil
	if parent then
		parent.is_parent = true
	end
	local order, at = arrange and arrange(connection), 1
	connection = order and order[1] or connection
	while connection do
		local entry = new_event()
		entry.connection, entry.parent = connection, parent
		entry.count, entry.first, entry.values = count, first, values
		defer_event(entry)
		if order then
			at = at + 1
			connection = order[at]
		else
			connection = connection.older
		end
	end
end

-- What Destroy does: nothing is delivered any more except what is queued already (engine.md b.8).
local function disconnect_all(signal)
	local connection = signal.newest
	while connection do
		disconnect(connection)
		connection.pending_allowed = true
		connection = connection.older
	end
end

P.connections = {
	connect = connect, disconnect = disconnect, disconnect_all = disconnect_all,
	fire_now = fire_now, fire_deferred = fire_deferred,
}
