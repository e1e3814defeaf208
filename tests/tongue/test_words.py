"""The words of every area: complete in every language, used, with the same places; plurals, particles, figures."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from string import Formatter

import pytest

from tests.project.tree import ROOT
from whitecell.tongue import Said, Tongue, catalogue, languages, number, offset, particle, pick

SOURCE = ROOT / "src" / "whitecell"
AREAS = sorted(file.parent.name for file in SOURCE.glob("*/words.toml") if file.parent.name != "tongue")
CODES = set("at_close at_once or and min max abs exp log sqrt clip logistic".split())
"""Codes of scenarios and of expressions, which are said by the word that has their name."""
HANGUL = re.compile("[가-힣]")


def own(area: str) -> dict[str, object]:
    """The words of an area alone; of "tongue" the shared ones."""
    shared = catalogue()
    return dict(shared) if area == "tongue" else {k: v for k, v in catalogue(area).items() if k not in shared}


def places(word: object) -> Counter[str]:
    return Counter({name for _, name, _, _ in Formatter().parse(str(word)) if name is not None})


@cache
def sources(area: str) -> str:
    """What an area is written in, for the shared words everything."""
    folder = SOURCE if area == "tongue" else SOURCE / area
    files = [*folder.rglob("*.py"), *folder.rglob("*.html")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_there_are_the_areas() -> None:
    assert {"kit", "report"} <= set(AREAS)
    assert set(languages()) >= {"en", "ko"}


@pytest.mark.parametrize("area", ["tongue", *AREAS])
def test_every_word_is_there_in_every_language_with_the_same_places(area: str) -> None:
    for key, versions in own(area).items():
        assert isinstance(versions, dict)
        assert set(versions) == set(languages()), key
        assert len({frozenset(places(word).items()) for word in versions.values()}) == 1, key
        assert len({len(word) if isinstance(word, list) else 0 for word in versions.values()}) == 1, key


@pytest.mark.parametrize("area", AREAS)
def test_an_area_says_nothing_anew_that_all_share(area: str) -> None:
    import tomllib

    written = tomllib.loads((SOURCE / area / "words.toml").read_text(encoding="utf-8"))
    assert set(written) & set(catalogue()) == set()


@pytest.mark.parametrize("area", ["tongue", *AREAS])
def test_english_words_have_no_hangul_and_korean_ones_no_english_sentence(area: str) -> None:
    for key, versions in own(area).items():
        if key == "language":
            continue
        assert isinstance(versions, dict)
        assert not HANGUL.search(str(versions["en"])), key
        bare = re.sub(r"\{[^{}]*\}", "", str(versions["ko"]))
        assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", bare), key


@pytest.mark.parametrize("area", ["tongue", *AREAS])
def test_no_word_is_kept_in_vain(area: str) -> None:
    code = sources(area)
    said = CODES | set(re.findall(r"""["']([A-Za-z_][A-Za-z_.0-9]*)["']""", code))
    # Keys that code makes of a beginning and what the data say: "status." ~ order.status, f"column.{key}"
    begun = set(re.findall(r'"([a-z_.]+)" ~', code)) | set(re.findall(r'f"([a-z_.]+)\{', code))
    begun = {each for each in begun if re.fullmatch(r"[a-z_.]*[a-z][._]", each)}
    ends = tuple(re.findall(r'f"\{[a-z_.]+\}(\.[a-z_.]+)"', code))  # f"{key}.lead"
    unused = [
        key
        for key in own(area)
        if key not in said
        and re.sub(r"\.\d+$", "", key) not in said
        and not key.startswith(tuple(begun))
        and not (ends and key.endswith(ends))
        and (area != "kit" or not key.startswith(("column.", "fact.")))  # Draft.columns and Draft.facts add these
    ]
    assert unused == []


@pytest.mark.parametrize("area", AREAS)
def test_every_word_that_a_template_asks_for_is_there(area: str) -> None:
    known = catalogue(area)
    for file in (SOURCE / area).rglob("*.html"):
        source = file.read_text(encoding="utf-8")
        for call in re.findall(r"\bt\(([^()]*)", source):
            for key in re.findall(r'"([a-z_.A-Z]+)"(?! ?~)', call.split(",")[0]):
                assert key in known or "==" in call, (file.name, key)
        for start in re.findall(r'\bt\("([a-z_.]+)" ~', source):
            assert any(key.startswith(start) for key in known), (file.name, start)


@pytest.mark.parametrize("area", AREAS)
def test_no_letters_of_ours_stand_in_the_code(area: str) -> None:
    assert [m[0] for m in re.finditer("[가-힣]+", sources(area))] == []


def test_a_missing_word_is_its_key_and_a_missing_value_its_place() -> None:
    tongue = Tongue("ko", "report")
    assert tongue("no.such.word") == "[no.such.word]"
    assert tongue("event") == "기록 {n}"
    assert Tongue("fr", "report").own == "en"


def test_one_and_many() -> None:
    english, korean = (Tongue(language, "report") for language in ("en", "ko"))
    assert [english("overview.events", n=n) for n in (0, 1, 2)] == ["0 events", "1 event", "2 events"]
    assert [korean("overview.events", n=n) for n in (0, 1, 2)] == ["기록 0건", "기록 1건", "기록 2건"]
    assert english.listed(["a", "b", "c"]) == "a, b and c"
    assert (korean.listed(["가", "나"]), korean.listed([]), korean.listed(["가"])) == ("가, 나", "", "가")


@pytest.mark.parametrize(
    ("text", "topic", "towards"),
    [("미국", "은", "으로"), ("우리", "는", "로"), ("서울", "은", "로"), ("NSC", "는", "로"), ("TEL", "은", "로"),
     ("ROK", "는", "로"), ("3", "은", "으로"), ("1", "은", "로"), ("12", "는", "로"), ("10", "은", "으로"),
     ("확장억제(ED)", "는", "로"), ("‘동해’", "는", "로"), ("[삭제됨]", "은", "으로"), ("Ada", "는", "로"),
     ("Busan", "은(는)", "(으)로"), ("", "은(는)", "(으)로")],
)  # fmt: skip
def test_a_particle_follows_the_sound_before_it(text: str, topic: str, towards: str) -> None:
    assert (particle(text, "은/는"), particle(text, "으로/로")) == (topic, towards)


def test_what_is_safe_stays_and_all_else_is_escaped() -> None:
    from markupsafe import Markup

    tongue = Tongue("ko", "report")
    said = tongue("flow.count", cell=Markup("<b>미국</b>"), n="<i>")
    assert isinstance(said, Markup)
    assert said.startswith("<b>미국</b>은 ")
    assert "&lt;i&gt;" in said
    assert not isinstance(tongue("flow.count", cell="<b>", n=1), Markup)
    assert tongue.listed(["<a>", Markup("<b>")]) == "&lt;a&gt;, <b>"


def test_a_text_knows_its_language() -> None:
    versions = (("en", "War"), ("ko", "전쟁"))
    assert (pick(versions, "ko"), pick(versions, "ko").language) == ("전쟁", "ko")
    assert (pick(versions, "fr"), pick(versions, "fr").language) == ("War", "en")
    assert (pick((), "ko"), Said("").language) == ("", "")
    korean = Tongue("ko")
    assert [korean.foreign(text) for text in (pick(versions, "ko"), pick(versions, "fr"), "plain")] == ["", "en", ""]


def test_numbers_offsets_dates_and_lengths() -> None:
    english, korean = Tongue("en"), Tongue("ko")
    figures = [number(n) for n in (0.65, 3.0, -2.5, 45000.0, 0.0007, 12.3456, 1e12)]
    assert figures == ["0.65", "3", "−2.5", "45000", "0.0007", "12.35", "1e+12"]
    zones = [offset(z) for z in ("UTC+02:00", "UTC+0900", "+05:30", "-01:00", "UTC+00:00", "KST", "local time")]
    assert zones == ["UTC+2", "UTC+9", "UTC+5:30", "UTC−1", "UTC", "KST", "local time"]
    assert english.day((2027, 3, 8), "09:00", "KST") == "8 Mar 2027, 09:00 KST"
    assert korean.day((2027, 3, 8), "09:00", "KST") == "2027년 3월 8일 09:00 KST"
    assert (english.brief((2027, 3, 8), "09:00"), korean.brief((2027, 3, 8), "09:00")) == (
        "8 Mar 09:00",
        "3월 8일 09:00",
    )
    assert (english.lasting(2910), korean.lasting(45), korean.lasting(0)) == ("2 d 30 min", "45분", "0분")
    assert (english.day((2027, 3, 8)), english.clock(125)) == ("8 Mar 2027", "2:05")
