// Plays the page's speaker without a page: at every stage of an answer somebody new begins, or a
// day passes, and words are said at once; what the server still owes is answered in either order.
//
//   node orders.mjs SPEAKER
//
// Prints what was seen, as JSON. What must be seen is decided by the tests, not here.

import { pathToFileURL } from "node:url";

const { Speaker } = await import(pathToFileURL(process.argv[2]));
const STAGES = ["begun", "said", "sound", "strip", "reprompt"];
const CHANGES = { begin: (speaker) => speaker.begin("show", { fresh: true }), later: (speaker) => speaker.later(1) };
const STRIP = { marks: [{ start_ms: 0, end_ms: 900, text: "one" }], length_ms: 1000, spans: [] };

class Server {
  owed = []; // what was asked and not yet answered
  asked = [];
  #begun = 0;

  fetch(url, { body } = {}) {
    const path = url.replace("/desk/conversations", "");
    this.asked.push(body === undefined ? path : `${path} ${JSON.parse(body).words ?? ""}`.trim());
    const answer = this.#answer(path, body);
    return new Promise((resolve) => {
      this.owed.push(() => resolve({ ok: true, status: 200, json: async () => answer }));
    });
  }

  #answer(path, body) {
    const [, name, act, , part] = path.split("/");
    if (!name) return { name: `talk${++this.#begun}` };
    if (act === "say") return { number: 0, session_open: true, has_reprompt: true, strip: STRIP, name, words: JSON.parse(body).words };
    if (act === "turns") return part === "strips" ? { done: true, strip: STRIP } : { sound: `${name}-${part}` };
    return {};
  }
}

class SilentPlayer {
  position = 0;
  speed = 1;
  played = [];
  stop() {}
  async play(url) {
    this.played.push(url);
    return true;
  }
}

const settled = () => new Promise((resolve) => { setImmediate(resolve); });

async function answer(owed) {
  for (const one of owed.splice(0)) {
    one();
    await settled();
  }
}

async function answerAll(server) {
  while (server.owed.length) await answer(server.owed);
}

async function play(stage, change, formerFirst) {
  const server = new Server();
  const player = new SilentPlayer();
  const seen = [];
  globalThis.fetch = (...request) => server.fetch(...request);
  const speaker = new Speaker({ microphone_ms: 8000, sounds: true }, player);
  for (const name of ["turn", "sounds", "drawn", "note"]) {
    speaker.addEventListener(name, ({ detail }) => seen.push(`${name}: ${detail.words ?? detail.text}`));
  }
  speaker.begin("show");
  speaker.say("Alexa, open the former");
  for (let answered = 0; answered < stage; answered++) await answer(server.owed);
  await settled();
  const former = server.owed.splice(0);
  server.asked.length = seen.length = player.played.length = 0;

  CHANGES[change](speaker);
  const state = speaker.state;
  speaker.say("Alexa, open the new");
  await settled();
  const atOnce = server.asked.length;
  if (formerFirst) await answer(former);
  await answerAll(server);
  await answer(former);
  await answerAll(server);
  return { stage: STAGES[stage], change, formerFirst, state, atOnce, asked: server.asked, seen, played: player.played };
}

const all = [];
for (const change of Object.keys(CHANGES)) {
  for (const stage of STAGES.keys()) {
    for (const formerFirst of [true, false]) all.push(await play(stage, change, formerFirst));
  }
}
console.log(JSON.stringify(all));
