-- A server frame: the stages in order, and when the next frame is needed (engine.md a.2).
--
-- Stages without a listener cost one comparison; a frame that nobody needs is never run: Python asks
-- `next frame` and jumps there.

local P = ...
local clock = P.clock
local drain, fire = P.drain, P.fire
local frame_of, frame_time_us, frame_seconds, enter_frame = P.frame_of, P.frame_time_us, P.frame_seconds, P.enter_frame
local next_timer_frame, is_legacy_frame = P.next_timer_frame, P.is_legacy_frame

-- Which per-frame signals have a handler or a waiter, and how many of them.
local heard = {}
local listening_signals = 0

local signals = {}
for _, name in P.native.ipairs({ "PreAnimation", "PreSimulation", "Stepped", "PostSimulation", "Heartbeat" }) do
	heard[name] = false
	signals[name] = P.new_signal(name, "RunService", {
		first = function()
			heard[name] = true
			listening_signals = listening_signals + 1
		end,
		last = function()
			heard[name] = false
			listening_signals = listening_signals - 1
		end,
	})
end

-- Fires on clients only; the engine refuses them on a server (engine.md a.4).
for _, name in P.native.ipairs({ "PreRender", "RenderStepped" }) do
	signals[name] = P.new_signal(name, "RunService", {
		refuse = name .. " event can only be used from local scripts",
	})
end

function P.frame_signal(name)
	return signals[name]
end

local pre_animation, pre_simulation = signals.PreAnimation, signals.PreSimulation
local stepped, post_simulation, heartbeat = signals.Stepped, signals.PostSimulation, signals.Heartbeat

-- What the engine itself does in a frame while something asks for it (P.want_frames): tweens step
-- before PreSimulation handlers, humanoids and contacts come in the physics stage.
local engine_work = 0
local stage_work = { before_simulation = {}, physics = {} }
P.stage_work = stage_work

-- count: 1 for one more thing that needs every frame, -1 for one less.
function P.want_frames(count)
	engine_work = engine_work + count
end

local function work(functions, delta)
	for i = 1, #functions do functions[i](delta) end
	return drain()
end

-- The last answer of next_frame_us, and the number of that frame.
local expected_us, expected_frame = -1, 0

-- The instant of the next frame anybody needs, or nil when only Python can wake this server.
local function next_frame_us()
	local frame
	if listening_signals > 0 or engine_work > 0 then
		frame = clock.frame + 1
	else
		frame = next_timer_frame()
		if not frame then return nil end
	end
	if frame ~= expected_frame then
		expected_us, expected_frame = frame_time_us(frame), frame
	end
	return expected_us
end

local frames_run = 0

-- now_us: the instant of a frame, or later where the server stood still; delta is then the seconds since
-- its last one, else nil. Frames that were missed are not caught up (engine.md a.3).
local function run_frame(now_us, delta)
	local frame = now_us == expected_us and expected_frame or frame_of(now_us + 1) - 1
	enter_frame(now_us, frame)
	delta = delta or frame_seconds(frame)
	frames_run = frames_run + 1
	drain()
	if is_legacy_frame(frame) then
		P.run_legacy_timers()
		drain()
	end
	if heard.PreAnimation then
		fire(pre_animation, delta)
		drain()
	end
	if engine_work > 0 then work(stage_work.before_simulation, delta) end
	if heard.PreSimulation or heard.Stepped then
		-- The order of PreSimulation and its superseded twin is not documented.
		fire(pre_simulation, delta)
		fire(stepped, clock.seconds, delta)
		drain()
	end
	if engine_work > 0 then work(stage_work.physics, delta) end
	if heard.PostSimulation then
		fire(post_simulation, delta)
		drain()
	end
	P.run_task_timers()
	drain()
	if heard.Heartbeat then
		fire(heartbeat, delta)
		drain()
	end
	return next_frame_us()
end

-- One frame; returns the instant of the next frame needed, or nil.
P.export("task.frame", run_frame)

-- What remains to be done at a resumption point between frames; returns as task.frame does.
P.export("task.drain", function()
	drain()
	return next_frame_us()
end)

P.export("task.next_due", next_frame_us)

P.export("task.resume", function(token, ...)
	P.answer(token, ...)
end)

P.export("task.statistics", function()
	return frames_run, P.waiting_timers(), listening_signals
end)
