-- The deferred queue: one first-in first-out line for task.defer and for deferred events, emptied at the
-- end of every resumption point, including what the drained entries add (scripting/events/deferred.md).

local P = ...
local N = P.native
local create, status = N.coroutine.create, N.coroutine.status
local select, unpack = N.select, N.unpack
local state = P.scheduling
local resume_raw, thread_closed, is_awaited = P.resume_raw, P.thread_closed, P.is_awaited

-- More entries than this in one drain is a program that defers for ever; the engine has the words.
local DRAIN_LIMIT = 1000000

local queue, head, tail = {}, 1, 0

local function append(entry)
	tail = tail + 1
	queue[tail] = entry
	return entry
end

-- Resumes a thread, with values, on behalf of the running owner.
function P.defer_thread(thread, ...)
	local count = select("#", ...)
	append({
		thread = thread, owner = state.owner, chain = state.chain,
		count = count, values = count > 0 and { ... } or nil,
	})
end

-- Calls f in a new engine thread.
function P.defer(f, ...)
	P.defer_thread(create(f), ...)
end

-- An event: { connection, parent = entry, count, values }; connections.lua delivers it.
function P.defer_event(entry)
	append(entry)
end

-- Entries this drain may still run.
local left = 0

-- The next entry, off the queue, if it is an event; else nil.
function P.take_event()
	local entry = queue[head]
	if not entry or not entry.connection or left == 0 then
		return nil
	end
	queue[head] = nil
	head = head + 1
	left = left - 1
	return entry
end

local function run_thread(entry)
	local thread = entry.thread
	if not is_awaited(thread, entry.owner) then
		return
	end
	if thread_closed(thread) or status(thread) ~= "suspended" then
		return P.refuse_resume(thread)
	end
	if entry.count == 0 then
		resume_raw(thread, entry.owner, entry.chain)
	else
		resume_raw(thread, entry.owner, entry.chain, unpack(entry.values, 1, entry.count))
	end
end

function P.drain()
	left = DRAIN_LIMIT
	while head <= tail do
		local entry = queue[head]
		if left == 0 then
			queue, head, tail = {}, 1, 0
			P.report_error("Exponential deferred event growth detected", "")
		elseif entry.connection then
			P.deliver_events()
		else
			queue[head] = nil
			head = head + 1
			left = left - 1
			run_thread(entry)
		end
	end
	head, tail = 1, 0
end
