"""Extremely randomised trees: which past moments were like this one (Geurts, Ernst and Wehenkel 2006), grown all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from console.forecast.backtest.timeline import Floats, Whole

TREES = 50
LEAF = 5
TRIES = 10
DEPTH = 12
DRAWN = 1_500
"""Trees; the fewest rows of a leaf; questions tried per node; levels; rows drawn for each tree."""
MANY = 60
"""Rows asked at once from which pairs are looked up leaf by leaf instead of compared one with all."""
BINS = 32
PULL = 3.0
"""Average rows of weight by which a rare category's mean is pulled to the mean of all."""

Binned = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Coding:
    """How a row of features becomes small integers: categories by their mean target, then every column by its quantiles."""

    means: dict[int, Floats]
    overall: float
    edges: tuple[Floats, ...]

    def binned(self, rows: Floats) -> Binned:
        """Rows (m, p) as bins (m, p); a category never met stands at the overall mean."""
        bins = np.empty(rows.shape, np.int16)
        for column, edges in enumerate(self.edges):
            bins[:, column] = np.searchsorted(edges, self._placed(rows[:, column], column), side="left")
        return bins

    def _placed(self, values: Floats, column: int) -> Floats:
        if column not in self.means:
            return values
        means = self.means[column]
        code = values.astype(np.int64) + 1
        placed: Floats = np.where(code < len(means), means[np.minimum(code, len(means) - 1)], self.overall)
        return placed


@dataclass(frozen=True, slots=True)
class Forest:
    """Grown trees as flat arrays over nodes: the column asked (-1 in a leaf), the highest bin to the left, the left child."""

    coding: Coding
    column: Whole
    highest: Whole
    left: Whole

    def leaves(self, rows: Floats) -> Whole:
        """The leaf of each row in each tree: (m, TREES); node numbers are unique over all trees."""
        bins = self.coding.binned(rows)
        node = np.tile(np.arange(TREES), (len(rows), 1))
        each = np.arange(len(rows))[:, None]
        while True:
            column = self.column[node]
            inner = column >= 0
            if not inner.any():
                return node
            right = bins[each, np.maximum(column, 0)] > self.highest[node]
            node = np.where(inner, self.left[node] + right, node)

    def likeness(self, asked: Whole, known: Whole, weights: Floats) -> Floats:
        """How much each known row tells about each asked one: (q, m), rows sum to 1 (Meinshausen 2006).

        `asked` (q, TREES) and `known` (m, TREES) are leaves; `weights` (m) what each known row counts for by its age.
        """
        told = np.zeros((len(asked), len(weights)))
        for tree in range(TREES):
            there = known[:, tree]
            share = weights / np.maximum(np.bincount(there, weights, minlength=len(self.column))[there], 1e-12)
            if len(asked) < MANY:
                told += np.where(asked[:, tree, None] == there[None, :], share, 0.0)
            else:
                rows, members = _together(asked[:, tree], there)
                told[rows, members] += share[members]
        told /= TREES
        return told


def _together(asked: Whole, known: Whole) -> tuple[Whole, Whole]:
    """Every pair (asked, known) in the same leaf."""
    order = np.argsort(known, kind="stable")
    ascending = known[order]
    start = np.searchsorted(ascending, asked, side="left")
    count = np.searchsorted(ascending, asked, side="right") - start
    rows = np.repeat(np.arange(len(asked)), count)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count)
    return rows, order[np.repeat(start, count) + within]


def grow(rows: Floats, target: Floats, weights: Floats, categories: frozenset[int], random: np.random.Generator) -> Forest:
    """A forest that parts rows (m, p) by a target (m); rows are drawn by weight. Same rows, same random state, same forest."""
    coding = _coding(rows, target, weights, categories)
    bins = coding.binned(rows)
    useful = np.flatnonzero(bins.max(axis=0) > bins.min(axis=0))
    drawn = min(DRAWN, len(rows))
    running = np.cumsum(weights / weights.sum())
    picked = np.minimum(np.searchsorted(running, random.random((TREES, drawn))), len(rows) - 1).ravel()
    nodes = _Nodes(np.full(TREES, -1), np.zeros(TREES, np.int64), np.full(TREES, -1))
    node = np.repeat(np.arange(TREES), drawn)
    open_ = np.arange(len(picked))
    growing = np.arange(TREES)
    for _ in range(DEPTH if len(useful) else 0):
        if not len(growing):
            break
        open_, growing = _level(nodes, node, open_, growing, _Sample(bins, target, picked, useful), random)
    return Forest(coding, nodes.column, nodes.highest, nodes.left)


