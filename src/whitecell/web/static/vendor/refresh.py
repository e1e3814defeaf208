"""Make this folder's files and manifest.json anew: `python refresh.py HTMX SSE PRETENDARD`, three unpacked packages.

Get them with `npm pack NAME@VERSION` (htmx.org, htmx-ext-sse, pretendard), and unpack each with `tar xzf`.
"""

import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
REFRESH = "npm pack NAME@VERSION, tar xzf, then: python src/whitecell/web/static/vendor/refresh.py HTMX SSE PRETENDARD"


def main(htmx: Path, sse: Path, pretendard: Path) -> None:
    """Copy the files and their licences, and write what they are."""
    kept = []

    def keep(package: Path, source: str, licence: str, licence_source: str, licence_file: str) -> None:
        told = json.loads((package / "package.json").read_text(encoding="utf-8"))
        data = (package / source).read_bytes()
        name = Path(source).name
        (HERE / name).write_bytes(data)
        (HERE / licence_file).write_bytes((package / licence_source).read_bytes())
        kept.append({
            "file": name, "sha256": hashlib.sha256(data).hexdigest(), "package": f"npm {told['name']}",
            "version": told["version"], "source": source, "licence": licence, "licence_file": licence_file,
            "refresh": REFRESH,
        })  # fmt: skip

    keep(htmx, "dist/htmx.min.js", "0BSD", "LICENSE", "htmx-LICENSE.txt")
    keep(sse, "dist/sse.min.js", "0BSD", "LICENSE", "htmx-ext-sse-LICENSE.txt")
    for weight in ("Regular", "SemiBold"):
        source = f"dist/web/static/woff2-subset/Pretendard-{weight}.subset.woff2"
        keep(pretendard, source, "OFL-1.1", "dist/LICENSE.txt", "Pretendard-OFL.txt")
    manifest = json.dumps({"files": kept}, indent=2) + "\n"
    (HERE / "manifest.json").write_text(manifest, encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
