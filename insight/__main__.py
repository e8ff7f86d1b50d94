"""python -m insight demo | import | publish | ask | check: the dashboard's answers, scripted."""

import sys

from insight.command_line.main import main

if __name__ == "__main__":
    sys.exit(main())
