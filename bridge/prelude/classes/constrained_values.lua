-- IntConstrainedValue and DoubleConstrainedValue: a value "which can never be less than MinValue and can
-- never be more than MaxValue" (class pages). ConstrainedValue is the older name of Value.

local P = ...
local N = P.native
local min, max = N.math.min, N.math.max

for class, type_name in N.pairs({ IntConstrainedValue = "int64", DoubleConstrainedValue = "double" }) do
	local function constrained(node, value)
		return max(node.values.MinValue, min(node.values.MaxValue, value))
	end

	local function write(node, value)
		value = P.property_codec(type_name).accept(value, "Value")
		return P.store_property(node, "Value", constrained(node, value))
	end

	local function bounds_changed(node)
		return P.store_property(node, "Value", constrained(node, node.values.Value))
	end

	P.define_property(class, "Value", { write = write })
	P.define_property(class, "ConstrainedValue", { read = function(node) return node.values.Value end, write = write })
	P.define_property(class, "MinValue", { after = bounds_changed })
	P.define_property(class, "MaxValue", { after = bounds_changed })
end
