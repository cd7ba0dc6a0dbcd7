-- Timers of one server: two heaps of (due, sequence), one per resumption stage.
--
-- An entry is resumed in the first frame at or after its due instant; entries of one frame in the order
-- of their due instants, equal ones in the order they were made. Knows no task library.

local P = ...
local N = P.native
local ceil, max, unpack, select = N.math.ceil, N.math.max, N.unpack, N.select
local clock, frame_of = P.clock, P.frame_of
local state = P.scheduling
local resume_waiting, spawn_as, is_awaited = P.resume_waiting, P.spawn_as, P.is_awaited

local MICROSECONDS = 1000000
local FOREVER_US = 2 ^ 52
local SEQUENCE_MAX = 2 ^ 21 -- below it, a drawn number and a sequence share one double

local function new_heap()
	return { size = 0 }
end

-- task.wait and task.delay; and the legacy scheduler of wait, delay, spawn.
local task_timers, legacy_timers = new_heap(), new_heap()
local sequence = 0

local function before(a, b)
	if a.due ~= b.due then
		return a.due < b.due
	end
	return a.sequence < b.sequence
end

-- The order of equal instants is not documented (engine.md l.2): drawn from the seed instead of kept when
-- the server's settings say so.
local draw = false

local function push(heap, entry)
	sequence = sequence + 1
	entry.sequence = draw and draw() + sequence / SEQUENCE_MAX or sequence
	local at = heap.size + 1
	heap.size = at
	while at > 1 do
		local parent_at = (at - at % 2) / 2
		local parent = heap[parent_at]
		if not before(entry, parent) then
			break
		end
		heap[at] = parent
		at = parent_at
	end
	heap[at] = entry
	return entry
end

local function pop(heap)
	local top, size = heap[1], heap.size
	local last = heap[size]
	heap[size] = nil
	size = size - 1
	heap.size = size
	if size > 0 then
		local at = 1
		while true do
			local child_at = 2 * at
			if child_at > size then
				break
			end
			local child = heap[child_at]
			if child_at < size and before(heap[child_at + 1], child) then
				child_at = child_at + 1
				child = heap[child_at]
			end
			if not before(child, last) then
				break
			end
			heap[at] = child
			at = child_at
		end
		heap[at] = last
	end
	return top
end

local function is_live(entry)
	if entry.cancelled or entry.owner.dead then
		return false
	end
	local thread = entry.thread
	return not thread or is_awaited(thread, entry.owner)
end

-- A wait of no time ends in the next frame, or, as the documents can be read too, in this one if its stage
-- is still to come (engine.md b.2): 1 or 0 us at least.
local least_us = 1
local stage_passed_us = -1

-- Whole microseconds from now: rounded down, so that n/60 seconds after frame k is frame k+n whatever
-- the rounding of k/60; at least 1, so that "elapsed > 0" and nothing waits for its own frame.
-- Negative, infinite and NaN waits are the minimum (engine.md b.2).
local function due_after(seconds)
	-- A thousandth of a microsecond makes up for the product's rounding: 0.000003 s is 3 us.
	local delay = seconds * MICROSECONDS + 0.001
	if not (delay >= 1) or delay == 1 / 0 then
		delay = clock.now_us ~= stage_passed_us and least_us or 1
	elseif delay > FOREVER_US then
		delay = FOREVER_US
	end
	return clock.now_us + (delay - delay % 1)
end

-- Resumes a thread of the running owner, with values, after `seconds`.
function P.push_thread_timer(legacy, seconds, thread, ...)
	local count = select("#", ...)
	return push(legacy and legacy_timers or task_timers, {
		due = due_after(seconds), sequence = 0, thread = thread, owner = state.owner,
		count = count, values = count > 0 and { ... } or nil, cancelled = false,
	})
end

local function push_call(heap, seconds, f, ...)
	return push(heap, {
		due = due_after(seconds), sequence = 0, call = f, owner = state.owner,
		count = select("#", ...), values = { ... }, cancelled = false,
	})
end

-- Calls f in a new engine thread after `seconds`, in the stage of task.delay.
function P.delay(seconds, f, ...)
	return push_call(task_timers, seconds, f, ...)
end

-- The same in the stage of wait() and of WaitForChild's timeout (engine.md a.2, stage 1).
function P.delay_legacy(seconds, f, ...)
	return push_call(legacy_timers, seconds, f, ...)
end

function P.cancel_timer(entry)
	entry.cancelled = true
end

local function run_due(heap)
	local now = clock.now_us
	-- Whatever is made meanwhile is due later than now: this ends.
	while heap.size > 0 and heap[1].due <= now do
		local entry = pop(heap)
		if is_live(entry) then
			local thread = entry.thread
			if not thread then
				spawn_as(entry.owner, entry.call, unpack(entry.values, 1, entry.count))
			elseif entry.count == 0 then
				resume_waiting(thread, entry.owner)
			else
				resume_waiting(thread, entry.owner, unpack(entry.values, 1, entry.count))
			end
		end
	end
end

function P.run_task_timers()
	stage_passed_us = clock.now_us
	return run_due(task_timers)
end

function P.run_legacy_timers()
	return run_due(legacy_timers)
end

local function next_due(heap)
	while heap.size > 0 do
		local top = heap[1]
		if is_live(top) then
			return top.due
		end
		pop(heap)
	end
	return nil
end

-- Legacy waits are examined on even frames only (30 Hz at 60 frames; engine.md b.5).
local legacy_period = 2

function P.is_legacy_frame(frame)
	return frame % legacy_period == 0
end

-- The first frame in which a timer wants to run, or nil. After a standstill an entry may be overdue: the
-- frames that would have run it are past, and the next one does.
function P.next_timer_frame()
	local due, legacy_due = next_due(task_timers), next_due(legacy_timers)
	local earliest = clock.frame + 1
	local frame = due and max(frame_of(due), earliest)
	if legacy_due then
		local legacy_frame = ceil(max(frame_of(legacy_due), earliest) / legacy_period) * legacy_period
		if not frame or legacy_frame < frame then
			frame = legacy_frame
		end
	end
	return frame
end

function P.waiting_timers()
	return task_timers.size + legacy_timers.size
end

-- How timers are ordered, when legacy waits are looked at, and how soon a wait of no time may end. key: 32
-- bits, or nil for insertion order.
P.export("timers.configure", function(key, legacy_period_frames, zero_wait)
	least_us = zero_wait == "this_frame" and 0 or 1
	draw = key and P.chances(key) or false
	legacy_period = legacy_period_frames
end)
