-- RaycastParams: the filter of a raycast. Sources: engine.md h.8, i.2.

local P = ...
P.load_datatype_file("query_params")

P.define_query_params("RaycastParams", {
	ExcludeInstances = "optional_list", IncludeInstances = "optional_list", FilterDescendantsInstances = "list",
	FilterType = "filter", IgnoreWater = "boolean", CollisionGroup = "string", RespectCanCollide = "boolean",
	BruteForceAllSlow = "boolean",
}, { IgnoreWater = false }, {
	"IgnoreWater", "BruteForceAllSlow", "RespectCanCollide", "CollisionGroup", "FilterDescendantsInstances",
})
