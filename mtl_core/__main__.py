"""``python -m mtl_core``."""

import sys

from mtl_core.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
