"""The picture in the README: reports go in, the record comes out. `make picture` runs it.

    python docs/picture.py STORY_FOLDER DOSSIER.html OUT.html

Writes a page for a browser to take the picture of: the beginnings of the story's files, and the
dossier at its beginning and at the first speaker.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #e9e6df; height: 1000px; position: relative; overflow: hidden; }}
pre {{ position: absolute; left: 36px; width: 430px; height: 208px; margin: 0; padding: 12px 16px;
  overflow: hidden; background: #fff; box-shadow: 0 2px 8px #0004; color: #333;
  font: 13px/1.45 monospace; white-space: pre-wrap; }}
pre b {{ display: block; margin-bottom: 6px; color: #8a4b08; }}
div {{ position: absolute; left: 494px; top: 455px; font: 56px sans-serif; color: #8a4b08; }}
iframe {{ position: absolute; left: 566px; width: 860px; border: 0; background: #fff; }}
</style>{files}<div>➜</div>
<iframe style="top: 28px; height: 316px" src="{dossier}"></iframe>
<iframe style="top: 344px; height: 628px" src="{dossier}#who1"></iframe>
"""


def main(story: Path, dossier: Path, out: Path) -> None:
    files = []
    for number, path in enumerate(sorted(story.glob("*.txt"))):
        text = escape(path.read_text(encoding="utf-8")[:900])
        files.append(f'<pre style="top: {28 + 240 * number}px"><b>{escape(path.name)}</b>{text}</pre>')
    out.write_text(PAGE.format(files="".join(files), dossier=dossier.resolve().as_uri()), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
