-- Points of the Mandelbrot set: a tight floating-point loop with an early exit.
return function(size)
	local inside = 0
	local scale = 2 / size
	for row = 0, size - 1 do
		local ci = row * scale - 1
		for column = 0, size - 1 do
			local cr = column * scale - 1.5
			local zr, zi, zr2, zi2 = 0, 0, 0, 0
			local escaped = false
			for _ = 1, 50 do
				zi = 2 * zr * zi + ci
				zr = zr2 - zi2 + cr
				zr2, zi2 = zr * zr, zi * zi
				if zr2 + zi2 > 4 then
					escaped = true
					break
				end
			end
			if not escaped then
				inside = inside + 1
			end
		end
	end
	return inside
end
