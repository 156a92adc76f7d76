"""``python -m sim``: the same commands as ``python run.py``."""

import sys

from sim.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
