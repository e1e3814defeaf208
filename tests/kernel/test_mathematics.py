"""The compiled mathematics gives the same bits as the interpreted one."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.test_mathematics import FUNCTIONS, published, vectors
from whitecell.game import Dice
from whitecell.game.dice import mix, unit
from whitecell.kernel import compiled, machine
from whitecell.kernel import mathematics as written
from whitecell.kernel.ir import DOUBLE, I64, Kind, Module, Value
from whitecell.players import play, setup
from whitecell.scenario import build

ARITY = {name: len(numbers) for name, numbers in vectors()}


def write(module: Module, name: str) -> None:
    """A function that Python can call around one of the mathematics."""
    f = module.function(f"test.{name}", DOUBLE, [(DOUBLE, f"x{n}") for n in range(ARITY[name])], outside=True)
    operands = [f.parameter(f"x{n}") for n in range(ARITY[name])]
    inline: Callable[..., Value] | None = getattr(written, name, None)
    f.give(inline(*operands).number() if inline is not None else f.call(name, DOUBLE, *operands))


def write_mix(module: Module, name: str, gives: Kind) -> None:
    f = module.function(f"test.{name}", gives, [(I64, "x")], outside=True)
    f.give((written.mix if name == "mix" else written.unit)(f.parameter("x")))


@cache
def code() -> machine.Code:
    module = Module()
    written.define(module)
    for name in FUNCTIONS:
        write(module, name)
    write_mix(module, "mix", I64)
    write_mix(module, "unit", DOUBLE)
    return machine.load(str(module))


@cache
def function(name: str) -> Callable[..., float]:
    prototype = ctypes.CFUNCTYPE(ctypes.c_double, *ARITY[name] * [ctypes.c_double])
    return prototype(code().address(f"test.{name}"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_vectors_give_the_same_bits(name: str) -> None:
    for known, numbers in vectors():
        if known == name:
            assert function(name)(*numbers).hex() == float(FUNCTIONS[name](*numbers)).hex(), numbers


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=200)
@given(st.data())
def test_any_numbers_give_the_same_bits(name: str, data: st.DataObject) -> None:
    finite_numbers = st.floats(allow_nan=False, allow_infinity=False)
    numbers = [data.draw(finite_numbers) for _ in range(ARITY[name])]
    if name in ("normal_quantile", "uniform", "normal", "integer", "chance"):
        numbers[0] = data.draw(st.floats(2.0**-53, 1 - 2.0**-53))
    assert function(name)(*numbers).hex() == float(FUNCTIONS[name](*numbers)).hex()


@given(st.integers(0, 2**64 - 1))
def test_luck_is_mixed_alike(bits: int) -> None:
    mixed = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_uint64)(code().address("test.mix"))
    number = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_uint64)(code().address("test.unit"))
    assert mixed(bits) == mix(bits)
    assert number(bits) == unit(bits)


def test_the_published_table_holds_in_the_kernel() -> None:
    """As measures of a scenario, so that LLVM's own evaluation of constants is tried too."""
    rows = [(text, gives) for text, u, gives in published() if u is None]
    scenario = build({
        "whitecell": 1, "title": "Table", "cells": {"us": {"seats": [{"id": "a"}]}}, "moves": [{"id": "m"}],
        "measures": {f"q{n}": text for n, (text, _) in enumerate(rows)},
    })  # fmt: skip
    traced = compiled(scenario).trace(setup(scenario), 1, 0)
    assert [x.hex() for x in traced.measures.values()] == [gives.hex() for _, gives in rows]
    assert traced.measures == play(scenario, setup(scenario), Dice(1)).measures
