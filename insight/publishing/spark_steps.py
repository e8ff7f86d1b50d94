"""A statement taken apart where it reads one of its own steps more than once.

Spark works out a step as often as it is read; DuckDB keeps it. What is dear is kept on the cluster
as well: a step that groups, joins or ranks, or reads one that does.
"""

from collections import Counter
from dataclasses import dataclass, field

from sqlglot import exp

KEPT = "_kept"
"""What the name of a step ends with once it is a relation of the cluster."""


@dataclass(frozen=True)
class Steps:
    """Selects by name, to be kept in this order, and the select that reads them."""

    select: exp.Expression
    kept: dict[str, exp.Expression] = field(default_factory=dict)


def taken_apart(select: exp.Expression) -> Steps:
    """The steps of a select worth keeping, and what is left of it."""
    steps = {step.alias: step.this for step in select.ctes}
    reads = {name: _read_by(one) & steps.keys() for name, one in steps.items()}
    times = Counter(table.name for table in select.find_all(exp.Table))
    dear: set[str] = set()
    kept: list[str] = []
    for name, step in steps.items():
        if _is_dear(step) or reads[name] & dear:
            if times[name] > 1:
                kept.append(name)
            else:
                dear.add(name)
    named = {name: name + KEPT for name in kept}
    plain = {name: _renamed(one, named) for name, one in steps.items() if name not in named}
    body = _renamed(select, named)
    body.set("with_", None)
    return Steps(
        _with(plain, reads, body),
        {named[name]: _with(plain, reads, _renamed(steps[name], named)) for name in kept},
    )


def _is_dear(step: exp.Expression) -> bool:
    kinds = (exp.Group, exp.Window, exp.Distinct)
    joins = step.find_all(exp.Join)
    return step.find(*kinds) is not None or any(one.args.get("on") for one in joins)


def _read_by(step: exp.Expression) -> set[str]:
    return {table.name for table in step.find_all(exp.Table)}


def _renamed(select: exp.Expression, named: dict[str, str]) -> exp.Expression:
    """A copy that reads relations of other names under the names it knows them by."""
    copy = select.copy()
    for table in copy.find_all(exp.Table):
        if table.name in named:
            alias = table.alias or table.name
            table.set("this", exp.to_identifier(named[table.name]))
            table.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))
    return copy


def _with(
    steps: dict[str, exp.Expression], reads: dict[str, set[str]], select: exp.Expression
) -> exp.Expression:
    """The select after those of the steps that it needs."""
    needed: set[str] = set()
    asked = _read_by(select) & steps.keys()
    while asked:
        needed |= asked
        asked = {one for name in asked for one in reads[name]} & steps.keys() - needed
    ctes = [
        exp.CTE(this=step.copy(), alias=exp.TableAlias(this=exp.to_identifier(name)))
        for name, step in steps.items()
        if name in needed
    ]
    if ctes:
        select.set("with_", exp.With(expressions=ctes))
    return select
