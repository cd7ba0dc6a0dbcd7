-- Environments of scripts and loading of lowered chunks. Every script has its own globals in front of the shared,
-- frozen ones.
local P = ...
local native = P.native
local type, next, setmetatable, select = native.type, native.next, native.setmetatable, native.select
local loadstring, setfenv_native, getfenv_native = native.loadstring, native.setfenv, native.getfenv
local find, sub = native.string.find, native.string.sub
local G, R = P.G, P.R

-- Chunk names as luaO_chunkid shows them, up to 255 bytes.
local NAME_LIMIT = 255

function P.display_name(name)
	local mark = sub(name, 1, 1)
	if mark == "=" then return sub(name, 2, NAME_LIMIT + 1) end
	if mark == "@" then
		if #name <= NAME_LIMIT + 1 then return sub(name, 2) end
		return "..." .. sub(name, 4 - NAME_LIMIT)
	end
	local line_end = find(name, "[\r\n]")
	local line = line_end and sub(name, 1, line_end - 1) or name
	local room = NAME_LIMIT - 15
	if line_end or #line > room then return '[string "' .. sub(line, 1, room) .. '..."]' end
	return '[string "' .. line .. '"]'
end

-- Loads lowered text as chunk `name`.
local function load_lowered(text, name, env)
	local outer, problem = loadstring(text, "=" .. name)
	if not outer then return nil, problem end
	return setfenv_native(outer(R), env)
end
P.load_lowered = load_lowered

function G.loadstring(...)
	local source, name = ...
	if type(source) ~= "string" then
		if type(source) ~= "number" then return P.type_error(source, 1, "loadstring", select("#", ...), "string") end
		source = P.number_to_text(source)
	end
	name = P.display_name(P.opt_string(name, source, 2, "loadstring"))
	local text, problem = P.host("vm.compile", source, name)
	if not text then return nil, problem end
	return load_lowered(text, name, getfenv_native(0))
end

local function thread_globals() return getfenv_native(0) end

local function environment_of(f)
	local info = native.debug.getinfo(f, "S")
	if info.what == "C" or P.is_prelude_source(info.source) then return nil end
	return getfenv_native(f)
end

local function frame_function(level, fname)
	if level < 0 then return P.arg_error(1, fname, "level must be non-negative") end
	local info = P.luau_frame(level, 2)
	if not info then return P.arg_error(1, fname, "invalid level") end
	return info.func
end

function G.getfenv(f)
	if f == nil then f = 1 end
	if type(f) ~= "function" then
		local level = P.check_int(f, 1, "getfenv")
		if level == 0 then return thread_globals() end
		f = frame_function(level, "getfenv")
	end
	return environment_of(f) or thread_globals()
end

function G.setfenv(...)
	local f, env = ...
	if type(env) ~= "table" then return P.type_error(env, 2, "setfenv", select("#", ...), "table") end
	if type(f) ~= "function" then
		local level = P.check_int(f, 1, "setfenv")
		if level == 0 then
			setfenv_native(0, env)
			return
		end
		f = frame_function(level, "setfenv")
	end
	if not environment_of(f) then return P.error("'setfenv' cannot change environment of given object", 1) end
	return setfenv_native(f, env)
end

-- Closes the set of globals: called once, after the last prelude file.
local shared, locked

function P.finish()
	G._G = G
	local public = P.public
	for _, library in next, G do
		if type(library) == "function" then public[library] = true end
		if type(library) == "table" and library ~= G then
			for _, member in next, library do
				if type(member) == "function" then public[member] = true end
			end
			P.freeze(library, true)
		end
	end
	P.freeze(G, true)
	shared = P.raw_view(G)
	P.shared = shared
	locked = P.freeze({ __index = G }, true)
	P.string_metatable.__index = P.raw_view(shared.string)
	P.string_facade = P.freeze({ __index = shared.string }, true)
	return shared
end

-- A fresh set of globals for one script: writable, reading through to the shared ones.
function P.new_environment() return setmetatable({}, { __index = shared, __metatable = locked }) end

P.export("vm.finish", P.finish)
P.export("vm.environment", P.new_environment)
P.export("vm.load", load_lowered)
