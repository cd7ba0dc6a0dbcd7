-- Walks over arrays and dictionaries in all spellings.
return function(n)
	local array, inventory = {}, {}
	for i = 1, 100 do
		array[i] = i
		inventory["item" .. i] = i
	end
	local sum = 0
	for round = 1, n do
		for _, value in pairs(array) do
			sum = sum + value
		end
		for index, value in ipairs(array) do
			sum = sum + index - value
		end
		for _, value in pairs(array) do
			sum = sum + value
		end
		for _, value in pairs(inventory) do
			sum = sum + value
		end
		for _, value in pairs(inventory) do
			sum = sum + value
		end
		for _, value in next, inventory do
			sum = sum + value
		end
		array[round % 100 + 1] = round % 100 + 1
	end
	return sum
end
