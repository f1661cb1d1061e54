// The device: asleep, thinking, speaking or listening. It keeps the wake-word rule and the
// microphone's eight seconds; the session itself is on the server.

import { get, post } from "./api.js";

const FOLLOW_MS = 600;
const WAKE_WORD = /^.*\balexa\b[\s,.!?]*/i; // with everything before it

export class Speaker extends EventTarget {
  state = "asleep";
  turn = null;
  strip = null; // of the current answer, or the last one
  woken = false; // tapped: the next words need no wake word
  #facts;
  #player;
  #parked; // the device's player, if there are clips for it
  #conversation = null; // resolves to its name once the server is up to date
  #patience = 1;
  #window = null; // { from, at } while the microphone is open
  #timer = 0;
  #replaying = false;
  #turns = 0; // counts acts, so that answers to earlier ones are dropped

  constructor(facts, player, parked = null) {
    super();
    this.#facts = facts;
    this.#player = player;
    this.#parked = parked;
  }

  // Begins another conversation, `as` a runner, in a locale, with or without a player. What is said
  // meanwhile waits for the server, and late answers to the former conversation are dropped.
  async begin(device, as = {}) {
    this.#conversation = post("conversations", { device, ...as }).then(({ name }) => name);
    this.#forget();
    await this.#conversation;
  }

