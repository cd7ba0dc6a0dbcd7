-- Sorting numbers, strings and records.
return function(n)
	local state = 12345
	local function draw()
		state = (state * 16807) % 2147483647
		return state
	end
	local numbers, names, entries = {}, {}, {}
	for i = 1, n do
		numbers[i] = draw()
		names[i] = string.format("%010d", draw())
		entries[i] = { rank = draw(), name = names[i] }
	end
	table.sort(numbers)
	table.sort(names)
	table.sort(entries, function(a, b)
		return a.rank < b.rank
	end)
	local sum = 0
	for i = 1, n, 17 do
		sum = sum + numbers[i] % 1000 + entries[i].rank % 1000 + tonumber(names[i]) % 1000
	end
	return sum
end
