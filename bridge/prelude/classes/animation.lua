-- Animations as bookkeeping: which tracks an Animator has and which of them play (class pages Animator
-- and AnimationTrack).
--
-- No keyframes are known: Length is 0, no joint moves, TimePosition stands still, and a track plays
-- until it is stopped. Markers, keyframes and DidLoop never fire; fading takes no time.

local P = ...
local N = P.native
local define, fire_event = P.define_method, P.fire_event
local remove = N.table.remove
local read, store = P.read_trusted, P.store_property

-- What the engine takes from the asset, or knows of a track that has not been played.
local FIRST_VALUES = {
	IsPlaying = false, Length = 0, Looped = false, Speed = 1, TimePosition = 0, WeightCurrent = 0, WeightTarget = 1,
}

-- Animator node -> its playing tracks, in the order they began.
local function playing(animator)
	local tracks = animator.playing_tracks
	if not tracks then
		tracks = {}
		animator.playing_tracks = tracks
	end
	return tracks
end

-- Loading the same animation again gives another track.
local function load_animation(animator, animation)
	local source = P.node_argument("Animation", animation, 1)
	local track = P.create_node(P.class_of("AnimationTrack"), source.name)
	track.animator = animator
	for name, value in N.next, FIRST_VALUES do track.values[name] = value end
	track.values.Animation = source.handle
	track.values.Priority = P.enum_of("AnimationPriority").by_name.Action.handle
	return track.handle
end

local function playing_tracks(animator)
	local handles, tracks = {}, playing(animator)
	for i = 1, #tracks do handles[i] = tracks[i].handle end
	return handles
end

for _, class in N.ipairs({ "Animator", "AnimationController" }) do
	define(class, "LoadAnimation", load_animation)
	define(class, "GetPlayingAnimationTracks", playing_tracks)
end

-- The first that plays the animation of that id, or nil.
define("Animator", "GetTrackByAnimationId", function(animator, id)
	id = P.argument("string", id, 1)
	local tracks = playing(animator)
	for i = 1, #tracks do
		local animation = P.node_of(read(tracks[i], "Animation"))
		if animation and read(animation, "AnimationId") == id then return tracks[i].handle end
	end
	return nil
end)

-- Deprecated: the Humanoid's Animator does it, and is made where there is none.
local function animator_of(humanoid)
	for i = 1, #humanoid.children do
		if humanoid.children[i].class.name == "Animator" then return humanoid.children[i] end
	end
	local made = P.create_node(P.class_of("Animator"))
	P.set_parent(made, humanoid)
	return made
end

define("Humanoid", "LoadAnimation", function(humanoid, animation)
	return load_animation(animator_of(humanoid), animation)
end)

define("Humanoid", "GetPlayingAnimationTracks", function(humanoid)
	return playing_tracks(animator_of(humanoid))
end)

-- Tracks -----------------------------------------------------------------------------------------

define("AnimationTrack", "Play", function(track, fade_seconds, weight, speed)
	P.argument("number", fade_seconds, 1, 0)
	weight, speed = P.argument("number", weight, 2, 1), P.argument("number", speed, 3, 1)
	store(track, "WeightTarget", weight)
	store(track, "WeightCurrent", weight)
	store(track, "Speed", speed)
	if read(track, "IsPlaying") then return end
	local animator = track.animator
	playing(animator)[#playing(animator) + 1] = track
	store(track, "IsPlaying", true)
	return fire_event(animator, "AnimationPlayed", track.handle)
end)

define("AnimationTrack", "Stop", function(track, fade_seconds)
	P.argument("number", fade_seconds, 1, 0)
	if not read(track, "IsPlaying") then return end
	local tracks = playing(track.animator)
	for i = 1, #tracks do
		if tracks[i] == track then
			remove(tracks, i)
			break
		end
	end
	store(track, "IsPlaying", false)
	store(track, "WeightCurrent", 0)
	fire_event(track, "Stopped")
	return fire_event(track, "Ended")
end)

define("AnimationTrack", "AdjustSpeed", function(track, speed)
	return store(track, "Speed", P.argument("number", speed, 1, 1))
end)

define("AnimationTrack", "AdjustWeight", function(track, weight, fade_seconds)
	weight = P.argument("number", weight, 1, 1)
	P.argument("number", fade_seconds, 2, 0)
	store(track, "WeightTarget", weight)
	if read(track, "IsPlaying") then return store(track, "WeightCurrent", weight) end
end)

-- The same signal for the same name.
define("AnimationTrack", "GetMarkerReachedSignal", function(track, name)
	name = P.argument("string", name, 1)
	local markers = track.marker_signals
	if not markers then
		markers = {}
		track.marker_signals = markers
	end
	if not markers[name] then markers[name] = P.own_signal(track, "marker", P.new_signal(name, "AnimationTrack")) end
	return markers[name]
end)
