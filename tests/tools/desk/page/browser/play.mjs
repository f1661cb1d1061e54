// Plays whole conversations on the desk's page and tells what was seen, as JSON.
//
//   node play.mjs URL MODULES CHROMIUM PICTURES
//
// What must be seen is decided by the tests, not here.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const [url, modules, executablePath, pictures] = process.argv.slice(2);
const { chromium } = createRequire(path.join(path.resolve(modules), "/"))("playwright-core");
const PATIENCE_MS = 60_000; // nothing takes that long; it bounds a page that hangs
const seen = { console: [], outside: [], seconds: {} };

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
});
const context = await browser.newContext({
  viewport: { width: 1360, height: 860 },
  permissions: ["clipboard-read", "clipboard-write"],
});
context.setDefaultTimeout(PATIENCE_MS);
const page = await context.newPage();
page.on("console", (message) => {
  if (["error", "warning"].includes(message.type())) seen.console.push(`${message.type()}: ${message.text()}`);
});
page.on("pageerror", (error) => seen.console.push(`error: ${error.message}`));
page.on("request", (request) => {
  if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) seen.outside.push(request.url());
});

const state = (name) => page.waitForSelector(`body[data-state=${name}]`);
const turns = () => page.locator(".turn:has(.exchange), .turn:has(.answer)").count();
const text = (selector) => page.locator(selector).last().textContent();
const set = (id, value) => page.selectOption(`#${id}`, value);

async function say(words) {
  await page.fill("#words", words);
  await page.press("#words", "Enter");
}

// Says something and waits for the answer to begin.
async function told(words) {
  const before = await turns();
  await say(words);
  await page.waitForFunction((n) => document.querySelectorAll(".turn:has(.exchange), .turn:has(.answer)").length > n, before);
  return text(".answer p");
}

async function heardOut() {
  await page.waitForFunction(() => ["listening", "asleep"].includes(document.body.dataset.state));
}

async function exchange() {
  const details = page.locator(".exchange").last();
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
  await details.locator("pre").last().waitFor();
  const [request, response] = await details.locator("pre").allTextContents();
  return { request: JSON.parse(request), response: JSON.parse(response) };
}

const screenFrame = () => page.frames().find((frame) => frame.url().endsWith("/desk/screen"));

async function screenText() {
  const frame = screenFrame();
  await frame.waitForFunction(() => document.querySelector("#apl")?.textContent.trim());
  return frame.evaluate(() => document.querySelector("#apl").innerText.replace(/\s+/g, " ").trim());
}

