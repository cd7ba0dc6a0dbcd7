-- The clocks of one server: time(), tick(), elapsedTime(), and the sources os.* and DateTime read.
--
-- All of them show one simulated instant, `P.clock`, that only Python moves (the exports below).
-- Seconds exist here and nowhere deeper: the instant itself is integer microseconds since the start
-- of the server.

local P = ...

local ceil, floor, max = P.native.math.ceil, P.native.math.floor, P.native.math.max

local MICROSECONDS = 1000000
local FRAMES_PER_SECOND = 60

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

-- The last frame that lies before an instant; one at the instant itself may still be to come.
-- Frame k is at k*1000000/60 us, rounded half up.
local function frame_before(now_us)
	local frame = ceil(now_us * FRAMES_PER_SECOND / MICROSECONDS)
	while floor((2 * frame * MICROSECONDS + 60) / 120) >= now_us do
		frame = frame - 1
	end
	return frame
end

-- Moves to a frame, or to an instant between two; the frames nobody needed count as past. At a frame
-- the seconds are k/60 and not a rounded number of microseconds, so that differences of frames are
-- multiples of 1/60.
function P.set_clock(now_us, frame)
	clock.now_us = now_us
	if frame then
		clock.frame = frame
		clock.seconds = frame / FRAMES_PER_SECOND
	else
		clock.seconds = now_us / MICROSECONDS
		clock.frame = max(clock.frame, frame_before(now_us))
	end
end

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

function P.G.tick()
	return (epoch_us + skew_us) / MICROSECONDS + polled_seconds()
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

P.export("clock.set", function(now_us)
	P.set_clock(now_us, nil)
end)

P.export("clock.now_us", function()
	return clock.now_us
end)
