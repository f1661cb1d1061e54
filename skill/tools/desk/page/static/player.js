// Plays an answer, or just its time if there is no voice. Positions are in ms from the start of the
// answer; the skill's clock follows them.

export class Player {
  #audio;
  #speed = 1;
  #silent = null; // { from, at, length, timer } while only time passes
  #position = 0;
  #ended = () => {};

  constructor(audio) {
    this.#audio = audio;
    audio.addEventListener("ended", () => this.#finish());
  }

  get speed() { return this.#speed; }

  set speed(speed) {
    const playing = this.#silent;
    if (playing) playing.at = this.position;
    this.#speed = speed;
    this.#audio.defaultPlaybackRate = this.#audio.playbackRate = speed;
    if (playing) this.#run(playing);
  }

  get position() {
    const playing = this.#silent;
    if (playing) return Math.min(playing.length, playing.at + (performance.now() - playing.from) * this.#speed);
    return this.#audio.src && !this.#audio.paused ? this.#audio.currentTime * 1000 : this.#position;
  }

  // Resolves once it plays, to false if the browser does not allow sound yet.
  async play(url, length, ended) {
    this.stop();
    this.#ended = ended;
    this.#position = 0;
    if (url) {
      this.#audio.src = url;
      this.#audio.playbackRate = this.#speed;
      try {
        await this.#audio.play();
        return true;
      } catch (error) {
        if (error.name === "AbortError") return true; // stopped before it began
        this.#audio.removeAttribute("src");
      }
    }
    this.#silent = { at: 0, length };
    this.#run(this.#silent);
    return !url;
  }

  #run(playing) {
    clearTimeout(playing.timer);
    playing.from = performance.now();
    playing.timer = setTimeout(() => this.#finish(), (playing.length - playing.at) / this.#speed);
  }

  #finish() {
    if (this.#silent) this.#position = this.#silent.length;
    else this.#position = this.#audio.currentTime * 1000;
    clearTimeout(this.#silent?.timer);
    this.#silent = null;
    const ended = this.#ended;
    this.#ended = () => {};
    ended();
  }

  // Stops and keeps the position.
  stop() {
    this.#position = this.position;
    this.#ended = () => {};
    clearTimeout(this.#silent?.timer);
    this.#silent = null;
    this.#audio.pause();
  }
}
