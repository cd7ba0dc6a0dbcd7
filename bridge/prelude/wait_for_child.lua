-- WaitForChild: threads that wait for a name among the children of an instance. Needs queries.lua
-- and tree.lua.

local P = ...
local N = P.native
local type, tonumber = N.type, N.tonumber
local running = N.coroutine.running
local fail, find_child, full_name = P.fail, P.find_child, P.full_name

-- "After 5 s: warning, once; it keeps waiting" (engine.md e.6).
local WARNING_SECONDS = 5

-- Waiters stand in node.waiters in the order they came: { name, thread, owner, timer, done }.

local function finish(waiter, handle)
	waiter.done = true
	if waiter.timer then P.cancel_timer(waiter.timer) end
	return P.resume_waiting(waiter.thread, waiter.owner, handle)
end

local function forget(node, waiter)
	local waiters = node.waiters
	for i = 1, #waiters do
		if waiters[i] == waiter then
			N.table.remove(waiters, i)
			return
		end
	end
end

-- Resumption is at the end of the resumption point that added the child (SIM of engine.md e.6).
local function satisfy(parent, child)
	local waiters, at = parent.waiters, 1
	while at <= #waiters do
		local waiter = waiters[at]
		if waiter.name == child.name then
			N.table.remove(waiters, at)
			P.defer(finish, waiter, child.handle)
		else
			at = at + 1
		end
	end
end

function P.child_appeared(parent, child)
	if parent.waiters and child.parent == parent then return satisfy(parent, child) end
end

-- "By a rename of an existing child: also satisfied in practice" (engine.md e.6).
function P.child_renamed(child)
	local parent = child.parent
	if parent and parent.waiters then return satisfy(parent, child) end
end

local function warn_of(node, name)
	P.output("warn", "Infinite yield possible on '" .. full_name(node) .. ':WaitForChild("' .. name .. '")\'')
end

P.define_method("Instance", "WaitForChild", function(node, name, timeout)
	name = P.name_argument(name)
	local child = find_child(node, name)
	if child then return child.handle end
	if timeout ~= nil and type(timeout) ~= "number" then
		timeout = tonumber(timeout) or fail("Unable to cast " .. P.typeof(timeout) .. " to double")
	end
	P.check_yieldable()
	local waiter = { name = name, thread = running(), owner = P.current_owner(), timer = nil, done = false }
	node.waiters = node.waiters or {}
	node.waiters[#node.waiters + 1] = waiter
	if timeout == nil then
		waiter.timer = P.delay_legacy(WARNING_SECONDS, warn_of, node, name)
	elseif timeout < 1 / 0 then
		-- Any number, math.huge included, silences the warning.
		waiter.timer = P.delay_legacy(timeout, function()
			if waiter.done then return end
			forget(node, waiter)
			return finish(waiter, nil)
		end)
	end
	return (P.park())
end)
