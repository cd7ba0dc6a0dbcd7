-- Small recursive functions and backtracking.
local function fibonacci(n)
	if n < 2 then
		return n
	end
	return fibonacci(n - 1) + fibonacci(n - 2)
end

local function takeuchi(x, y, z)
	if y >= x then
		return z
	end
	return takeuchi(takeuchi(x - 1, y, z), takeuchi(y - 1, z, x), takeuchi(z - 1, x, y))
end

local function queens(size)
	local columns, rising, falling = {}, {}, {}
	local function place(row)
		if row > size then
			return 1
		end
		local found = 0
		for column = 1, size do
			local up, down = row + column, row - column + size
			if not (columns[column] or rising[up] or falling[down]) then
				columns[column], rising[up], falling[down] = true, true, true
				found = found + place(row + 1)
				columns[column], rising[up], falling[down] = false, false, false
			end
		end
		return found
	end
	return place(1)
end

return function(n)
	return fibonacci(n) + takeuchi(12, 8, 4) + queens(7)
end
