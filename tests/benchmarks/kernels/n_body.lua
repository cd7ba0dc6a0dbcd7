-- Planets under gravity: floating point on records.
local PI = math.pi
local SOLAR_MASS = 4 * PI * PI
local DAYS = 365.24

local function bodies()
	return {
		{ x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0, mass = SOLAR_MASS },
		{
			x = 4.84143144246472090, y = -1.16032004402742839, z = -0.103622044471123109,
			vx = 0.00166007664274403694 * DAYS, vy = 0.00769901118419740425 * DAYS,
			vz = -0.0000690460016972063023 * DAYS, mass = 0.000954791938424326609 * SOLAR_MASS,
		},
		{
			x = 8.34336671824457987, y = 4.12479856412430479, z = -0.403523417114321381,
			vx = -0.00276742510726411191 * DAYS, vy = 0.00499852801234917238 * DAYS,
			vz = 0.0000230417297573763929 * DAYS, mass = 0.000285885980666130812 * SOLAR_MASS,
		},
		{
			x = 12.8943695621391310, y = -15.1111514016986312, z = -0.223307578892655734,
			vx = 0.00296460137564761618 * DAYS, vy = 0.00237847173959480950 * DAYS,
			vz = -0.0000296589568540237556 * DAYS, mass = 0.0000436624404335156298 * SOLAR_MASS,
		},
	}
end

local function advance(all, dt)
	local n = #all
	for i = 1, n do
		local a = all[i]
		for j = i + 1, n do
			local b = all[j]
			local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
			local square = dx * dx + dy * dy + dz * dz
			local magnitude = dt / (square * math.sqrt(square))
			local push = b.mass * magnitude
			a.vx = a.vx - dx * push
			a.vy = a.vy - dy * push
			a.vz = a.vz - dz * push
			push = a.mass * magnitude
			b.vx = b.vx + dx * push
			b.vy = b.vy + dy * push
			b.vz = b.vz + dz * push
		end
	end
	for i = 1, n do
		local body = all[i]
		body.x = body.x + dt * body.vx
		body.y = body.y + dt * body.vy
		body.z = body.z + dt * body.vz
	end
end

return function(steps)
	local all = bodies()
	for _ = 1, steps do
		advance(all, 0.01)
	end
	return all[1].x + all[2].y + all[3].z
end
