"""`python -m bench [NAME…]`: run the benchmarks, one JSON line each on stdout, everything else on stderr."""

import sys
import traceback
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import bench

HELPERS = {"__main__", "line", "house"}


def main(wanted: list[str]) -> int:
    """All of them even if one fails; the status tells whether all were measured."""
    names = [module.name for module in iter_modules(bench.__path__) if module.name not in HELPERS]
    unknown = sorted(set(wanted) - set(names))
    if unknown:
        print(f"Không có phép đo {', '.join(unknown)}; có: {', '.join(names)}.", file=sys.stderr)
        return 2
    results = [_measured(import_module(f"bench.{name}")) for name in names if not wanted or name in wanted]
    return 0 if all(results) else 1


def _measured(module: ModuleType) -> bool:
    if not hasattr(module, "lines"):
        return True
    try:
        for line in module.lines():
            print(line.json(), flush=True)
    except Exception:
        traceback.print_exc()
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
