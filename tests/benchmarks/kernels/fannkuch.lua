-- Flips over all permutations: short loops on a small array of integers.
local function fannkuch(n)
	local current, next_flip, rotation = {}, {}, {}
	for i = 1, n do
		current[i], rotation[i] = i, i
	end
	local sign, flips_max, checksum = 1, 0, 0
	while true do
		local first = current[1]
		if first ~= 1 then
			for i = 2, n do
				next_flip[i] = current[i]
			end
			local flips = 1
			while true do
				local following = next_flip[first]
				if following == 1 then
					checksum = checksum + sign * flips
					if flips > flips_max then
						flips_max = flips
					end
					break
				end
				next_flip[first] = first
				if first >= 4 then
					local i, j = 2, first - 1
					repeat
						next_flip[i], next_flip[j] = next_flip[j], next_flip[i]
						i = i + 1
						j = j - 1
					until i >= j
				end
				first = following
				flips = flips + 1
			end
		end
		if sign == 1 then
			current[1], current[2] = current[2], current[1]
			sign = -1
		else
			current[2], current[3] = current[3], current[2]
			sign = 1
			for i = 3, n do
				local left = rotation[i]
				if left ~= 1 then
					rotation[i] = left - 1
					break
				end
				if i == n then
					return checksum, flips_max
				end
				rotation[i] = i
				local head = current[1]
				for j = 1, i do
					current[j] = current[j + 1]
				end
				current[i + 1] = head
			end
		end
	end
end

return function(n)
	local checksum, flips = fannkuch(n)
	return checksum * 1000 + flips
end
