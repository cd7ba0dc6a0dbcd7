-- Rewords errors of LuaJIT's virtual machine and natives as Luau words them.
-- Costs nothing until an error happens: called from the handlers of protected calls and on dead coroutines.
local P = ...
local native = P.native
local getinfo, error_native = native.debug.getinfo, native.error
local find, match, sub, gsub = native.string.find, native.string.match, native.string.sub, native.string.gsub
local tonumber, byte = native.tonumber, native.string.byte

local PRELUDE_MARK = 1 -- see frames.lua

-- LuaJIT cuts chunk names in its messages to 59 bytes; shorter texts cannot hold a cut one.
local CUT_NAME = 60

local MEMORY = "not enough memory"

-- What an overflow of the stack costs in ticks of the budget: the stack was grown and is shrunk again.
local OVERFLOW_TICKS = 2000

local YIELD = "attempt to yield across C-call boundary"

local PHRASES = {
	["loop in gettable"] = "'__index' chain too long; possible loop",
	["loop in settable"] = "'__newindex' chain too long; possible loop",
	[YIELD] = "attempt to yield across metamethod/C-call boundary",
}

-- Texts of natives that argument checks did not catch (the mechanical part of the difference).
local function reword_native(text)
	local plain = PHRASES[text]
	if plain then return plain end
	local n, fname, reason = match(text, "^bad argument #(%d+) to '(.-)' %((.*)%)$")
	if not n then return text end
	if reason == "value expected" then return "missing argument #" .. n end
	local expected = match(reason, "^(.*), got no value$")
	if expected then return "missing argument #" .. n .. " to '" .. fname .. "' (" .. expected .. ")" end
	return "invalid argument #" .. n .. " to '" .. fname .. "' (" .. gsub(reason, "^coroutine expected", "thread expected") .. ")"
end

local function reword_vm(text, thread, level, line)
	local plain = PHRASES[text]
	if plain then return plain end
	local called = match(text, "^attempt to call .*%(a (%w+) value%)$") or match(text, "^attempt to call an? (%w+) value$")
	if called then return "attempt to call a " .. called .. " value" end
	local explained = P.explain_operation(text, thread, thread and level or level + 1, line)
	return explained or text
end

-- The operator that failed, as P.error takes it.
local function event_of(text)
	local word = match(text, "^attempt to perform arithmetic %((%a+)%)")
	if word then return word end
	if find(text, "attempt to compare", 1, true) == 1 then return "compare" end
	if find(text, "attempt to get length", 1, true) == 1 then return "len" end
	return find(text, "table index is", 1, true) == 1 and "set" or nil
end

local function frame(thread, level)
	local info
	if thread then info = getinfo(thread, level, "Slf") else info = getinfo(level + 1, "Slf") end
	return info -- no tail call: the level counts this function
end

-- `text` raised in the function at `level` (of `thread`, where 0 is the innermost frame; else of the running thread,
-- where 1 is the caller): Luau's text for it. Texts that `error` raised are final.
function P.translate(text, level, thread)
	-- A failed allocation in compiled code leaves a stack that must not be looked at.
	if text == MEMORY then return text end
	if text == "stack overflow" or sub(text, -16) == ": stack overflow" then
		-- Little stack is left here, so no calls but of natives and one that needs next to none.
		P.charge(OVERFLOW_TICKS)
		local innermost
		if thread then innermost = getinfo(thread, level, "Sln") else innermost = getinfo(level, "Sln") end
		if not innermost then return text end
		-- Recursion through metamethods is what Luau calls the C stack.
		local words = innermost.namewhat == "metamethod" and "C stack overflow" or "stack overflow"
		local line = match(text, ":(%d+): stack overflow$")
		if line and #text < CUT_NAME and byte(text) ~= PRELUDE_MARK then return sub(text, 1, -15) .. words end
		-- A prelude function stands for a C function: no position, and no name of its file.
		if innermost.what == "C" or byte(innermost.source, 2) == PRELUDE_MARK then return words end
		if not line and innermost.currentline == -1 then
			-- A dead thread has forgotten the line of its innermost frame; recursion has the same one further out.
			innermost = getinfo(thread, level + 1, "Sl") or innermost
		end
		return sub(innermost.source, 2) .. ":" .. (line or innermost.currentline) .. ": " .. words
	end
	local info = frame(thread, level)
	if not info or info.func == error_native then return text end
	local source, line, body = match(text, "^(.-):(%d+): (.*)$")
	if not source then body = text end
	-- A thread that died in a Lua function no longer knows the line; the text does.
	if info.currentline == -1 and line then info.currentline = tonumber(line) end
	if info.what == "C" then
		-- Raised while a C function is on top, so without a position (LuaJIT adds the one of the yield).
		if body == YIELD then return PHRASES[body] end
		local reworded = reword_native(body)
		if not source then return reworded end
		if find(source, "\1", 1, true) ~= 1 then return text end
		local user = thread and P.user_frame_of(thread, level) or (not thread and P.user_frame(level))
		return user and P.frame_position(user) .. reworded or reworded
	end
	local reworded = reword_vm(body, thread, level, info.currentline)
	-- A prelude function stands for a C function: its own failures carry no position.
	if P.is_prelude_source(info.source) then return reworded end
	return P.frame_position(info, event_of(reworded)) .. reworded
end
