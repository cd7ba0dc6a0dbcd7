-- The debug library: info and traceback. Frames and levels are Luau's (frames.lua), names are the static ones
-- of the source (tracebacks.lua).

local P = ...
local N = P.native
local type, select, tonumber, next, unpack = N.type, N.select, N.tonumber, N.next, N.unpack
local getinfo, funcinfo = N.debug.getinfo, N.jit_util.funcinfo
local sub, concat = N.string.sub, N.table.concat
local check_int, check_string, arg_error = P.check_int, P.check_string, P.arg_error
local public = P.public

local debug = {}
P.G.debug = debug

local function is_user(info)
	return info.what ~= "C" and not P.is_prelude_source(info.source)
end

-- Library functions by name, made when first needed: the libraries are complete by then.
local library_names

local function library_name(f)
	if not library_names then
		library_names = {}
		local globals = P.raw_view(P.G)
		for name, member in next, globals do
			if type(member) == "function" then
				library_names[member] = name
			elseif type(member) == "table" and member ~= P.G then
				for inner, inner_member in next, P.raw_view(member) do
					if type(inner_member) == "function" then
						library_names[inner_member] = inner
					end
				end
			end
		end
	end
	return library_names[f] or ""
end

-- One result (two for "a") of debug.info for a frame or function; `line` is the current or the definition line.
local READERS = {
	s = function(info, user) return user and P.chunk_name(info.source) or "[C]" end,
	l = function(info, user, line) return user and line or -1 end,
	n = function(info, user) return user and P.function_name(info) or library_name(info.func) end,
	f = function(info) return info.func end,
}

local function parameters(info, user)
	if not user then
		return 0, true
	end
	local shape = funcinfo(info.func)
	return shape.params, shape.isvararg
end

-- Frame `level` of a suspended thread, 0 being the innermost (often coroutine.yield).
local function thread_frame(thread, level)
	local at, count = 0, -1
	while true do
		local info = getinfo(thread, at, "Slf")
		if not info then
			return nil
		end
		if is_user(info) or public[info.func] then
			count = count + 1
			if count == level then
				return info
			end
		end
		at = at + 1
	end
end

local function describe(info, line, options, n)
	local user = is_user(info)
	local known = public[info.func]
	if known and known ~= true then
		info.func = known
	end
	local results, count, seen = {}, 0, {}
	for i = 1, #options do
		local option = sub(options, i, i)
		if seen[option] then
			return arg_error(n, "info", "duplicate option")
		end
		seen[option] = true
		count = count + 1
		if option == "a" then
			results[count], results[count + 1] = parameters(info, user)
			count = count + 1
		elseif READERS[option] then
			results[count] = READERS[option](info, user, line)
		else
			return arg_error(n, "info", "invalid option")
		end
	end
	return unpack(results, 1, count)
end

function debug.info(...)
	local thread, what, options = ...
	local argc, shift = select("#", ...), 1
	if type(thread) ~= "thread" then
		thread, what, options, shift = nil, thread, what, 0
	end
	local level = type(what) == "number" and what or type(what) == "string" and tonumber(what)
	local info, line
	if level then
		level = P.to_int(level)
		if level < 0 then
			return arg_error(shift + 1, "info", "level can't be negative")
		end
	elseif thread or type(what) ~= "function" then
		return arg_error(shift + 1, "info", "function or level expected")
	end
	options = check_string(options, shift + 2, "info", argc)
	if not level then
		info = getinfo(what, "Sf")
		line = info.linedefined
	elseif thread and thread ~= N.coroutine.running() then
		info = thread_frame(thread, level)
	elseif level == 0 then
		info = getinfo(debug.info, "Sf")
	else
		info = P.luau_frame(level, 1)
	end
	if not info then
		return
	end
	-- Not a tail call: luau_frame above counted this frame.
	return describe(info, line or info.currentline, options, shift + 2)
end

local function frame_line(info)
	local name = P.function_name(info)
	local head = P.chunk_name(info.source) .. ":" .. info.currentline
	return name ~= "" and head .. " function " .. name or head
end

-- Lines of the user frames from Luau level `level` on; `at` is where counting starts, at level `count`.
local function collect(lines, thread, at, count, level)
	while true do
		local info
		if thread then
			info = getinfo(thread, at, "Slf")
		else
			info = getinfo(at + 1, "Slf")
		end
		if not info then
			return lines
		end
		local user = is_user(info)
		if user or public[info.func] then
			if count >= level and user then
				lines[#lines + 1] = frame_line(info)
			end
			count = count + 1
		end
		at = at + 1
	end
end

function debug.traceback(...)
	local thread, message, level = ...
	local argc, shift = select("#", ...), 1
	if type(thread) ~= "thread" then
		thread, message, level, shift = nil, thread, message, 0
	end
	if message ~= nil then
		message = check_string(message, shift + 1, "traceback", argc)
	end
	local other = thread and thread ~= N.coroutine.running()
	level = level == nil and (other and 0 or 1) or check_int(level, shift + 2, "traceback", argc)
	if level < 0 then
		return arg_error(shift + 2, "traceback", "level can't be negative")
	end
	local lines = message and { message } or {}
	-- Frame 1 of this thread is this function, Luau's level 0.
	if other then
		collect(lines, thread, 0, 0, level)
	else
		collect(lines, nil, 1, 0, level)
	end
	lines[#lines + 1] = ""
	return concat(lines, "\n")
end
