-- Seat and VehicleSeat: who sits where (class pages Seat and Humanoid; engine.md f.6).
--
-- No physics: nobody sits down by touching, a script or a test seats them.

local P = ...
local N = P.native
local read = P.read_trusted

-- Frees the seat of a humanoid.
local function leave(humanoid)
	local seat = P.node_of(read(humanoid, "SeatPart"))
	if not seat then return end
	P.store_property(humanoid, "SeatPart", nil)
	return P.store_property(seat, "Occupant", nil)
end
P.leave_seat = leave

local function sit(node, humanoid)
	humanoid = P.node_argument("Humanoid", humanoid, 1)
	if read(node, "Disabled") or read(node, "Occupant") or humanoid.dead then return end
	leave(humanoid)
	P.store_property(node, "Occupant", humanoid.handle)
	P.store_property(humanoid, "SeatPart", node.handle)
	return P.write_trusted(humanoid, "Sit", true)
end

for _, class in N.ipairs({ "Seat", "VehicleSeat" }) do
	P.define_method(class, "Sit", sit)
end
