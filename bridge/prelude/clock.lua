-- The clocks of one server: time(), tick(), elapsedTime(), and the sources os.* and DateTime read.
--
-- All of them show one simulated instant, `P.clock`, that only Python moves (the exports below).
-- Seconds exist here and nowhere deeper: the instant itself is integer microseconds since the start
-- of the server.

local P = ...

local ceil, floor, max = P.native.math.ceil, P.native.math.floor, P.native.math.max
local chance = P.chance

local MICROSECONDS = 1000000

-- 2026-01-01T00:00:00Z, for a VM that no universe has configured.
local DEFAULT_EPOCH_US = 1767225600 * MICROSECONDS

-- What one call of os.clock() or tick() takes. Loops such as `while os.clock() - t0 < x do end` exist
-- in the wild and must end although simulated time stands still inside a frame (engine.md c).
local STEP_SECONDS = 1e-6

local clock = { now_us = 0, seconds = 0, frame = 0 }
P.clock = clock

local epoch_us = DEFAULT_EPOCH_US
local skew_us = 0
local latest = 0

-- Both clocks that may be polled in a loop share this reading, so that neither runs backwards.
local function polled_seconds()
	local seconds = clock.seconds
	if seconds <= latest then
		seconds = latest + STEP_SECONDS
	end
	latest = seconds
	return seconds
end

-- Frames ----------------------------------------------------------------------------------------

-- "Heartbeat is capped at 60 frames per second" (performance-optimization/identify.md); a server under
-- load has fewer. Both are settings of the server.
local frames_per_second = 60
local period_us = MICROSECONDS / frames_per_second
local jitter_us, jitter_key = 0, 0

-- When frame k happens: k periods, rounded half up to microseconds, by multiplication and never by adding
-- up; with jitter each frame but frame 0 is late by its own share, always the same for one seed.
local function frame_time_us(frame)
	if jitter_us == 0 or frame <= 0 then
		return floor(frame * period_us + 0.5)
	end
	return floor(frame * period_us + jitter_us * chance(jitter_key, frame) / 4294967296 + 0.5)
end
P.frame_time_us = frame_time_us

-- The first frame at or after an instant.
local function frame_of(due_us)
	local frame = ceil((due_us - 0.5 - jitter_us) / period_us)
	while frame_time_us(frame) < due_us do
		frame = frame + 1
	end
	while frame_time_us(frame - 1) >= due_us do
		frame = frame - 1
	end
	return frame
end
P.frame_of = frame_of

-- Moves to a frame. Its seconds are k/60 and not a rounded number of microseconds, so that differences
-- of frames are multiples of 1/60.
function P.enter_frame(now_us, frame)
	clock.now_us = now_us
	clock.frame = frame
	clock.seconds = jitter_us == 0 and frame / frames_per_second or now_us / MICROSECONDS
end

-- Seconds between a frame and the one before it.
function P.frame_seconds(frame)
	if jitter_us == 0 then
		return 1 / frames_per_second
	end
	return (frame_time_us(frame) - frame_time_us(frame - 1)) / MICROSECONDS
end

P.export("clock.frame_time_us", frame_time_us)

-- frame_dt, jitter: seconds; key: 32 bits.
P.export("clock.frames", function(frame_dt, jitter, key)
	frames_per_second = 1 / frame_dt
	period_us = frame_dt * MICROSECONDS
	jitter_us, jitter_key = jitter * MICROSECONDS, key
end)

function P.now_unix_us()
	return epoch_us + skew_us + clock.now_us
end

function P.now_unix()
	return (epoch_us + skew_us + clock.now_us) / MICROSECONDS
end

function P.now_monotonic()
	return polled_seconds()
end

-- The source of workspace:GetServerTimeNow() (Unix seconds; engine.md c).
P.server_time_now = P.now_unix

-- "Run time of the game instance in seconds", constant within a frame (engine.md c).
function P.G.time()
	return clock.seconds
end

-- Unix seconds for what may be polled in a loop: tick() and DateTime.now().
local function polled_unix()
	return (epoch_us + skew_us) / MICROSECONDS + polled_seconds()
end
P.polled_unix = polled_unix

function P.G.tick()
	return polled_unix()
end

-- Deprecated: seconds since the process started, which here is the server itself.
function P.G.elapsedTime()
	return clock.seconds
end
P.G.ElapsedTime = P.G.elapsedTime

-- epoch_at_start: Unix time, in microseconds, of this server's instant 0.
P.export("clock.configure", function(epoch_at_start, skew)
	epoch_us = epoch_at_start
	skew_us = skew
end)

-- Moves to an instant between two frames; the frames nobody needed count as past, one at the instant
-- itself may still be to come.
P.export("clock.set", function(now_us)
	clock.now_us = now_us
	clock.seconds = now_us / MICROSECONDS
	clock.frame = max(clock.frame, frame_of(now_us) - 1)
end)

P.export("clock.now_us", function()
	return clock.now_us
end)
