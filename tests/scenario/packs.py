"""Packs to test with: one that says all the format can say, and a small one to vary."""

from __future__ import annotations

from pathlib import Path

from whitecell.scenario import Fault, Scenario, load

FULL = """\
whitecell: 1
id: full
version: 1.10
title: {en: Extended deterrence, ko: 확장억제}
summary: What it is about.
languages: [en, ko]
marking: EXERCISE
starts: 2027-03-08 09:00 +09:00
zone: KST
cells:
  us:
    name: United States
    side: friend
    brief: What they know.
    seats:
      - {id: joint-staff, name: Joint Staff}
      - {id: white-house, name: White House, role: lead, bot: cautious}
      - {id: watcher, role: observer}
  rok:
    seats: [{id: blue-house}]
  dprk:
    side: adversary
    seats: [{id: leader, role: lead}]
markings:
  allies: [us, rok]
  us-lead: {see: [us/white-house], banner: {en: US EYES ONLY}}
parameters:
  reassurance: {value: 0.08, low: 0.02, high: 0.20, source: judgement, unit: share, label: Reassurance}
state:
  tension:
    {type: real, start: 3, range: [0, 9], marking: public, label: Tension, unit: {en: points, ko: 점}, show: gauge}
  carriers: {type: integer, start: 0, range: [0, 2], marking: public}
  tested: {type: boolean, start: no, marking: public}
  posture: {type: choice, options: {low: Lowered, high: {en: Raised, ko: 격상}}, start: low, marking: us}
  mood: {type: choice, options: [calm, tense], start: calm}
  truth: {type: real, start: "uniform(1, 9)", range: [0, 10]}
  estimate: {type: real, start: "truth + normal(0, 1)", range: [0, 10], marking: us}
actions:
  deploy_carrier:
    title: Deploy a carrier
    by: [us/white-house]
    arguments:
      where: {label: {en: Where, ko: 장소}, options: {busan: {en: Busan, ko: 부산}, offshore: At sea}}
      quiet: [yes, no]
      size: {label: Size, options: [large, small]}
    needs:
      - {consult: [rok], within: 20 min, else: lapse}
      - {inform: [us, dprk/leader]}
    when: carriers < 2 and move >= 2 and quiet == no
    limit: {per_move: 1, total: 2}
    effects:
      - carriers += 1
      - {after: 1 move, do: ["tension = uniform(0, 1)", {after: 2 h, do: [tension -= 1]}]}
      - {chance: '0.2 * uniform(0, 1)', then: [tested = yes], else: [tension -= 0.1]}
      - {if: where == busan, then: [posture = high]}
    applies: at_once
    priority: 10
    marking: {quiet: {no: public, yes: allies}}
    plover: MOBILIZE
    level: T4
    text: What it means.
  protest: {by: [us, dprk]}
world:
  - {id: decay, title: Tension decays, when: tension > 0 and not released(i03), do: ["tension -= 0.1 * tension"]}
moves:
  - id: m1
    title: Routine
    text: Read this.
    orders: 2
    plays: 30 min
    covers: 6 h
    clock: stopped
    next: [{when: count(protest) > 3, move: m3-test}, {when: tested, move: end}, m2]
    questions:
      - {id: q1, to: [us, rok], text: Why, sealed_first: yes}
      - {id: q2, to: all, kind: choice, text: What, options: {go: Go ahead, wait: {en: Wait, ko: 대기}}}
  - {id: m2, orders: {us: 2, dprk: 1}, may_pass: no}
  - {id: m3-test, only: [us]}
injects:
  - {id: i03, manual: yes, to: all, fictional: yes}
  - id: i07
    at: m2 + 10 min
    from: Open press
    to: [us, rok]
    medium: news
    marking: us-lead
    title: News
    body: |
      First line.

      Second line.
    effects: ["tension += 0.2"]
    expect: They talk.
    objectives: [o1]
    sources: [yonhap-2023]
  - {id: i08, when: "tension > 5 and released(i03) and not elapsed(i07, 20)", to: [us/white-house, rok]}
objectives: [{id: o1, title: Talk, capability: Talking, tasks: [One, Two], cells: [us, rok]}]
outcomes:
  war: {title: War, when: tension >= 9, text: The end.}
  held: {at: end}
measures: {calm: {value: 9 - tension, label: Calm, unit: points, better: high}, heat: tension}
utility: {us: 1 - tension / 9}
bots:
  cautious:
    title: Cautious
    weights: {deploy_carrier: 1 + 2 * (where == busan), otherwise: 1}
    consents: {deploy_carrier: 0.9, otherwise: {agree: 3, object: 0.5}}
courses:
  status-quo:
  more:
    parameters: {reassurance: 0.1}
    start: {tension: 4, tested: yes, posture: high}
    bots: {us/white-house: uniform}
    orders:
      - {move: m2, seat: us/white-house, action: deploy_carrier, arguments: {quiet: no, where: busan, size: small}}
places: [{id: busan-port, name: Busan, at: [35.1, 129.04], symbol: SFGPI-----H----}]
sources: {yonhap-2023: "Yonhap, 22 February 2023"}
core: two-keys
accepted: [{code: W001, place: m1, reason: Meant so.}]
"""

SMALL = """\
whitecell: 1
title: Small
cells:
  us: {seats: [{id: lead, role: lead}]}
  rok: {seats: [{id: lead, role: lead}]}
state:
  tension: {type: real, start: 3, range: [0, 9], marking: public}
moves: [{id: m1}, {id: m2}]
"""


def write(folder: Path, text: str, name: str = "scenario.yaml") -> Path:
    """Write a pack; gives its folder."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def good(folder: Path, text: str) -> Scenario:
    """The scenario of a pack that must be without fault."""
    loaded = load(write(folder, text))
    assert isinstance(loaded, Scenario), "\n".join(map(str, loaded))
    return loaded


def bad(folder: Path, text: str) -> list[Fault]:
    """The faults of a pack that must have some."""
    loaded = load(write(folder, text))
    assert isinstance(loaded, list)
    return loaded
