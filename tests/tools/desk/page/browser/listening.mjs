// Lets the page's microphone listen without a page or a browser, in one locale after the other.
//
//   node listening.mjs SPEECH_INPUT LOCALE...
//
// Prints the language in which the browser's recogniser was told to listen each time, as JSON.

import { pathToFileURL } from "node:url";

const [script, first, ...others] = process.argv.slice(2);
const told = [];

globalThis.window = {
  SpeechRecognition: class extends EventTarget {
    start() { told.push(this.lang); }
    abort() {}
  },
};
const { Ear } = await import(pathToFileURL(script));
const ear = new Ear(first);
ear.listen();
for (const locale of others) {
  ear.locale = locale;
  ear.listen();
}
process.stdout.write(JSON.stringify(told));
