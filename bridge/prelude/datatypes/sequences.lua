-- What NumberSequence and ColorSequence share: two to twenty keypoints in order of time, the first at
-- 0, the last at 1 (engine.md i.6).

local P = ...
local N = P.native
local type, istype = N.type, N.ffi.istype

-- "2..20 keypoints" (engine.md i.6).
local KEYPOINTS_MIN, KEYPOINTS_MAX = 2, 20

local function check_keypoints(name, keypoint, list)
	list = P.raw_view(list)
	local count = #list
	if count < KEYPOINTS_MIN then return P.error(name .. ": requires at least 2 keypoints", 1) end
	if count > KEYPOINTS_MAX then return P.error(name .. ": max number of keypoints exceeded", 1) end
	local last = -1 / 0
	for i = 1, count do
		if not istype(keypoint, list[i]) then
			return P.error(name .. ": " .. name .. "Keypoint expected, got " .. P.typeof(list[i]), 1)
		end
		if not (list[i]._t >= last) then return P.error(name .. ": all keypoints must be ordered by time", 1) end
		last = list[i]._t
	end
	if list[1]._t ~= 0 then return P.error(name .. " must start at time=0.0", 1) end
	if last ~= 1 then return P.error(name .. " must end at time=1.0", 1) end
	return list, count
end

-- The sequence type `name` over keypoints of the type `name .. "Keypoint"`. check_end(v, n, fname,
-- argc) -> v for a single value; make(time, value) -> keypoint; from_wire(keypoint of the class table).
function P.define_sequence(name, check_end, make, from_wire)
	local record = P.datatype(name .. "Keypoint")
	local keypoint = record.kind
	local kind
	local function of(list, count)
		return kind(count, list)
	end
	-- Keypoints are copied out: the field itself would be a reference into the value.
	local function copy(v, i) return keypoint(v._k[i]) end
	kind = P.define_datatype({
		name = name,
		type = N.ffi.typeof("struct { const int32_t _n; const $ _k[20]; }", keypoint),
		members = {
			Keypoints = function(v)
				local list = {}
				for i = 1, v._n do list[i] = copy(v, i - 1) end
				return list
			end,
		},
		equal = function(a, b)
			if a._n ~= b._n then return false end
			for i = 0, a._n - 1 do
				if copy(a, i) ~= copy(b, i) then return false end
			end
			return true
		end,
		to_text = function(v)
			local parts = {}
			for i = 1, v._n do parts[i] = P.tostring(copy(v, i - 1)) end
			return N.table.concat(parts)
		end,
		from_wire = function(content)
			local list = {}
			for i = 1, #content.keypoints do list[i] = from_wire(content.keypoints[i]) end
			return of(list, #list)
		end,
	})
	P.define_datatype_global(name, {
		new = function(...)
			local first, second = ...
			local argc = N.select("#", ...)
			if type(first) == "table" then return of(check_keypoints(name, keypoint, first)) end
			first = check_end(first, 1, "new", argc)
			second = second == nil and first or check_end(second, 2, "new", argc)
			return of({ make(0, first), make(1, second) }, 2)
		end,
	})
end
