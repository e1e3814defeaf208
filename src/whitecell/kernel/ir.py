"""A writer of LLVM's textual IR: values with operators, functions with structured control, tables of constants.

It writes plain IEEE operations and none of the flags (`fast`, `contract`, `nnan`, ...) that would let LLVM change what
they give.
"""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal, Union

Kind = Literal["double", "i64", "i1", "ptr", "void"]
DOUBLE: Kind = "double"
I64: Kind = "i64"
I1: Kind = "i1"
PTR: Kind = "ptr"
VOID: Kind = "void"

Operand = Union["Value", float, int]


def constant(value: float, kind: Kind) -> str:
    """A constant as IR writes it: doubles by their bits, integers as signed 64-bit numbers."""
    match kind:
        case "double":
            return "0x" + struct.pack(">d", float(value)).hex().upper()
        case "i1":
            return "true" if value else "false"
        case "ptr":
            return "null"
        case _:
            bits = int(value) & (1 << 64) - 1
            return str(bits - (1 << 64) if bits >> 63 else bits)


def symbol(name: str) -> str:
    """A function's name in IR. LLVM knows some names, such as exp, and would compute them by the machine's library."""
    return f"@{name}" if name.startswith("llvm.") else f"@own.{name}"


class Value:
    """One value within a function. Operators write instructions; ``<`` and its like compare integers as unsigned."""

    __slots__ = ("function", "kind", "text")

    def __init__(self, function: "Function", text: str, kind: Kind) -> None:
        self.function, self.text, self.kind = function, text, kind

    def _do(self, real: str, whole: str, other: Operand, swapped: bool = False) -> "Value":
        f, kind = self.function, self.kind
        a, b = self.text, f.text(other, kind)
        if swapped:
            a, b = b, a
        return f.put(f"{real if kind == DOUBLE else whole} {kind} {a}, {b}", kind)

    def _compare(self, real: str, whole: str, other: Operand) -> "Value":
        f = self.function
        how = f"fcmp {real}" if self.kind == DOUBLE else f"icmp {whole}"
        return f.put(f"{how} {self.kind} {self.text}, {f.text(other, self.kind)}", I1)

    def __add__(self, other: Operand) -> "Value":
        return self._do("fadd", "add", other)

    def __sub__(self, other: Operand) -> "Value":
        return self._do("fsub", "sub", other)

    def __rsub__(self, other: Operand) -> "Value":
        return self._do("fsub", "sub", other, swapped=True)

    def __mul__(self, other: Operand) -> "Value":
        return self._do("fmul", "mul", other)

    def __rmul__(self, other: Operand) -> "Value":
        return self._do("fmul", "mul", other, swapped=True)

    def __truediv__(self, other: Operand) -> "Value":
        return self._do("fdiv", "udiv", other)

    def __rtruediv__(self, other: Operand) -> "Value":
        return self._do("fdiv", "udiv", other, swapped=True)

    def __floordiv__(self, other: Operand) -> "Value":
        return self._do("", "udiv", other)

    def __mod__(self, other: Operand) -> "Value":
        return self._do("", "urem", other)

    def __and__(self, other: Operand) -> "Value":
        return self._do("", "and", other)

    def __or__(self, other: Operand) -> "Value":
        return self._do("", "or", other)

    def __xor__(self, other: Operand) -> "Value":
        return self._do("", "xor", other)

    def __lshift__(self, other: Operand) -> "Value":
        return self._do("", "shl", other)

    def __rshift__(self, other: Operand) -> "Value":
        return self._do("", "lshr", other)

    def __invert__(self) -> "Value":
        return self ^ -1

    def __lt__(self, other: Operand) -> "Value":
        return self._compare("olt", "ult", other)

    def __le__(self, other: Operand) -> "Value":
        return self._compare("ole", "ule", other)

    def __gt__(self, other: Operand) -> "Value":
        return self._compare("ogt", "ugt", other)

    def __ge__(self, other: Operand) -> "Value":
        return self._compare("oge", "uge", other)

    def same(self, other: Operand) -> "Value":
        """Whether both are equal."""
        return self._compare("oeq", "eq", other)

    def differs(self, other: Operand) -> "Value":
        """Whether they are not equal."""
        return self._compare("une", "ne", other)

    def number(self) -> "Value":
        """A double: an integer's value (below 2**63), a truth value as 1 or 0."""
        if self.kind == DOUBLE:
            return self
        how = "uitofp" if self.kind == I1 else "sitofp"
        return self.function.put(f"{how} {self.kind} {self.text} to double", DOUBLE)

    def whole(self) -> "Value":
        """A 64-bit integer: a whole double's value, a truth value as 1 or 0."""
        if self.kind == I64:
            return self
        how = "zext" if self.kind == I1 else "fptosi"
        return self.function.put(f"{how} {self.kind} {self.text} to i64", I64)

    def bits(self) -> "Value":
        """The bits of a double as an integer, or of an integer as a double."""
        to = I64 if self.kind == DOUBLE else DOUBLE
        return self.function.put(f"bitcast {self.kind} {self.text} to {to}", to)


