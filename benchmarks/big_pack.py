"""Writes a valid scenario of about so many lines: python benchmarks/big_pack.py 10000 OUT.yaml

Nothing in it is drawn; the same number of lines gives the same file.
"""

import sys
from pathlib import Path

HEAD = """\
whitecell: 1
title: {en: A big pack, ko: 큰 시나리오}
languages: [en, ko]
cells:
  us:
    name: United States
    side: friend
    seats:
      - {id: white-house, role: lead, bot: leaning}
      - {id: joint-staff}
  rok:
    seats:
      - {id: blue-house, role: lead}
      - {id: jcs, bot: leaning}
  dprk:
    side: adversary
    seats: [{id: leader, role: lead}]
markings:
  allies: [us, rok]
"""
VAR = """\
  level_{i}:
    type: real
    start: {start}
    range: [0, 10]
    marking: {marking}
    label: {{en: Level {i}, ko: 수준 {i}}}
"""
PARAMETER = "  rate_{i}: {{value: 0.1, low: 0.01, high: 0.5, source: judgement}}\n"
ACTION = """\
  act_{i}:
    title: {{en: Action {i}, ko: 행동 {i}}}
    by: [us/white-house, rok]
    arguments: {{where: [busan, offshore, jeju], quiet: [yes, no]}}
    needs:
      - {{consult: [rok], within: 30 min, else: proceed}}
    when: level_{a} < 8 and move >= 1 and (quiet == no or level_{b} > 2)
    limit: {{per_move: 1, total: 3}}
    effects:
      - level_{a} += rate_{r} * (10 - level_{a})
      - {{after: 1 move, do: ["level_{b} -= 0.1 * level_{b}", "level_{c} += 0.1"]}}
      - chance: 0.2 + 0.05 * level_{b}
        then: ["level_{c} += uniform(0, 0.5)"]
        else: [level_{c} -= 0.1]
      - {{if: where == busan, then: [level_{a} += 0.1]}}
    priority: 10
    marking: public
    text: >-
      What the action means, in a few words that fill
      two lines of the file.
"""
RULE = """\
  - id: rule_{i}
    title: Rule {i}
    when: level_{a} > 0
    do:
      - level_{a} -= rate_{r} * level_{a}
      - level_{b} = clip(level_{b} + 0.01 * normal(0, 1), 0, 10)
"""
INJECT = """\
  - id: i{i}
    {when}
    from: Open press
    to: [us, rok]
    medium: news
    marking: allies
    title: {{en: Inject {i}, ko: 상황 {i}}}
    body: |
      A first line of the inject.

      And a second one.
    effects: ["level_{a} += 0.2"]
    expect: The cells consult each other
    objectives: [o1]
    fictional: yes
"""
TAIL = """\
moves:
  - {{id: m1, orders: 2, plays: 45 min, covers: 6 h}}
  - {{id: m2, orders: 2, plays: 45 min, covers: 6 h}}
objectives: [{{id: o1, title: Consult in time}}]
outcomes:
  war: {{when: level_0 >= 9.5}}
  held: {{at: end}}
measures: {{first: level_0}}
bots:
  leaning:
    weights:
      otherwise: 1
{weights}courses:
  plain:
"""


def big_pack(lines: int) -> str:
    """The text of a pack of about so many lines: a fifth state, the rest actions, rules and injects alike."""
    count = max((lines - 48) // 48, 3)
    below = [VAR.format(i=i, start=3 if i == 0 else f"level_{i - 1} * 0.9", marking="public") for i in range(count)]

    def places(i: int) -> dict[str, int]:
        return {"i": i, "a": i % count, "b": (i * 7 + 1) % count, "c": (i * 13 + 2) % count, "r": i % count}

    def released(i: int) -> str:
        if i % 3 == 0:
            return f"at: m{i % 2 + 1} + {i % 40} min"
        return f"when: level_{i % count} > 5 and released(i{i - 1})" if i % 3 == 1 else "manual: yes"

    weights = "".join(f"      act_{i}: 1 + 2 * (level_{i % count} > 4)\n" for i in range(0, count, 2))
    return "".join(
        [
            HEAD,
            "parameters:\n",
            *(PARAMETER.format(i=i) for i in range(count)),
            "state:\n",
            *below,
            "actions:\n",
            *(ACTION.format(**places(i)) for i in range(count)),
            "world:\n",
            *(RULE.format(**places(i)) for i in range(count)),
            "injects:\n",
            *(INJECT.format(**places(i), when=released(i)) for i in range(count)),
            TAIL.format(weights=weights),
        ]
    )


if __name__ == "__main__":
    text = big_pack(int(sys.argv[1]))
    Path(sys.argv[2]).write_text(text, encoding="utf-8")
    print(f"{text.count(chr(10))} lines")
