-- Closures made and called in loops: counters, composition, a fold over functions.
local function counter(step)
	local value = 0
	return function()
		value = value + step
		return value
	end
end

local function compose(f, g)
	return function(x)
		return f(g(x))
	end
end

local function fold(list, start, f)
	local result = start
	for i = 1, #list do
		result = f(result, list[i])
	end
	return result
end

return function(n)
	local total = 0
	local double = function(x)
		return x * 2
	end
	local increment = function(x)
		return x + 1
	end
	local both = compose(double, increment)
	local list = { 1, 2, 3, 4, 5, 6, 7, 8 }
	for i = 1, n do
		local tick = counter(i % 5)
		tick()
		total = total + tick() + both(i)
		total = total + fold(list, 0, function(sum, item)
			return sum + item * i
		end)
	end
	return total
end
