// Scales screenshots down, and compares two as the eye does. Runs in its own page.

export async function reduced(page, png, width) {
  const small = await page.evaluate(async ([source, across]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = across;
    canvas.height = Math.round((image.height * across) / image.width);
    const drawing = canvas.getContext("2d");
    drawing.imageSmoothingQuality = "high";
    drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/png").split(",")[1];
  }, [png.toString("base64"), width]);
  return Buffer.from(small, "base64");
}

// The share of pixels that look different, mostly in brightness (YIQ, weighted as in NTSC).
export function difference(page, one, other) {
  return page.evaluate(async (sources) => {
    const [first, second] = await Promise.all(sources.map(async (source) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.width, image.height];
      const drawing = canvas.getContext("2d");
      drawing.drawImage(image, 0, 0);
      return drawing.getImageData(0, 0, image.width, image.height);
    }));
    if (first.width !== second.width || first.height !== second.height) return 1;
    let apart = 0;
    for (let at = 0; at < first.data.length; at += 4) {
      const [r, g, b] = [0, 1, 2].map((n) => first.data[at + n] - second.data[at + n]);
      const y = 0.299 * r + 0.587 * g + 0.114 * b;
      const i = 0.596 * r - 0.274 * g - 0.322 * b;
      const q = 0.211 * r - 0.523 * g + 0.312 * b;
      if (0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q > 352) apart++;
    }
    return apart / (first.width * first.height);
  }, [one, other].map((png) => png.toString("base64")));
}
