"""`onrecord evaluate`: how good the reading is on annotated texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from onrecord.cli.options import count, json_option

Row = dict[str, Any]


@click.group(short_help="Score the reading against annotated texts.")
def evaluate() -> None:
    """Score what Onrecord reads against what people annotated.

    GOLD is JSON Lines, gzipped or not, an article a line. Offsets are characters of the article's `text`,
    which is read as it stands.
    """


gold_argument = click.argument(
    "gold", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="GOLD.jsonl"
)
stories_argument = click.argument(
    "stories", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="STORIES"
)
predictions_option = click.option(
    "--predictions", metavar="OUT.jsonl", help="Write what was found there too, a row for each row of gold."
)


@evaluate.command(short_help="Source, cue and content of statements.")
@gold_argument
@predictions_option
@json_option
def attributions(gold: Path, predictions: str | None, as_json: bool) -> None:
    """Score source, cue and content of statements.

    Gold rows are {"id", "text", "attributions": [{"source", "cue", "content"}]}, each role a list of
    [start, end]. Spans are compared by the words they touch; see the reference for the measures.

    \b
    Example:
      onrecord evaluate attributions polnear.dev.jsonl.gz --predictions found.jsonl
    """
    from onrecord.evaluation.attributions import AttributionScores
    from onrecord.evaluation.reading import predict_attributions
    from onrecord.evaluation.rows import read_rows
    from onrecord.reading.network import load

    network = load()
    scores = AttributionScores()
    found = []
    for row in _counted(list(read_rows(gold, fields=("id", "text", "attributions")))):
        found.append(predict_attributions(row, network))
        scores.add(row["text"], row["attributions"], found[-1]["attributions"])
    _write(predictions, found)
    if as_json:
        rounded = {
            "/".join(row): [round(value, 6) for value in score[:3]] for row, score in scores.scores().items()
        }
        click.echo(json.dumps(rounded, indent=1))
        return
    click.echo(f"{'':23}{'P':>7}{'R':>7}{'F1':>7}{'found':>8}{'gold':>8}")
    for (group, measure), score in scores.scores().items():
        figures = "".join(f"{100 * value:7.1f}" for value in score[:3])
        click.echo(f"{group:9}{measure:14}{figures}{score.predicted:8.0f}{score.gold:8.0f}")


@evaluate.command(short_help="The article's body out of a web page.")
@gold_argument
@predictions_option
@json_option
def intake(gold: Path, predictions: str | None, as_json: bool) -> None:
    """Score the body that is taken out of web pages, by the runs of four words in common.

    Gold rows are {"id", "html", "body"}; `html` is the page or the path of its file beside GOLD.

    \b
    Example:
      onrecord evaluate intake pages.jsonl.gz
    """
    from onrecord.evaluation.intake import predict_body, score_bodies
    from onrecord.evaluation.rows import read_rows

    rows = list(read_rows(gold, fields=("id", "html", "body")))
    found = [predict_body(row, gold.parent) for row in _counted(rows)]
    _write(predictions, found)
    score = score_bodies(rows, found)
    if as_json:
        click.echo(
            json.dumps({name: round(getattr(score, name), 6) for name in ("precision", "recall", "f1")})
        )
    else:
        click.echo(
            f"{count(score.pages, 'page')}: F1 {score.f1:.4f}, "
            f"precision {score.precision:.4f}, recall {score.recall:.4f}"
        )


@evaluate.command(short_help="Who a source is.")
@gold_argument
@predictions_option
@json_option
def speakers(gold: Path, predictions: str | None, as_json: bool) -> None:
    """Score whom given sources are taken for.

    Gold rows are {"id", "text", "sources": [{"spans", "name", "kind"}]}; `name` is null for somebody whom
    the text does not name. A name is right if its words are all in the gold one, or the other way round.

    \b
    Example:
      onrecord evaluate speakers speakers.jsonl.gz --predictions found.jsonl
    """
    from onrecord.evaluation.rows import read_rows
    from onrecord.evaluation.speakers import SpeakerScore, predict_speakers
    from onrecord.reading.network import load

    network = load()
    score = SpeakerScore()
    found = []
    for row in _counted(list(read_rows(gold, fields=("id", "text", "sources")))):
        found.append(predict_speakers(row, network))
        score.add(row["sources"], found[-1]["sources"])
    _write(predictions, found)
    _print_figures(score.figures(), as_json)


@evaluate.command(short_help="Time expressions and their values.")
@gold_argument
@predictions_option
@json_option
def times(gold: Path, predictions: str | None, as_json: bool) -> None:
    """Score time expressions and their values.

    Gold rows are {"id", "text", "dct", "timex": [{"start", "end", "value"}]} with TIMEX3 values; `dct` is
    the day of the text. Predictions have EDTF values.

    \b
    Example:
      onrecord evaluate times timex.jsonl.gz --predictions found.jsonl
    """
    from onrecord.evaluation.rows import read_rows
    from onrecord.evaluation.times import TimeScore, predict_times

    score = TimeScore()
    found = []
    for row in _counted(list(read_rows(gold, fields=("id", "text", "timex")))):
        found.append(predict_times(row))
        score.add(row, found[-1]["dates"])
    _write(predictions, found)
    _print_figures(score.figures(), as_json)


@evaluate.command(short_help="Copies, rewrites and independent sources.")
@stories_argument
@predictions_option
@json_option
def copies(stories: Path, predictions: str | None, as_json: bool) -> None:
    """Score which reports rest on which, and how many independent sources sayings have.

    STORIES is a folder of stories, each a folder with gold.json and the texts r1.txt, ... of its reports.
    Outlet, agency and day are known to Onrecord only where the texts print them. Predictions are a row for
    each pair of reports that is found or in gold.

    \b
    Example:
      onrecord evaluate copies stories --predictions found.jsonl
    """
    from onrecord.evaluation.copies import read_story_reports, score_copies

    score, found = score_copies(read_story_reports(stories))
    _write(predictions, found)
    _print_figures(score.figures(), as_json)


@evaluate.command(short_help="Which statements of a story are one saying.")
@stories_argument
@click.option("--end-to-end", is_flag=True, help="Of the statements that are found, not those of gold.")
@click.option(
    "--pairs",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PAIRS.jsonl",
    help="Also the average precision on labelled pairs. May be given several times.",
)
@json_option
def sayings(stories: Path, end_to_end: bool, pairs: tuple[Path, ...], as_json: bool) -> None:
    """Score which statements are put together as one saying, pair by pair.

    STORIES is a folder of stories, each a folder with gold.json and the texts r1.txt, ... of its reports.
    Statements and speakers are those of gold, unless --end-to-end. "across" counts pairs of two reports.

    \b
    Example:
      onrecord evaluate sayings stories --pairs pairs.jsonl.gz
    """
    from collections import Counter

    from onrecord.evaluation import sayings as scoring
    from onrecord.evaluation.copies import read_story_reports
    from onrecord.evaluation.gold_stories import gold_told, read_gold_stories

    total: Counter[str] = Counter()
    gold = read_gold_stories(stories)
    if end_to_end:
        from onrecord.reading.network import load

        network = load()
        for story, reports in zip(gold, read_story_reports(stories), strict=True):
            total += scoring.score_found(scoring.find_told(story, reports.reports, network))
    else:
        for story in gold:
            total += scoring.score_story(list(gold_told(story)))
    figures = scoring.figures_of(total)
    if not end_to_end:
        across = scoring.figures_of(total, " across")
        figures |= {f"{name} across": value for name, value in across.items()}
    for path in pairs:
        figures[f"average precision, {path.name}"] = scoring.score_pairs(scoring.read_labelled_pairs(path))
    _print_figures(figures, as_json)


@evaluate.command(short_help="Reports grouped into stories.")
@click.argument(
    "gold", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="GOLD..."
)
@predictions_option
@json_option
def stories(gold: tuple[Path, ...], predictions: str | None, as_json: bool) -> None:
    """Score how reports are grouped into stories, all of GOLD together.

    GOLD are files whose rows are {"id", "text", "story"}, and folders of stories, each a folder with
    gold.json and the texts r1.txt, ... of its reports. The score is B-cubed.

    \b
    Example:
      onrecord evaluate stories ecb.dev.jsonl.gz stories --predictions found.jsonl
    """
    from onrecord.evaluation.stories import read_gold_reports, score_stories

    score, found = score_stories(read_gold_reports(gold))
    _write(predictions, found)
    _print_figures(score.figures(), as_json)


@evaluate.command(short_help="Chronologies of stories.")
@stories_argument
@predictions_option
@json_option
def chronology(stories: Path, predictions: str | None, as_json: bool) -> None:
    """Score the days of chronologies: those that the gold has, and those that it does not have.

    STORIES is a folder of stories, each a folder with gold.json and the texts r1.txt, ... of its reports.
    Predictions are a row for each line; `gold` is what the gold has in place of its day, null if nothing.

    \b
    Example:
      onrecord evaluate chronology stories --predictions found.jsonl
    """
    from onrecord.evaluation.chronology import score_chronologies
    from onrecord.evaluation.gold_stories import read_gold_stories
    from onrecord.reading.network import load

    network = load()
    with click.progressbar(read_gold_stories(stories), file=sys.stderr, label="Reading") as shown:
        score, found = score_chronologies(shown, network)
    _write(predictions, found)
    _print_figures(score.figures(), as_json)


@evaluate.command(short_help="Changes of meaning between two renderings.")
@stories_argument
@predictions_option
@json_option
def wording(stories: Path, predictions: str | None, as_json: bool) -> None:
    """Score whether the word diff of two renderings of one saying puts changes of meaning first.

    STORIES is a folder of stories, each a folder with gold.json and the texts r1.txt, ... of its reports.
    Gold marks statements whose wording changes the meaning. Predictions are a row for each pair.

    \b
    Example:
      onrecord evaluate wording stories --predictions found.jsonl
    """
    from onrecord.evaluation.gold_stories import read_gold_stories
    from onrecord.evaluation.wording import predict_wording, score_wording

    gold = read_gold_stories(stories)
    _write(predictions, predict_wording(gold) if predictions else ())
    _print_figures(score_wording(gold).figures(), as_json)


@evaluate.command(short_help="Figures that differ or agree across reports.")
@stories_argument
@predictions_option
@json_option
def figures(stories: Path, predictions: str | None, as_json: bool) -> None:
    """Score the links between figures of several reports that count one thing, and whether they agree.

    STORIES is a folder of stories, each a folder with gold.json and the texts r1.txt, ... of its reports.
    Statements and speakers are gold, figures are found. Predictions are a row for each difference.

    \b
    Example:
      onrecord evaluate figures stories --predictions found.jsonl
    """
    from onrecord.evaluation.differences import predict_differences, score_differences
    from onrecord.evaluation.gold_stories import read_gold_stories

    gold = read_gold_stories(stories)
    _write(predictions, predict_differences(gold) if predictions else ())
    _print_figures(score_differences(gold).figures(), as_json)


@evaluate.command(short_help="What each report of a story adds.")
@stories_argument
@click.option("--end-to-end", is_flag=True, help="With statements and sayings as Onrecord finds them.")
@json_option
def contributions(stories: Path, end_to_end: bool, as_json: bool) -> None:
    """Score which statements of a report carry something that no earlier report of the story had.

    STORIES is a folder of stories, each a folder with gold.json and the texts r1.txt, ... of its reports.
    Statements and sayings are gold, unless --end-to-end is given.

    \b
    Example:
      onrecord evaluate contributions stories --end-to-end
    """
    from onrecord.evaluation.differences import score_contributions
    from onrecord.evaluation.gold_stories import read_gold_stories

    gold = read_gold_stories(stories)
    if end_to_end:
        from onrecord.evaluation.contributions import score_found_contributions
        from onrecord.reading.network import load

        score = score_found_contributions(gold, load())
    else:
        score = score_contributions(gold)
    _print_figures(score.figures(), as_json)


def _print_figures(figures: Mapping[str, float], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({name: round(figure, 6) for name, figure in figures.items()}))
        return
    for name, figure in figures.items():
        click.echo(f"{name:28}{100 * figure:7.1f}")


def _counted(rows: list[Row]) -> Iterator[Row]:
    with click.progressbar(rows, file=sys.stderr, label="Reading") as shown:
        yield from shown


def _write(path: str | None, rows: Iterable[Mapping[str, Any]]) -> None:
    if path is not None:
        from onrecord.face.handing_on import written_whole

        with written_whole(path) as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
