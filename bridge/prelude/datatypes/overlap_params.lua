-- OverlapParams: the filter of an overlap query. Sources: engine.md h.8, i.2.

local P = ...
P.load_datatype_file("query_params")

P.define_query_params("OverlapParams", {
	ExcludeInstances = "optional_list", IncludeInstances = "optional_list", FilterDescendantsInstances = "list",
	FilterType = "filter", MaxParts = "int", Tolerance = "number", CollisionGroup = "string",
	RespectCanCollide = "boolean", BruteForceAllSlow = "boolean",
}, { MaxParts = 0, Tolerance = 0 }, {
	"MaxParts", "Tolerance", "BruteForceAllSlow", "RespectCanCollide", "CollisionGroup", "FilterDescendantsInstances",
})
