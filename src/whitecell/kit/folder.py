"""What a kit's folder holds: every paper in both formats, a README that says who may get what, and a list of it all."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from whitecell.kit.as_docx import docx
from whitecell.kit.as_pdf import pdf
from whitecell.kit.model import Paper, Run, legal
from whitecell.kit.papers import papers
from whitecell.kit.tongue import Tongue
from whitecell.scenario import Scenario

FORMATS: dict[str, Callable[[Paper], bytes]] = {"pdf": pdf, "docx": docx}
README, LIST = "README.txt", "kit.json"


def files(scenario: Scenario, language: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file of the kit by name, one at a time. The list comes last and tells the others' digests."""
    made = papers(scenario, language)
    digests: dict[str, str] = {}

    def kept(name: str, data: bytes) -> tuple[str, bytes]:
        digests[name] = hashlib.sha256(data).hexdigest()
        return name, data

    for paper in made:
        for ending, write in FORMATS.items():
            yield kept(f"{paper.name}.{ending}", write(paper))
    tongue = Tongue(scenario, language or scenario.languages[0])
    yield kept(README, readme(tongue, made).encode())
    told = {"kit": 1, "pack": scenario.id, "version": scenario.version, "digest": scenario.digest,
            "language": tongue.language, "files": digests}  # fmt: skip
    yield LIST, (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def readme(tongue: Tongue, made: tuple[Paper, ...]) -> str:
    """What each paper is for and who may have it."""
    scenario, word = tongue.scenario, tongue.word
    title = word("readme.title", title=scenario.title.say(tongue.language))
    found = [tongue.banner(word("control_only")), "", title, "=" * max(len(title), 8), ""]
    found += [word("readme.made", id=scenario.id, version=scenario.version or "-", digest=scenario.digest[:16])]
    found += [word("readme.warning")]
    if any(run.tag for paper in made for run in paper.exercise if isinstance(run, Run)):
        found += [word("readme.original", tongue=scenario.languages[0].upper())]
    if not scenario.injects:
        found += [word("readme.no_injects")]
    for paper in made:
        found += ["", f"{paper.name}.pdf, {paper.name}.docx", f"    {word('readme.for', readers=paper.readers)}"]
        found += [f"    {paper.purpose}"]
    return legal("\n".join(found)) + "\n"


def foreign(folder: Path) -> str:
    """The first file in a folder that no kit wrote, or that somebody has changed since; empty if there is none."""
    names = sorted(entry.name for entry in folder.iterdir())
    try:
        digests = json.loads((folder / LIST).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return names[0] if names else ""
    for name in names:
        if name == LIST:
            continue
        file = folder / name
        if not file.is_file() or digests.get(name) != hashlib.sha256(file.read_bytes()).hexdigest():
            return name
    return ""
