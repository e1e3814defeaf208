"""Whitecell's own mathematics: every function total, every result finite, the same bits on every machine.

Each function is a fixed sequence of ``+ - * /`` and ``sqrt`` on IEEE 754 doubles, rounded to nearest: no libm, no fused
multiply-add. The compiled kernel emits the same sequences. The table of what the edges give is published in
``docs/reference/mathematics.md``; ``tests/rules/golden_mathematics.json`` holds the golden vectors.
"""

import math
import struct

LARGEST = 1.7976931348623157e308
"""Results beyond the largest double stop here; there is no infinity."""

SMALLEST_LOG = 2.2250738585072014e-308
"""``log`` takes at least this (the smallest normal double)."""

EXP_LOW, EXP_HIGH = -708.0, 709.0
"""``exp`` clips its argument to this range."""

LOG2_E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
"""ln 2 in two parts (Cody and Waite 1980): the first has trailing zero bits, so that k * LN2_HIGH is exact."""

ROUND_MAGIC = 6755399441055744.0
"""1.5 * 2**52: adding and subtracting it rounds a small double to the nearest whole number, ties to even."""

EXP_TERMS = tuple(1.0 / math.factorial(n) for n in range(14))
"""Taylor coefficients of exp, lowest order first, for arguments within ln(2)/2 of zero."""

LOG_TERMS = tuple(1.0 / (2 * n + 1) for n in range(12))
"""Coefficients of atanh(s)/s in powers of s**2, lowest order first."""

SQRT_HALF = 0.7071067811865476


def finite(x: float) -> float:
    """Bring an overflowed result back to the largest double of its sign."""
    if x > LARGEST:
        return LARGEST
    if x < -LARGEST:
        return -LARGEST
    return x


def add(a: float, b: float) -> float:
    """a + b, saturating."""
    return finite(a + b)


def subtract(a: float, b: float) -> float:
    """a - b, saturating."""
    return finite(a - b)


def multiply(a: float, b: float) -> float:
    """a * b, saturating."""
    return finite(a * b)


def divide(a: float, b: float) -> float:
    """a / b, saturating; anything divided by zero is zero."""
    if b == 0.0:
        return 0.0
    return finite(a / b)


def minimum(a: float, b: float) -> float:
    """The smaller; the first where they are equal."""
    return b if b < a else a


def maximum(a: float, b: float) -> float:
    """The larger; the first where they are equal."""
    return b if b > a else a


def clip(x: float, low: float, high: float) -> float:
    """max(low, min(x, high)): where low > high, low wins."""
    return maximum(low, minimum(x, high))


def absolute(x: float) -> float:
    """The size of x; a negative zero becomes zero."""
    return 0.0 - x if x <= 0.0 else x


def exp(x: float) -> float:
    """e**x by range reduction and a Taylor series to the 13th order (Horner).

    The argument is clipped to [-708, 709], so the result is always a positive finite number.
    """
    x = clip(x, EXP_LOW, EXP_HIGH)
    k = (x * LOG2_E + ROUND_MAGIC) - ROUND_MAGIC
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    total = EXP_TERMS[-1]
    for term in EXP_TERMS[-2::-1]:
        total = total * r + term
    return finite(total * power_of_two(int(k)))


def log(x: float) -> float:
    """Natural logarithm by the series of atanh; zero, negative and subnormal numbers count as the smallest normal."""
    mantissa, exponent = split(maximum(x, SMALLEST_LOG))
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square = s * s
    total = LOG_TERMS[-1]
    for term in LOG_TERMS[-2::-1]:
        total = total * square + term
    k = float(exponent)
    return k * LN2_HIGH + (2.0 * s * total + k * LN2_LOW)


def sqrt(x: float) -> float:
    """Square root; of a negative number, zero."""
    return math.sqrt(x) if x > 0.0 else 0.0


def logistic(x: float) -> float:
    """1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + exp(0.0 - x))


def whole(x: float) -> float:
    """The nearest whole number, ties to even: what assigning to an integer does."""
    return float(round(x)) + 0.0


def floor(x: float) -> float:
    """The largest whole number not above x."""
    return float(math.floor(x)) + 0.0


def power_of_two(k: int) -> float:
    """2**k for -1022 <= k <= 1023, from the bits of the double."""
    return float(struct.unpack("<d", struct.pack("<Q", (k + 1023) << 52))[0])


def split(x: float) -> tuple[float, int]:
    """A normal positive x as (m, k) with x == m * 2**k and sqrt(1/2) <= m < sqrt(2)."""
    bits = struct.unpack("<Q", struct.pack("<d", x))[0]
    exponent = (bits >> 52) - 1022
    mantissa = struct.unpack("<d", struct.pack("<Q", (bits & 0x000FFFFFFFFFFFFF) | 0x3FE0000000000000))[0]
    if mantissa < SQRT_HALF:
        return mantissa * 2.0, exponent - 1
    return mantissa, exponent


CENTRE = 0.425
CENTRE_SQUARED = 0.180625
AS241 = {
    "a": (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
          4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3),
    "b": (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
          2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3),
    "c": (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
          1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4),
    "d": (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
          1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9),
    "e": (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
          2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7),
    "f": (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
          7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15),
}  # fmt: skip
"""Coefficients of PPND16: M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988), lowest order first."""


def polynomial(coefficients: tuple[float, ...], x: float) -> float:
    """Horner's rule, coefficients lowest order first."""
    total = coefficients[-1]
    for term in coefficients[-2::-1]:
        total = total * x + term
    return total


def normal_quantile(u: float) -> float:
    """The standard normal quantile of u in (0, 1) (Wichura 1988, AS 241, PPND16)."""
    q = u - 0.5
    if absolute(q) <= CENTRE:
        r = CENTRE_SQUARED - q * q
        return q * polynomial(AS241["a"], r) / polynomial(AS241["b"], r)
    r = sqrt(0.0 - log(minimum(u, 1.0 - u)))
    if r <= 5.0:
        tail = polynomial(AS241["c"], r - 1.6) / polynomial(AS241["d"], r - 1.6)
    else:
        tail = polynomial(AS241["e"], r - 5.0) / polynomial(AS241["f"], r - 5.0)
    return 0.0 - tail if q < 0.0 else tail


def uniform(u: float, low: float, high: float) -> float:
    """A number between low and high."""
    return add(low, multiply(u, subtract(high, low)))


def normal(u: float, mean: float, deviation: float) -> float:
    """A normal number with this mean and standard deviation."""
    return add(mean, multiply(deviation, normal_quantile(u)))


def integer(u: float, low: float, high: float) -> float:
    """A whole number from low to high, both included; low where high < low."""
    first = whole(low)
    count = add(subtract(whole(high), first), 1.0)
    return maximum(first, minimum(add(first, floor(multiply(u, maximum(count, 1.0)))), maximum(first, whole(high))))


def chance(u: float, probability: float) -> bool:
    """True with this probability; never at 0 or below, always at 1 or above."""
    return u < probability
