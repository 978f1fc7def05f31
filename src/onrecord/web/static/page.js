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
