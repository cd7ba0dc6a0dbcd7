-- table.sort: Luau's introsort, comparison for comparison.
--
-- Programs see the order of equal elements and the sequence of comparator calls, so the steps below follow
-- Luau's ltablib exactly (indices are 1-based here). Not stable.

local P = ...
local N = P.native
local type, select, rawget, rawset, floor = N.type, N.select, N.rawget, N.rawset, N.math.floor
local check_table, type_error, fail = P.check_table, P.type_error, P.error
local metatable_of, raw_view = P.metatable_of, P.raw_view

-- Elements that are neither two numbers nor two strings. The comparison runs below a C function in Luau, so
-- its errors carry no position.
local function less_objects(a, b)
	local kind = type(a)
	if kind == type(b) and (kind == "table" or kind == "userdata" or kind == "cdata") then
		if kind == "cdata" then
			return a < b
		end
		local left, right = metatable_of(a), metatable_of(b)
		local handler = left and rawget(raw_view(left), "__lt")
		if handler ~= nil and right and rawget(raw_view(right), "__lt") == handler then
			return a < b
		end
	end
	return fail("attempt to compare " .. P.typeof(a) .. " < " .. P.typeof(b), 0)
end

local function default_less(a, b)
	local kind = type(a)
	if (kind == "number" or kind == "string") and kind == type(b) then
		return a < b
	end
	return less_objects(a, b)
end

local function check_unchanged(t, n)
	if rawget(t, n + 1) ~= nil then
		return fail("table modified during sorting")
	end
end

local function swap(t, i, j)
	local a, b = rawget(t, i), rawget(t, j)
	rawset(t, i, b)
	rawset(t, j, a)
end

-- Is element i less than element j? `n` is the length of the whole array.
local function less_at(t, i, j, less, n)
	local result = less(rawget(t, i), rawget(t, j))
	check_unchanged(t, n)
	return result
end

local function sift_down(t, first, count, root, less, n)
	while root * 2 + 2 < count do
		local left, right = root * 2 + 1, root * 2 + 2
		local largest = root
		if less_at(t, first + largest, first + left, less, n) then
			largest = left
		end
		if less_at(t, first + largest, first + right, less, n) then
			largest = right
		end
		if largest == root then
			return
		end
		swap(t, first + root, first + largest)
		root = largest
	end
	local left = root * 2 + 1
	if left == count - 1 and less_at(t, first + root, first + left, less, n) then
		swap(t, first + root, first + left)
	end
end

local function heap_sort(t, first, last, less, n)
	local count = last - first + 1
	for i = floor(count / 2) - 1, 0, -1 do
		sift_down(t, first, count, i, less, n)
	end
	for i = count - 1, 1, -1 do
		swap(t, first, first + i)
		sift_down(t, first, i, 0, less, n)
	end
end

-- Partitions l..u around the element at u - 1, which is greater than or equal to the one at l and less than
-- or equal to the one at u; returns its final index.
local function partition(t, l, u, less, n)
	local p = u - 1
	local i, j = l, p
	while true do
		i = i + 1
		while less_at(t, i, p, less, n) do
			if i >= u then
				return fail("invalid order function for sorting")
			end
			i = i + 1
		end
		j = j - 1
		while less_at(t, p, j, less, n) do
			if j <= l then
				return fail("invalid order function for sorting")
			end
			j = j - 1
		end
		if j < i then
			swap(t, p, i)
			return i
		end
		swap(t, i, j)
	end
end

local function sort_range(t, l, u, limit, less, n)
	while l < u do
		if limit == 0 then
			return heap_sort(t, l, u, less, n)
		end
		if less_at(t, u, l, less, n) then
			swap(t, u, l)
		end
		if u - l == 1 then
			return
		end
		local m = l + floor((u - l) / 2)
		if less_at(t, m, l, less, n) then
			swap(t, m, l)
		elseif less_at(t, u, m, less, n) then
			swap(t, u, m)
		end
		if u - l == 2 then
			return
		end
		swap(t, m, u - 1)
		local i = partition(t, l, u, less, n)
		limit = floor(limit / 2) + floor(limit / 4)
		if i - l < u - i then
			sort_range(t, l, i - 1, limit, less, n)
			l = i + 1
		else
			sort_range(t, i + 1, u, limit, less, n)
			u = i - 1
		end
	end
end

-- What an element costs in ticks of the budget, some ten comparisons; what a comparator does comes on top.
local TICKS_PER_ELEMENT = 10

P.G.table.sort = function(...)
	local t, less = ...
	local argc = select("#", ...)
	check_table(t, 1, "sort", argc)
	P.check_writable(t)
	if less ~= nil and type(less) ~= "function" then
		return type_error(less, 2, "sort", argc, "function")
	end
	local n = P.raw_length(t)
	if n < 2 then
		return
	end
	P.charge(n * TICKS_PER_ELEMENT)
	if less then
		P.call_across_c(sort_range, t, 1, n, n, less, n)
		return
	end
	sort_range(t, 1, n, n, default_less, n)
end
