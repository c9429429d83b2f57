#!/usr/bin/env python3
"""Prints lam_alef_costs.inc: how surely letters around an alef and a lam say in which order these two stand.

A logistic regression over the words of wordfreq 3.1.1 (Arabic, large), weighted by the square root of their frequency;
only rounded weights of groups of letters are kept. Needs: pip install wordfreq==3.1.1 numpy scipy
"""

import random
import re

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from wordfreq import get_frequency_dict

ALEFS = "اأإآ"
FREQUENT = 3e-6


def sites():
    """(word with every lam-alef turned round, place of an alef before a lam, 1 if it was turned round, frequency)"""
    for word, frequency in get_frequency_dict("ar", wordlist="large").items():
        if not re.fullmatch("[ء-يپچژگکی]+", word):
            continue
        turned, places, i = [], set(), 0
        while i < len(word):
            if word[i] == "ل" and word[i + 1 : i + 2] and word[i + 1] in ALEFS:
                places.add(len(turned))
                turned += [word[i + 1], "ل"]
                i += 2
            else:
                turned.append(word[i])
                i += 1
        for i in range(len(turned) - 1):
            if turned[i] in ALEFS and turned[i + 1] == "ل":
                yield "".join(turned), i, int(i in places), frequency


def groups(word, i):
    """The groups of letters that are looked at; ^ is the edge of the word. lam_alef.cpp has the same."""
    padded = "^^" + word + "^^"
    i += 2
    return ["<" + padded[i - 2 : i + 1], ">" + padded[i] + padded[i + 2 : i + 4], "=" + padded[i - 1 : i + 1] + padded[i + 2]]


def fit(examples):
    ids, rows, columns = {}, [], []
    for row, (word, i, _, _) in enumerate(examples):
        for group in groups(word, i):
            rows.append(row)
            columns.append(ids.setdefault(group, len(ids)))
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(examples), len(ids)))
    truth = np.array([e[2] for e in examples], float)
    weight = np.sqrt([e[3] for e in examples])
    weight /= weight.mean()

    def loss(b):
        z = matrix @ b
        value = (weight * np.logaddexp(0, -(2 * truth - 1) * z)).sum() + 0.3 * (b @ b)
        return value, matrix.T @ (weight * (1 / (1 + np.exp(-z)) - truth)) + 0.6 * b

    best = minimize(loss, np.zeros(len(ids)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    rounded = {group: max(-127, min(127, round(best[i] * 8))) for group, i in ids.items()}
    return {group: value for group, value in rounded.items() if abs(value) >= 3}


def right(costs, examples):
    """Share of words, and of running words, decided rightly."""
    good = [(sum(costs.get(g, 0) for g in groups(w, i)) > 0) == bool(t) for w, i, t, _ in examples]
    frequency = np.array([e[3] for e in examples])
    return np.mean(good), (frequency * good).sum() / frequency.sum()


def main():
    import sys

    examples = sorted(sites())
    random.Random(1).shuffle(examples)
    tenth = len(examples) // 10
    print("held out: %.4f of the words, %.4f of running words" % right(fit(examples[tenth:]), examples[:tenth]), file=sys.stderr)
    costs = fit(examples)
    # Frequent words that the sum gets wrong, whole: 1 + the place of the alef, negative where it stands rightly. Two words
    # can look alike once turned round (three and third): the more frequent one counts.
    readings = {}
    for word, i, truth, frequency in examples:
        readings.setdefault((word, i), [0.0, 0.0])[truth] += frequency
    for (word, i), (as_it_is, turned) in sorted(readings.items(), key=lambda item: (-max(item[1]), item[0])):
        truth = turned > as_it_is
        if max(as_it_is, turned) >= FREQUENT and (sum(costs.get(g, 0) for g in groups(word, i)) > 0) != truth:
            costs.setdefault("!" + word, (i + 1) * (1 if truth else -1))
    line = ""
    print("// Made by make_lam_alef_costs.py; sorted by the bytes of the letters.")
    for group, value in sorted(costs.items(), key=lambda item: item[0].encode()):
        entry = '{"%s", %d},' % (group, value)
        if len(line) + len(entry) > 116:
            print(line.rstrip())
            line = ""
        line += entry + " "
    print(line.rstrip())


if __name__ == "__main__":
    main()