// Playwright does not know that the frame is scaled, so the place is worked out here.
async function touch(words) {
  const inside = await screenFrame().getByText(words, { exact: true }).last().evaluate((element) => {
    const box = element.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
  const frame = await page.locator("#screen").evaluate((element) => {
    const box = element.getBoundingClientRect();
    return { x: box.x, y: box.y, scale: box.width / element.offsetWidth };
  });
  await page.mouse.click(frame.x + inside.x * frame.scale, frame.y + inside.y * frame.scale, { delay: 60 });
}

async function audio() {
  await page.waitForFunction(() => document.getElementById("voice").currentTime > 0);
  return page.evaluate(() => {
    const voice = document.getElementById("voice");
    return { moved: voice.currentTime > 0, length: voice.duration, error: voice.error?.message ?? null };
  });
}

// Halts the answer at a count, however slow the machine is: it is slowed down at the counts before.
async function haltedAt(count, before) {
  await page.waitForFunction(([here, near]) => {
    const voice = document.getElementById("voice");
    const said = document.body.dataset.part === "count" && document.getElementById("caption").textContent;
    if (near.includes(said)) voice.playbackRate = 0.25;
    if (said === here) voice.playbackRate = 0;
    return said === here;
  }, [count, before]);
}

async function ready(query) {
  await page.goto(`${url}/desk/?${query}`);
  await page.waitForSelector("body[data-ready=yes]");
}

const steps = {
  async "a first visit"() {
    await ready("device=show&speed=16&patience=0");
    await page.screenshot({ path: path.join(pictures, "first-visit.png") });
    return text("#empty");
  },

  async "asleep it hears nothing without its name"() {
    await ready("device=show&speed=16&patience=0");
    await say("open hamstring coach");
    return { turns: await turns(), state: await text("#state") };
  },

  async "open, with sound and a screen"() {
    await set("speed", "1");
    const words = await told("Alexa, open hamstring coach");
    await state("speaking");
    const playing = await audio();
    const screen = await screenText();
    await set("speed", "16");
    await heardOut();
    return { words, playing, screen };
  },

  async "start, and next to the first counted hold"() {
    const intro = await told("start");
    await heardOut();
    await set("speed", "1");
    const words = await told("next");
    await haltedAt("eight", ["six", "seven"]);
    const strip = await page.evaluate(() => ({
      ticks: document.querySelectorAll("#overview .tick").length,
      spans: [...document.querySelectorAll("#overview .span")].map((span) => span.dataset.kind),
      now: document.getElementById("time-now").textContent,
      lit: document.querySelector("#loupe .pill[data-state=saying] text")?.textContent,
      spoken: document.getElementById("live").textContent,
    }));
    return { intro, words, strip };
  },

  async "while it speaks it wants its name"() {
    const before = await turns();
    await say("pause");
    return { more: (await turns()) - before, state: await text("#state"), page: await page.getAttribute("body", "data-state") };
  },

  async "barge-in"() {
    const words = await told("Alexa, pause");
    const how = await text(".how");
    const { request, response } = await exchange();
    await set("speed", "16");
    await heardOut();
    return { words, how, timestamp: request.request.timestamp, done: JSON.parse(response.sessionAttributes.runner).workout.done };
  },

  async "resume"() {
    const words = await told("ready");
    await heardOut();
    return { words };
  },

  async "next"() {
    const words = await told("next");
    await heardOut();
    return { words };
  },

  async "touch"() {
    const before = await turns();
    await touch("Next");
    await page.waitForFunction((n) => document.querySelectorAll(".turn:has(.exchange)").length > n, before);
    const { request } = await exchange();
    await heardOut();
    return { request: request.request, said: await text(".said") };
  },

  async "phone number"() {
    const words = await told(`${(await page.getAttribute("body", "data-state")) === "listening" ? "" : "Alexa, "}what's the clinic's phone number`);
    await heardOut();
    return { words };
  },

  async "tap to talk"() {
    await set("speed", "1");
    await say("repeat");
    await state("speaking");
    await page.click("#tap");
    const tapped = await page.getAttribute("body", "data-state");
    await set("speed", "16");
    const words = await told("where am I");
    await heardOut();
    return { tapped, words };
  },

  async "copy"() {
    await exchange();
    const copy = page.locator(".exchange").last().getByRole("button", { name: "Copy the request" });
    await copy.click();
    await copy.and(page.getByText("Copied")).waitFor();
    return JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  },

  async "save"() {
    await page.click(".more summary");
    await page.click("#save");
    await page.fill("#dialogue-name", "A conversation in a browser");
    const download = page.waitForEvent("download");
    await page.press("#dialogue-name", "Enter");
    const name = (await download).suggestedFilename();
    const written = await page.inputValue("#dialogue-text");
    const note = await text("#dialogue-note");
    await page.keyboard.press("Escape");
    return { name, text: written, note };
  },

  async "silence to the session's end"() {
    await set("patience", "1");
    await page.waitForFunction(() => document.body.dataset.state === "asleep");
    const events = await page.locator(".event").allTextContents();
    const { request } = await exchange();
    return { events, request: request.request };
  },

  async "reload and resume"() {
    await page.reload();
    await page.waitForSelector("body[data-ready=yes]");
    await set("patience", "0");
    const words = await told("Alexa, open hamstring coach");
    await heardOut();
    const on = await told("yes");
    await heardOut();
    return { words, on };
  },

  async "replay"() {
    await page.click(".more summary");
    await page.click("#replay");
    await page.fill("#dialogue-text", seen.save.text);
    await page.click("#dialogue-do");
    const lines = seen.save.text.split("[[turn]]").length - 1;
    await page.waitForFunction((n) => document.querySelectorAll(".turn:has(.exchange), .turn:has(.answer)").length === n, lines);
    await heardOut();
    return { last: await text(".answer p"), turns: await turns(), lines };
  },

  async "somebody new speaks at once"() {
    const former = await exchange();
    let letGo;
    const held = new Promise((resolve) => { letGo = resolve; });
    await page.route("**/desk/conversations", async (route) => {
      await held;
      await route.continue();
    });
    await page.click(".more summary");
    await page.click("#fresh");
    const left = await page.locator(".turn").count();
    await say("Alexa, open hamstring coach");
    await state("thinking");
    letGo();
    await heardOut();
    await page.unroute("**/desk/conversations");
    const { request } = await exchange();
    const user = ({ session }) => session.user.userId;
    return { left, turns: await turns(), words: await text(".answer p"), users: [user(former.request), user(request)] };
  },

  async "the number on the screen"() {
    await ready("device=show&speed=16&patience=0");
    await page.click(".more summary");
    await page.click("#fresh");
    await told("Alexa, open hamstring coach");
    await heardOut();
    await told("start");
    await heardOut();
    if (!(await text(".answer p")).includes("in position")) {
      await told("I'm warm");
      await heardOut();
    }
    await set("speed", "1");
    await told("next");
    await page.waitForFunction(() => document.getElementById("caption").textContent === "Hold.");
    const spans = JSON.parse((await exchange()).response.sessionAttributes.runner).workout.playback.spans;
    const frame = screenFrame();
    await frame.evaluate(() => {
      window.changes = [];
      window.frames_ = [];
      const now = () => performance.timeOrigin + performance.now();
      const number = () => [...document.querySelectorAll("#apl p")].map((one) => one.textContent.trim()).find((one) => /^\d+$/.test(one));
      let shown = number();
      new MutationObserver(() => {
        if (number() === shown) return;
        window.changes.push([now(), Number(shown = number())]);
      }).observe(document.getElementById("apl"), { subtree: true, childList: true, characterData: true });
      const look = () => {
        window.frames_.push(now());
        requestAnimationFrame(look);
      };
      look();
    });
    await page.evaluate(() => {
      window.positions = [];
      const voice = document.getElementById("voice");
      const look = () => {
        window.positions.push([performance.timeOrigin + performance.now(), voice.currentTime * 1000, voice.playbackRate]);
        requestAnimationFrame(look);
      };
      look();
    });
    for (const [speed, ms] of [["1", 2500], ["4", 1500], ["2", 2500], ["16", 300], ["1", 2500], ["2", 1500]]) {
      await set("speed", speed);
      await page.waitForTimeout(ms);
    }
    const [changes, frames] = await frame.evaluate(() => [window.changes, window.frames_]);
    return { spans, changes, frames, positions: await page.evaluate(() => window.positions) };
  },

  async "the choices"() {
    await ready("device=show&speed=16&patience=0&locale=en-GB&runner=second");
    await page.click(".more summary");
    const chosen = await page.evaluate(() => ["locale", "runner"].map((id) => document.getElementById(id).value));
    const player = await page.isVisible("#silent");
    await page.click("text=Let a week pass");
    const passed = await page.locator(".event").last().textContent();
    const closed = await page.evaluate(() => !document.querySelector(".more").open);
    await told("Alexa, open hamstring coach");
    await heardOut();
    const { request } = await exchange();
    await page.click(".more summary");
    await set("locale", "en-US");
    await set("runner", "first");
    const left = await turns();
    await told("Alexa, open hamstring coach");
    await heardOut();
    const other = await exchange();
    await page.keyboard.press("Escape");
    const users = [request, other.request].map(({ session }) => session.user.userId);
    const locales = [request, other.request].map((one) => one.request.locale);
    const days = (Date.parse(request.request.timestamp) - Date.now()) / 86_400_000;
    return { chosen, player, passed, closed, left, users, locales, days };
  },

  async "keyboard"() {
    await page.click(".more summary");
    await page.keyboard.press("Escape");
    const closed = await page.evaluate(() => [document.querySelector(".more").open, document.activeElement.tagName]);
    await page.click("#tap");
    await page.focus("#chips button:nth-child(2)");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(300);
    const focused = await page.evaluate(() => document.activeElement.parentElement.id);
    return { closed, focused };
  },

  async "every size of window"() {
    const sizes = {};
    for (const [width, height] of [[320, 568], [320, 640], [360, 740], [390, 844], [844, 390], [768, 1024], [1024, 768], [912, 420], [1366, 640], [1920, 1080], [2560, 1080], [2560, 1440]]) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(200);
      sizes[`${width} x ${height}`] = await page.evaluate(() => {
        const box = (selector) => {
          const { left, top, right, bottom } = document.querySelector(selector).getBoundingClientRect();
          return [left, top, right, bottom].map(Math.round);
        };
        const names = [".glass", "#caption", "#say", "#chips", ".talk", ".time", ".top"];
        const boxes = Object.fromEntries(names.map((name) => [name, box(name)]));
        const [overflow] = [document.documentElement.scrollWidth - innerWidth];
        const pills = [...document.querySelectorAll("#loupe .pill")].every((pill) =>
          pill.querySelector("text").getComputedTextLength() <= pill.querySelector("rect").getBBox().width);
        return { boxes, overflow, pills };
      });
      await page.click(".more summary");
      const found = sizes[`${width} x ${height}`];
      found.menu = await page.evaluate(() => {
        const within = (one) => {
          const { left, top, right, bottom } = one.getBoundingClientRect();
          return left >= 0 && right <= innerWidth && (one.classList.contains("menu") ? top >= 0 && bottom <= innerHeight : true);
        };
        return [document.querySelector(".menu"), ...document.querySelectorAll(".menu button, .menu label:not([hidden]) select")]
          .filter((one) => !within(one)).map((one) => one.id || one.className || one.textContent);
      });
      await page.keyboard.press("Escape");
    }
    await page.setViewportSize({ width: 1360, height: 860 });
    return sizes;
  },

  async "accessibility"() {
    await page.evaluate(readFileSync(path.join(path.resolve(modules), "node_modules/axe-core/axe.min.js"), "utf8"));
    const { violations } = await page.evaluate(() => axe.run(document, { iframes: false }));
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`);
  },

  async "every device"() {
    const devices = {};
    for (const device of ["show", "show5", "spot", "dot"]) {
      await ready(`device=${device}&speed=16&patience=0`);
      await page.click(".more summary");
      await page.click("#fresh");
      await told("Alexa, open hamstring coach");
      await heardOut();
      const { request } = await exchange();
      const screen = device === "dot" ? null : await screenText();
      devices[device] = {
        interfaces: Object.keys(request.context.System.device.supportedInterfaces),
        viewport: request.context.Viewport ?? null,
        lit: await page.getAttribute("#body", "data-lit"),
        screen,
      };
      await page.screenshot({ path: path.join(pictures, `${device}.png`) });
    }
    return devices;
  },
};

let failed = null;
for (const [name, step] of Object.entries(steps)) {
  const began = performance.now();
  try {
    seen[name] = await step();
    seen.seconds[name] = Math.round((performance.now() - began) / 100) / 10;
  } catch (error) {
    failed = `${name}: ${error.message}`;
    await page.screenshot({ path: path.join(pictures, "failed.png") });
    break;
  }
}
await browser.close();
console.log(JSON.stringify({ ...seen, failed }));
