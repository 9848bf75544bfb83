"""`make bench`: every benchmark of this folder, one after the other."""

import runpy
from pathlib import Path

for path in sorted(Path(__file__).parent.glob("*_speed.py")):
    print(f"== {path.stem}")
    runpy.run_path(str(path), run_name="__main__")
