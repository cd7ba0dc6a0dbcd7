-- pcall around small functions, most of which succeed; varargs, select, assert, metamethods.
local Money = {}
Money.__index = Money
Money.__add = function(a, b)
	return setmetatable({ pence = a.pence + b.pence }, Money)
end
Money.__eq = function(a, b)
	return a.pence == b.pence
end

local function parse(value)
	if value < 0 then
		error("negative", 0)
	end
	return assert(value) * 2
end

local function sum(...)
	local total = 0
	for i = 1, select("#", ...) do
		total = total + (select(i, ...))
	end
	return total
end

return function(n)
	local failures, total = 0, 0
	local wallet = setmetatable({ pence = 0 }, Money)
	local coin = setmetatable({ pence = 5 }, Money)
	for i = 1, n do
		local argument = i
		if i % 50 == 0 then
			argument = -1
		end
		local ok, result = pcall(parse, argument)
		if ok then
			total = total + result
		else
			failures = failures + #result
		end
		total = total + sum(i, 2, 3)
		wallet = wallet + coin
		if wallet == coin then
			failures = failures + 1
		end
	end
	return failures + total + wallet.pence
end
