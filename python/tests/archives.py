"""Archives for tests: the fixtures, and generated texts."""

from __future__ import annotations

import random
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = REPOSITORY / "fixtures"

WORDS = (
    "the a council harbour school minister budget water price of in and report year new city north plan bridge road "
    "said will public Monday vote committee 12 40 2021 percent اللجنة المدينة الماء أسعار المدرسة في من على الجديدة "
    "ville eau école budget très naïve 東京 市議会 水道"
).split()


def make_texts(count: int, seed: int = 1, num_words: int = 120) -> list[str]:
    """Texts of which about a third are copies and versions of others, some with a footer in common."""
    rng = random.Random(seed)
    footer = "\n\nFor more about the city see the pages of the council or call the press office any day."
    texts: list[str] = []
    for _ in range(count):
        if texts and rng.random() < 0.35:
            words = rng.choice(texts).split(" ")
            for _ in range(rng.choice([0, 1, 3, 12])):
                words[rng.randrange(len(words))] = rng.choice(WORDS)
            texts.append(" ".join(words))
        else:
            # Words of its own, so that few texts are alike by chance.
            own = [f"{rng.choice(WORDS)}{rng.randrange(400)}" for _ in range(rng.randrange(5, num_words))]
            texts.append(" ".join(own) + (footer if rng.random() < 0.3 else ""))
    return texts