class Variable:
    """A local variable of a function."""

    def __init__(self, function: "Function", kind: Kind, start: Operand) -> None:
        self.function, self.kind = function, kind
        self.address = Value(function, f"%local{len(function.locals)}", PTR)
        function.locals.append(f"  {self.address.text} = alloca {kind}")
        self.set(start)

    def get(self) -> Value:
        """Its value now."""
        return self.function.load(self.kind, self.address)

    def set(self, value: Operand) -> None:
        """Give it a value."""
        self.function.store(self.kind, value, self.address)


class Function:
    """One function being written. Code goes to the end; a block that has ended takes no more jumps."""

    def __init__(self, name: str, kind: Kind, parameters: Sequence[tuple[Kind, str]], outside: bool = False) -> None:
        self.name, self.kind, self.outside = name, kind, outside
        self.parameters = parameters
        self.locals: list[str] = []
        self.lines: list[str] = []
        self.count = 0
        self.ended = False

    def parameter(self, name: str) -> Value:
        """The value of a parameter."""
        return Value(self, f"%{name}", next(kind for kind, known in self.parameters if known == name))

    def text(self, operand: Operand, kind: Kind) -> str:
        """An operand as IR writes it."""
        return operand.text if isinstance(operand, Value) else constant(operand, kind)

    def value(self, operand: Operand, kind: Kind) -> Value:
        """A constant, or a value itself, as a value."""
        return operand if isinstance(operand, Value) else Value(self, constant(operand, kind), kind)

    def put(self, instruction: str, kind: Kind) -> Value:
        """Write an instruction that gives a value."""
        self.count += 1
        name = f"%v{self.count}"
        self.lines.append(f"  {name} = {instruction}")
        return Value(self, name, kind)

    def do(self, instruction: str) -> None:
        """Write an instruction that gives nothing."""
        self.lines.append(f"  {instruction}")

    def variable(self, kind: Kind, start: Operand) -> Variable:
        """A local variable."""
        return Variable(self, kind, start)

    def load(self, kind: Kind, address: Value) -> Value:
        """What lies at an address."""
        return self.put(f"load {kind}, ptr {address.text}", kind)

    def store(self, kind: Kind, value: Operand, address: Value) -> None:
        """Lay a value at an address."""
        self.do(f"store {kind} {self.text(value, kind)}, ptr {address.text}")

    def address(self, base: Value | str, place: Operand) -> Value:
        """The address of the eight-byte word at this place from a base (a table's name, or a pointer)."""
        where = base if isinstance(base, str) else base.text
        return self.put(f"getelementptr i64, ptr {where}, i64 {self.text(place, I64)}", PTR)

    def look(self, table: str, place: Operand, kind: Kind = I64) -> Value:
        """One entry of a table."""
        return self.load(kind, self.address(f"@{table}", place))

    def call(self, name: str, kind: Kind, *operands: Value) -> Value:
        """The result of a function that gives one."""
        inside = ", ".join(f"{operand.kind} {operand.text}" for operand in operands)
        return self.put(f"call {kind} {symbol(name)}({inside})", kind)

    def run(self, name: str, *operands: Value) -> None:
        """Call a function that gives nothing."""
        inside = ", ".join(f"{operand.kind} {operand.text}" for operand in operands)
        self.do(f"call void {symbol(name)}({inside})")

    def select(self, condition: Value, yes: Operand, no: Operand, kind: Kind = DOUBLE) -> Value:
        """One of two values, both already known."""
        yes_, no_ = self.text(yes, kind), self.text(no, kind)
        return self.put(f"select i1 {condition.text}, {kind} {yes_}, {kind} {no_}", kind)

    def give(self, value: Operand | None = None) -> None:
        """Return."""
        self.do("ret void" if value is None else f"ret {self.kind} {self.text(value, self.kind)}")
        self.ended = True

    def label(self) -> str:
        """A fresh name for a block."""
        self.count += 1
        return f"b{self.count}"

    def jump(self, label: str) -> None:
        """End the block by going to another, if it has not ended yet."""
        if not self.ended:
            self.do(f"br label %{label}")
        self.ended = True

    def place(self, label: str) -> None:
        """Begin a block."""
        self.lines.append(f"{label}:")
        self.ended = False

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        """What is done only where a condition holds."""
        then, after = self.label(), self.label()
        self.do(f"br i1 {condition.text}, label %{then}, label %{after}")
        self.place(then)
        yield
        self.jump(after)
        self.place(after)

    def either(self, condition: Value, yes: Callable[[], None], no: Callable[[], None]) -> None:
        """One of two things."""
        then, otherwise, after = self.label(), self.label(), self.label()
        self.do(f"br i1 {condition.text}, label %{then}, label %{otherwise}")
        for label, write in ((then, yes), (otherwise, no)):
            self.place(label)
            write()
            self.jump(after)
        self.place(after)

    @contextmanager
    def loop(self, end: Operand, start: Operand = 0) -> Iterator[Value]:
        """What is done for every whole number from `start` to below `end`."""
        place = Variable(self, I64, start)
        with self.loop_while(lambda: place.get() < end):
            now = place.get()
            yield now
            place.set(now + 1)

    @contextmanager
    def loop_while(self, condition: Callable[[], Value]) -> Iterator[None]:
        """What is done as long as a condition holds."""
        head, body, after = self.label(), self.label(), self.label()
        self.jump(head)
        self.place(head)
        self.do(f"br i1 {condition().text}, label %{body}, label %{after}")
        self.place(body)
        yield
        self.jump(head)
        self.place(after)

    def switch(
        self, value: Value, cases: Mapping[int, Callable[[], None]], otherwise: Callable[[], None] | None = None
    ) -> None:
        """One of several things, by a number."""
        labels = {number: self.label() for number in cases}
        default, after = self.label(), self.label()
        table = " ".join(f"i64 {number}, label %{label}" for number, label in labels.items())
        self.do(f"switch i64 {value.text}, label %{default} [{table}]")
        for number, write in cases.items():
            self.place(labels[number])
            write()
            self.jump(after)
        self.place(default)
        if otherwise is not None:
            otherwise()
        self.jump(after)
        self.place(after)

    def __str__(self) -> str:
        inside = ", ".join(f"{kind} %{name}" for kind, name in self.parameters)
        linkage, name = ("", f"@{self.name}") if self.outside else ("internal ", symbol(self.name))
        end = [] if self.ended else ["  ret void" if self.kind == VOID else "  unreachable"]
        body = "\n".join([*self.locals, *self.lines, *end])
        return f"define {linkage}{self.kind} {name}({inside}) nounwind {{\nentry:\n{body}\n}}\n"


class Module:
    """Functions and tables of constants."""

    def __init__(self) -> None:
        self.functions: list[Function] = []
        self.tables: dict[str, str] = {}

    def function(
        self, name: str, kind: Kind = VOID, parameters: Sequence[tuple[Kind, str]] = (), outside: bool = False
    ) -> Function:
        """Begin a function. `outside`: it can be called from Python."""
        function = Function(name, kind, parameters, outside)
        self.functions.append(function)
        return function

    def table(self, name: str, values: Sequence[float], kind: Kind = I64) -> None:
        """A table of constants, eight bytes each; never empty, so that it can always be named."""
        inside = ", ".join(f"{kind} {constant(value, kind)}" for value in (values or [0]))
        self.tables[name] = f"@{name} = internal constant [{max(len(values), 1)} x {kind}] [{inside}]\n"

    def __str__(self) -> str:
        return "".join([*self.tables.values(), "declare double @llvm.sqrt.f64(double)\n", *map(str, self.functions)])
