"""The own mathematics as IR: the same sequences of operations as ``whitecell.rules.mathematics``, line by line.

What is short is written where it is used; the rest are functions of the module.
"""

from collections.abc import Callable, Sequence

from whitecell.game.dice import FIRST, SECOND
from whitecell.kernel.ir import DOUBLE, Module, Operand, Value
from whitecell.rules import mathematics as m


def finite(x: Value) -> Value:
    """`mathematics.finite`."""
    f = x.function
    return f.select(x > m.LARGEST, m.LARGEST, f.select(x < -m.LARGEST, -m.LARGEST, x))


def add(a: Value, b: Value) -> Value:
    """`mathematics.add`."""
    return finite(a + b)


def subtract(a: Value, b: Value) -> Value:
    """`mathematics.subtract`."""
    return finite(a - b)


def multiply(a: Value, b: Value) -> Value:
    """`mathematics.multiply`."""
    return finite(a * b)


def divide(a: Value, b: Value) -> Value:
    """`mathematics.divide`."""
    return a.function.select(b.same(0.0), 0.0, finite(a / b))


def minimum(a: Value, b: Value) -> Value:
    """`mathematics.minimum`."""
    return a.function.select(b < a, b, a)


def maximum(a: Value, b: Operand) -> Value:
    """`mathematics.maximum`."""
    f = a.function
    b = f.value(b, DOUBLE)
    return f.select(b > a, b, a)


def clip(x: Value, low: Operand, high: Operand) -> Value:
    """`mathematics.clip`."""
    f = x.function
    return maximum(f.value(low, DOUBLE), minimum(x, f.value(high, DOUBLE)))


def absolute(x: Value) -> Value:
    """`mathematics.absolute`."""
    return x.function.select(x <= 0.0, 0.0 - x, x)


def sqrt(x: Value) -> Value:
    """`mathematics.sqrt`: the machine's correctly rounded square root."""
    f = x.function
    return f.select(x > 0.0, f.call("llvm.sqrt.f64", DOUBLE, x), 0.0)


def chance(u: Value, probability: Value) -> Value:
    """`mathematics.chance`."""
    return u < probability


def horner(coefficients: Sequence[float], x: Value) -> Value:
    """`mathematics.polynomial`."""
    total = x.function.value(coefficients[-1], DOUBLE)
    for term in coefficients[-2::-1]:
        total = total * x + term
    return total


def _nearest(x: Value) -> Value:
    """The nearest whole number, ties to even. From 2**52 on every double is whole."""
    f = x.function
    size = absolute(x)
    rounded = (size + 2.0**52) - 2.0**52
    return f.select(size < 2.0**52, f.select(x < 0.0, 0.0 - rounded, rounded), x) + 0.0


def whole(x: Value) -> Value:
    """`mathematics.whole`."""
    return x.function.call("whole", DOUBLE, x)


def floor(x: Value) -> Value:
    """`mathematics.floor`."""
    near = whole(x)
    return x.function.select(near > x, near - 1.0, near)


def _exp(x: Value) -> Value:
    x = clip(x, m.EXP_LOW, m.EXP_HIGH)
    k = (x * m.LOG2_E + m.ROUND_MAGIC) - m.ROUND_MAGIC
    r = (x - k * m.LN2_HIGH) - k * m.LN2_LOW
    return finite(horner(m.EXP_TERMS, r) * ((k.whole() + 1023) << 52).bits())


def _log(x: Value) -> Value:
    f = x.function
    bits = maximum(x, m.SMALLEST_LOG).bits()
    mantissa = ((bits & 0x000FFFFFFFFFFFFF) | 0x3FE0000000000000).bits()
    small = mantissa < m.SQRT_HALF
    mantissa = f.select(small, mantissa * 2.0, mantissa)
    k = ((bits >> 52) - 1022 - small.whole()).number()
    s = (mantissa - 1.0) / (mantissa + 1.0)
    total = horner(m.LOG_TERMS, s * s)
    return k * m.LN2_HIGH + (2.0 * s * total + k * m.LN2_LOW)


def _logistic(x: Value) -> Value:
    return 1.0 / (x.function.call("exp", DOUBLE, 0.0 - x) + 1.0)


def _normal_quantile(u: Value) -> Value:
    f = u.function
    q = u - 0.5
    with f.when(absolute(q) <= m.CENTRE):
        r = m.CENTRE_SQUARED - q * q
        f.give(q * horner(m.AS241["a"], r) / horner(m.AS241["b"], r))
    r = sqrt(0.0 - f.call("log", DOUBLE, minimum(u, 1.0 - u)))
    near = horner(m.AS241["c"], r - 1.6) / horner(m.AS241["d"], r - 1.6)
    far = horner(m.AS241["e"], r - 5.0) / horner(m.AS241["f"], r - 5.0)
    tail = f.select(r <= 5.0, near, far)
    return f.select(q < 0.0, 0.0 - tail, tail)


def _uniform(u: Value, low: Value, high: Value) -> Value:
    return add(low, multiply(u, subtract(high, low)))


def _normal(u: Value, mean: Value, deviation: Value) -> Value:
    return add(mean, multiply(deviation, u.function.call("normal_quantile", DOUBLE, u)))


def _integer(u: Value, low: Value, high: Value) -> Value:
    f = u.function
    first, last, one = whole(low), whole(high), f.value(1.0, DOUBLE)
    count = add(subtract(last, first), one)
    drawn = add(first, floor(multiply(u, maximum(count, one))))
    return maximum(first, minimum(drawn, maximum(first, last)))


FUNCTIONS: dict[str, tuple[Callable[..., Value], int]] = {
    "whole": (_nearest, 1), "exp": (_exp, 1), "log": (_log, 1), "logistic": (_logistic, 1),
    "normal_quantile": (_normal_quantile, 1), "uniform": (_uniform, 3), "normal": (_normal, 3),
    "integer": (_integer, 3),
}  # fmt: skip
"""What becomes a function of the module, with how many numbers it takes."""


def define(module: Module) -> None:
    """Write the functions of the module that the rest calls by name."""
    for name, (write, arity) in FUNCTIONS.items():
        f = module.function(name, DOUBLE, [(DOUBLE, f"x{n}") for n in range(arity)])
        f.give(write(*(f.parameter(f"x{n}") for n in range(arity))))


def mix(z: Value) -> Value:
    """`dice.mix`: SplitMix64's finaliser."""
    z = (z ^ (z >> 30)) * FIRST
    z = (z ^ (z >> 27)) * SECOND
    return z ^ (z >> 31)


def unit(bits: Value) -> Value:
    """`dice.unit`: the top 52 bits as a number strictly between 0 and 1."""
    return ((bits >> 12).number() + 0.5) * 2.220446049250313e-16
