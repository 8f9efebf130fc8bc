"use strict";
const figures = [...document.querySelectorAll("article")];
const said = document.getElementById("said");
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
  const focused = document.activeElement.closest("article");
  return focused ? figures.indexOf(focused) : -1;
}

function go(step) {
  const next = figures[Math.min(Math.max(present() + step, 0), figures.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "start" });
}

for (const article of figures) {
  article.querySelector("button").addEventListener("click", () => copy(article));
}
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("video")) return;
  const keys = {
    j: () => go(1), ArrowRight: () => go(1), k: () => go(-1), ArrowLeft: () => go(-1),
    c: () => { if (present() >= 0) copy(figures[present()]); },
  };
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});
