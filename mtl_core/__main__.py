"""``python -m mtl_core``, and ``mtl-studio`` where the package is installed."""

import sys

from mtl_core.loading import pause_collecting

with pause_collecting():
    from mtl_core.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
