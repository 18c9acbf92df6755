// What is wrong with the page as it stands: names that a screen reader misses, text too faint to read.
() => {
  const faults = [];
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const parse = (text) => {
    const mixed = /color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)/.exec(text);
    if (mixed) return [mixed[1] * 255, mixed[2] * 255, mixed[3] * 255, +(mixed[4] ?? 1)];
    const [r, g, b, a = 1] = (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    return [r, g, b, a];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0.8) return colour;
    }
    return [255, 255, 255, 1];
  };
  for (const element of document.querySelectorAll("button, a, input, select, summary")) {
    if (!shown(element)) continue;
    const label = element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent;
    if (!label.trim()) faults.push(`no name: ${element.outerHTML.slice(0, 80)}`);
  }
  for (const image of document.images) if (!image.hasAttribute("alt")) faults.push("image without alt");
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  if (new Set(ids).size !== ids.length) faults.push("an id twice");
  if (!document.documentElement.lang) faults.push("no language");
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !shown(element) || element.closest(":disabled, option, [aria-hidden]")) continue;
    const text = light(parse(getComputedStyle(element).color));
    const behind = light(ground(element));
    const contrast = (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05);
    if (contrast < 4.5) faults.push(`contrast ${contrast.toFixed(2)}: ${element.textContent.trim().slice(0, 40)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push("wider than the window");
  return faults;
};
