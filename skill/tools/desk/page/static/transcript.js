// The conversation, with the request and response of each turn to open and copy.

import { drawOverview } from "./timeline_strip.js";
import { clock, draw } from "./svg.js";

const LONG_COUNT = 4;

export class Transcript extends EventTarget {
  #list;
  #empty;

  constructor(list, empty) {
    super();
    this.#list = list;
    this.#empty = empty;
  }

  clear() {
    this.#list.replaceChildren();
    this.#empty.hidden = false;
  }

  add(turn) {
    this.#empty.hidden = true;
    const item = make("li", { className: "turn" });
    item.dataset.number = turn.number;
    item.append(...this.#said(turn));
    if (turn.note) item.append(make("p", { className: "event", textContent: turn.note }));
    if (turn.strip.marks.length) item.append(this.#answer(turn));
    if (turn.request) item.append(exchange(turn));
    this.#append(item);
  }

  note(text, said = null) {
    this.#empty.hidden = true;
    const item = make("li", { className: "turn" });
    if (said?.words) item.append(make("p", { className: "said unheard", textContent: said.words }));
    item.append(make("p", { className: "event", textContent: text }));
    this.#append(item);
  }

  #append(item) {
    this.#list.append(item);
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  #said({ said, recognition }) {
    if (said.silent) return [];
    const words = said.words ?? (said.touched !== undefined ? `touched: ${said.touched || "the screen"}` : said.event);
    const parts = [make("p", { className: said.words ? "said" : "said touched", textContent: words })];
    const how = make("p", { className: "how" });
    if (said.bargeIn) how.append(make("b", { textContent: `${said.words ? "barge-in" : "while it spoke"} at ${clock(said.afterMs, true)}` }), " ");
    if (recognition) {
      const slots = Object.entries(recognition.slots).map(([name, value]) => ` ${name}=${value}`).join("");
      // below 1 it is the desk's guess, so a mistake may be the desk's rather than Alexa's
      const guess = recognition.score < 1 ? ` (guess ${recognition.score.toFixed(2)})` : "";
      how.append(`${recognition.intent}${slots}${guess}`);
    }
    if (how.childNodes.length) parts.push(how);
    return parts;
  }

  #answer(turn) {
    const answer = make("div", { className: "answer" });
    answer.append(...paragraphs(turn.strip.marks));
    const button = make("button", { type: "button", className: "mini", title: "Show this answer's timeline" });
    button.setAttribute("aria-label", `Timeline of answer ${turn.number + 1}, ${clock(turn.strip.length_ms)} long`);
    const svg = draw(button, "svg", { viewBox: "0 0 300 18", preserveAspectRatio: "none", "aria-hidden": "true" });
    drawOverview(svg, turn.strip, 300, true);
    button.append(make("span", { textContent: clock(turn.strip.length_ms) }));
    button.addEventListener("click", () => this.dispatchEvent(new CustomEvent("chosen", { detail: turn })));
    answer.append(button);
    return answer;
  }
}

// A count is shown by its ends: "one … thirty".
function paragraphs(marks) {
  const parts = [];
  let run = [];
  const flush = () => {
    if (run.length > LONG_COUNT) parts.push({ counted: true, text: `${run[0].text} … ${run.at(-1).text}` });
    else run.forEach((mark) => parts.push({ text: mark.text, counted: true }));
    run = [];
  };
  for (const mark of marks) {
    if (mark.part === "count" || mark.part === "phase") run.push(mark);
    else {
      flush();
      parts.push({ text: mark.text, prompt: mark.part === "prompt" });
    }
  }
  flush();
  const whole = make("p", {});
  for (const part of parts) {
    const className = part.counted ? "counted" : part.prompt ? "prompt" : "";
    whole.append(make("span", { className, textContent: part.text }), " ");
  }
  return [whole];
}

function exchange(turn) {
  const details = make("details", { className: "exchange" });
  details.append(make("summary", { textContent: "Request and response" }));
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    for (const [name, value] of [["Request", turn.request], ["Response", turn.response]]) {
      const text = JSON.stringify(value, null, 2);
      const head = make("div", { className: "json-head" });
      const copy = make("button", { type: "button", textContent: "Copy" });
      copy.setAttribute("aria-label", `Copy the ${name.toLowerCase()}`);
      copy.addEventListener("click", async () => {
        copy.textContent = await navigator.clipboard.writeText(text).then(() => "Copied", () => "Not allowed");
      });
      head.append(make("h2", { textContent: `${name}, ${(text.length / 1024).toFixed(1)} kB` }), copy);
      const pre = make("pre", { tabIndex: 0, textContent: text });
      pre.setAttribute("role", "region");
      pre.setAttribute("aria-label", name);
      details.append(head, pre);
    }
  });
  return details;
}

export function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
