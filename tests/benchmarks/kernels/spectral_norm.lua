-- Largest singular value of an infinite matrix: nested numeric loops over arrays.
local function entry(i, j)
	local sum = i + j - 1
	return 1.0 / (sum * (sum - 1) * 0.5 + i)
end

local function multiply(x, y, n)
	for i = 1, n do
		local total = 0
		for j = 1, n do
			total = total + x[j] * entry(i, j)
		end
		y[i] = total
	end
end

local function multiply_transposed(x, y, n)
	for i = 1, n do
		local total = 0
		for j = 1, n do
			total = total + x[j] * entry(j, i)
		end
		y[i] = total
	end
end

return function(n)
	local u, v, t = {}, {}, {}
	for i = 1, n do
		u[i], v[i], t[i] = 1, 0, 0
	end
	for _ = 1, 10 do
		multiply(u, t, n)
		multiply_transposed(t, v, n)
		multiply(v, t, n)
		multiply_transposed(t, u, n)
	end
	local top, bottom = 0, 0
	for i = 1, n do
		top = top + u[i] * v[i]
		bottom = bottom + v[i] * v[i]
	end
	return math.sqrt(top / bottom)
end
