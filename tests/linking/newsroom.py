"""Short reports of two look-alike floods and a trial, for the tests of stories and chronologies."""

from __future__ import annotations

from datetime import UTC, datetime

from onrecord.edtf import Edtf
from onrecord.record import Front, OffsetMap, Original, Reading, Report

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def make_report(name: str, text: str, *, published: str | None = None, language: str = "en") -> Report:
    """A report whose headline is its first line."""
    front = Front(
        headline=text.partition("\n")[0],
        url=f"https://lantern.example/{name}",
        language=language,
        published=Edtf(published) if published else None,
    )
    return Report(text, front, Original(text.encode(), "text/plain", name, NOON), OffsetMap("text"))


def read_nothing(report: Report) -> tuple[Report, Reading]:
    """A report with a reading that found nothing in it."""
    return report, Reading(report.version, "none")


OSKELD_1 = make_report(
    "oskeld-1",
    "Levee breaks at Oskeld, 14 dead\n\n"
    "A levee on the Verrin broke above the town of Oskeld before "
    "dawn on Sunday and drowned at least 14 people, "
    "the constable of Oskeld, Tamsin Brekke, said. Most of the drowned lived in the weavers' quarter.\n\n"
    "Farmers had complained for months that badgers had tunnelled through the levee.",
    published="2021-02-07",
)
OSKELD_2 = make_report(
    "oskeld-2",
    "Weavers of Oskeld bury their dead\n\n"
    "Oskeld buried 17 weavers on Tuesday whom the Verrin had "
    "drowned when its levee broke. Tamsin Brekke, the "
    "constable, carried one of the coffins. The Levee Board said that it had never heard of badgers.",
    published="2021-02-09",
)
OSKELD_VERDICT = make_report(
    "oskeld-3",
    "Levee Board fined over Oskeld flood\n\n"
    "A court fined the Levee Board on Friday for the flood in "
    "which 17 weavers of Oskeld drowned a year ago. "
    "Judge Halvard Nyquist found that the board had ignored what farmers wrote of badgers in the levee "
    "on the Verrin.",
    published="2022-02-11",
)
PELLWORTH_1 = make_report(
    "pellworth-1",
    "Levee breaks at Pellworth, nine dead\n\n"
    "A levee on the Isk broke above the town of Pellworth on "
    "Wednesday night and drowned at least nine people, "
    "the mayor, Corin Adeyemi, said. Most of the drowned were "
    "tanners who slept in the cellars of the tannery.\n\n"
    "Nobody had complained of the levee, said Adeyemi.",
    published="2023-10-12",
)
PELLWORTH_2 = make_report(
    "pellworth-2",
    "Pellworth: tanners' cellars to be closed\n\n"
    "Mayor Corin Adeyemi of Pellworth will close the cellars in "
    "which nine tanners drowned when the Isk broke its "
    "levee, she said on Friday. The tannery of Pellworth has stood beside the Isk since 1911.",
    published="2023-10-13",
)
RATE = make_report(
    "rate",
    "Central bank keeps its rate\n\n"
    "The central bank of Maravia left its key rate at 4 per cent "
    "on Thursday. Governor Ilse Okonjo said that "
    "inflation was slowing, and that the mint would strike no more copper coins.",
    published="2021-02-11",
)
ALL = (OSKELD_1, OSKELD_2, OSKELD_VERDICT, PELLWORTH_1, PELLWORTH_2, RATE)
