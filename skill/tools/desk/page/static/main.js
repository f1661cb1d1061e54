// Connects the speaker to the page.

import { get } from "./api.js";
import { Dialogues } from "./dialogues.js";
import { Ear } from "./speech_input.js";
import { Parked } from "./parked.js";
import { Player } from "./player.js";
import { ScreenView } from "./screen.js";
import { Speaker } from "./speaker.js";
import { StripView } from "./timeline_strip.js";
import { Transcript } from "./transcript.js";

const DAY_MS = 86_400_000;
const byId = (id) => document.getElementById(id);
const wanted = new URLSearchParams(location.search);

const facts = await get("facts").catch((error) => {
  byId("state").textContent = `The desk does not answer (${error.message}). Is it still running?`;
  throw error;
});
const parked = new Parked(byId("clip"));
const speaker = new Speaker(facts, new Player(byId("voice")), parked);
const screen = new ScreenView(byId("body"), byId("screen"));
const strip = new StripView(byId("overview"), byId("loupe"), byId("time-now"));
const transcript = new Transcript(byId("transcript"), byId("empty"));
const dialogues = new Dialogues(speaker, begin);
let byVoice = false; // whether the last thing said was spoken: then the ear opens with the microphone
let shown = null; // the earlier answer whose timeline is shown

// settings

function choose(id, options, fallback) {
  const select = byId(id);
  if (options) select.append(...options.map(({ id: value, name }) => new Option(name, value)));
  const values = [...select.options].map((option) => option.value);
  select.value = [wanted.get(id), remembered(id), fallback].find((value) => values.includes(value));
  select.addEventListener("change", () => { remember(id, select.value); });
  return select;
}

function remembered(name) {
  try { return localStorage.getItem(`desk.${name}`); } catch { return null; }
}

function remember(name, value) {
  try { localStorage.setItem(`desk.${name}`, value); } catch { /* private windows may not store */ }
}

const deviceChoice = choose("device", facts.devices, "show");
const speedChoice = choose("speed", null, "1");
const patienceChoice = choose("patience", null, "1");
const localeChoice = choose("locale", facts.locales.map((id) => ({ id, name: id })), facts.locales[0]);
const runnerChoice = choose("runner", null, "first");
const silentChoice = choose("silent", null, "");
byId("silent-label").hidden = !facts.plays;
const ear = new Ear(localeChoice.value);
const device = () => facts.devices.find((one) => one.id === deviceChoice.value);

deviceChoice.addEventListener("change", async () => {
  screen.device = device();
  await speaker.device(device().id);
  showHome();
});
for (const choice of [localeChoice, runnerChoice, silentChoice]) choice.addEventListener("change", () => begin());
speedChoice.addEventListener("change", setSpeed);
patienceChoice.addEventListener("change", () => { speaker.patience = Number(patienceChoice.value); });

function setSpeed() { speaker.speed = Number(speedChoice.value); }

// talking

byId("say").addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = byId("words").value.trim();
  if (!words) return;
  byVoice = false;
  if (await speaker.say(words)) byId("words").value = "";
});

byId("tap").addEventListener("click", () => {
  speaker.tap();
  byId("words").focus();
  if (!Ear.present) return;
  byVoice = true;
  ear.listen();
});

ear.addEventListener("hearing", ({ detail }) => { byId("words").value = detail; });
ear.addEventListener("words", async ({ detail }) => {
  byId("words").value = "";
  await speaker.say(detail, "spoken");
});
ear.addEventListener("deaf", ({ detail }) => {
  if (detail === "aborted" || detail === "no-speech") return;
  byVoice = false;
  setState(`The browser could not listen (${detail}). Type instead.`);
});

function showChips() {
  const phase = speaker.turn?.session_open ? speaker.turn.phase : "asleep";
  const useful = facts.chips[phase] ?? [];
  const chips = [...byId("chips").children];
  if (String(useful) === String(chips.map((chip) => chip.textContent))) return;
  const focused = chips.indexOf(document.activeElement);
  byId("chips").replaceChildren(...useful.map((words) => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.textContent = words;
    chip.addEventListener("click", () => {
      byVoice = false;
      speaker.say(speaker.needsWakeWord ? speaker.called(words) : words, "chip");
    });
    return chip;
  }));
  if (focused >= 0) byId("chips").children[Math.min(focused, useful.length - 1)]?.focus();
}

// what the speaker does

const STATES = {
  asleep: "Asleep. Say “Alexa, open hamstring coach”.",
  thinking: "One moment…",
  speaking: "Speaking. To break in, begin with “Alexa, …”.",
  listening: "Listening.",
  parked: "Parked. Say “Alexa, resume” or “Alexa, next”, however much later.",
};

function setState(text) { byId("state").textContent = text; }

speaker.addEventListener("state", ({ detail: state }) => {
  document.body.dataset.state = state;
  setState(STATES[state]);
  byId("words").placeholder = speaker.needsWakeWord
    ? `Alexa, ${facts.chips[speaker.turn?.session_open ? speaker.turn.phase : "asleep"][0]}`
    : "Say something";
  if (state === "listening" && byVoice && !speaker.woken) ear.listen();
  if (state === "speaking" || state === "asleep" || state === "parked") ear.stop();
  byId("parked").hidden = state !== "parked";
  if (state === "asleep") {
    screen.clear();
    showHome();
  }
  showChips();
});

speaker.addEventListener("turn", ({ detail: turn }) => {
  shown = null;
  caption("");
  transcript.add(turn);
  showChips();
});

