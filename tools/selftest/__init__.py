"""The self-test place `tests/place/`: run here, read from a log of Studio, compared.

The place is Luau that asserts the same facts on the real engine and on ours; this package is what
`luau-bridge selftest` and the tests of the place share. Knows no command line.
"""

from bridge.tools.selftest.comparison import Comparison as Comparison
from bridge.tools.selftest.comparison import compare as compare
from bridge.tools.selftest.comparison import render_comparison as render_comparison
from bridge.tools.selftest.place import World as World
from bridge.tools.selftest.place import place_folder as place_folder
from bridge.tools.selftest.place import run_place as run_place
from bridge.tools.selftest.results import Result as Result
from bridge.tools.selftest.results import read_results as read_results
from bridge.tools.selftest.results import render_results as render_results

__all__ = [
    "Comparison",
    "Result",
    "World",
    "compare",
    "place_folder",
    "read_results",
    "render_comparison",
    "render_results",
    "run_place",
]
