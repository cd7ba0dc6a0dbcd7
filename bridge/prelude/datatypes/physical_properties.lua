-- PhysicalProperties: how a part behaves in collisions, as plain numbers; there is no physics here.
--
-- Sources: engine.md i.6; creator-docs reference/engine/datatypes/PhysicalProperties and parts/materials
-- (the values of the materials). AcousticAbsorption has no documented default: read without having been
-- given it is refused by name.

local P = ...
local N = P.native
local select, gmatch, tonumber, min, max = N.select, N.string.gmatch, N.tonumber, N.math.min, N.math.max
local kind

-- Name, then density, elasticity, elasticity weight, friction, friction weight.
local MATERIALS = [[
Asphalt 2.36 0.2 1 0.8 0.3; Basalt 2.691 0.15 1 0.7 0.3; Brick 1.922 0.15 1 0.8 0.3;
Cardboard 0.7 0.05 2 0.5 1; Carpet 1.1 0.25 2 0.4 1; CeramicTiles 2.4 0.2 1 0.51 1;
ClayRoofTiles 2 0.2 1 0.51 1; Cobblestone 2.691 0.17 1 0.5 1; Concrete 2.403 0.2 1 0.7 0.3;
CorrodedMetal 7.85 0.2 1 0.7 1; CrackedLava 2.691 0.15 1 0.65 1; DiamondPlate 7.85 0.25 1 0.35 1;
Fabric 0.7 0.05 1 0.35 1; Foil 2.7 0.25 1 0.4 1; ForceField 2.403 0.2 1 0.25 1; Glacier 0.919 0.15 1 0.05 2;
Glass 2.403 0.2 1 0.25 1; Granite 2.691 0.2 1 0.4 1; Grass 0.9 0.1 1.5 0.4 1; Ground 0.9 0.1 1 0.45 1;
Ice 0.919 0.15 1 0.02 3; LeafyGrass 0.9 0.1 2 0.4 2; Leather 0.86 0.25 1 0.35 1; Limestone 2.691 0.15 1 0.5 1;
Marble 2.563 0.17 1 0.2 1; Metal 7.85 0.25 1 0.4 1; Mud 0.9 0.07 4 0.3 3; Neon 0.7 0.2 1 0.3 1;
Pavement 2.691 0.17 1 0.5 0.3; Pebble 2.403 0.17 1.5 0.4 1; Plaster 0.75 0.2 1 0.6 0.3; Plastic 0.7 0.5 1 0.3 1;
Rock 2.691 0.17 1 0.5 1; RoofShingles 2.36 0.2 1 0.8 0.3; Rubber 1.3 0.95 2 1.5 3; Salt 2.165 0.05 1 0.5 1;
Sand 1.602 0.05 2.5 0.5 5; Sandstone 2.691 0.15 1 0.5 5; SmoothPlastic 0.7 0.5 1 0.2 1; Slate 2.691 0.2 1 0.4 1;
Snow 0.9 0.03 4 0.3 3; Wood 0.35 0.2 1 0.48 1; WoodPlanks 0.35 0.2 1 0.48 1;
]]

-- Bounds in the order of the fields (engine.md i.6); NaN becomes the lower one.
local LOWEST = { 0.0001, 0, 0, 0, 0, 0 }
local HIGHEST = { 100, 2, 1, 100, 100, 1 }

local function clamped(value, i)
	if value ~= value then return LOWEST[i] end
	return min(max(value, LOWEST[i]), HIGHEST[i])
end

-- Stands for an absorption nobody gave.
local NOT_GIVEN = -1

local function make(density, friction, elasticity, friction_weight, elasticity_weight, absorption)
	return kind(
		clamped(density, 1), clamped(friction, 2), clamped(elasticity, 3), clamped(friction_weight, 4),
		clamped(elasticity_weight, 5), absorption == nil and NOT_GIVEN or clamped(absorption, 6)
	)
end

local materials

local function of_material(item)
	if not materials then
		materials = {}
		for name, density, elasticity, elasticity_weight, friction, friction_weight in
			gmatch(MATERIALS, "(%a+) (%S+) (%S+) (%S+) (%S+) ([^;%s]+);")
		do
			materials[name] = make(
				tonumber(density), tonumber(friction), tonumber(elasticity), tonumber(friction_weight),
				tonumber(elasticity_weight)
			)
		end
	end
	local found = materials[item.name]
	if found then return found end
	return P.error("PhysicalProperties of Material " .. item.name .. " are not modelled by luau-bridge", 1)
end

kind = P.define_datatype({
	name = "PhysicalProperties",
	fields = "const float _density, _friction, _elasticity, _friction_weight, _elasticity_weight, _absorption;",
	members = {
		Density = function(v) return v._density end,
		Friction = function(v) return v._friction end,
		Elasticity = function(v) return v._elasticity end,
		FrictionWeight = function(v) return v._friction_weight end,
		ElasticityWeight = function(v) return v._elasticity_weight end,
		AcousticAbsorption = function(v)
			if v._absorption ~= NOT_GIVEN then return v._absorption end
			return P.error("AcousticAbsorption of PhysicalProperties is not modelled by luau-bridge unless it was given", 0)
		end,
	},
	equal = function(a, b)
		return a._density == b._density and a._friction == b._friction and a._elasticity == b._elasticity
			and a._friction_weight == b._friction_weight and a._elasticity_weight == b._elasticity_weight
			and a._absorption == b._absorption
	end,
	to_text = function(v)
		return P.singles_text(v._density, v._friction, v._elasticity, v._friction_weight, v._elasticity_weight)
	end,
	-- A part without custom properties has nil; project files give the numbers.
	from_wire = function(content)
		if N.type(content) ~= "table" then return nil end
		return make(
			content.density, content.friction, content.elasticity, content.frictionWeight, content.elasticityWeight,
			content.acousticAbsorption
		)
	end,
})

P.define_datatype_global("PhysicalProperties", {
	new = function(...)
		local argc = select("#", ...)
		local density, friction, elasticity, friction_weight, elasticity_weight, absorption = ...
		local material = argc < 2 and P.enum_item_from(P.enum_of("Material"), density)
		if material then return of_material(material) end
		return make(
			P.check_number(density, 1, "new", argc), P.check_number(friction, 2, "new", argc),
			P.check_number(elasticity, 3, "new", argc), P.opt_number(friction_weight, 1, 4, "new"),
			P.opt_number(elasticity_weight, 1, 5, "new"),
			absorption ~= nil and P.check_number(absorption, 6, "new", argc) or nil
		)
	end,
})
