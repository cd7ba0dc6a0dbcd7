-- Tracebacks in Luau's form: one line per Luau function, innermost first, `chunk:line function name`.
local P = ...
local native = P.native
local getinfo = native.debug.getinfo
local concat = native.table.concat

local names = {} -- "source\0line\0last line" -> static name; asked from the host once, when first needed

-- The name a function was given where it was written ("" for none), from a getinfo record with "S".
function P.function_name(info)
	if info.what == "main" then return "" end
	local key = info.source .. "\0" .. info.linedefined .. "\0" .. info.lastlinedefined
	local name = names[key]
	if name == nil then
		name = P.host("vm.function_name", P.chunk_name(info.source), info.linedefined, info.lastlinedefined) or ""
		names[key] = name
	end
	return name
end

local FRAME_LIMIT = 200

-- Traceback of the running thread from `level` (1: the caller), or of `thread` from `level` (0: innermost).
function P.traceback(thread, level)
	local lines, n = {}, 0
	level = thread and (level or 0) or (level or 1) + 1
	while n < FRAME_LIMIT do
		local info
		if thread then info = getinfo(thread, level, "Sl") else info = getinfo(level, "Sl") end
		if not info then break end
		if info.what ~= "C" and not P.is_prelude_source(info.source) then
			local name = P.function_name(info)
			n = n + 1
			lines[n] = P.chunk_name(info.source) .. ":" .. info.currentline .. (name ~= "" and " function " .. name or "")
		end
		level = level + 1
	end
	if n == 0 then return "" end
	return concat(lines, "\n") .. "\n"
end
