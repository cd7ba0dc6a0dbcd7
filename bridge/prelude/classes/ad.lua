-- AdService: rewards of videos; what follows from one is stubs/ad.py's.

local P = ...

P.define_method("AdService", "CreateAdRewardFromDevProductId", function(_, product)
	P.datatype("AdReward")
	return P.ad_reward(P.argument("int", product, 1))
end)
