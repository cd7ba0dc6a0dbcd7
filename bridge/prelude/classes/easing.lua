-- Easing curves by style and direction (class page TweenService, GetValue; engine.md h.1), and SmoothDamp.
--
-- The curves are Penner's equations; the engine's constants are not documented. Knows no tweens.

local P = ...
local N = P.native
local sin, cos, sqrt, pi = N.math.sin, N.math.cos, N.math.sqrt, N.math.pi
local max = N.math.max

local BACK_OVERSHOOT = 1.70158
local ELASTIC_PERIOD = 0.3

local function bounce_out(a)
	if a < 1 / 2.75 then return 7.5625 * a * a end
	if a < 2 / 2.75 then
		a = a - 1.5 / 2.75
		return 7.5625 * a * a + 0.75
	end
	if a < 2.5 / 2.75 then
		a = a - 2.25 / 2.75
		return 7.5625 * a * a + 0.9375
	end
	a = a - 2.625 / 2.75
	return 7.5625 * a * a + 0.984375
end

-- In(a) of each style, for 0 < a < 1.
local curves = {
	Linear = function(a) return a end,
	Sine = function(a) return 1 - cos(a * pi / 2) end,
	Back = function(a) return a * a * ((BACK_OVERSHOOT + 1) * a - BACK_OVERSHOOT) end,
	Quad = function(a) return a * a end,
	Cubic = function(a) return a * a * a end,
	Quart = function(a) return a ^ 4 end,
	Quint = function(a) return a ^ 5 end,
	Bounce = function(a) return 1 - bounce_out(1 - a) end,
	Elastic = function(a)
		return -(2 ^ (10 * (a - 1)) * sin((a - 1 - ELASTIC_PERIOD / 4) * 2 * pi / ELASTIC_PERIOD))
	end,
	-- "With a 0.001 correction in the engine" (engine.md h.1).
	Exponential = function(a) return 2 ^ (10 * (a - 1)) - 0.001 end,
	Circular = function(a) return 1 - sqrt(1 - a * a) end,
}

-- Both ends are exact: a tween ends on its goal. style, direction: names of items.
function P.ease(a, style, direction)
	if not (a > 0) then return 0 end
	if a >= 1 then return 1 end
	local curve = curves[style]
	if direction == "In" then return curve(a) end
	if direction == "Out" then return 1 - curve(1 - a) end
	if a < 0.5 then return curve(2 * a) / 2 end
	return 1 - curve(2 - 2 * a) / 2
end

local function enum_name(kind, value, n)
	return P.enum_of(kind).by_name[P.argument("Enum." .. kind, value, n)].name
end

P.define_method("TweenService", "GetValue", function(_, alpha, style, direction)
	alpha = P.argument("number", alpha, 1)
	style, direction = enum_name("EasingStyle", style, 2), enum_name("EasingDirection", direction, 3)
	return P.to_single(P.ease(alpha, style, direction))
end)

-- SmoothDamp ------------------------------------------------------------------------------------

local FRAME_SECONDS = 1 / 60
local SMOOTH_SECONDS_MIN = 0.0001

local function length(value)
	return P.typeof(value) == "number" and N.math.abs(value) or value.Magnitude
end

local function dot(a, b)
	return P.typeof(a) == "number" and a * b or a:Dot(b)
end

local DAMPED = { number = true, Vector2 = true, Vector3 = true }

-- A critically damped spring, by the usual approximation of its decay; never past the target. The page
-- gives signature and meaning, not the formula.
P.define_method("TweenService", "SmoothDamp", function(_, current, target, velocity, smooth_time, max_speed, delta)
	local kind = P.typeof(current)
	if not DAMPED[kind] then
		return P.fail("SmoothDamp of " .. kind .. " is not modelled by luau-bridge")
	end
	if P.typeof(target) ~= kind or P.typeof(velocity) ~= kind then
		return P.fail("SmoothDamp: current, target and velocity must be of one type")
	end
	smooth_time = max(P.argument("number", smooth_time, 4), SMOOTH_SECONDS_MIN)
	max_speed = P.argument("number", max_speed, 5, 1 / 0)
	delta = P.argument("number", delta, 6, FRAME_SECONDS)
	local omega = 2 / smooth_time
	local x = omega * delta
	local decay = 1 / (1 + x + 0.48 * x * x + 0.235 * x * x * x)
	local change = current - target
	local distance, reach = length(change), max_speed * smooth_time
	if distance > reach then change = change * (reach / distance) end
	local temporary = (velocity + change * omega) * delta
	local value = current - change + (change + temporary) * decay
	velocity = (velocity - temporary * omega) * decay
	if dot(target - current, value - target) > 0 then
		return target, velocity * 0
	end
	return value, velocity
end)

-- Values between two others -----------------------------------------------------------------------

local function lerp(a, b, t) return a + (b - a) * t end

local function at_the_end(a, b, t)
	if t < 1 then return a end
	return b
end

local function by_method(a, b, t) return a:Lerp(b, t) end

local function new(name, ...) return P.shared[name].new(...) end

-- Types that can be tweened (class page TweenService). What has no between takes its goal at the end.
P.tween_types = {
	number = lerp,
	boolean = at_the_end, EnumItem = at_the_end,
	CFrame = by_method, Color3 = by_method, UDim2 = by_method, Vector2 = by_method, Vector3 = by_method,
	UDim = function(a, b, t) return new("UDim", lerp(a.Scale, b.Scale, t), lerp(a.Offset, b.Offset, t)) end,
	Rect = function(a, b, t) return new("Rect", by_method(a.Min, b.Min, t), by_method(a.Max, b.Max, t)) end,
	Vector2int16 = function(a, b, t) return new("Vector2int16", lerp(a.X, b.X, t), lerp(a.Y, b.Y, t)) end,
}
