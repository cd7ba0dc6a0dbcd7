"""Loading an asset into a server: for InsertService and AssetService.

Source: class page InsertService, LoadAsset. Knows no request.
"""

from __future__ import annotations

from bridge.stubs.asset.assets import Asset
from bridge.stubs.populate import Population
from bridge.stubs.service import Instance, Service

__all__ = ["load_asset"]


def load_asset(service: Service, asset: Asset, parent: Instance | None = None) -> Instance:
    """A new Model that contains the instances of an asset.

    Parameters:
        service: whose server it is loaded into.
        parent: of the Model; without one it is the script's alone that gets it.

    Raises:
        ProjectError: the asset's contents are wrong; the text names file and instance.
    """
    game = service.context.game
    model = service.create("Model", parent=parent)
    population = Population(game.world, game.obtain, game.set_source)
    population.insert(asset.nodes, model)
    for each in model.descendants():
        service.release(each)
    if parent is None:
        game.world.hand_over(model)
    else:
        service.release(model)
    return model
