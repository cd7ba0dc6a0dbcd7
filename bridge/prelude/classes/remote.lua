-- RemoteEvent, UnreliableRemoteEvent and RemoteFunction on the server (engine.md g): what clients sent
-- is delivered here, what the server sends is handed to Python, which plays the clients.
--
-- A client's arguments are converted when it sends them, under the number of a message; the server gets
-- them when Python says so. Needs members.lua and arguments_copy.lua.

local P = ...
local N = P.native
local select, unpack, next, type = N.select, N.unpack, N.next, N.type
local node_of, fail = P.node_of, P.fail
local floor = N.math.floor

P.load_class_file("bindable")
P.load_class_file("payload")

local rules = P.player_rules

-- What clients see --------------------------------------------------------------------------------

-- Containers that replicate (engine.md h.4).
local REPLICATED = {
	Workspace = true, Players = true, Lighting = true, ReplicatedFirst = true, ReplicatedStorage = true,
	StarterGui = true, StarterPack = true, StarterPlayer = true, Teams = true, SoundService = true, Chat = true,
	TextChatService = true,
}

-- Services are on both sides; what is in them is if they replicate.
local function is_seen(node)
	if node.class.service or node.class.name == "DataModel" then return not node.destroyed end
	local top = node
	while top.parent and not top.class.service do top = top.parent end
	return REPLICATED[top.class.name] == true
end

local function player_argument(value, method)
	local node = node_of(value)
	if not node or not node.class.ancestors.Player then
		return fail(method .. ": player argument must be a Player object")
	end
	return node
end

-- To clients --------------------------------------------------------------------------------------

-- ids: of the players it goes to. A client that cannot see the remote gets nothing.
local function send(node, ids, ...)
	if #ids == 0 or not is_seen(node) then return end
	local list = { n = select("#", ...), P.copy_for_remote(is_seen, ...) }
	local size = node.class.name == "UnreliableRemoteEvent" and P.payload_bytes(unpack(list, 1, list.n)) or 0
	P.send_payload(unpack(list, 1, list.n))
	return P.host("remote.sent", node.id, size, unpack(ids))
end

-- Events ----------------------------------------------------------------------------------------

-- "N events dropped" with N = 1, 2, 4, 8 ... doubling between prints (engine.md g.2).
local function report_overflow(node, what, callback)
	local dropped = (node.remote_dropped or 0) + 1
	node.remote_dropped = dropped
	local power = dropped
	while power > 1 and power % 2 == 0 do power = floor(power / 2) end
	if power == 1 then
		P.output("warn", "Remote " .. what .. " invocation queue exhausted for " .. P.full_name(node)
			.. "; did you forget to implement " .. callback .. "? (" .. dropped .. " events dropped)")
	end
end

