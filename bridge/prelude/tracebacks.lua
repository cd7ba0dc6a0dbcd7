-- Tracebacks in Luau's form: one line per Luau function, innermost first, `chunk:line function name`.
local P = ...
local native = P.native
local getinfo = native.debug.getinfo
local concat, match, type = native.table.concat, native.string.match, native.type

local names = {} -- source, lines, parameters -> static name; asked from the host once, when first needed

-- The name a function was given where it was written ("" for none), from a getinfo record with "S" and "u" or "f":
-- parameters tell apart functions that share their lines.
function P.function_name(info)
	if info.what == "main" then return "" end
	if not info.nparams and info.func then
		local shape = getinfo(info.func, "u")
		info.nparams, info.isvararg = shape.nparams, shape.isvararg
	end
	local parameters = info.nparams and info.nparams + (info.isvararg and 0.5 or 0) or -1
	local key = concat({ info.source, info.linedefined, info.lastlinedefined, parameters }, "\0")
	local name = names[key]
	if name == nil then
		name = P.host(
			"vm.function_name", P.chunk_name(info.source), info.linedefined, info.lastlinedefined,
			info.nparams or -1, info.isvararg == true
		) or ""
		names[key] = name
	end
	return name
end

-- Traceback lines of the running thread from `level` (1: the caller), or of `thread` from `level` (0: innermost).
-- `line` stands in where a dead thread no longer knows the line of its innermost frame.
local function frame_lines(thread, level, line)
	local lines, n = {}, 0
	while true do
		local info
		if thread then info = getinfo(thread, level, "Slu") else info = getinfo(level + 1, "Slu") end
		if not info then return lines, n end
		if info.what ~= "C" and not P.is_prelude_source(info.source) then
			local name = P.function_name(info)
			local at = info.currentline
			if at == -1 and line then at = line end
			n = n + 1
			lines[n] = P.chunk_name(info.source) .. ":" .. at .. (name ~= "" and " function " .. name or "")
		end
		level = level + 1
	end
end

-- All frames, as debug.traceback prints them.
function P.traceback(thread, level)
	local lines, n = frame_lines(thread, thread and (level or 0) or (level or 1) + 1)
	if n == 0 then return "" end
	return concat(lines, "\n") .. "\n"
end

local SHOWN_FRAMES = 10 -- at each end, as lua_debugtrace does

-- The frames of an error nobody caught; `message` may hold the line a dead thread has forgotten.
function P.error_traceback(thread, level, message)
	if message == "not enough memory" then return "" end -- its stack must not be looked at
	local line = type(message) == "string" and match(message, "^.-:(%d+): ")
	local lines, n = frame_lines(thread, thread and level or level + 1, line)
	if n == 0 then return "" end
	if n <= 2 * SHOWN_FRAMES then return concat(lines, "\n") .. "\n" end
	return concat(lines, "\n", 1, SHOWN_FRAMES) .. "\n... (+" .. n - 2 * SHOWN_FRAMES .. " frames)\n"
		.. concat(lines, "\n", n - SHOWN_FRAMES + 1, n) .. "\n"
end