speaker.addEventListener("sounds", ({ detail: turn }) => {
  screen.obey(turn.screen);
  strip.show(turn.strip);
});

speaker.addEventListener("drawn", ({ detail: turn }) => {
  if (!shown) strip.show(turn.strip);
});

speaker.addEventListener("note", ({ detail: { text, said } }) => {
  setState(text);
  if (said) transcript.note(text, said);
});

speaker.addEventListener("later", ({ detail: days }) => {
  transcript.note(days < 1 ? `${days * 24} hours pass.` : days === 1 ? "A day passes." : `${days} days pass.`);
  strip.show(null);
  passedDays += days;
  showHome();
});

screen.addEventListener("touched", ({ detail }) => speaker.touch(detail));
screen.addEventListener("problem", ({ detail }) => transcript.note(`The screen: ${detail}`));
transcript.addEventListener("chosen", ({ detail: turn }) => {
  shown = turn === speaker.turn ? null : turn;
  strip.show(turn.strip);
  byId("overview").scrollIntoView({ block: "nearest" });
});

// the device's player

parked.addEventListener("player", ({ detail: player }) => {
  if (!player) return;
  byId("parked").dataset.playing = player.playing ? "yes" : "no";
  byId("parked-title").textContent = player.title;
  byId("parked-subtitle").textContent = player.subtitle;
  const time = new Date(player.now_ms).toLocaleString("en-US", { weekday: "long", hour: "numeric", minute: "2-digit", timeZone: "UTC" });
  const offset = Math.floor(player.offset_ms / 1000);
  const at = `${Math.floor(offset / 60)}:${String(offset % 60).padStart(2, "0")}`;
  byId("parked-clock").textContent = player.playing ? `${at} · ${time}` : `silent · ${time}`;
});
parked.addEventListener("told", ({ detail: event }) => transcript.note(`The player: ${event.replace(/^\w+\./, "")}`));
byId("parked-speed").addEventListener("change", ({ target }) => { parked.speed = Number(target.value); });
byId("parked").addEventListener("click", ({ target }) => {
  if (target.dataset.press) parked.press(target.dataset.press).catch((error) => setState(error.message));
});

// caption, playhead and microphone, frame by frame

let captioned = null;

function caption(text, spoken = false) {
  if (captioned === text) return;
  captioned = text;
  byId("caption").textContent = text;
  byId("caption").classList.toggle("long", text.length > 80);
  // a screen reader would talk over the count
  if (!spoken && text) byId("live").textContent = text;
}

function frame() {
  const position = speaker.elapsed;
  if (speaker.state === "speaking" && speaker.strip) {
    const mark = speaker.strip.marks.findLast((one) => one.start_ms <= position);
    const next = speaker.strip.marks.find((one) => one.start_ms > position);
    const fresh = mark && (position < mark.end_ms + 900 || (next && next.start_ms - position < 400));
    const counted = mark?.part === "count" || mark?.part === "phase";
    document.body.dataset.part = mark?.part ?? "";
    caption(fresh ? mark.text : "", counted);
  }
  if (!shown && speaker.strip) strip.at(position);
  if (speaker.state !== "thinking") screen.at(position, speaker.speed);
  const left = speaker.windowLeft;
  byId("window").style.transform = `scaleX(${left ?? 0})`;
  requestAnimationFrame(frame);
}

// the home screen

let passedDays = 0; // how far the device's clock was put forward

function showHome() {
  const now = new Date(Date.now() + passedDays * DAY_MS);
  byId("clock").textContent = now.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" }).replace(/ ?[AP]M/, "");
  const day = passedDays ? `${now.toLocaleDateString("en-US", { weekday: "long" })}. ` : "";
  byId("home-hint").textContent = facts.renderer
    ? `${day}Try “Alexa, open hamstring coach”`
    : "Screens need Amazon’s renderer, which “make run” installs with npm. Everything else works without it.";
}

async function begin(fresh = false) {
  ear.locale = localeChoice.value;
  const as = { fresh, locale: localeChoice.value, runner: runnerChoice.value, silent: silentChoice.value === "1" };
  const begun = speaker.begin(device().id, as);
  passedDays = 0;
  // cleared at once, as what is said from now on belongs to the new conversation
  transcript.clear();
  strip.show(null);
  caption("");
  screen.clear();
  await begun;
}

byId("fresh").addEventListener("click", () => begin(true));
byId("fresh").closest(".menu").addEventListener("click", ({ target }) => {
  if (target.dataset.later) speaker.later(Number(target.dataset.later));
});
byId("save").addEventListener("click", () => dialogues.save());
byId("replay").addEventListener("click", () => dialogues.replay());
const more = document.querySelector(".more");
more.addEventListener("click", (event) => {
  if (event.target.closest(".menu button")) more.open = false;
});
more.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !more.open) return;
  more.open = false;
  more.querySelector("summary").focus();
});
document.addEventListener("click", (event) => { if (!more.contains(event.target)) more.open = false; });

byId("empty").textContent = facts.sounds
  ? "This is an Echo with the coach on it: press “open hamstring coach”, or type what you would say."
  : `This is an Echo with the coach on it: press “open hamstring coach”, and read the answers in time. ${facts.voice}`;
if (!Ear.present) byId("tap").title = "Tap to talk, then type (this browser has no speech recognition)";
speaker.patience = Number(patienceChoice.value);
setSpeed();
screen.device = device();
if (facts.renderer) screen.load();
await begin();
setInterval(() => { if (speaker.state === "asleep") showHome(); }, 10_000);
requestAnimationFrame(frame);
document.body.dataset.ready = "yes";
