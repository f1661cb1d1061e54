// The device's player, which plays clips while no session is open. The server decides what it plays
// and reports; the page lets time pass there and plays what the server says.

import { post } from "./api.js";

const BEAT_MS = 250;
const AUDIBLE_SPEED = 1; // silent above it
const OFF_BY_S = 0.5;

export class Parked extends EventTarget {
  player = null;
  speed = 1;
  #audio;
  #place = null;
  #timer = 0;
  #last = 0;

  constructor(audio) {
    super();
    this.#audio = audio;
  }

  get running() { return this.#place !== null; }

  // Goes on from the server's offset.
  async begin(place) {
    this.#place = place;
    this.#last = performance.now();
    await this.#beat();
  }

  // Falls silent and tells the server how much time has passed.
  async end() {
    const place = this.#place;
    this.#place = null;
    clearTimeout(this.#timer);
    this.#audio.pause();
    if (place) await this.#pass(place);
  }

  forget() {
    this.#place = null;
    clearTimeout(this.#timer);
    this.#audio.pause();
    this.#show({ player: null, events: [] });
  }

  async press(button) {
    const place = this.#place;
    if (!place) return;
    await this.#pass(place);
    this.#show(await post(`${place}/press`, { button }));
  }

  async #beat() {
    const place = this.#place;
    const told = await this.#pass(place).catch(() => null);
    if (place !== this.#place || told === null) return;
    this.#timer = setTimeout(() => this.#beat(), BEAT_MS);
  }

  async #pass(place) {
    const now = performance.now();
    const ms = Math.round((now - this.#last) * this.speed);
    this.#last = now;
    const told = await post(`${place}/pass`, { ms });
    this.#show(told);
    return told;
  }

  #show({ player, events }) {
    this.player = player;
    this.#sound();
    this.dispatchEvent(new CustomEvent("player", { detail: player }));
    for (const event of events) this.dispatchEvent(new CustomEvent("told", { detail: event }));
  }

  #sound() {
    const { player } = this;
    if (!this.#place || !player?.playing || this.speed > AUDIBLE_SPEED) {
      this.#audio.pause();
      return;
    }
    const url = `/audio/${player.clip}.mp3`;
    if (!this.#audio.src.endsWith(url)) this.#audio.src = url;
    const offset = player.offset_ms / 1000;
    if (Math.abs(this.#audio.currentTime - offset) > OFF_BY_S) this.#audio.currentTime = offset;
    if (this.#audio.paused) this.#audio.play().catch(() => {});
  }
}
