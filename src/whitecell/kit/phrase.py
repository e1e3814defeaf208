"""Rules in words: expressions and effects with the labels of what they name, for people who do not read code."""

from collections.abc import Iterator
from typing import assert_never

from whitecell.kit.labels import argument, chosen
from whitecell.kit.model import Blocks, Inline, Items, Paragraph, Run, line, plain, words
from whitecell.kit.tongue import Tongue, option
from whitecell.rules import Assign, Chance, Delay, Effect, Expression, Tree, Value, When
from whitecell.rules.tree import (
    ArgumentRef,
    Binary,
    Call,
    Compare,
    Conditional,
    Constant,
    Draw,
    Fact,
    Logic,
    MoveRef,
    Negate,
    Not,
    ParameterRef,
    StateRef,
)
from whitecell.scenario import Action, Labels
from whitecell.tongue import number

SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠", "+": "+", "-": "−", "*": "×", "/": "÷"}
NAMES = {"<": "below", "<=": "most", ">": "above", ">=": "least", "==": "is", "!=": "not"}
LOOSE, OR, AND, NOT, COMPARE, SUM, PRODUCT, TIGHT = range(8)
"""How tightly a phrase holds together: what is looser than its place needs brackets."""
LONG = 200  # letters of a formula in words; a longer one is better read as it was written


