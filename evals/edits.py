"""How well edited reports are found again: 500 edits of 50 articles, and pairs that only look alike.

    python -m evals.edits ARTICLES.jsonl.gz [--json] [--errors]

Of each article ten edits are made: cut at the end, cut to a few paragraphs, re-ordered, every eighth word
another, 30 % of the sentences rewritten, and mixtures of these. A rewritten sentence keeps names and
numbers; all its other longer words are another's. Look-alikes are articles that share a footer, a long
quotation or two paragraphs of a press release, and all pairs of articles. Rows have `id` and `text`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from time import perf_counter

from onrecord.evaluation.rows import read_rows
from onrecord.linking.copies import MIN_SHARED, find_keys, judge
from onrecord.record import CopyKind, Front, OffsetMap, Original, Reading, Report, Verdict

ARTICLES, SEED = 50, 7
AT = datetime(2000, 1, 1, tzinfo=UTC)
SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
WORD = re.compile(r"\b[a-z]{4,}\b")
FOOTER = (
    "Have you seen something that we should know of? Write to the desk at any hour, or leave a message at "
    "the front door of the old mill. We do not print what nobody has checked, we pay for no story, and we "
    "take nothing from those we write about. Readers who find a mistake are asked to tell us the page and "
    "the line; it will be put right in the next issue, on the same page, in letters of the same size."
)
QUOTATION = (
    "“We came to this valley with nothing but a map that was wrong and a mule that was right, and we have "
    "stayed for ninety years because of the water. I will not stand here and tell my grandchildren that it "
    "was sold between two Tuesdays, in a room without windows, by people who have never carried a bucket. "
    "If they want the spring they may come and ask the mule,” said Oda Brandvik, the oldest of the farmers."
)
RELEASE = (
    "The cooperative will buy the lower mill and the nine hectares around it, and will run both from the "
    "first of the month. Nobody will lose work, and the two bakers who left in the spring have been asked to "
    "return. The price was not made known.\n\nFounded by eleven families, the cooperative sells flour, oil "
    "and honey in four valleys and has three hundred members."
)


@dataclass(frozen=True)
class Pair:
    """Two texts, what was done, and whether one is a copy of the other."""

    kind: str
    a: Report
    b: Report
    is_copy: bool


class Editor:
    """Edits of texts; the same on every machine, by the seed."""

    def __init__(self, words: Sequence[str], seed: int) -> None:
        self.words, self.random = words, random.Random(seed)

    def cut_end(self, text: str, share: float = 0.3) -> str:
        paragraphs, kept, size = split(text), [], 0
        for paragraph in paragraphs:
            kept.append(paragraph)
            size += len(paragraph)
            if size >= share * len(text):
                break
        return "\n\n".join(kept)

    def cut_paragraphs(self, text: str, share: float = 0.5) -> str:
        paragraphs = split(text)
        kept = self.random.sample(range(len(paragraphs)), max(2, round(share * len(paragraphs))))
        return "\n\n".join(paragraphs[i] for i in sorted(kept))

    def reorder(self, text: str) -> str:
        paragraphs = split(text)
        self.random.shuffle(paragraphs)
        return "\n\n".join(paragraphs)

    def change_words(self, text: str, share: float = 0.125) -> str:
        return WORD.sub(lambda m: self.another() if self.random.random() < share * 1.8 else m.group(), text)

    def rewrite(self, text: str, share: float = 0.3) -> str:
        def rewritten(sentence: str) -> str:
            if self.random.random() >= share:
                return sentence
            words = WORD.sub(lambda _: self.another(), sentence).split(" ")
            half = len(words) // 2
            return " ".join(words[half:] + words[:half])

        return "\n\n".join(" ".join(map(rewritten, SENTENCE_END.split(p))) for p in split(text))

    def another(self) -> str:
        return self.random.choice(self.words)


def split(text: str) -> list[str]:
    return [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]


def make_edits(editor: Editor) -> dict[str, Callable[[str], str]]:
    return {
        "cut to the first 30 %": editor.cut_end,
        "cut to the first 60 %": lambda text: editor.cut_end(text, 0.6),
        "every other paragraph": editor.cut_paragraphs,
        "re-ordered": editor.reorder,
        "every eighth word another": editor.change_words,
        "every fifth word another": lambda text: editor.change_words(text, 0.2),
        "30 % of sentences rewritten": editor.rewrite,
        "cut and re-ordered": lambda text: editor.reorder(editor.cut_paragraphs(text)),
        "rewritten and re-ordered": lambda text: editor.reorder(editor.rewrite(text)),
        "cut, words changed": lambda text: editor.change_words(editor.cut_end(text, 0.5)),
    }


def make_pairs(texts: Sequence[str]) -> Iterator[Pair]:
    """The 500 edits with their articles, then the look-alikes."""
    vocabulary = sorted({word for text in texts for word in WORD.findall(text)})
    editor = Editor(vocabulary, SEED)
    articles = [as_report(text) for text in texts]
    for article in articles:
        for kind, edit in make_edits(editor).items():
            yield Pair(kind, article, as_report(edit(article.text)), True)
    for name, shared in (("footer", FOOTER), ("quotation", QUOTATION), ("press release", RELEASE)):
        for one, other in zip(articles, [*articles[1:], articles[0]], strict=True):
            a, b = (as_report(put_in(report.text, shared, name)) for report in (one, other))
            yield Pair(f"the same {name}", a, b, False)
    for one, other in combinations(articles, 2):
        yield Pair("two articles", one, other, False)


def put_in(text: str, passage: str, name: str) -> str:
    paragraphs = split(text)
    at = len(paragraphs) if name == "footer" else len(paragraphs) // 2
    return "\n\n".join([*paragraphs[:at], passage, *paragraphs[at:]])


def as_report(text: str) -> Report:
    original = Original(text.encode(), "text/plain", "edits", AT)
    return Report(text, Front(language="en"), original, OffsetMap("text"))


@lru_cache(maxsize=128)
def keys_of(report: Report) -> frozenset[str]:
    return find_keys(report)


def is_found(pair: Pair) -> bool:
    """The two share keys, and are judged a copy."""
    if len(keys_of(pair.a) & keys_of(pair.b)) < MIN_SHARED:
        return False
    a, b = ((report, Reading(report.version, "none")) for report in (pair.a, pair.b))
    judgement = judge(a, b, at=AT)
    return (
        judgement is not None
        and judgement.verdict is Verdict.SAME
        and json.loads(judgement.value or "{}")["kind"] == CopyKind.COPY
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="name the pairs that are wrong")
    args = parser.parse_args()
    texts = [
        row["text"] for row in read_rows(args.articles, fields=("id", "text")) if len(split(row["text"])) >= 6
    ]
    step = max(1, len(texts) // ARTICLES)
    begun = perf_counter()
    outcomes: dict[str, list[bool]] = {}
    pairs = list(make_pairs(texts[::step][:ARTICLES]))
    for pair in pairs:
        right = is_found(pair) is pair.is_copy
        outcomes.setdefault(pair.kind, []).append(right)
        if args.errors and not right:
            print(f"{pair.kind}: {pair.a.text[:60]!r} {pair.b.text[:60]!r}")
    kinds = {pair.kind: pair.is_copy for pair in pairs}
    found = sum(sum(outcomes[kind]) for kind, is_copy in kinds.items() if is_copy)
    missed = sum(len(outcomes[kind]) for kind, is_copy in kinds.items() if is_copy) - found
    wrong = sum(outcomes[kind].count(False) for kind, is_copy in kinds.items() if not is_copy)
    f1 = 2 * found / (2 * found + missed + wrong)
    if args.json:
        print(
            json.dumps({"F1": f1, "precision": found / (found + wrong), "recall": found / (found + missed)})
        )
        return
    for kind, several in outcomes.items():
        print(f"{kind:32}{sum(several):6} right of {len(several)}")
    print(f"F1 {100 * f1:.1f}: {found} found, {missed} missed, {wrong} wrong; {perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
