-- print and warn as a Roblox server has them: arguments joined by one space, not by tabs.
--
-- print honours __tostring and never asks a replaced global `tostring` (engine.md d.6).

local P = ...
local N = P.native
local select, concat = N.select, N.table.concat

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
