-- The table library in loops: insert, remove, unpack; some of math beside it.
return function(n)
	local stack, sum = {}, 0
	for i = 1, n do
		table.insert(stack, i)
		table.insert(stack, i * 2)
		sum = sum + table.remove(stack)
		if #stack >= 20 then
			sum = sum + table.remove(stack, 1)
			table.insert(stack, 3, i)
			local a, b, c = unpack(stack, 1, 3)
			sum = sum + a + b - c
			sum = sum + math.max(a, b) - math.min(b, c) + math.floor(a / 2) + math.floor(a / 3)
			for _ = 1, 10 do
				table.remove(stack)
			end
		end
	end
	return sum
end
