// Decodes an MP3 as a browser does: its samples as 16-bit PCM, one channel, at the rate that is asked for.
//
//   node decode.mjs MODULES CHROMIUM SOUND.mp3 RATE OUT.pcm

import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const [modules, executablePath, sound, rate, out] = process.argv.slice(2);
const { chromium } = createRequire(path.join(path.resolve(modules), "/"))("playwright-core");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage();
const pcm = await page.evaluate(async ([mp3, perSecond]) => {
  const bytes = Uint8Array.from(atob(mp3), (sign) => sign.charCodeAt(0));
  const context = new OfflineAudioContext(1, 1, perSecond);
  const samples = (await context.decodeAudioData(bytes.buffer)).getChannelData(0);
  const whole = new Uint8Array(Int16Array.from(samples, (one) => Math.round(32767 * Math.max(-1, Math.min(1, one)))).buffer);
  let text = "";
  for (let at = 0; at < whole.length; at += 8192) text += String.fromCharCode(...whole.subarray(at, at + 8192));
  return btoa(text);
}, [readFileSync(sound).toString("base64"), Number(rate)]);
writeFileSync(out, Buffer.from(pcm, "base64"));
await browser.close();
