// The browser's speech recognition, if it has one. Some browsers send what they hear to their maker,
// so nothing is recorded before the microphone is tapped.

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export class Ear extends EventTarget {
  #recognition = null;
  locale;

  constructor(locale) {
    super();
    this.locale = locale;
  }

  static get present() { return Boolean(Recognition); }

  listen() {
    this.stop();
    const recognition = this.#recognition = new Recognition();
    recognition.lang = this.locale;
    recognition.interimResults = true;
    recognition.addEventListener("result", (event) => {
      const result = event.results[event.results.length - 1];
      this.dispatchEvent(new CustomEvent(result.isFinal ? "words" : "hearing", { detail: result[0].transcript.trim() }));
    });
    recognition.addEventListener("error", (event) => this.dispatchEvent(new CustomEvent("deaf", { detail: event.error })));
    try {
      recognition.start();
    } catch (error) {
      this.dispatchEvent(new CustomEvent("deaf", { detail: error.message }));
    }
  }

  stop() {
    this.#recognition?.abort();
    this.#recognition = null;
  }
}
