-- Finds the operation behind a LuaJIT error in the bytecode of its line, where no operand had a metatable to word the
-- error itself: arithmetic and comparison between tables, loop bounds, indexing a plain userdata.
-- LuaJIT tells no program counter, so the first instruction of the line whose operands fit the text is taken.
local P = ...
local native = P.native
local type, tonumber, rawget = native.type, native.tonumber, native.rawget
local find, match = native.string.find, native.string.match
local band, rshift = native.bit.band, native.bit.rshift
local getinfo, getlocal = native.debug.getinfo, native.debug.getlocal
local raw_metatable = native.debug.getmetatable
local funcbc, funcinfo, funck = native.jit_util.funcbc, native.jit_util.funcinfo, native.jit_util.funck

-- Opcode numbers of LuaJIT 2.1 (lj_bc.h); the tests of this file compare texts of every one of them.
local ISLT, ISGE, ISLE, ISGT = 0, 1, 2, 3
local UNM, ADDVN, ADDNV, ADDVV, POW = 20, 22, 27, 32, 37
local TGETV, TGETS, TGETB, TSETV, TSETS, TSETB = 56, 57, 58, 60, 61, 62
local FORI, JFORI = 77, 78
local CALLM, CALLT = 65, 68
local WORDS = { [0] = "add", "sub", "mul", "div", "mod" }
local EVENTS = { add = "__add", sub = "__sub", mul = "__mul", div = "__div", mod = "__mod", pow = "__pow" }

local SLOT_LIMIT = 250

-- Instructions of `f` on `line`, in order, as op, A, B, C, D.
local function instructions(f, line)
	local found, n = {}, 0
	local pc = 1
	while true do
		local ins = funcbc(f, pc)
		if not ins then return found end
		if funcinfo(f, pc).currentline == line then
			n = n + 1
			found[n] = {
				op = band(ins, 0xff), a = band(rshift(ins, 8), 0xff), c = band(rshift(ins, 16), 0xff),
				b = rshift(ins, 24), d = rshift(ins, 16),
			}
		end
		pc = pc + 1
	end
end

-- Line of the last call in the Lua function `f`, or nil.
function P.last_call_line(f)
	local line
	local pc = 1
	while true do
		local ins = funcbc(f, pc)
		if not ins then return line end
		local op = band(ins, 0xff)
		if op >= CALLM and op <= CALLT then line = funcinfo(f, pc).currentline end
		pc = pc + 1
	end
end

-- Operator and operands of an arithmetic instruction, or nil.
local function arithmetic_of(ins, slots, f)
	local op = ins.op
	if op >= ADDVN and op < ADDNV then return WORDS[op - ADDVN], slots[ins.b], funck(f, ins.c) end
	if op >= ADDNV and op < ADDVV then return WORDS[op - ADDNV], funck(f, ins.c), slots[ins.b] end
	if op >= ADDVV and op < POW then return WORDS[op - ADDVV], slots[ins.b], slots[ins.c] end
	if op == POW then return "pow", slots[ins.b], slots[ins.c] end
	return nil
end

local function has_handler(v, event)
	local metatable = raw_metatable(v)
	return type(metatable) == "table" and rawget(metatable, event) ~= nil
end

local function operands_text(a, b)
	local left, right = P.typeof(a), P.typeof(b)
	return left == right and left or left .. " and " .. right
end

local function explain_arithmetic(list, slots, f)
	for i = 1, #list do
		local ins = list[i]
		if ins.op == UNM then
			local v = slots[ins.d]
			if v ~= nil and not tonumber(v) and not has_handler(v, "__unm") then
				return "attempt to perform arithmetic (unm) on " .. P.typeof(v)
			end
		end
		local word, a, b = arithmetic_of(ins, slots, f)
		if word and not (tonumber(a) and tonumber(b)) then
			local event = EVENTS[word]
			if not has_handler(a, event) and not has_handler(b, event) then
				return "attempt to perform arithmetic (" .. word .. ") on " .. operands_text(a, b)
			end
		end
	end
	return nil
end

local function explain_comparison(list, slots, left, right)
	for i = 1, #list do
		local ins = list[i]
		if ins.op <= ISGT then
			local a, b = slots[ins.a], slots[ins.d]
			local x, y = type(a), type(b)
			if x == left and y == right then
				local sign = (ins.op == ISLT or ins.op == ISGE) and " < " or " <= "
				return "attempt to compare " .. P.typeof(a) .. sign .. P.typeof(b)
			end
		end
	end
	return nil
end

local LOOP_SLOTS = { initial = 0, limit = 1, step = 2 }

local function explain_loop(list, slots, which)
	for i = 1, #list do
		local ins = list[i]
		if ins.op == FORI or ins.op == JFORI then
			local v = slots[ins.a + LOOP_SLOTS[which]]
			if not tonumber(v) then
				local name = which == "initial" and "initial value" or which
				return "invalid 'for' " .. name .. " (number expected, got " .. P.typeof(v) .. ")"
			end
		end
	end
	return nil
end

-- The key of an indexing instruction; second result false where it is none.
local function key_of(ins, slots, f)
	local op = ins.op
	if op == TGETS or op == TSETS then return funck(f, -1 - ins.c), true end
	if op == TGETV or op == TSETV then return slots[ins.c], true end
	if op == TGETB or op == TSETB then return ins.c, true end
	return nil, false
end

local function explain_index(list, slots, f, kind)
	for i = 1, #list do
		local key, indexing = key_of(list[i], slots, f)
		if indexing then
			local v = slots[list[i].b]
			if type(v) == kind then return "attempt to index " .. P.typeof(v) .. " with " .. P.key_text(key) end
		end
	end
	return nil
end

-- Luau's text for LuaJIT's `text`, raised in the Lua function at `level` (of the running thread as the caller counts,
-- or of `thread`) on `line`; nil where it is unknown.
function P.explain_operation(text, thread, level, line)
	if not thread then level = level + 1 end
	local info = thread and getinfo(thread, level, "f") or getinfo(level, "f")
	local f, slots, n = info.func, {}, 0
	while n < SLOT_LIMIT do
		local name, value
		if thread then name, value = getlocal(thread, level, n + 1) else name, value = getlocal(level, n + 1) end
		if not name then break end
		slots[n] = value
		n = n + 1
	end
	local list = instructions(f, line)
	if find(text, "attempt to perform arithmetic", 1, true) == 1 then return explain_arithmetic(list, slots, f) end
	local which = match(text, "^'for' (%w+)")
	if which then return explain_loop(list, slots, which) end
	local kind = match(text, "^attempt to compare two (%w+) values$")
	if kind then return explain_comparison(list, slots, kind, kind) end
	local left, right = match(text, "^attempt to compare (%w+) with (%w+)$")
	if left then return explain_comparison(list, slots, left, right) end
	kind = match(text, "^attempt to index .-%(a (%w+) value%)$") or match(text, "^attempt to index an? (%w+) value$")
	if kind then return explain_index(list, slots, f, kind) end
	kind = match(text, "^attempt to get length of .-%(a (%w+) value%)$")
	if kind then return "attempt to get length of a " .. kind .. " value" end
	return nil
end
