"""Word vectors distilled from a sentence encoder: `onrecord/linking/weights/words.txt` and `vectors.npy`.

    python -m training.vectors --start DIR --out src/onrecord/linking/weights

Each word goes through the encoder alone, what comes out is averaged over its pieces, brought down to fewer
dimensions by principal components, and kept in 8 bits, as in Model2Vec (Tulkens and van Dongen 2024). The
words are the commonest of English (wordfreq; Speer 2022) and those of the counts behind
`onrecord/linking/rarity.py`: whole words, which say more than the sum of their pieces.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from wordfreq import top_n_list

from onrecord.lexicon import read_words
from onrecord.linking.rarity import find_words
from onrecord.reading.pieces import Vocabulary
from training.model import Network, start_from

DIMENSIONS = 96
COMMONEST = 41_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True, help="folder of the encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    pieces = [p for p in (args.start / "vocab.txt").read_text(encoding="utf-8").split("\n") if p]
    words = choose_words()
    vectors = reduce(encode(start_from(args.start).eval(), Vocabulary(pieces), words))
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    np.save(args.out / "vectors.npy", vectors, allow_pickle=False)
    print(f"{len(words)} words, {vectors.nbytes / 1e6:.1f} MB")


def choose_words() -> list[str]:
    """Words of Latin letters as `find_words` gives them, without numbers."""
    known = {*top_n_list("en", COMMONEST), *read_words("linking/data/word_counts.tsv")}
    return sorted(w for w in known if find_words(w) == [w] and _is_latin(w) and len(w) > 1)


def _is_latin(word: str) -> bool:
    return all("a" <= sign <= "z" or sign in "'." for sign in word)


@torch.no_grad()
def encode(network: Network, vocabulary: Vocabulary, words: list[str]) -> np.ndarray:
    """float32 (words, width): the mean of what the encoder makes of a word's pieces and its two signs."""
    cut = [[number for number, _, _ in vocabulary.cut(word)] for word in words]
    order = sorted(range(len(words)), key=lambda i: len(cut[i]))
    out = np.zeros((len(words), network.segment.shape[0]), np.float32)
    for first in range(0, len(order), 256):
        batch = order[first : first + 256]
        ids = [[vocabulary.start, *cut[i], vocabulary.end] for i in batch]
        longest = max(map(len, ids))
        mask = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in ids])
        padded = torch.tensor([row + [vocabulary.padding] * (longest - len(row)) for row in ids])
        out[batch] = _mean(_through(network, padded, mask), mask).numpy()
    return out


def _through(network: Network, ids: Tensor, mask: Tensor) -> Tensor:
    """The encoder as it was published: without the inputs that the reading network adds."""
    x = network.norm(network.words(ids) + network.positions.weight[: ids.shape[1]] + network.segment)
    bias = (1.0 - mask)[:, None, None, :] * -1e4
    for layer in network.layers:
        x = layer(x, bias)
    return x


def _mean(x: Tensor, mask: Tensor) -> Tensor:
    return (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)


def reduce(vectors: np.ndarray) -> np.ndarray:
    """int8 (words, DIMENSIONS): the first principal components, each word's greatest number at 127."""
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    centred = vectors - vectors.mean(0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    kept = centred @ directions[:, ::-1][:, :DIMENSIONS]
    return np.round(kept / np.abs(kept).max(1, keepdims=True) * 127).astype(np.int8)


if __name__ == "__main__":
    main()
