"""The simulated world: universes, servers, fault plans, checkers."""
