// What a page does beyond its links: light a statement under the pointer, and move by keys.
"use strict";

// In a report: pointing at a statement, in the list or in the text, lights it in both.
let lit = [];

function light(n) {
  for (const element of lit) element.classList.remove("lit");
  lit = n ? [...document.querySelectorAll(`.text .s${n}, .text .q${n}, .text .c${n}, .list > .l${n}`)] : [];
  for (const element of lit) element.classList.add("lit");
}

function numberAt(element) {
  const item = element.closest(".list > li[data-n]");
  if (item) return item.dataset.n;
  // Of statements inside one another the innermost, which begins last, has the highest number.
  const piece = element.closest(".text .source, .text .cue, .text .content");
  const numbers = piece ? [...piece.classList].map((name) => /^[sqc](\d+)$/.exec(name)?.[1]).filter(Boolean) : [];
  return numbers.length ? String(Math.max(...numbers.map(Number))) : null;
}

document.addEventListener("pointerover", (event) => {
  if (document.body.classList.contains("reading")) light(numberAt(event.target));
});

document.addEventListener("focusin", (event) => {
  if (document.body.classList.contains("reading")) light(numberAt(event.target));
});

// A click on lit words goes to the statement in the list.
document.addEventListener("click", (event) => {
  const piece = event.target.closest(".text .source, .text .cue, .text .content");
  const n = piece && !event.target.closest("a") && String(getSelection()) === "" ? numberAt(piece) : null;
  const link = n && document.querySelector(`.list > .l${n} a.words`);
  if (link) {
    link.closest("li").scrollIntoView({ block: "nearest" });
    link.focus({ preventScroll: true });
  }
});

// Fields that are left empty are not asked for, and not in the address.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

// Keys: / to the search, j and k to the next and the previous statement.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "/") {
    event.preventDefault();
    (document.querySelector("#q") || document.querySelector("#find")).focus();
  } else if (event.key === "j" || event.key === "k") {
    const stops = [...document.querySelectorAll(".list a.words, .card .label")];
    if (!stops.length) return;
    const at = stops.indexOf(document.activeElement);
    const next = event.key === "j" ? Math.min(at + 1, stops.length - 1) : Math.max(at - 1, 0);
    stops[next].focus({ preventScroll: true });
    stops[next].closest("li, .card").scrollIntoView({ block: "nearest" });
  }
});

// Two reports side by side: a line between each passage and its like; pointing at one lights both.
function drawLines() {
  const lines = document.querySelector(".lines");
  if (!lines) return;
  const frame = lines.getBoundingClientRect();
  const marksOf = (n, side) => document.getElementById(side + n)?.closest("p").querySelector(`mark[data-pairs~="${n}"]`);
  const [ours, theirs] = [...document.querySelectorAll(".facing > .text")].map((one) => one.getBoundingClientRect());
  const [x, u] = [ours.right - frame.left + 4, theirs.left - frame.left - 6];
  lines.replaceChildren();
  for (const link of document.querySelectorAll(".pair[id^=a]")) {
    const n = link.id.slice(1);
    const [left, right] = [marksOf(n, "a"), marksOf(n, "b")];
    if (!left || !right) continue;
    const [from, to] = [left.getBoundingClientRect(), right.getBoundingClientRect()];
    const [y, v] = [(from.top + from.bottom) / 2 - frame.top, (to.top + to.bottom) / 2 - frame.top];
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const bend = Math.max((u - x) / 2, 20);
    path.setAttribute("d", `M${x} ${y}C${x + bend} ${y} ${u - bend} ${v} ${u} ${v}`);
    path.setAttribute("data-pair", n);
    if (left.classList.contains("near")) path.classList.add("near");
    lines.append(path);
  }
}

function lightPairs(event) {
  const mark = event.target.closest(".facing mark");
  const numbers = mark ? mark.dataset.pairs.split(" ") : [];
  for (const one of document.querySelectorAll(".facing mark")) {
    one.classList.toggle("lit", one.dataset.pairs.split(" ").some((n) => numbers.includes(n)));
  }
  for (const path of document.querySelectorAll(".lines path")) {
    path.classList.toggle("lit", numbers.includes(path.dataset.pair));
  }
}

if (document.body.classList.contains("comparing")) {
  drawLines();
  addEventListener("resize", drawLines);
  document.addEventListener("pointerover", lightPairs);
}

// Correcting: words that are marked with the mouse become a piece of a role. Offsets are counted in
// characters, as everywhere in the record, where a page counts in units of UTF-16.
const characters = (text) => [...text].length;

function markedPlace() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const box = range.startContainer.parentElement?.closest("[data-start]");
  if (!box || !box.contains(range.endContainer)) return null;
  const text = box.querySelector("[data-text]") || box;
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const led = characters(words) - characters(words.trimStart());
  const start = Number(box.dataset.start) + characters(before.toString()) + led;
  const trimmed = words.trim();
  return trimmed ? { start, end: start + characters(trimmed), words: trimmed.replace(/\s+/g, " ") } : null;
}

let lastMarked = null;
document.addEventListener("selectionchange", () => {
  const place = markedPlace();
  if (place) lastMarked = place;
});

for (const buttons of document.querySelectorAll(".buttons")) {
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const role = event.target.dataset?.role;
    if (!role || !lastMarked) return;
    const field = document.getElementById(`f-${role}`);
    const line = `${lastMarked.start}-${lastMarked.end} | ${lastMarked.words}`;
    // Held down, the shift key adds a further piece; otherwise the words are all of the role.
    field.value = event.shiftKey && field.value.trim() ? `${field.value.trimEnd()}\n${line}` : line;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    lastMarked = null;
    getSelection().removeAllRanges();
  });
}
