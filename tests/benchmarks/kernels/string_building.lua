-- Texts out of small pieces: concatenation, interpolation, format, one join of the list.
return function(n)
	local parts = {}
	local length = 0
	for i = 1, n do
		local name = "item" .. i
		local line = name .. "=" .. i % 7 .. ", " .. i
		table.insert(parts, line)
		parts[#parts + 1] = string.format("%05d:%s", i, name)
		local key = name .. "/" .. i % 100 .. "/" .. "end"
		length = length + #key
	end
	local text = table.concat(parts, ";")
	return #text + length + #string.rep("ab", n) + #string.upper(text)
end
