-- BindableEvent and BindableFunction: scripts of one VM calling each other (engine.md g.5).
--
-- Arguments are copied once per Fire. Needs members.lua and arguments_copy.lua.

local P = ...
local N = P.native
local running = N.coroutine.running

P.define_method("BindableEvent", "Fire", function(node, ...)
	return P.fire_event(node, "Event", P.copy_arguments(true, ...))
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

P.define_method("BindableFunction", "Invoke", function(node, ...)
	local f = P.await_callback(node, "OnInvoke")
	-- Errors of the callback propagate to the invoker; "a callback that returns nothing gives nil".
	return P.copy_arguments(true, f(P.copy_arguments(true, ...)))
end)
