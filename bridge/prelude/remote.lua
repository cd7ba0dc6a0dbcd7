-- RemoteEvent and RemoteFunction on the server: what clients sent is delivered here, what the
-- server sends is handed to Python, which plays the clients. Needs members.lua and
-- arguments_copy.lua; and wire.lua.

local P = ...
local N = P.native
local select, unpack = N.select, N.unpack
local node_of, fail = P.node_of, P.fail
local floor = N.math.floor

-- Reliable events queue until a handler connects; 256 is the figure practitioners quote (engine.md
-- g.2).
local QUEUE_LENGTH_MAX = 256

local function player_argument(value, method)
	local node = node_of(value)
	if not node or not node.class.ancestors.Player then
		return fail(method .. ": player argument must be a Player object")
	end
	return node
end

local function send(node, player, ...)
	P.host("remote.sent", node.id, player.id, select("#", ...), P.copy_arguments(false, ...))
end

-- Events ----------------------------------------------------------------------------------------

-- "N events dropped" with N = 1, 2, 4, 8 ... doubling between prints (engine.md g.2).
local function report_overflow(node)
	local dropped = (node.remote_dropped or 0) + 1
	node.remote_dropped = dropped
	local power = dropped
	while power > 1 and power % 2 == 0 do power = floor(power / 2) end
	if power == 1 then
		P.output("warn", "Remote event invocation queue exhausted for " .. P.full_name(node)
			.. "; did you forget to implement OnServerEvent? (" .. dropped .. " events dropped)")
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
	if #queue >= QUEUE_LENGTH_MAX then return report_overflow(node) end
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
		if player.parent then return send(node, player, ...) end
	end)
	P.define_method(class_name, "FireAllClients", function(node, ...)
		local players = P.find_service("Players")
		if not players then return end
		for i = 1, #players.children do
			local child = players.children[i]
			if child.class.ancestors.Player then send(node, child, ...) end
		end
	end)
end

-- Functions -------------------------------------------------------------------------------------

P.define_method("RemoteFunction", "InvokeServer", function()
	return fail("InvokeServer can only be called from the client")
end)

-- Yields until the client played by Python answers; for ever if it never does (engine.md g.4).
P.define_method("RemoteFunction", "InvokeClient", function(node, player, ...)
	player = player_argument(player, "InvokeClient")
	P.check_yieldable()
	local token = P.host("remote.invoke_client", node.id, player.id, select("#", ...), P.copy_arguments(false, ...))
	return P.decode_wire(P.await(token, 0))
end)

-- From Python -----------------------------------------------------------------------------------

-- A client fires a remote event: (remote, player, kinds, wire...).
P.export("remote.receive", function(id, player_id, ...)
	return deliver(P.node(id), P.instance_by_id(player_id), P.copy_arguments(false, P.decode_wire(...)))
end)

local function answer(call, ok, ...)
	if ok then return P.host("remote.returned", call, true, select("#", ...), P.copy_arguments(false, ...)) end
	local text = P.error_message((...))
	P.report_error(text, "")
	return P.host("remote.returned", call, false, 1, text)
end

-- A client invokes a remote function; the answer goes to Python under the number `call`.
P.export("remote.invoke", function(call, id, player_id, ...)
	local node = P.node(id)
	P.spawn_thread(function(...)
		local f = P.await_callback(node, "OnServerInvoke")
		return answer(call, P.pcall(f, ...))
	end, P.instance_by_id(player_id), P.copy_arguments(false, P.decode_wire(...)))
end)
