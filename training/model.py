"""The reading network in torch: a MiniLM encoder with word-shape inputs and several heads.

Encoder: BERT layout (Devlin et al. 2019), 6 layers of width 384, started from all-MiniLM-L6-v2 (Wang
et al. 2020; Apache-2.0). Role tags: linear-chain CRF (Lafferty et al. 2001) over BIOES labels, trained
with partial labels where the gold is silent (Bellare & McCallum 2007). Links: scaled dot products of
two projections with a learned null, as in pointer networks (Vinyals et al. 2015).
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

ROLES = ("source", "cue", "content")
ROLE_LABELS = ("O", *(f"{part}-{role}" for role in ROLES for part in "BIES"))
NAME_KINDS = ("person", "organization", "place", "other")
NAME_LABELS = ("O", *(f"{part}-{kind}" for kind in NAME_KINDS for part in "BI"))
TIME_LABELS = ("O", "B-time", "I-time")
LINKS = ("cue", "source", "antecedent")
LINK_WIDTH = 64
WINDOW = 254  # pieces, without the two signs at its ends


def may_follow(before: str, after: str) -> bool:
    """BIOES: a span that is open goes on with its own role, one that is closed does not."""
    is_open = before[0] in "BI"
    goes_on = after[0] in "IE"
    return (before[2:] == after[2:]) if is_open and goes_on else is_open == goes_on


class Layer(nn.Module):
    """One transformer layer, norms after the sums as in BERT."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.dropout = dropout
        self.query_key_value = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_attention = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm_out = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, width = x.shape
        parts = self.query_key_value(x).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        drop = self.dropout if self.training else 0.0
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias, dropout_p=drop)
        seen = self.out(seen.transpose(1, 2).reshape(batch, length, width))
        x = self.norm_attention(x + functional.dropout(seen, drop))
        return self.norm_out(x + functional.dropout(self.down(functional.gelu(self.up(x))), drop))


class Network(nn.Module):
    """Inputs, all int64 (batch, length): piece numbers, case, place, quote; mask float (batch, length).

    Outputs, float (batch, length, ..): role potentials (13), name logits (9), time logits (3), sentence
    end logit (1), and for each link a query and a key (64), concatenated in the order of LINKS.
    """

    def __init__(self, config: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        width, inner = config["hidden_size"], config["intermediate_size"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.positions = nn.Embedding(config["max_position_embeddings"], width)
        self.segment = nn.Parameter(torch.zeros(width))
        self.case, self.place, self.quote = (nn.Embedding(n, width) for n in (5, 5, 6))
        for table in (self.case, self.place, self.quote):
            nn.init.normal_(table.weight, std=0.01)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(width, config["num_attention_heads"], inner, dropout)
            for _ in range(config["num_hidden_layers"])
        )
        self.dropout = nn.Dropout(dropout)
        self.roles = nn.Linear(width, len(ROLE_LABELS))
        self.names = nn.Linear(width, len(NAME_LABELS))
        self.times = nn.Linear(width, len(TIME_LABELS))
        self.sentence_ends = nn.Linear(width, 1)
        self.links = nn.Linear(width, 2 * LINK_WIDTH * len(LINKS))
        self.link_nulls = nn.Parameter(torch.zeros(len(LINKS), LINK_WIDTH))
        self.transitions = nn.Parameter(torch.zeros(len(ROLE_LABELS), len(ROLE_LABELS)))
        forbidden = [[0.0 if may_follow(a, b) else -1e4 for b in ROLE_LABELS] for a in ROLE_LABELS]
        self.register_buffer("forbidden", torch.tensor(forbidden))

    def forward(
        self, ids: Tensor, case: Tensor, place: Tensor, quote: Tensor, mask: Tensor
    ) -> tuple[Tensor, ...]:
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.segment
        x = x + self.case(case) + self.place(place) + self.quote(quote)
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return self.roles(x), self.names(x), self.times(x), self.sentence_ends(x), self.links(x)

    def role_loss(self, potentials: Tensor, allowed: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood of the allowed label paths, summed over windows.

        potentials (batch, length, labels); allowed bool, same shape; mask bool (batch, length), true
        from the first place on without gaps.
        """
        steps = self.transitions + self.forbidden
        batch, length, _ = potentials.shape
        kept = potentials.masked_fill(~allowed, -1e4)
        both = torch.cat([potentials, kept])
        alive = torch.cat([mask, mask])
        total = both[:, 0]
        for i in range(1, length):
            moved = torch.logsumexp(total[:, :, None] + steps, dim=1) + both[:, i]
            total = torch.where(alive[:, i, None], moved, total)
        total = torch.logsumexp(total, dim=1)
        return (total[:batch] - total[batch:]).sum()

    def link_logits(self, links: Tensor, link: int) -> Tensor:
        """(batch, length, 1 + length): for each piece the null's and every piece's score."""
        query, key = links.view(*links.shape[:2], len(LINKS), 2, LINK_WIDTH)[:, :, link].unbind(2)
        null = query @ self.link_nulls[link]
        return torch.cat([null[..., None], query @ key.transpose(1, 2)], dim=-1) / LINK_WIDTH**0.5


def start_from(folder: Path, dropout: float = 0.1) -> Network:
    """The network with the encoder's published weights, from a folder with config.json and
    model.safetensors in BERT's layout.
    """
    network = Network(json.loads((folder / "config.json").read_text()), dropout)
    given = load_file(folder / "model.safetensors")
    state = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        "positions.weight": given["embeddings.position_embeddings.weight"],
        "segment": given["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for i in range(len(network.layers)):
        old, new = f"encoder.layer.{i}.", f"layers.{i}."
        for part in ("weight", "bias"):
            three = [given[f"{old}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            state[f"{new}query_key_value.{part}"] = torch.cat(three)
            state[f"{new}out.{part}"] = given[f"{old}attention.output.dense.{part}"]
            state[f"{new}norm_attention.{part}"] = given[f"{old}attention.output.LayerNorm.{part}"]
            state[f"{new}up.{part}"] = given[f"{old}intermediate.dense.{part}"]
            state[f"{new}down.{part}"] = given[f"{old}output.dense.{part}"]
            state[f"{new}norm_out.{part}"] = given[f"{old}output.LayerNorm.{part}"]
    missing, unexpected = network.load_state_dict(state, strict=False)
    heads = ("case", "place", "quote", "roles", "names", "times", "sentence", "link", "trans", "forbidden")
    if unexpected or not all(name.startswith(heads) for name in missing):
        raise ValueError(f"weights do not fit: missing {missing}, unexpected {unexpected}")
    return network
