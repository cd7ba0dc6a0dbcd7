-- Stats: the counters that follow from the server itself (class page Stats; engine.md h.6). Memory is
-- stubs/stats.py's.

local P = ...

-- "Counts the tree and referenced instances": only the tree here, because which parentless instances
-- are referenced nobody knows before the garbage collector has run.
P.define_property("Stats", "InstanceCount", { read = function() return P.host("tree.count") end })

P.define_property("Stats", "HeartbeatTime", { read = function() return P.frame_seconds(P.clock.frame) end })
P.define_property("Stats", "HeartbeatTimeMs", { read = function() return P.frame_seconds(P.clock.frame) * 1000 end })
