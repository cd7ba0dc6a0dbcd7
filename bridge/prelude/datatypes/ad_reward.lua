-- AdReward: the developer product that AdService grants for a video; it has no members (creator-docs
-- reference/engine/classes/AdService). Only the service makes one.

local P = ...

P.ad_reward = P.define_datatype({
	name = "AdReward",
	fields = "const double _product;",
	members = {},
	equal = function(a, b) return a._product == b._product end,
})
