-- Where a thread may yield. Luau refuses it below a metamethod and below a C function that calls back; LuaJIT only
-- below its own C functions, so a program that yields there would work here and fail on Roblox.
--
-- Callbacks of the prelude are counted (errors.lua). Metamethods that LuaJIT calls leave no trace but their frames,
-- and looking at frames costs 0.35 us each, so that is done only once some chunk mentions a metamethod. The commonest
-- line of all, `Class.__index = Class`, is none.
local P = ...
local native = P.native
local getinfo = native.debug.getinfo
local find, gsub = native.string.find, native.string.gsub
local native_yield, native_isyieldable = native.coroutine.yield, native.coroutine.isyieldable
local C = P.c_depth

local REFUSAL = "attempt to yield across metamethod/C-call boundary"
-- Events that LuaJIT handles itself; __index apart. The prelude calls the handlers of the others.
local EVENTS = {
	"__newindex", "__add", "__sub", "__mul", "__div", "__mod", "__pow", "__unm", "__eq", "__lt", "__le",
}
local OWN_INDEX = "%f[%w_]([%a_][%w_]*)%.__index%s*=%s*%1%f[^%w_]"

local watching = false

local function mentions_metamethod(text)
	for i = 1, #EVENTS do
		if find(text, EVENTS[i], 1, true) then return true end
	end
	if not find(text, "__index", 1, true) then return false end
	return find(gsub(text, OWN_INDEX, ""), "__index", 1, true) ~= nil
end

-- To be told the text of every chunk before it runs.
function P.watch_metamethods(text)
	if not watching then watching = mentions_metamethod(text) end
end

-- Whether a metamethod is among the frames from `level` (1: the caller) outward.
local function metamethod_from(level)
	level = level + 1
	while true do
		local info = getinfo(level, "n")
		if not info then return false end
		if info.namewhat == "metamethod" then return true end
		level = level + 1
	end
end

local function is_barred() return C[2] > 0 or watching and metamethod_from(2) end

-- Raises the engine's error where the running thread may not wait: to be called before anything is registered that
-- would resume it. Its words are not those of coroutine.yield; the tests of Lapis have them of task.wait.
function P.check_yieldable()
	if not native_isyieldable() or is_barred() then P.error("thread is not yieldable", 0) end
end

function P.isyieldable() return native_isyieldable() and not is_barred() end

-- Of the program's own yields LuaJIT refuses those below its C functions.
function P.yield(...)
	if C[2] > 0 or watching and metamethod_from(1) then return P.error(REFUSAL, 0) end
	return native_yield(...)
end
P.public[native_yield] = P.yield -- stands for it on the stack: the call above is a tail call
