"""Sources, cues and contents are joined to statements, and quotation marks settle the borders."""

from __future__ import annotations

import pytest

from onrecord.reading.quotes import find_quotations
from onrecord.reading.statements import find_statements
from tests.reading.table import labels_of

# A marked text, and the statements it holds: kind, source, cue, content; pieces parted by " + ".
CASES = {
    "source, cue, content": (
        "[s1 Ana Mora] [c1>s1 said] [t>c1 that it rained].",
        [("indirect", "Ana Mora", "said", "that it rained")],
    ),
    "the quotation comes first": (
        "“[t>c1 We will appeal],” [c1>s1 said] [s1 Ana Mora].",
        [("direct", "Ana Mora", "said", "“We will appeal,”")],
    ),
    "a split content is one statement": (
        "“[t>c1 We will go],” [s1 she] [c1>s1 said], “[t>c1 and soon].”",
        [("direct", "she", "said", "“We will go,” + “and soon.”")],
    ),
    "partly quoted": (
        "[s1 He] [c1>s1 called] [t>c1 the offer “a sad joke”].",
        [("mixed", "He", "called", "the offer “a sad joke”")],
    ),
    "one source of two statements": (
        "[s1 She] [c1>s1 said] [t>c1 it rained] and [c2>s1 denied] [t>c2 any leak].",
        [("indirect", "She", "said", "it rained"), ("indirect", "She", "denied", "any leak")],
    ),
    "no source is printed": (
        "[t>c1 Ten were hurt], it was [c1 reported].",
        [("indirect", "", "reported", "Ten were hurt")],
    ),
    "a quotation over two paragraphs": (
        "[s1 She] [c1>s1 said]: “[t>c1 We waited.\n\n]“[t Nobody came].”",
        [("direct", "She", "said", "“We waited. + “Nobody came.”")],
    ),
    "a second cue behind the content": (
        "[s1 He] [c1>s1 revealed] [t>c1 that he wrote], [s2 he] [c2>s2 said].",
        [("indirect", "He", "revealed + said", "that he wrote")],
    ),
    "an ellipsis in brackets does not cut": (
        "“[t>c1 I sent it (...). but I had no reply],” [c1>s1 said] [s1 Mora].",
        [("direct", "Mora", "said", "“I sent it (...). but I had no reply,”")],
    ),
    "the network lost the end of the quotation": (
        "“[t>c1 We will appeal this and we will win it] all,” [c1>s1 said] [s1 Mora].",
        [("direct", "Mora", "said", "“We will appeal this and we will win it all,”")],
    ),
    "the rest of a sentence that begins with according to": (
        "It fell. [c1>s1 According to] [s1 local media], the head of state first [t>c1 offered help].",
        [("indirect", "local media", "According to", "the head of state first offered help")],
    ),
    "the source of according to ends before what it is said to have told": (
        "[c1>s1 According to] [s1 local media, the head of state] first [t>c1 offered help].",
        [("indirect", "local media", "According to", "the head of state first offered help")],
    ),
    "words that the network left out of a content are part of it": (
        "[s1 She] [c1>s1 said] [t>c1 the road is shut] until [t>c1 rain ends].",
        [("indirect", "She", "said", "the road is shut until rain ends")],
    ),
    "what is quoted and what is not are not joined over the words between": (
        "[s1 She] [c1>s1 said] [t>c1 the road is shut] and said “[t>c1 not for long].”",
        [("mixed", "She", "said", "the road is shut + “not for long.”")],
    ),
    "a second verb parts two contents": (
        "[s1 She] [c1>s1 said] [t>c1 it rained] but denied [t>c1 any leak].",
        [("indirect", "She", "said", "it rained + any leak")],
    ),
    "what another sentence says of another hangs on its own cue": (
        "[s1 Mora] [c1>s1 said] [t>c1 it leaks]. [s2 The firm] [c2>s2 denied] [t>c1 it].",
        [("indirect", "Mora", "said", "it leaks"), ("indirect", "The firm", "denied", "it")],
    ),
    "a word in common does not make two sources one": (
        "[s1 Ana Mora and a trade envoy] [c1>s1 think] [t>c1 it rained], "
        "[s2 a clerk at the trade hall] [c2>s2 said].",
        [
            ("indirect", "a clerk at the trade hall", "said", "Ana Mora and a trade envoy think it rained"),
            ("indirect", "Ana Mora and a trade envoy", "think", "it rained"),
        ],
    ),
    "a source does not reach over a full stop": (
        "It shut. [s1 It was cold. Ana Mora] [c1>s1 said] [t>c1 that it rained].",
        [("indirect", "Ana Mora", "said", "that it rained")],
    ),
    "that follows the cue that governs it, whatever comes behind": (
        "[s1 Ana Mora] [c1>s1 informed] [t>c2 that talks go on], [s2 she] [c2>s2 said].",
        [("indirect", "Ana Mora", "informed + said", "that talks go on")],
    ),
    "what is not quoted ends with its paragraph": (
        "[s1 Mora] [c1>s1 backs] [t>c1 the plan of the town\n\nLima] It rained.",
        [("indirect", "Mora", "backs", "the plan of the town")],
    ),
    "a quotation under a headline": (
        "Mayor shuts [t>c1 the bridge\n\n“It is shut,”] [c1>s1 said] [s1 Ana Quell].",
        [("direct", "Ana Quell", "said", "“It is shut,”")],
    ),
    "a quotation in a paragraph of its own is a statement of its own": (
        "“[t>c1 We wait].”\n\n“[t>c1 And we pray],” [s1 Ana Mora] [c1>s1 added].",
        [("direct", "Ana Mora", "", "“We wait.”"), ("direct", "Ana Mora", "added", "“And we pray,”")],
    ),
    "a cue that reports nothing gives way to one that does": (
        "[t>c1 The moth] is [c1 known as] [t>c1 the ghost], [s2 the zoo] [c2>s2 said].",
        [("indirect", "the zoo", "said", "The moth is known as the ghost")],
    ),
    "what a thing shows is not what she said, but part of it": (
        "It rained. [s1 Mora’s conviction] [c1>s1 showed] [t>c1 that laws work], [s2 she] [c2>s2 said].",
        [
            ("indirect", "she", "said", "Mora’s conviction showed that laws work"),
            ("indirect", "Mora’s conviction", "showed", "that laws work"),
        ],
    ),
    "what stands before somebody said is the whole sentence": (
        "It rained. But at the moment, [t>c1 there is no plan], [s1 Nolan] [c1>s1 said].",
        [("indirect", "Nolan", "said", "at the moment, there is no plan")],
    ),
    "a dateline is no part of what was said": (
        "LIMA — [t>c1 There is no plan], [s1 Nolan] [c1>s1 said].",
        [("indirect", "Nolan", "said", "There is no plan")],
    ),
    "the report's own words without source and cue are no statement": ("[t It rained] all day.", []),
    "a cue without content is no statement": ("[s1 She] [c1>s1 spoke] for an hour.", []),
}


@pytest.mark.parametrize("name", CASES)
def test_statements(name: str) -> None:
    marked, expected = CASES[name]
    text, labels = labels_of(marked)
    found = [
        (
            statement.kind.value,
            *(
                " + ".join(span.text for span in role)
                for role in (statement.source, statement.cue, statement.content)
            ),
        )
        for statement in find_statements(text, labels, find_quotations(text))
    ]
    assert found == expected
