-- Splits a program text into tokens by bytes and patterns.
local KEYWORDS = { ["local"] = true, ["end"] = true, ["function"] = true, ["return"] = true }

local function tokens(text)
	local counts = { name = 0, keyword = 0, number = 0, symbol = 0 }
	local at, length = 1, #text
	while at <= length do
		local code = string.byte(text, at)
		if code == 32 or code == 10 then
			at = at + 1
		elseif code >= 97 and code <= 122 then
			local word = string.match(text, "^[%w_]+", at)
			local kind = KEYWORDS[word] and "keyword" or "name"
			counts[kind] = counts[kind] + 1
			at = at + #word
		elseif code >= 48 and code <= 57 then
			local _, last = string.find(text, "^%d+", at)
			counts.number = counts.number + tonumber(string.sub(text, at, last))
			at = last + 1
		else
			counts.symbol = counts.symbol + 1
			at = at + 1
		end
	end
	return counts
end

local LINE = "local total_1 = first + 42 * (second - 7) function run() return total_1 end\n"

return function(n)
	local counts = tokens(string.rep(LINE, n))
	local words = 0
	for word in string.gmatch(string.rep(LINE, math.floor(n / 4)), "%a+") do
		words = words + #word
	end
	local _, replaced = string.gsub(string.rep(LINE, math.floor(n / 4)), "total", { total = "sum" })
	return counts.name + counts.keyword * 3 + counts.number + counts.symbol + words + replaced
end
