-- Behaviour of single classes, one file each in classes/, loaded when a class is first met: a server
-- pays for what it uses.
--
-- Knows no class but by name. Needs handles.lua; members.lua calls it for every new class record.

local P = ...
local N = P.native

-- Class that declares the behaviour -> file.
local FILES = {
	Actor = "actor",
	AdService = "ad",
	AnimationController = "animation",
	AnimationTrack = "animation",
	Animator = "animation",
	BasePart = "bodies",
	BaseRemoteEvent = "remote",
	Beam = "effects",
	BindableEvent = "bindable",
	BindableFunction = "bindable",
	Chat = "chat",
	ClickDetector = "interactive",
	CollectionService = "collection_service",
	ConfigSnapshot = "config_snapshot",
	ContentProvider = "content_provider",
	Debris = "debris",
	DoubleConstrainedValue = "constrained_values",
	EncodingService = "encoding_service",
	GuiBase2d = "interface",
	Humanoid = "humanoid",
	IntConstrainedValue = "constrained_values",
	Lighting = "lighting",
	LogService = "log_service",
	MarketplaceService = "marketplace",
	PVInstance = "pivots",
	ParticleEmitter = "effects",
	PhysicsService = "physics_service",
	Player = "character",
	ProximityPrompt = "interactive",
	RemoteFunction = "remote",
	ScriptContext = "script_context",
	SharedTableRegistry = "shared_table_registry",
	Sound = "sound",
	Stats = "stats",
	Team = "team",
	Teams = "team",
	Tool = "backpack",
	Trail = "effects",
	TextChannel = "text_channel",
	TweenBase = "tween",
	TweenService = "tween",
	UIGridStyleLayout = "interface",
	UserInputService = "user_input",
	WorldRoot = "workspace",
}

local loaded = {}
local chunk_environment = N.getfenv(1)

-- Runs a prelude file that was left out at the start.
function P.run_prelude_file(path)
	local bytecode, name = P.host("vm.prelude", path)
	local chunk = N.loadstring(bytecode, name)
	N.setfenv(chunk, chunk_environment)
	return chunk(P)
end

-- Runs a file of classes/ once.
function P.load_class_file(file)
	if loaded[file] then return end
	loaded[file] = true
	return P.run_prelude_file("classes/" .. file)
end

P.export("class.load", P.load_class_file)

-- The files of a class and of what it inherits from, before its first member is looked at.
function P.load_class_files(class)
	local chain = class.chain
	for i = #chain, 1, -1 do
		local file = FILES[chain[i]]
		if file then P.load_class_file(file) end
	end
end

-- All of them, for the coverage page.
function P.load_every_class_file()
	for _, file in N.pairs(FILES) do P.load_class_file(file) end
end
