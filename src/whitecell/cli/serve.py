"""whitecell serve: the live application on one file, and the links by which people come in."""

import errno
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from whitecell.cli.say import count, fail, loaded, path_of, spoken

if TYPE_CHECKING:
    from whitecell.live import House
    from whitecell.scenario import Scenario

DAY, WEEK = 24 * 3600.0, 7 * 24 * 3600.0
LABEL = "whitecell serve"
"""Marks the planner's links that starting a server made: the next start withdraws those that nobody used."""


def command(
    pack: str | None = typer.Option(None, help="Make a fresh exercise of this pack and print its join links."),
    database: str = typer.Option("whitecell.db", help="The file of the exercises: a path or sqlite:///PATH."),
    host: str = typer.Option("127.0.0.1", help="The address to listen at; 0.0.0.0 for every network of this machine."),
    port: int = typer.Option(8000, min=0, max=65535, help="The port; 0 takes one that is free."),
    language: str | None = typer.Option(None, "--lang", help="The language of names in the list of links."),
) -> None:
    """Run the live application until Ctrl-C. Exercises that were running come back paused."""
    from whitecell import web

    file = file_of(database)
    scenario = loaded(pack) if pack is not None else None
    further = {} if pack is None else {Path(pack).resolve().stem: path_of(pack)}
    tongue = spoken(language, scenario) if scenario is not None else ""
    with stopping(), listening(host, port) as bound, opened(file) as house:
        application, address = web.make(house, further), address_of(host, bound)
        typer.echo(f"Whitecell is at {address}; its exercises are in {file}.\n")
        greet(house, address)
        if scenario is not None:
            invite(house, scenario, tongue, address)
        web.run(application, host, port, [bound], lambda: typer.echo("Stop it with Ctrl-C."))
    typer.echo(f"\nStopped. Everything that was answered is in {file}; start again to go on.")


def file_of(database: str) -> Path:
    """The file that a person named, or a stop that says why it can not be used."""
    scheme, mark, rest = database.partition("://")
    if mark and scheme.startswith("postgres"):
        fail(
            "PostgreSQL is not there yet: this Whitecell keeps its exercises in one file. "
            "Give --database a path or sqlite:///PATH.", 2,
        )  # fmt: skip
    if mark and (scheme != "sqlite" or not rest.startswith("/")):
        fail(f"'{database}' is not a database that Whitecell knows. Give a path or sqlite:///PATH.", 2)
    file = Path(rest[1:] if mark else database)
    if file.is_dir() or not file.name:
        fail(f"{database} is a directory. Give the path of a file in it.")
    if not file.absolute().parent.is_dir():
        fail(f"{file} can not be made: there is no directory {file.parent}. Make it first, or give another path.")
    return file


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket at the address, from before the files are opened: what comes early waits."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        bound = socket.socket(family, kind)
    except (OSError, UnicodeError):
        fail(f"'{host}' is no address of this machine. Give --host 127.0.0.1, or 0.0.0.0 for every network.")
    with bound:
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(place)
            bound.listen(2048)
        except OSError as error:
            refuse(error, host, port)
        yield bound


def refuse(error: OSError, host: str, port: int) -> NoReturn:
    """Why nobody can listen there."""
    match error.errno:
        case errno.EADDRINUSE:
            fail(f"Port {port} is in use: another program, or another Whitecell, is there. Give another --port.")
        case errno.EACCES:
            fail(f"Port {port} is not for everybody on this machine. Give --port 8000, or another above 1023.")
        case errno.EADDRNOTAVAIL:
            fail(f"'{host}' is no address of this machine. Give --host 127.0.0.1, or 0.0.0.0 for every network.")
        case _:
            fail(f"Nobody can listen at {host} port {port}: {error.strerror}. Give another --host or --port.")


@contextmanager
def opened(file: Path) -> Iterator["House"]:
    """The house on this file, or a stop that says what is in the way."""
    from whitecell.journal import JournalError
    from whitecell.live import House, HouseError

    try:
        house = House(file)
    except (HouseError, JournalError) as error:
        fail(str(error))
    with house:
        yield house


@contextmanager
def stopping() -> Iterator[None]:
    """SIGTERM ends what is inside as Ctrl-C does: in order, and as a good end."""

    def stop(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def address_of(host: str, bound: socket.socket) -> str:
    """What to type into a browser, here or on a machine beside this one."""
    port = bound.getsockname()[1]
    if host in ("0.0.0.0", "::", ""):
        host = own_address()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def own_address() -> str:
    """This machine's address on the network it would send by; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
            return str(asking.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def greet(house: "House", address: str) -> None:
    """The planner's link, what is in the file, and what of it can not be read."""
    from whitecell.live import Grant

    now, planner = house.now(), Grant("", "planner")
    for old in house.links.of(""):
        if old.label == LABEL and old.state(now) == "open":
            house.links.revoke(old.id)
    _, secret = house.links.make(planner, now, expires=now + DAY, label=LABEL)
    typer.echo(f"Planner: {address}/join/{secret}\n         for one browser, within a day; start again for another\n")
    for id_, why in house.unreadable.items():
        typer.echo(f"Exercise {id_} can not be opened: {why}", err=True)
    waiting = house.alive()
    if waiting:
        typer.echo(f"{count(len(waiting), 'exercise')} in the file, with the clock standing:")
        for tip in waiting:
            typer.echo(f"  {tip.id}  {tip.scenario.title}")
        typer.echo()


def invite(house: "House", scenario: "Scenario", language: str, address: str) -> None:
    """Make a fresh exercise and print a link for every seat and role."""
    from whitecell.live import Grant, Refused, fresh
    from whitecell.tongue import Tongue
    from whitecell.web.names import Names
    from whitecell.web.rooms.home import door
    from whitecell.web.rooms.plan import grants_of

    planner = Grant("", "planner")
    exercise, outcome = house.create(scenario, id=fresh(), actor=planner)
    if isinstance(outcome, Refused):
        fail(outcome.refusal.message)
    names = Names(scenario, Tongue(language, "web"))
    now, rows = house.now(), []
    for grant in grants_of(house.tip(exercise)):
        one = grant.role == "seat"
        _, secret = house.links.make(grant, now, shared=not one, expires=now + WEEK, label=LABEL)
        cell = str(names.cell(grant.cell)) if one else ""
        rows.append((cell, str(door(grant, names).name), f"{address}/join/{secret}"))
    typer.echo(f"{names.title}, a fresh exercise ({exercise}). Bots sit in every chair until somebody takes it.")
    typer.echo("These links are shown this once, and work for a week: a seat's in one browser, the others in many.\n")
    typer.echo(f"{table(rows)}\n")


def table(rows: list[tuple[str, str, str]]) -> str:
    """Names and links in two columns, under the cell they belong to."""
    lines, last = [], ""
    wide = max(width(name) + (4 if cell else 2) for cell, name, _ in rows)
    for cell, name, link in rows:
        if cell != last:
            lines += ["", f"  {cell}"]
        said = f"    {name}" if cell else f"  {name}"
        lines.append(f"{said}{' ' * (wide - width(said))}  {link}")
        last = cell
    return "\n".join(lines)


def width(text: str) -> int:
    """Columns of a terminal that a text takes: Hangul takes two a letter."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
