-- Primes through a chain of filtering coroutines.
local function generate(limit)
	return coroutine.wrap(function()
		for i = 2, limit do
			coroutine.yield(i)
		end
		return nil
	end)
end

local function filter(prime, source)
	return coroutine.wrap(function()
		while true do
			local n = source()
			if n == nil then
				return nil
			end
			if n % prime ~= 0 then
				coroutine.yield(n)
			end
		end
	end)
end

local function sum_of_primes(limit)
	local source = generate(limit)
	local sum = 0
	while true do
		local prime = source()
		if prime == nil then
			break
		end
		sum = sum + prime
		source = filter(prime, source)
	end
	return sum
end

return function(rounds)
	local total = 0
	for round = 1, rounds do
		total = total + sum_of_primes(900 + round)
	end
	return total
end
