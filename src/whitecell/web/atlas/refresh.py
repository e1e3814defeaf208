"""Make this folder anew: `python refresh.py WORLD_ATLAS`, an unpacked package.

Get it with `npm pack world-atlas@VERSION`, and unpack it with `tar xzf`.
"""

import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
REFRESH = "npm pack world-atlas@VERSION, tar xzf, then: python src/whitecell/web/atlas/refresh.py WORLD_ATLAS"
LAND = "countries-50m.json"


def main(package: Path) -> None:
    """Copy the coasts and borders of the world with their licence, and write what they are."""
    told = json.loads((package / "package.json").read_text(encoding="utf-8"))
    data = (package / LAND).read_bytes()
    (HERE / LAND).write_bytes(data)
    (HERE / "world-atlas-LICENSE.txt").write_bytes((package / "LICENSE").read_bytes())
    file = {
        "file": LAND, "sha256": hashlib.sha256(data).hexdigest(), "package": f"npm {told['name']}",
        "version": told["version"], "source": LAND, "licence": "ISC; the data are Natural Earth's, public domain",
        "licence_file": "world-atlas-LICENSE.txt", "refresh": REFRESH,
    }  # fmt: skip
    (HERE / "manifest.json").write_text(json.dumps({"files": [file]}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
