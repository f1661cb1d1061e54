// Draws the timeline of an answer. Above is the whole of it: what the runner does as bands, what is
// said as marks. Below are a few seconds under a lens: every clip, in the two lanes in which the audio
// document plays them, so that no clip delays the next.

import { clock, draw, spanName } from "./svg.js";

const BAND = { top: 20, height: 40 };
const WORDS = { top: 66, height: 9 };
const LENS_MS = 13_000; // on a wide page; a second is never narrower than SECOND_PX
const SECOND_PX = 72;
const LENS_AT = 0.3; // the playhead's place in the lens
const LANES = [34, 70];
const LANE_HEIGHT = 28;

export class StripView {
  #lens = LENS_MS;
  #overview;
  #loupe;
  #now;
  #strip = null;
  #width = 0;
  #head = null;
  #played = null;
  #moving = null;
  #pills = [];
  #inWords = null;
  #calm = matchMedia("(prefers-reduced-motion: reduce)");

  constructor(overview, loupe, now) {
    this.#overview = overview;
    this.#loupe = loupe;
    this.#now = now;
    new ResizeObserver(() => this.#draw()).observe(overview);
  }

  show(strip) {
    this.#strip = strip;
    this.#draw();
  }

  // Moves the playhead.
  at(ms) {
    if (!this.#strip || !this.#head) return;
    const { length_ms: length, marks, spans } = this.#strip;
    const here = Math.min(ms, length);
    const x = (here / Math.max(1, length)) * this.#width;
    this.#head.setAttribute("transform", `translate(${x.toFixed(1)} 0)`);
    this.#played.setAttribute("width", x.toFixed(1));
    const scale = this.#width / this.#lens;
    const lens = this.#calm.matches ? Math.floor(here / 1000) * 1000 : here;
    this.#moving.setAttribute("transform", `translate(${(this.#width * LENS_AT - lens * scale).toFixed(1)} 0)`);
    this.#pills.forEach((pill, place) => {
      const mark = marks[place];
      const state = here >= mark.end_ms ? "said" : here >= mark.start_ms ? "saying" : "";
      if (pill.dataset.state !== state) pill.dataset.state = state;
    });
    const span = spans.find((one) => one.start_ms <= here && here < one.end_ms);
    const text = `${clock(here, true)} of ${clock(length)}${span ? ` · ${spanName(span)}, ${Math.ceil((span.end_ms - here) / 1000)} s to go` : ""}`;
    if (text !== this.#inWords) this.#now.textContent = this.#inWords = text;
  }

  #draw() {
    this.#width = this.#overview.clientWidth;
    this.#overview.replaceChildren();
    this.#loupe.replaceChildren();
    this.#pills = [];
    this.#head = null;
    this.#now.textContent = this.#inWords = "";
    this.#lens = Math.min(LENS_MS, (this.#width / SECOND_PX) * 1000);
    if (!this.#width) return;
    if (!this.#strip) {
      const hint = "Each answer is drawn here. When it counts, every number is at its exact second.";
      draw(this.#overview, "text", { x: this.#width / 2, y: 46, "text-anchor": "middle" }, this.#width > 560 ? hint : "Each answer is drawn here.");
      return;
    }
    drawOverview(this.#overview, this.#strip, this.#width);
    this.#played = draw(this.#overview, "rect", { class: "played", x: 0, y: BAND.top, width: 0, height: BAND.height, rx: 7 });
    this.#head = draw(this.#overview, "g", { class: "head" });
    draw(this.#head, "path", { d: `M0 ${BAND.top - 4}V${WORDS.top + WORDS.height + 4}` });
    draw(this.#head, "circle", { cx: 0, cy: BAND.top - 5, r: 4.5 });
    this.#drawLoupe();
    this.at(0);
  }

  #drawLoupe() {
    const { length_ms: length, marks, spans } = this.#strip;
    const scale = this.#width / this.#lens;
    const bottom = LANES[1] + LANE_HEIGHT + 10;
    this.#moving = draw(this.#loupe, "g");
    for (const span of spans) {
      const [x, width] = [span.start_ms * scale, (span.end_ms - span.start_ms) * scale];
      draw(this.#moving, "rect", { class: "span", "data-kind": span.kind, "data-side": span.side, x, y: 18, width, height: bottom - 18, rx: 8 });
      const every = 5_000 * scale; // so that one is always in the lens
      for (let at = x + 10; at < x + width - 40; at += every) {
        draw(this.#moving, "text", { class: "span-name", x: at, y: 13 }, spanName(span));
      }
    }
    for (let second = 0; second * 1000 <= length; second++) {
      const x = second * 1000 * scale;
      draw(this.#moving, "path", { class: second % 5 ? "second" : "second fifth", d: `M${x} ${bottom}v${second % 5 ? 5 : 9}` });
      if (this.#width > 600 || second % 5 === 0) {
        draw(this.#moving, "text", { class: "second-name", x, y: bottom + 21 }, second % 5 ? second % 60 : clock(second * 1000));
      }
    }
    marks.forEach((mark, place) => {
      const y = LANES[place % 2];
      const [x, width] = [mark.start_ms * scale, Math.max(6, (mark.end_ms - mark.start_ms) * scale)];
      const pill = draw(this.#moving, "g", { class: "pill", "data-part": mark.part });
      draw(pill, "path", { class: "stem", d: `M${x} ${y + 4}V${bottom}` });
      draw(pill, "rect", { x, y, width, height: LANE_HEIGHT, rx: Math.min(LANE_HEIGHT / 2, width / 2) });
      const text = draw(pill, "text", { x: x + width / 2, y: y + LANE_HEIGHT / 2 + 4.5, "text-anchor": "middle" }, mark.text);
      fit(text, width - 4);
      this.#pills.push(pill);
    });
    draw(this.#loupe, "path", { class: "lens-head", d: `M${this.#width * LENS_AT} 16V${bottom + 4}` });
    this.#loupe.setAttribute("height", bottom + 28);
  }
}

// Shortens a text to its pill, or removes it if nothing fits.
function fit(text, room) {
  const whole = text.textContent;
  for (let letters = whole.length - 1; text.textContent && text.getComputedTextLength() > room; letters--) {
    text.textContent = letters < 2 ? "" : `${whole.slice(0, letters).trimEnd()}…`;
  }
}

function fitted(text, room) {
  const letters = Math.max(0, Math.floor(room / 7));
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1)).trimEnd()}…`;
}

export function drawOverview(svg, strip, width, small = false) {
  const { length_ms: length, marks, spans } = strip;
  const scale = width / Math.max(1, length);
  const band = small ? { top: 0, height: 12 } : BAND;
  const words = small ? { top: 14, height: 4 } : WORDS;
  draw(svg, "rect", { class: "track", x: 0, y: band.top, width, height: band.height, rx: small ? 4 : 7 });
  for (const span of spans) {
    const [x, wide] = [span.start_ms * scale, (span.end_ms - span.start_ms) * scale];
    draw(svg, "rect", { class: "span", "data-kind": span.kind, "data-side": span.side, x, y: band.top, width: wide, height: band.height, rx: small ? 3 : 7 });
    const name = spanName(span);
    const room = wide > name.length * 6.6 + 12 ? name : wide > 34 && span.kind !== "hold" ? span.kind : null;
    if (!small && room && wide > room.length * 6.6 + 8) draw(svg, "text", { class: "span-name", x: x + 7, y: band.top + 15 }, room);
  }
  const told = !small && !spans.length; // only words, which get the whole band
  for (const mark of marks) {
    const x = mark.start_ms * scale;
    if (told) {
      const wide = Math.max(4, (mark.end_ms - mark.start_ms) * scale - 2);
      draw(svg, "rect", { class: "word told", "data-part": mark.part, x, y: band.top + 4, width: wide, height: band.height - 8, rx: 6 });
      if (wide > 40) draw(svg, "text", { class: "told-text", x: x + 8, y: band.top + band.height / 2 + 4 }, fitted(mark.text, wide - 14));
    } else if (mark.part === "count" || mark.part === "phase") {
      const tall = mark.part === "count" ? band.height * (small ? 0.6 : 0.42) : band.height * 0.2;
      const bottom = band.top + band.height - (small ? 1 : 3);
      draw(svg, "path", { class: "tick", "data-part": mark.part, d: `M${x} ${bottom}v${-tall}` });
    } else {
      const wide = Math.max(small ? 2 : 4, (mark.end_ms - mark.start_ms) * scale);
      draw(svg, "rect", { class: "word", "data-part": mark.part, x, y: words.top, width: wide, height: words.height, rx: words.height / 2 });
    }
  }
  if (small) return;
  const step = [5, 10, 15, 30, 60].find((seconds) => seconds * 1000 * scale > 46) ?? 60;
  for (let second = 0; second * 1000 <= length; second += step) {
    const x = second * 1000 * scale;
    if (x > width - 20) break;
    draw(svg, "text", { class: "axis", x: Math.max(x, 1), y: 11, "text-anchor": second ? "middle" : "start" }, clock(second * 1000));
  }
}
