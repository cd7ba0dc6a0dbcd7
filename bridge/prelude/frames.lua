-- Stack frames as Luau counts them: finding the user's calling line and raising errors there.
-- A prelude function stands for one C function of Luau, so the frames it makes for itself count for nothing.
local P = ...
local native = P.native
local getinfo = native.debug.getinfo
local byte, sub = native.string.byte, native.string.sub
local gmatch = native.string.gmatch
local error, type = native.error, native.type

-- Prelude chunks are named "=\1prelude/<file>"; byte 2 of a function's source tells them from user code.
local PRELUDE_MARK = 1
-- Functions visible to programs, each one level of Luau's call stack (filled by environment.lua): `true`, or the
-- function programs know where another stands for it on the stack.
local PUBLIC = {}
P.public = PUBLIC

-- A protected call; inside a handler of xpcall it goes without a handler of its own (errors.lua).
local xpcall_native, pcall_native = native.xpcall, native.pcall

function P.is_prelude_source(source) return byte(source, 2) == PRELUDE_MARK end

-- The name programs see of a source "=<name>".
function P.chunk_name(source) return sub(source, 2) end
local chunk_name = P.chunk_name

-- Where Luau names another line than LuaJIT for a failing operator or store (lowering/moved_lines.py): source -> what
-- the chunk brought along, taken apart at its first error.
local MOVED = {}

function P.R.moved(specification) MOVED[getinfo(2, "S").source] = specification end
function P.forget_moved(source) MOVED[source] = nil end

local function moved_line(info, event)
	local moved = MOVED[info.source]
	if type(moved) == "string" then
		local lines = {}
		for line, name, luau_line in gmatch(moved, "(%d+):(%a+):(%d+)") do lines[name .. line] = luau_line end
		moved = lines
		MOVED[info.source] = lines
	end
	return moved and moved[event .. info.currentline] or info.currentline
end

-- "chunk:line: " of a frame description, as Luau prints it; `event` if an operator or store failed.
local function position(info, event)
	local line = event and moved_line(info, event) or info.currentline
	return chunk_name(info.source) .. ":" .. line .. ": "
end
P.frame_position = position

-- First user frame at or above `level` (counted from the caller) of the running thread; nil where a protected
-- call or the end of the stack comes first: there Luau has a C function on top and prints no position.
local function user_frame(level)
	level = level + 1
	while true do
		local info = getinfo(level, "Slf")
		if not info then return nil end
		if info.what == "C" then
			if info.func == xpcall_native or info.func == pcall_native then return nil end
		elseif byte(info.source, 2) ~= PRELUDE_MARK then
			return info
		end
		level = level + 1
	end
end
P.user_frame = user_frame

-- The same for an error: a library function that another one called has a C function below it in Luau, so no position.
local function failing_frame(level)
	level = level + 1
	local called = false
	while true do
		local info = getinfo(level, "Slf")
		if not info then return nil end
		if info.what == "C" then
			if info.func == xpcall_native or info.func == pcall_native then return nil end
		elseif byte(info.source, 2) ~= PRELUDE_MARK then
			return info
		elseif PUBLIC[info.func] then
			if called then return nil end
			called = true
		end
		level = level + 1
	end
end

-- The innermost function of a program on the stack, past protected calls as well; nil when there is none.
function P.calling_function()
	local level = 2
	while true do
		local info = getinfo(level, "Sf")
		if not info then return nil end
		if info.what ~= "C" and byte(info.source, 2) ~= PRELUDE_MARK then return info.func, chunk_name(info.source) end
		level = level + 1
	end
end

-- The frame that Luau's level `level` names; `skip` frames of the prelude are left out first (1: the caller).
-- Second result: whether it is a user function.
function P.luau_frame(level, skip)
	local at, count = skip + 2, 0
	while true do
		local info = getinfo(at, "Slf")
		if not info then return nil, false end
		local user = info.what ~= "C" and byte(info.source, 2) ~= PRELUDE_MARK
		if user or PUBLIC[info.func] then
			count = count + 1
			if count == level then return info, user end
		end
		at = at + 1
	end
end
local luau_frame = P.luau_frame

-- Position that Luau's error(text, level) would put in front, for a public function asking about its caller; or nil.
function P.luau_position(level)
	local info, user = luau_frame(level, 2)
	return user and position(info) or nil
end

-- The first user frame of another thread, at or above `level`; nil as above.
function P.user_frame_of(thread, level)
	while true do
		local info = getinfo(thread, level, "Slf")
		if not info then return nil end
		if info.what == "C" then
			if info.func == xpcall_native or info.func == pcall_native then return nil end
		elseif byte(info.source, 2) ~= PRELUDE_MARK then
			return info
		end
		level = level + 1
	end
end

-- Raises `text` for a library function. Level 0: no position; 1 (default): at the user line that called the
-- library; n: n-1 user functions further out.
-- `event` names the operator that failed, "set" a store.
function P.error(text, level, event)
	if level == 0 or type(text) ~= "string" then return error(text, 0) end
	local info = failing_frame(2)
	if not info then return error(text, 0) end
	if level and level > 1 then
		local at, count = 2, 0
		while true do
			local frame = getinfo(at, "Slf")
			if not frame then return error(text, 0) end
			local user = frame.what ~= "C" and byte(frame.source, 2) ~= PRELUDE_MARK
			if user or (count > 0 and PUBLIC[frame.func]) then
				count = count + 1
				if count == level then return error(user and position(frame) .. text or text, 0) end
			end
			at = at + 1
		end
	end
	return error(position(info, event) .. text, 0)
end
