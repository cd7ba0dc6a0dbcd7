-- print and warn as a Roblox server has them: arguments joined by one space, not by tabs.
--
-- print honours __tostring and never asks a replaced global `tostring` (engine.md d.6).

local P = ...
local N = P.native
local select, concat = N.select, N.table.concat

-- Who else wants to know of each line, f(kind, text, context): LogService once a script listens to it.
local listener
local quiet = 0

local write = P.output
function P.output(kind, text, context)
	write(kind, text)
	if listener and quiet == 0 then return listener(kind, text, context) end
end

function P.hear_output(f)
	listener = f
end

-- Calls f; what it prints is not told. For lines that come from telling, and would multiply.
function P.say_quietly(f, ...)
	quiet = quiet + 1
	f(...)
	quiet = quiet - 1
end

-- A line that Python wrote already.
P.export("output.tell", function(kind, text)
	if listener then return listener(kind, text) end
end)

local function joined(...)
	local texts = {}
	for i = 1, select("#", ...) do
		texts[i] = P.tostring((select(i, ...)))
	end
	return concat(texts, " ")
end

function P.G.print(...)
	P.output("print", joined(...))
end

function P.G.warn(...)
	P.output("warn", joined(...))
end

-- Server scripts are identity 2 (engine.md d.2).
function P.G.printidentity(prefix)
	P.output("print", P.opt_string(prefix, "Current identity is", 1, "printidentity") .. " 2")
end
