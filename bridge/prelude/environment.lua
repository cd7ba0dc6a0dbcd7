-- Environments of scripts and loading of lowered chunks. Every script has its own globals in front of the shared,
-- frozen ones.
local P = ...
local native = P.native
local type, next, setmetatable, select = native.type, native.next, native.setmetatable, native.select
local tonumber = native.tonumber
local loadstring, setfenv_native, getfenv_native = native.loadstring, native.setfenv, native.getfenv
local find, match, sub = native.string.find, native.string.match, native.string.sub
local G = P.G

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

-- LuaJIT's compiler has limits of its own; what exceeds them is refused in Luau's words for its own limits.
local TOO_DEEP = "Exceeded allowed recursion depth; simplify your block to make the code compile"
local COMPILER_LIMITS = {
	["chunk has too many syntax levels"] = TOO_DEEP,
	["more than 200 local variables"] = "Out of local registers when trying to allocate a local: exceeded limit 200",
	["more than 60 upvalues"] = "Out of upvalue registers when trying to allocate an upvalue: exceeded limit 60",
	["more than 65536 constants"] = "Exceeded constant limit; simplify the code to compile",
	["function or expression too complex"] = "Out of registers when trying to allocate a register: exceeded limit 255",
	["control structure too long"] = "Exceeded jump distance limit; simplify the code to compile",
}

local function refusal(name, problem)
	for phrase, words in next, COMPILER_LIMITS do
		if find(problem, phrase, 1, true) then
			local line = match(problem, "^.-:(%d+): ") or "1"
			return name .. ":" .. line .. ": " .. words, tonumber(line)
		end
	end
	return problem
end

local PRELUDE_MARK = "\1" -- see frames.lua

-- Loads lowered text as chunk `name`; or nil, the problem and, if it is a limit of the compiler's, its line. A program's chunk must not pass for one of the prelude, whose frames are hidden.
local function load_lowered(text, name, env)
	if sub(name, 1, 1) == PRELUDE_MARK then name = "?" .. sub(name, 2) end
	P.watch_metamethods(text)
	local outer, problem = loadstring(text, "=" .. name)
	if not outer then
		local text, line = refusal(name, problem)
		return nil, text, line
	end
	P.forget_moved("=" .. name)
	return setfenv_native(P.instantiate(outer, env), env)
end
P.load_lowered = load_lowered

-- Threads that the engine made (not a script) have LuaJIT's own globals, which no program may see: there the globals
-- are those of the innermost user function.
local engine_globals = getfenv_native(0)

local function thread_globals()
	local globals = getfenv_native(0)
	if globals ~= engine_globals then return globals end
	local info = P.user_frame(1)
	return info and getfenv_native(info.func) or P.shared
end

-- What compiling a byte costs in ticks of the budget (about 3 us of Python).
local COMPILED_BYTE_TICKS = 100

function G.loadstring(...)
	local source, name = ...
	if type(source) ~= "string" then
		if type(source) ~= "number" then return P.type_error(source, 1, "loadstring", select("#", ...), "string") end
		source = P.number_to_text(source)
	end
	name = P.display_name(P.opt_string(name, source, 2, "loadstring"))
	P.charge(#source * COMPILED_BYTE_TICKS)
	local text, problem = P.host("vm.compile", source, name)
	if not text then return nil, problem end
	local env = thread_globals()
	P.expose(env)
	local f, refused = load_lowered(text, name, env)
	if not f then return nil, refused end
	return f
end

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

local function exposed(env)
	P.expose(env)
	return env
end

function G.getfenv(f)
	if f == nil then f = 1 end
	if type(f) ~= "function" then
		local level = P.check_int(f, 1, "getfenv")
		if level == 0 then return exposed(thread_globals()) end
		f = frame_function(level, "getfenv")
	end
	return exposed(environment_of(f) or thread_globals())
end

function G.setfenv(...)
	local f, env = ...
	if type(env) ~= "table" then return P.type_error(env, 2, "setfenv", select("#", ...), "table") end
	if type(f) ~= "function" then
		local level = P.check_int(f, 1, "setfenv")
		if level == 0 then
			G.coroutine.running() -- an engine thread whose globals a script has changed serves nobody else
			P.expose(env)
			setfenv_native(0, env)
			return
		end
		f = frame_function(level, "setfenv")
	end
	local old = environment_of(f)
	if not old then return P.error("'setfenv' cannot change environment of given object", 1) end
	P.expose(old)
	P.expose(env)
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
	native.jit.on()
	return shared
end

-- A fresh set of globals for one script: writable, reading through to the shared ones.
function P.new_environment() return setmetatable({}, { __index = shared, __metatable = locked }) end

P.export("vm.finish", P.finish)
P.export("vm.environment", P.new_environment)
P.export("vm.load", load_lowered)
