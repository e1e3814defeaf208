"""Make this folder's typefaces and manifest.json anew: `python refresh.py PRETENDARD INTER`, two npm packages unpacked.

Get them with `npm pack pretendard@VERSION` and `npm pack @fontsource/inter@VERSION`, and unpack each with `tar xzf`.
"""

import hashlib
import json
import struct
import sys
import zlib
from pathlib import Path

HERE = Path(__file__).parent
REFRESH = "npm pack NAME@VERSION, tar xzf, then: python src/whitecell/kit/fonts/refresh.py PRETENDARD INTER"


def unpacked(woff: bytes) -> bytes:
    """A WOFF 1 file as the OpenType file that it holds: the same tables, no longer compressed."""
    _, flavour, _, count = struct.unpack(">4s4sIH", woff[:14])
    tables = sorted(struct.unpack(">4sIIII", woff[44 + 20 * i : 64 + 20 * i]) for i in range(count))
    power = count.bit_length() - 1
    head: bytes = flavour + struct.pack(">4H", count, 16 << power, power, 16 * count - (16 << power))
    place, body = 12 + 16 * count, b""
    for tag, offset, packed, length, checksum in tables:
        data = woff[offset : offset + packed]
        data = zlib.decompress(data) if packed < length else data
        head += struct.pack(">4s3I", tag, checksum, place + len(body), length)
        body += data + bytes(-length % 4)
    return head + body


def main(pretendard: Path, inter: Path) -> None:
    """Copy and unpack the faces and their licences, and write what they are."""
    faces = []

    def keep(name: str, data: bytes, package: Path, licence: str, source: str) -> None:
        (HERE / name).write_bytes(data)
        told = json.loads((package / "package.json").read_text(encoding="utf-8"))
        faces.append({
            "file": name, "sha256": hashlib.sha256(data).hexdigest(), "package": f"npm {told['name']}",
            "version": told["version"], "source": source, "licence": "OFL-1.1", "licence_file": licence,
            "refresh": REFRESH,
        })  # fmt: skip

    for weight in ("Regular", "SemiBold", "Bold"):
        source = f"dist/public/static/Pretendard-{weight}.otf"
        keep(f"Pretendard-{weight}.otf", (pretendard / source).read_bytes(), pretendard, "Pretendard-OFL.txt", source)
    for weight, name in (("400", "Italic"), ("700", "BoldItalic")):
        source = f"files/inter-latin-{weight}-italic.woff"
        keep(f"Inter-{name}.ttf", unpacked((inter / source).read_bytes()), inter, "Inter-OFL.txt", source)
    (HERE / "Pretendard-OFL.txt").write_bytes((pretendard / "dist" / "LICENSE.txt").read_bytes())
    (HERE / "Inter-OFL.txt").write_bytes((inter / "LICENSE").read_bytes())
    manifest = json.dumps({"faces": faces}, indent=2) + "\n"
    (HERE / "manifest.json").write_text(manifest, encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
