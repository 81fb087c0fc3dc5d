"""`python -m bench [NAME…]`: run the benchmarks, one JSON line each on stdout, everything else on stderr."""

import sys
import traceback
from importlib import import_module
from pkgutil import iter_modules

import bench
from bench.house import connect_django

HELPERS = {"__main__", "line", "load", "house", "senders", "sittings"}


def main(wanted: list[str]) -> int:
    """All of them even if one fails; the status tells whether all were measured."""
    names = [module.name for module in iter_modules(bench.__path__) if module.name not in HELPERS]
    unknown = sorted(set(wanted) - set(names))
    if unknown:
        print(f"Không có phép đo {', '.join(unknown)}; có: {', '.join(names)}.", file=sys.stderr)
        return 2
    connect_django()
    results = [_measured(f"bench.{name}") for name in names if not wanted or name in wanted]
    return 0 if all(results) else 1


def _measured(name: str) -> bool:
    try:
        for line in import_module(name).lines():
            print(line.json(), flush=True)
    except (Exception, SystemExit):
        traceback.print_exc()
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
