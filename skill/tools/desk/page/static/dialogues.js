// Saves a conversation as a dialogue file of the project, and replays such files.

import { post } from "./api.js";

const REACTION_MS = 2_000; // how long a runner takes to answer if the file does not say
const IDLE = ["listening", "asleep", "parked"];

export class Dialogues {
  #speaker;
  #parts = Object.fromEntries(
    ["dialogue", "dialogue-title", "dialogue-note", "dialogue-name", "dialogue-name-label", "dialogue-file", "dialogue-text", "dialogue-do", "dialogue-copy", "dialogue-form", "dialogue-close"]
      .map((id) => [id.replace("dialogue-", ""), document.getElementById(id)]),
  );
  #begin;

  constructor(speaker, begin) {
    this.#speaker = speaker;
    this.#begin = begin;
    this.#parts.copy.addEventListener("click", () => this.#try(() => navigator.clipboard.writeText(this.#parts.text.value)));
    this.#parts.close.addEventListener("click", () => this.#parts.dialogue.close());
    this.#parts.file.addEventListener("change", async () => {
      const [file] = this.#parts.file.files;
      if (file) this.#parts.text.value = await file.text();
    });
  }

  save() {
    this.#open("Save as a dialogue test", "What the file expects is taken from a replay, so it passes as it is. Put it into tests/dialogues/en.", "Save", async () => {
      const { text, differs } = await this.#speaker.dialogue(this.#parts.name.value || "A conversation on the desk");
      this.#parts.text.value = text;
      this.#parts.note.textContent = differs.length
        ? `In the replay, the coach said something else in turn ${differs.join(", ")}.`
        : "The replay matches what you heard.";
      this.#download(text);
    });
    this.#parts["name-label"].hidden = false;
    this.#parts.file.hidden = true;
    this.#parts.text.readOnly = true;
    this.#parts.text.value = "";
  }

  replay() {
    this.#open("Play a dialogue file", "Choose a file from tests/dialogues/en, or paste one. It is played as a new runner.", "Play", async () => {
      const { lines } = await post("dialogues", { text: this.#parts.text.value });
      this.#parts.dialogue.close();
      await this.#play(lines);
    });
    this.#parts["name-label"].hidden = true;
    this.#parts.file.hidden = false;
    this.#parts.text.readOnly = false;
  }

  #open(title, note, action, act) {
    this.#parts.title.textContent = title;
    this.#parts.note.textContent = note;
    this.#parts.do.textContent = action;
    this.#parts.form.onsubmit = (event) => {
      event.preventDefault();
      this.#try(act);
    };
    this.#parts.dialogue.showModal();
  }

  async #try(act) {
    await act().catch((error) => { this.#parts.note.textContent = error.message; });
  }

  #download(text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = `${(this.#parts.name.value || "conversation").toLowerCase().replace(/[^a-z0-9]+/g, "_")}.toml`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async #play(lines) {
    await this.#begin(true);
    this.#speaker.replaying = true;
    try {
      for (const line of lines) await this.#line(line);
    } catch (error) {
      this.#speaker.note(error.message);
    } finally {
      this.#speaker.replaying = false;
    }
  }

  async #line(line) {
    const speaker = this.#speaker;
    if (line.later) await speaker.later(line.later.days);
    if (line.silence) {
      await this.#until(() => IDLE.includes(speaker.state));
      return speaker.silence();
    }
    if (line.press) {
      await this.#until(() => IDLE.includes(speaker.state));
      return speaker.press(line.press, line.after);
    }
    let after;
    if (speaker.turn?.session_open && line.after !== undefined) {
      after = Math.round(line.after * 1000);
      await this.#until(() => speaker.elapsed >= after);
    } else if (!("end" in line)) {
      await this.#until(() => IDLE.includes(speaker.state));
      if (speaker.state === "listening") {
        const ended = speaker.elapsed;
        await this.#until(() => speaker.elapsed >= ended + REACTION_MS);
      }
    }
    const said = { bargeIn: speaker.state === "speaking" };
    if (line.open) return speaker.act("say", { words: "open hamstring coach" }, { ...said, words: "Alexa, open hamstring coach" }, after);
    if (line.end) return speaker.act("end", { reason: line.end }, { ...said, event: line.end }, after);
    if (line.request) return speaker.act("send", { event: line.request }, { ...said, event: line.request.type }, after);
    const words = speaker.needsWakeWord ? speaker.called(line.say) : line.say;
    return speaker.act("say", { words }, { ...said, words }, after);
  }

  #until(reached) {
    return new Promise((resolve) => {
      const look = () => (reached() ? resolve() : setTimeout(look, 15));
      look();
    });
  }
}
