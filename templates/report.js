"use strict";
// Search, filters and sorting of the lines. Without this script every line stands on the page.
(() => {
  const root = document.documentElement;
  const table = document.getElementById("line-table");
  if (!table) return;
  const STEP = 60; // rows shown at first, and added while scrolling: keeps a keystroke fast on 10,000 lines
  const $ = (id) => document.getElementById(id);
  const verdicts = [...$("f-v").options].map((o) => o.value).filter(Boolean);
  const lines = [...table.tBodies].map((body, at) => ({
    body, at, text: null, verdict: body.dataset.v || "none", v: verdicts.indexOf(body.dataset.v || "none"),
    g: body.dataset.g || "", o: body.dataset.o, c: body.dataset.c ?? "", k: body.dataset.k ?? "",
    row: body.rows[0], order: +body.id.slice(1),
  }));
  const supplier = (l) => l.s ??= l.row.cells[3].textContent.trim();
  const text = (l) => l.text ??= l.body.textContent.toLowerCase();
  const shown = $("shown"), more = $("more"), form = document.querySelector(".tools");
  let order = lines, found = lines, on = new Set(), limit = STEP;
  root.classList.add("js");
  form.hidden = false;

  function show() {
    const next = new Set(found.slice(0, limit));
    for (const l of on) if (!next.has(l)) l.body.classList.remove("on");
    for (const l of next) if (!on.has(l)) l.body.classList.add("on");
    on = next;
    more.hidden = found.length <= limit;
    shown.textContent = shown.dataset.text.replace("{n}", found.length.toLocaleString(root.lang)).replace("{m}", lines.length.toLocaleString(root.lang));
  }
  function filter() {
    const words = $("q").value.toLowerCase().split(/\s+/).filter(Boolean);
    const v = $("f-v").value, g = $("f-g").value, s = $("f-s").value, o = $("f-o").value;
    found = order.filter((l) =>
      (!v || l.verdict === v) && (!g || ` ${l.g} `.includes(` ${g} `)) && (!o || l.o === o) &&
      (!s || supplier(l) === s) && words.every((w) => text(l).includes(w)));
    limit = STEP;
    show();
  }
  const keys = {
    v: (l) => l.v * 1e9 + l.at, t: (l) => l.row.cells[1].textContent.trim().toLowerCase(), g: (l) => l.g, s: (l) => supplier(l).toLowerCase(),
    o: (l) => l.row.cells[4].textContent.trim().toLowerCase(), c: (l) => (l.c === "" ? null : +l.c), k: (l) => (l.k === "" ? null : +l.k),
  };
  function sort(head) {
    const by = head.dataset.sort, numeric = by === "c" || by === "k";
    const now = head.getAttribute("aria-sort");
    const down = now ? now === "ascending" : numeric;
    for (const th of table.tHead.rows[0].cells) th.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = lines.map((l) => [keys[by](l), l]);
    const empty = (x) => x === null || x === "";
    keyed.sort(([a, l], [b, m]) => {
      if (empty(a) || empty(b)) return empty(a) - empty(b) || l.at - m.at; // what is not known comes last, up or down
      const way = typeof a === "number" ? a - b : a.localeCompare(b, root.lang, { numeric: true });
      return (down ? -way : way) || l.at - m.at;
    });
    order = keyed.map(([, l]) => l);
    const all = document.createDocumentFragment();
    for (const l of order) all.append(l.body);
    table.append(all);
    filter();
  }
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (e) => e.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  $("open-all").addEventListener("click", (e) => {
    const open = !e.target.matches(".shut");
    for (const l of found) for (const d of l.body.getElementsByTagName("details")) d.open = open;
    e.target.classList.toggle("shut", open);
    e.target.textContent = open ? e.target.dataset.shut : e.target.dataset.open;
  });
  more.querySelector("button").addEventListener("click", () => { limit = Infinity; show(); });
  new IntersectionObserver((seen) => {
    if (seen.some((s) => s.isIntersecting) && found.length > limit) { limit += STEP; show(); }
  }, { rootMargin: "600px" }).observe(more);

  // A link to a line shows it, whatever is filtered.
  function arrive() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const measure = target?.closest("details");
    if (measure) measure.open = true;
    const line = lines.find((l) => l.body === target);
    if (!line) { if (measure) target.scrollIntoView(); return; }
    if (!found.includes(line)) { form.reset(); filter(); }
    limit = Math.max(limit, found.indexOf(line) + STEP);
    show();
    for (const d of line.body.getElementsByTagName("details")) d.open = true;
    line.body.scrollIntoView({ block: "center" });
  }
  addEventListener("hashchange", arrive);

  // Paper shows what the filters left, all of it, opened.
  let opened = [];
  addEventListener("beforeprint", () => {
    const left = new Set(found);
    for (const l of lines) l.body.classList.toggle("off", !left.has(l));
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => { for (const d of opened) d.open = false; });
  filter();
  if (location.hash) arrive();
})();