  // How long the microphone is open: 1 is as on a device, 4 is four times as long, 0 is forever.
  set patience(patience) {
    if (this.#window) this.#window = { at: this.#open, from: performance.now() };
    this.#patience = patience;
    this.#arm();
  }

  set speed(speed) {
    if (this.#window) this.#window = { at: this.#open, from: performance.now() };
    this.#player.speed = speed;
    this.#arm();
  }

  // While a file is replayed, the microphone stays open.
  set replaying(replaying) {
    if (this.#window) this.#window = { at: this.#open, from: performance.now() };
    this.#replaying = replaying;
    this.#arm();
  }

  get speed() { return this.#player.speed; }

  // ms since the answer began to play, on the device's clock.
  get elapsed() {
    return Math.round(this.state === "thinking" ? 0 : this.#player.position + (this.#window ? this.#open : 0));
  }

  // The share of the microphone's time that is left; null while it is closed.
  get windowLeft() {
    if (!this.#window) return null;
    return this.#patience && !this.#replaying ? 1 - this.#open / this.#facts.microphone_ms : 1;
  }

  get needsWakeWord() { return !(this.woken || this.state === "listening"); }

  // Words with the wake word before them.
  called(words) { return WAKE_WORD.test(words) ? words : `Alexa, ${words}`; }

  // Says words; false if nobody listened.
  async say(words, via = "typed") {
    const awake = WAKE_WORD.test(words);
    if (this.needsWakeWord && !awake) {
      const why = this.#speaks ? "It is speaking, so it isn't listening." : "It is asleep.";
      this.note(`${why} Begin with “Alexa, …”, or tap the microphone first.`);
      return false;
    }
    if (awake && !words.replace(WAKE_WORD, "").trim()) {
      this.tap();
      return true;
    }
    await this.act("say", { words }, { words, via, bargeIn: this.#speaks });
    return true;
  }

  // Taps the button on the device, which stops speaking and listens.
  tap() {
    if (this.state === "thinking") return;
    this.woken = true;
    this.#player.stop();
    this.#openMicrophone();
  }

  async touch(event) {
    const what = (event.arguments ?? []).map((value) => typeof value === "object" ? JSON.stringify(value) : String(value)).join(" ");
    await this.act("touch", { event }, { touched: what, bargeIn: this.#speaks });
  }

  // Presses a button of the device's player after it has played for some seconds.
  async press(button, afterSeconds = 0) {
    const wait = (1000 * afterSeconds) / (this.#parked?.speed ?? 1);
    await new Promise((resolve) => setTimeout(resolve, wait));
    await this.#parked?.press(button);
  }

  async silence() { await this.act("silence", {}, { silent: true }, Math.round(this.#player.position)); }

  async later(days) {
    const passed = this.#change("later", { days });
    this.#forget();
    this.dispatchEvent(new CustomEvent("later", { detail: days }));
    await passed;
  }

  async device(device) { await this.#change("device", { device }); }

  async dialogue(title) { return post(`conversations/${await this.#conversation}/dialogue`, { title }); }

  // Does something that reaches the skill; `said` is how the transcript shows it.
  async act(act, body, said, afterMs = this.elapsed) {
    if (this.state === "thinking" && !this.turn?.sounding) return;
    const mine = ++this.#turns;
    const before = this.state === "parked" ? "asleep" : this.state;
    this.#player.stop();
    this.#closeMicrophone();
    this.woken = false;
    this.#become("thinking");
    let turn;
    let conversation;
    try {
      conversation = `conversations/${await this.#conversation}`;
      if (mine !== this.#turns) return;
      await this.#parked?.end();
      turn = await post(`${conversation}/${act}`, { ...body, after_ms: afterMs });
    } catch (error) {
      if (mine !== this.#turns) return;
      this.turn = before === "asleep" ? null : this.turn;
      this.#become("asleep");
      this.note(error.message, said);
      return;
    }
    if (mine !== this.#turns) return;
    turn.said = { ...said, afterMs: before === "asleep" ? null : afterMs };
    turn.sounding = false;
    this.turn = turn;
    this.dispatchEvent(new CustomEvent("turn", { detail: turn }));
    await this.#sound(turn, `${conversation}/turns/${turn.number}`, mine);
  }

  // Falls silent, stops listening, and drops all late answers.
  #forget() {
    this.#turns++;
    this.#player.stop();
    this.#closeMicrophone();
    this.woken = false;
    this.turn = this.strip = null;
    this.#parked?.forget();
    this.#become("asleep");
  }

  // Changes the conversation; what is said meanwhile waits for it.
  #change(what, body) {
    const before = this.#conversation;
    const changed = before.then((name) => post(`conversations/${name}/${what}`, body));
    this.#conversation = changed.catch(() => {}).then(() => before);
    return changed;
  }

  get #speaks() { return this.state === "speaking"; }

  async #sound(turn, place, mine) {
    this.strip = turn.strip;
    let sound = null;
    if (this.#facts.sounds && turn.strip.marks.length) {
      turn.sounding = true; // from here on it can be interrupted
      try {
        ({ sound } = await post(`${place}/answer`));
      } catch (error) {
        if (mine === this.#turns) this.note(`No sound for this answer: ${error.message}`);
      }
      if (mine !== this.#turns) return;
    }
    this.#become("speaking");
    const url = sound && `/desk/sounds/${sound}.wav`;
    const played = await this.#player.play(url, this.strip.length_ms, () => this.#spoken(turn));
    if (mine !== this.#turns) return;
    if (!played) this.note("The browser plays no sound before you click or type once.");
    this.dispatchEvent(new CustomEvent("sounds", { detail: turn }));
    if (sound) await this.#follow(turn, place, sound, mine);
  }

  // The sound is still being rendered while it plays; its marks are fetched as they come.
  async #follow(turn, place, sound, mine) {
    for (let done = false; !done && mine === this.#turns;) {
      const told = await get(`${place}/strips/${sound}`).catch(() => null);
      if (!told || mine !== this.#turns) return;
      done = told.done;
      turn.strip = this.strip = told.strip;
      this.dispatchEvent(new CustomEvent("drawn", { detail: turn }));
      if (told.problem) this.note(`The voice stopped: ${told.problem}`);
      if (!done) await new Promise((resolve) => setTimeout(resolve, FOLLOW_MS));
    }
    // rendered ahead, so that it plays at once after the silence
    if (mine === this.#turns && turn.has_reprompt) {
      await post(`${place}/reprompt`).catch(() => {});
    }
  }

  async #spoken(turn) {
    if (turn.session_open) {
      this.#openMicrophone();
      return;
    }
    this.#become(turn.parks ? "parked" : "asleep");
    if (turn.parks) await this.#parked?.begin(`conversations/${await this.#conversation}`);
  }

  get #open() {
    const passed = (performance.now() - this.#window.from) * this.#player.speed;
    if (this.#replaying) return this.#window.at + passed;
    return Math.min(this.#facts.microphone_ms, this.#window.at + (this.#patience ? passed / this.#patience : 0));
  }

  #openMicrophone() {
    this.#window = { at: 0, from: performance.now() };
    this.#become("listening");
    this.#arm();
  }

  #closeMicrophone() {
    clearTimeout(this.#timer);
    this.#window = null;
  }

  #arm() {
    clearTimeout(this.#timer);
    if (!this.#window || !this.#patience || this.#replaying) return;
    const left = (this.#facts.microphone_ms - this.#open) * this.#patience / this.#player.speed;
    this.#timer = setTimeout(() => this.#close(), left);
  }

  #close() {
    if (this.turn?.session_open) this.silence();
    else {
      this.woken = false;
      this.#closeMicrophone();
      this.#become(this.#parked?.running ? "parked" : "asleep");
    }
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  note(text, said = null) {
    this.dispatchEvent(new CustomEvent("note", { detail: { text, said } }));
  }
}