@dataclass(slots=True)
class _Nodes:
    column: Whole
    highest: Whole
    left: Whole


@dataclass(frozen=True, slots=True)
class _Sample:
    bins: Binned
    target: Floats
    picked: NDArray[np.intp]
    useful: NDArray[np.intp]


def _level(
    nodes: _Nodes, node: Whole, open_: Whole, growing: Whole, sample: _Sample, random: np.random.Generator
) -> tuple[Whole, Whole]:
    """Split every growing node by the best of a few random questions; the rows and nodes that grow on."""
    place = np.full(len(nodes.column), -1)
    place[growing] = np.arange(len(growing))
    group = place[node[open_]]
    order = np.argsort(group, kind="stable")
    open_, group = open_[order], group[order]
    rows = sample.picked[open_]
    column, highest = _best(sample, rows, group, len(growing), random)
    split = np.flatnonzero(column >= 0)
    first, born = len(nodes.column), 2 * len(split)
    nodes.column[growing[split]], nodes.highest[growing[split]] = column[split], highest[split]
    nodes.left[growing[split]] = first + 2 * np.arange(len(split))
    nodes.column = np.append(nodes.column, np.full(born, -1))
    nodes.highest = np.append(nodes.highest, np.zeros(born, np.int64))
    nodes.left = np.append(nodes.left, np.full(born, -1))
    goes = column[group] >= 0
    open_, group, rows = open_[goes], group[goes], rows[goes]
    node[open_] = nodes.left[growing[group]] + (sample.bins[rows, column[group]] > highest[group])
    count = np.bincount(node[open_], minlength=len(nodes.column))
    wide = np.flatnonzero(count >= 2 * LEAF)
    return open_[count[node[open_]] >= 2 * LEAF], wide[wide >= first]


def _best(sample: _Sample, rows: Whole, group: Whole, groups: int, random: np.random.Generator) -> tuple[Whole, Whole]:
    """Per group the question that explains most of the target's variance, or column -1."""
    target = sample.target[rows]
    count = np.bincount(group, minlength=groups)
    total = np.bincount(group, target, minlength=groups)
    start = np.cumsum(count) - count
    best, column, highest = np.full(groups, 1e-9), np.full(groups, -1), np.zeros(groups, np.int64)
    for _ in range(TRIES):
        asked = sample.useful[random.integers(len(sample.useful), size=groups)]
        values = sample.bins[rows, asked[group]]
        someone = start + (random.random(groups) * count).astype(np.int64)
        border = values[someone].astype(np.int64) - (random.random(groups) < 0.5)
        lower = values <= border[group]
        n_left = np.bincount(group[lower], minlength=groups)
        s_left = np.bincount(group[lower], target[lower], minlength=groups)
        n_right, s_right = count - n_left, total - s_left
        gain = s_left**2 / np.maximum(n_left, 1) + s_right**2 / np.maximum(n_right, 1) - total**2 / np.maximum(count, 1)
        better = (n_left >= LEAF) & (n_right >= LEAF) & (gain > best)
        best[better], column[better], highest[better] = gain[better], asked[better], border[better]
    return column, highest


def _coding(rows: Floats, target: Floats, weights: Floats, categories: frozenset[int]) -> Coding:
    overall = float(np.average(target, weights=weights))
    pull = PULL * float(weights.mean())
    means = {}
    for column in categories:
        code = rows[:, column].astype(np.int64) + 1
        means[column] = (np.bincount(code, weights * target) + pull * overall) / (np.bincount(code, weights) + pull)
    blank = Coding(means, overall, ())
    cuts = np.linspace(0, 1, BINS + 1)[1:-1]
    edges = tuple(np.unique(np.quantile(blank._placed(rows[:, column], column), cuts)) for column in range(rows.shape[1]))
    return Coding(means, overall, edges)
