"use strict";
const figures = [...document.querySelectorAll("article")];
const said = document.getElementById("said");
const field = document.getElementById("find"), count = document.getElementById("count");
const all = count.textContent;
let silence = 0;

function say(text) {
  said.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { said.textContent = ""; }, 2000);
}

/* The clipboard needs a secure page; a file opened from disk may have none. */
async function copy(article) {
  const code = article.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
    say("Copied");
  } catch {
    const range = document.createRange();
    range.selectNodeContents(code);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    say("Selected: copy it with your keyboard");
  }
}

function present() {
  return document.activeElement.closest("article");
}

function go(step) {
  const there = figures.filter((figure) => !figure.hidden);
  const next = there[Math.min(Math.max(there.indexOf(present()) + step, 0), there.length - 1)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

/* Figures that say what is typed, such as "stride 2". */
function find() {
  const asked = field.value.trim().toLowerCase();
  for (const figure of figures) figure.hidden = !figure.textContent.toLowerCase().includes(asked);
  const left = figures.filter((figure) => !figure.hidden).length;
  count.textContent = left === figures.length ? all : `${left} of ${all}`;
}
field.addEventListener("input", find);

for (const article of figures) {
  article.querySelector("button").addEventListener("click", () => copy(article));
}
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("video, input")) return;
  const keys = {
    j: () => go(1), ArrowRight: () => go(1), k: () => go(-1), ArrowLeft: () => go(-1),
    c: () => { if (present()) copy(present()); },
  };
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});