class Phrases:
    """The rules of one scenario in one language; those of an action name its arguments and options as it does."""

    def __init__(self, tongue: Tongue, action: Action | None = None) -> None:
        self.tongue, self.scenario, self.own = tongue, tongue.scenario, action

    def of(self, action: Action) -> "Phrases":
        """The same for the rules of an action."""
        return Phrases(self.tongue, action)

    def value(self, value: Value, labels: Labels | None = None) -> str:
        """A number, yes or no, or an option of what has these labels; without any, of the first that has it."""
        if isinstance(value, bool):
            return self.tongue.word("yes" if value else "no")
        if not isinstance(value, str):
            return number(value)
        if labels is None:
            labels = next((each for each in self.labels() if each.of(value)), Labels())
        return words(chosen(self.tongue, labels, value))

    def labels(self) -> Iterator[Labels]:
        """The labels of everything a rule may name an option of: first those of its own action."""
        yield from self.own.labels.values() if self.own else ()
        yield from (var.labels for var in self.scenario.vars)

    def labels_of(self, tree: Tree) -> Labels | None:
        """The labels of an argument or variable, if that is what this is."""
        match tree:
            case ArgumentRef(name) if self.own is not None:
                return self.own.labels.get(name, Labels())
            case StateRef(_, index):
                return self.scenario.vars[index].labels
            case _:
                return None

    def side(self, tree: Tree, other: Tree) -> str:
        """One side of a comparison; an option reads as one of what it is compared with."""
        if isinstance(tree, Constant):
            return self.value(tree.value, self.labels_of(other))
        return self.within(tree, SUM)

    def named(self, name: str) -> str:
        """A variable's label in quotes."""
        var = self.scenario.vars[self.scenario.index[name]]
        return self.tongue.word("quoted", text=var.label.say(self.tongue.language) or option(name))

    def says(self, expression: Expression | None) -> str:
        """An expression in words; nothing for none."""
        return "" if expression is None else self.tree(expression.tree)[0]

    def within(self, tree: Tree, least: int) -> str:
        """A part of a phrase, in brackets if it holds together less tightly than its place wants."""
        text, tightness = self.tree(tree)
        return text if tightness >= least else f"({text})"

    def tree(self, tree: Tree) -> tuple[str, int]:
        """A phrase and how tightly it holds together."""
        word = self.tongue.word
        match tree:
            case Constant(value):
                return self.value(value), TIGHT
            case StateRef(name):
                return self.named(name), TIGHT
            case ParameterRef(name, index):
                label = self.scenario.parameters[index].label.say(self.tongue.language) or option(name)
                return word("assumed", text=label), TIGHT
            case ArgumentRef(name):
                said = words(argument(self.tongue, self.own, name)) if self.own else option(name)
                return word("quoted", text=said), TIGHT
            case MoveRef():
                return word("move_number"), TIGHT
            case Fact():
                return self.fact(tree), COMPARE
            case Negate(operand):
                return "−" + self.within(operand, PRODUCT), SUM
            case Not(operand):
                return word("not", text=self.within(operand, COMPARE)), NOT
            case Binary(operator, left, right):
                level = SUM if operator in "+-" else PRODUCT
                after = self.within(right, level + (operator in "-/"))
                return f"{self.within(left, level)} {SIGNS[operator]} {after}", level
            case Compare(operator, MoveRef(), Constant(value)):
                return word(f"move_{NAMES[operator]}", n=self.value(value)), COMPARE
            case Compare(operator, left, right):
                return f"{self.side(left, right)} {SIGNS[operator]} {self.side(right, left)}", COMPARE
            case Logic(operator, operands):
                level = AND if operator == "and" else OR
                return f" {word(operator)} ".join(self.within(each, level) for each in operands), level
            case Conditional(condition, yes, no):
                parts = {"condition": self.says_tree(condition), "yes": self.within(yes, SUM)}
                return word("conditional", no=self.within(no, SUM), **parts), LOOSE
            case Call(function, arguments):
                return f"{word(function)}({'; '.join(self.says_tree(each) for each in arguments)})", TIGHT
            case Draw(kind, arguments):
                values = [self.within(each, SUM) for each in arguments]
                return word(f"draw_{kind}", **dict(zip(("first", "second"), values, strict=False))), COMPARE
            case _:
                assert_never(tree)

    def says_tree(self, tree: Tree) -> str:
        """A part of a phrase that needs no brackets."""
        return self.tree(tree)[0]

    def fact(self, fact: Fact) -> str:
        """A question about what has happened."""
        about = fact.about
        if fact.kind == "count":
            about = self.tongue.word("quoted", text=words(self.action(about)))
        return self.tongue.word(f"fact_{fact.kind}", about=about, minutes=number(fact.minutes))

    def action(self, id_: str) -> Inline:
        """An action's title without notes."""
        return plain(self.scenario.action[id_].title.say(self.tongue.language) or option(id_))

    # ------------------------------------------------------------------------------------------------ effects

    def effects(self, effects: tuple[Effect, ...]) -> Blocks:
        """Effects as a list, what is nested below what it depends on."""
        return (Items(tuple(self.effect(effect) for effect in effects)),) if effects else ()

    def effect(self, effect: Effect) -> Blocks:
        """One effect."""
        word = self.tongue.word
        match effect:
            case Assign(name, _, operator, expression):
                said = self.assignment(name, operator, expression.tree)
                if len(said) > LONG:
                    return line((Run(f"{self.named(name)}: "), Run(effect.text, code=True)))
                return line(plain(said))
            case Chance(probability, then, otherwise):
                tree = probability.tree
                if isinstance(tree, Constant) and isinstance(tree.value, float):
                    share = f"{number(100 * tree.value)} %"
                else:
                    share = self.says_tree(tree)
                return self.either(word("with_chance", p=share), then, otherwise)
            case When(condition, then, otherwise):
                return self.either(word("if", condition=self.says(condition)), then, otherwise)
            case Delay(moves, minutes, do):
                after = word("after", lasting=self.tongue.lasting(minutes))
                if moves:
                    after = word("after_move" if moves == 1 else "after_moves", n=moves)
                return (*line(plain(after)), *self.effects(do))
            case _:
                assert_never(effect)

    def either(self, head: str, then: tuple[Effect, ...], otherwise: tuple[Effect, ...]) -> Blocks:
        """What follows, and what follows otherwise."""
        found: Blocks = (Paragraph(plain(head)), *self.effects(then))
        if otherwise:
            found = (*found, Paragraph(plain(self.tongue.word("otherwise"))), *self.effects(otherwise))
        return found

    def assignment(self, name: str, operator: str, tree: Tree) -> str:
        """What becomes of a variable."""
        if operator == "=":
            labels = self.scenario.vars[self.scenario.index[name]].labels
            said = self.value(tree.value, labels) if isinstance(tree, Constant) else self.says_tree(tree)
            return self.tongue.word("becomes", name=self.named(name), value=said)
        if isinstance(tree, Negate):
            return f"{self.named(name)} − {self.within(tree.operand, PRODUCT)}"
        return f"{self.named(name)} + {self.within(tree, SUM)}"
