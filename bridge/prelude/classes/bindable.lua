-- BindableEvent and BindableFunction: scripts of one VM calling each other (engine.md g.5).
--
-- Arguments are copied when they are sent, and again for each handler, which therefore sees tables of
-- its own. Needs members.lua and arguments_copy.lua.

local P = ...
local N = P.native
local running = N.coroutine.running

P.define_event("BindableEvent", "Event", function(node)
	return P.new_signal("Event", node.class.name, { copy = P.copy_arguments })
end)

P.define_method("BindableEvent", "Fire", function(node, ...)
	return P.fire_event(node, "Event", P.copy_arguments(...))
end)

-- "Invoke yields until OnInvoke exists, for ever if never" (engine.md g.5).
function P.await_callback(node, name)
	local f = P.callback(node, name)
	while not f do
		P.check_yieldable()
		local waiters = node.callback_waiters
		if not waiters then
			waiters = {}
			node.callback_waiters = waiters
		end
		waiters[#waiters + 1] = { thread = running(), owner = P.current_owner() }
		node.callback_assigned = function()
			local list = node.callback_waiters
			node.callback_waiters, node.callback_assigned = nil, nil
			for i = 1, #list do P.defer(P.resume_waiting, list[i].thread, list[i].owner) end
		end
		P.park()
		f = P.callback(node, name)
	end
	return f
end

function P.count_callback_waiters(node)
	local waiters = node.callback_waiters
	return waiters and #waiters or 0
end

-- "A callback that returns nothing gives nil" (engine.md g.5).
local function results(...)
	if N.select("#", ...) == 0 then return nil end
	return P.copy_arguments(...)
end

P.define_method("BindableFunction", "Invoke", function(node, ...)
	local f = P.await_callback(node, "OnInvoke")
	-- Errors of the callback propagate to the invoker.
	return results(f(P.copy_arguments(...)))
end)
