// The device's screen: a frame in which Amazon's renderer shows the response's documents.

const RENDER = "Alexa.Presentation.APL.RenderDocument";
const TELL_MS = 40;
const DRAWN_MS = 45; // the usual time from a message to the frame until it is seen
const EXECUTE = "Alexa.Presentation.APL.ExecuteCommands";

export class ScreenView extends EventTarget {
  #frame;
  #body;
  #device = null;
  #ready = false;
  #wanted = null;
  #speed = 1;
  #toldAt = 0;

  constructor(body, frame) {
    super();
    this.#body = body;
    this.#frame = frame;
    window.addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow) return;
      const told = event.data ?? {};
      if (told.ready) this.#begin();
      if (told.rendered !== undefined) this.#body.dataset.lit = "yes";
      if (told.touch) this.dispatchEvent(new CustomEvent("touched", { detail: told.touch }));
      if (told.problem) this.dispatchEvent(new CustomEvent("problem", { detail: told.problem }));
    });
    new ResizeObserver(() => this.#fit()).observe(body.querySelector(".glass"));
  }

  load() { this.#frame.src = "/desk/screen"; }

  set device(device) {
    this.#device = device;
    this.#body.dataset.shape = device.screen ? device.screen.shape.toLowerCase() : "none";
    this.#body.dataset.device = device.id;
    this.#fit();
    this.clear();
  }

  // Shows the moment at a position in the answer, in ms.
  at(position, speed) {
    const now = performance.now();
    if (speed === this.#speed && now - this.#toldAt < TELL_MS) return;
    this.#toldAt = now;
    this.#speed = speed;
    this.#tell({ time: { position: position + DRAWN_MS * speed, speed } });
  }

  // Obeys a response's directives for the screen.
  obey(directives) {
    if (!this.#device?.screen) return;
    for (const directive of directives) {
      if (directive.type === RENDER) {
        const { document: template, datasources, token } = directive;
        this.#wanted = { render: { template, datasources, token, viewport: this.#device.screen } };
        this.#tell(this.#wanted);
      } else if (directive.type === EXECUTE) {
        this.#tell({ commands: directive.commands });
      }
    }
  }

  clear() {
    this.#wanted = null;
    this.#body.dataset.lit = "no";
    this.#tell({ clear: true });
  }

  #begin() {
    this.#ready = true;
    if (this.#wanted) this.#tell(this.#wanted);
  }

  // "*", as the sandboxed frame has no origin
  #tell(message) { if (this.#ready) this.#frame.contentWindow.postMessage(message, "*"); }

  #fit() {
    const screen = this.#device?.screen;
    if (!screen) return;
    const glass = this.#body.querySelector(".glass");
    this.#body.style.setProperty("--wide", screen.width / screen.height);
    this.#frame.style.width = `${screen.width}px`;
    this.#frame.style.height = `${screen.height}px`;
    this.#frame.style.transform = `scale(${glass.clientWidth / screen.width})`;
  }
}
