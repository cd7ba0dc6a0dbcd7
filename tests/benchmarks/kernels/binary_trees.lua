-- Many small trees: allocation, collection, recursion.
local function bottom_up(depth)
	if depth > 0 then
		local left, right = bottom_up(depth - 1), bottom_up(depth - 1)
		return { left = left, right = right }
	end
	return {}
end

local function count(tree)
	local left, right = tree.left, tree.right
	if left and right then
		return 1 + count(left) + count(right)
	end
	return 1
end

return function(depth_max)
	local kept = bottom_up(depth_max)
	local total = 0
	for depth = 4, depth_max, 2 do
		for _ = 1, 2 ^ (depth_max - depth + 4) do
			total = total + count(bottom_up(depth))
		end
	end
	return total + count(kept)
end
