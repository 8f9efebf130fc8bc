// The player of one figure.
//
// Each item of the list #frames is a frame: its text is what the frame says, data-ms how long
// it stays, data-png what is new in it, placed at data-at. Items with data-whole hold their
// whole picture, so any frame is a few pieces away; nothing is decoded before it is needed.
// data-motion has the pictures on the way to a frame, "ms,x,y,png" each; their time is part of
// data-ms. Only who plays sees them, and none who prefers less motion.
// data-dark, and a fifth part of data-motion, is what stands in place of a PNG's colours, which
// begin at its 44th letter, where the reader prefers dark.
//
// In the address, #frame=12 shows that frame (-1: the last), and #paused does not start.
"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const root = document.documentElement, player = by("player"), canvas = by("canvas");
  const slider = by("slider"), words = by("words"), about = by("about");
  const frames = [...by("frames").children];
  const last = frames.length - 1;
  const plays = Number(player.dataset.loop) || Infinity;
  const brush = canvas.getContext("2d");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  let shown = -1; // the frame on the canvas
  let wanted = 0; // the frame that is to be there
  let drawing = false;
  let playing = false;
  let played = 0;
  let timer = 0;
  let due = 0; // when the next frame is, so that late ones do not add up
  let moved = false; // whether the canvas is on its way to another frame
  let journey = 0; // counts what moves, so that what was stopped draws no more

  async function decoded(png, at, other = "") {
    if (dark.matches && other) png = png.slice(0, 44) + other + png.slice(44 + other.length);
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    return [image, ...at.map(Number)];
  }

  const motion = (number) =>
    still ? [] : (frames[number].dataset.motion?.split(" ") ?? []).map((part) => part.split(","));

  async function draw() {
    if (drawing) return; // that one goes on until all is as wanted
    drawing = true;
    while (shown !== wanted || moved) {
      const target = wanted;
      moved = false;
      let start = target;
      while (start !== shown + 1 && !("whole" in frames[start].dataset)) start--;
      const parts = frames.slice(start, target + 1).map((frame) => frame.dataset);
      const pieces = await Promise.all(parts.map((part) => decoded(part.png, part.at.split(","), part.dark)));
      for (const piece of pieces) brush.drawImage(...piece);
      shown = target;
      canvas.dataset.frame = shown + 1;
    }
    drawing = false;
  }

  function tell() {
    words.setAttribute("aria-live", playing ? "off" : "polite"); // no chatter while it moves
    words.textContent = frames[wanted].textContent;
    by("number").textContent = `${wanted + 1} / ${frames.length}`;
    slider.value = wanted + 1;
    const done = wanted && `calc(10px + (100% - 20px) * ${wanted / last})`; // the thumb's middle
    slider.style.setProperty("--done", done || "0px");
    slider.setAttribute("aria-valuetext", `${wanted + 1} of ${frames.length}`);
    player.classList.toggle("playing", playing);
    by("toggle").setAttribute("aria-label", playing ? "Pause" : "Play");
  }

  function go(number) {
    wanted = Math.min(Math.max(number, 0), last);
    tell();
    draw();
  }

  function wait() {
    const moving = motion(wanted).reduce((total, [ms]) => total + Number(ms), 0);
    rest(Number(frames[wanted].dataset.ms) - moving, advance);
  }

  function rest(ms, then) {
    const now = performance.now();
    due = Math.max(due + ms, now);
    timer = setTimeout(then, due - now);
  }

  async function advance() {
    if (wanted === last && ++played >= plays) return pause();
    const mine = ++journey;
    wanted = wanted === last ? 0 : wanted + 1;
    tell();
    for (const [ms, x, y, png, other] of drawing ? [] : motion(wanted)) {
      const piece = await decoded(png, [x, y], other);
      if (mine !== journey) return;
      brush.drawImage(...piece);
      moved = true;
      await new Promise((then) => rest(Number(ms), then));
      if (mine !== journey) return;
    }
    draw();
    wait();
  }

  function play() {
    playing = true;
    played = 0;
    go(wanted === last ? 0 : wanted);
    due = performance.now();
    wait();
  }

  function pause() {
    playing = false;
    stop();
    tell();
  }

  function stop() {
    journey++;
    clearTimeout(timer);
    if (shown >= 0) draw(); // where it was going
  }

  function step(number) {
    pause();
    go(number);
  }

  function fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.fullscreenEnabled) root.requestFullscreen();
  }

  const actions = {
    first: () => step(0),
    previous: () => step(wanted - 1),
    toggle: () => (playing ? pause() : play()),
    next: () => step(wanted + 1),
    last: () => step(last),
    open: () => about.showModal(),
    close: () => about.close(),
    fill,
  };
  const keys = {
    Home: "first", ArrowLeft: "previous", " ": "toggle", ArrowRight: "next", End: "last", f: "fill",
  };

  for (const [name, act] of Object.entries(actions)) by(name).addEventListener("click", act);
  canvas.addEventListener("click", actions.toggle);
  about.addEventListener("click", (event) => event.target === about && about.close()); // beside it
  slider.addEventListener("input", () => step(Number(slider.value) - 1));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.target !== document.body && !player.contains(event.target)) return;
    if (!(event.key in keys) || (event.key === " " && event.target.closest("button"))) return;
    event.preventDefault();
    actions[keys[event.key]]();
  });
  document.addEventListener("visibilitychange", () => {
    stop();
    if (playing && !document.hidden) wait();
  });

  function fit() {
    // Words stand under the figure where print is small and it need not shrink for them:
    // elsewhere it says the same itself, and they are there for screen readers alone.
    const px = (name) => parseFloat(getComputedStyle(root).getPropertyValue(name));
    const edges = 2 * px("--edge"), wide = Math.min(innerWidth - edges, canvas.width);
    const under = innerHeight - edges - px("--controls") - (wide * canvas.height) / canvas.width;
    const alone = document.fullscreenElement || root.classList.contains("fitted");
    const small = innerHeight >= innerWidth;
    root.classList.toggle("roomy", !alone && small && under >= px("--words"));
    // One pixel of the figure is one or several of the screen, or they are smoothed.
    const ratio = (canvas.clientWidth * devicePixelRatio) / canvas.width;
    canvas.style.imageRendering = Number.isInteger(ratio) ? "pixelated" : "auto";
  }
  // In a notebook the frame around the page grows with it.
  const around = window.frameElement;
  if (around && "fit" in around.dataset) {
    root.classList.add("fitted");
    const page = document.body;
    new ResizeObserver(() => (around.style.height = `${page.offsetHeight}px`)).observe(page);
  }
  const watch = new ResizeObserver(fit);
  watch.observe(canvas);
  watch.observe(root);

  function asked() {
    const address = new URLSearchParams(location.hash.slice(1));
    const number = Number(address.get("frame"));
    if (number) step(number < 0 ? frames.length + number : number - 1);
    return Boolean(number) || address.has("paused");
  }
  dark.addEventListener("change", () => {
    shown = -1; // in other colours
    draw();
  });
  window.addEventListener("hashchange", asked);
  by("fill").hidden = !document.fullscreenEnabled;
  if (!asked() && !still) play();
  else go(wanted);
})();
