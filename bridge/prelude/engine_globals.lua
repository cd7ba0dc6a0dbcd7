-- Globals and debug functions that a Roblox server has and Luau alone has not: ypcall, version,
-- stats, memory categories, profiler marks, Unicode forms.
--
-- Sources: RobloxGlobals, library pages debug and utf8 (engine.md d.2, k). What is left out is there
-- as a function that says so.

local P = ...
local N = P.native
local setmetatable, match, running = N.setmetatable, N.string.match, N.coroutine.running
local select, type = N.select, N.type
local state = P.scheduling
local check_string = P.check_string
local G = P.G

-- "pcall for functions that yield", from a time when pcall could not (RobloxGlobals: ypcall).
G.ypcall = G.pcall

-- "generation.version.patch.commit" (RobloxGlobals: version); no build of the engine in particular.
local VERSION = "0.700.0.7000000"

local function version()
	return VERSION
end
G.version, G.Version = version, version

-- "collect" is for Luau's own command (LuaGlobals: collectgarbage).
local count_memory = G.collectgarbage

function G.collectgarbage(...)
	if check_string((...), 1, "collectgarbage", select("#", ...)) ~= "count" then
		P.error("collectgarbage must be called with 'count'; use gcinfo() instead", 1)
	end
	return count_memory("count")
end

local function stats()
	return G.game:GetService("Stats")
end
G.stats, G.Stats = stats, stats

local function unmodelled(name)
	return function()
		P.error(name .. " is not modelled by luau-bridge", 1)
	end
end
G.settings = unmodelled("settings")
G.UserSettings = unmodelled("UserSettings")

-- Memory categories ------------------------------------------------------------------------------

-- Category by thread; without an entry it is the name of the script the thread belongs to.
local categories = setmetatable({}, { __mode = "k" })

local function category()
	return categories[running()] or match(state.owner.name, "[^.]*$")
end

local debug = G.debug
debug.getmemorycategory = category

-- Returns what was in force before.
function debug.setmemorycategory(...)
	local name = check_string((...), 1, "setmemorycategory", select("#", ...))
	local before = category()
	-- By way of the library: an engine thread that a script has marked serves nobody else.
	categories[G.coroutine.running()] = name
	return before
end

function debug.resetmemorycategory()
	categories[running()] = nil
end

-- Nothing is profiled; the arguments are checked all the same.
function debug.profilebegin(...)
	check_string((...), 1, "profilebegin", select("#", ...))
end

function debug.profileend() end

debug.dumpcodesize = unmodelled("debug.dumpcodesize")

-- Unicode ----------------------------------------------------------------------------------------

-- Pure ASCII is its own normal form and need not leave the VM.
local function normalizer(fname, form)
	return function(...)
		local text = check_string((...), 1, fname, select("#", ...))
		if not match(text, "[\128-\255]") then return text end
		local result = P.host("unicode.normalize", form, text)
		if type(result) ~= "string" then P.error("invalid UTF-8 string", 1) end
		return result
	end
end

G.utf8.nfcnormalize = normalizer("nfcnormalize", "NFC")
G.utf8.nfdnormalize = normalizer("nfdnormalize", "NFD")
G.utf8.graphemes = unmodelled("utf8.graphemes")