local function deliver(node, ...)
	local signal = P.existing_signal(node, "OnServerEvent")
	if signal and P.signal_listener_count(signal) > 0 then return P.fire(signal, ...) end
	if node.class.name == "UnreliableRemoteEvent" then return end
	local queue = node.remote_queue
	if not queue then
		queue = {}
		node.remote_queue = queue
	end
	if #queue >= rules.queue_length then return report_overflow(node, "event", "OnServerEvent") end
	queue[#queue + 1] = { n = select("#", ...), ... }
end

-- What waited goes to the first handler that connects, at the end of the resumption point.
local function flush(node)
	local queue = node.remote_queue
	if not queue then return end
	node.remote_queue = nil
	P.defer(function()
		for i = 1, #queue do P.fire_event(node, "OnServerEvent", unpack(queue[i], 1, queue[i].n)) end
	end)
end

for _, class_name in N.ipairs({ "RemoteEvent", "UnreliableRemoteEvent" }) do
	P.define_event(class_name, "OnServerEvent", function(node)
		return P.new_signal("OnServerEvent", node.class.name, { first = function() flush(node) end })
	end)
	P.define_event(class_name, "OnClientEvent", function(node)
		return P.new_signal("OnClientEvent", node.class.name, { refuse = "OnClientEvent can only be used on the client" })
	end)
	P.define_method(class_name, "FireServer", function() return fail("FireServer can only be called from the client") end)
	P.define_method(class_name, "FireClient", function(node, player, ...)
		player = player_argument(player, "FireClient")
		-- To a player who left: silently nothing (engine.md g.1).
		if player.parent then return send(node, { player.id }, ...) end
	end)
	P.define_method(class_name, "FireAllClients", function(node, ...)
		local players, ids = P.find_service("Players"), {}
		local children = players and players.children or {}
		for i = 1, #children do
			if children[i].class.ancestors.Player then ids[#ids + 1] = children[i].id end
		end
		return send(node, ids, ...)
	end)
end

-- Functions -------------------------------------------------------------------------------------

P.define_method("RemoteFunction", "InvokeServer", function()
	return fail("InvokeServer can only be called from the client")
end)

-- What Python answers: a client's return values, put on the stack of payload.lua.
local function answered(...)
	if select("#", ...) > 0 then return ... end -- resumed by hand
	local list = P.take_payload()
	return unpack(list, 1, list.n)
end

-- Yields until the client played by Python answers; for ever if it never does (engine.md g.4).
P.define_method("RemoteFunction", "InvokeClient", function(node, player, ...)
	player = player_argument(player, "InvokeClient")
	P.check_yieldable()
	if not is_seen(node) then return P.park() end
	P.send_payload(P.copy_for_remote(is_seen, ...))
	local token = P.host("remote.invoke_client", node.id, player.id, select("#", ...))
	return answered(P.await(token, 0))
end)

-- From clients ------------------------------------------------------------------------------------

local messages, last_message = {}, 0

local function keep(...)
	last_message = last_message + 1
	messages[last_message] = { n = select("#", ...), ... }
	return last_message, P.payload_bytes(...)
end

-- A client sends what was pushed, and this last piece: its side of the conversion. -> number of the
-- message, its bytes
P.export("remote.accept", function(...)
	P.push_payload(...)
	local list = P.take_payload()
	return keep(P.copy_for_remote(is_seen, unpack(list, 1, list.n)))
end)

P.export("remote.forget", function(message)
	messages[message] = nil
end)

-- "Instance destroyed/removed in transit: nil" (engine.md g.3).
local function drop_unseen(list, last)
	for key, value in next, list do
		if type(value) == "table" then
			drop_unseen(value)
		elseif type(value) == "userdata" then
			local node = node_of(value)
			if node and not is_seen(node) then list[key] = nil end
		end
	end
	return last
end

local function take(message)
	local list = messages[message]
	messages[message] = nil
	local count = list.n
	drop_unseen(list)
	return unpack(list, 1, count)
end

P.export("remote.deliver", function(message, id, player_id)
	return deliver(P.node(id), P.instance_by_id(player_id), take(message))
end)

local function answer(call, ok, ...)
	if ok then
		P.send_payload(P.copy_for_remote(is_seen, ...))
		return P.host("remote.returned", call, true, select("#", ...))
	end
	local text = P.error_message((...))
	P.report_error(text, "")
	P.send_payload(text)
	return P.host("remote.returned", call, false, 1)
end

local function run_callback(call, node, ...)
	local f = P.await_callback(node, "OnServerInvoke")
	return answer(call, P.pcall(f, ...))
end

-- A client invokes a remote function; the answer goes to Python under the number `call`. -> whether it
-- runs or waits, false when the queue is full.
P.export("remote.invoke", function(call, message, id, player_id)
	local node = P.node(id)
	if not P.callback(node, "OnServerInvoke") and P.count_callback_waiters(node) >= rules.queue_length then
		messages[message] = nil
		report_overflow(node, "function", "OnServerInvoke")
		return false
	end
	P.spawn_thread(run_callback, call, node, P.instance_by_id(player_id), take(message))
	return true
end)
