/* What the Control room does beside room.js: count down to what is due, find in the MSEL, and its own keys.
   Nothing here is needed: without it times stand as of the last change, and every form has its button. */
(() => {
  "use strict";
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const body = document.body;
  const ahead = Number(body.dataset.now) - Date.now() / 1000;
  const fill = (words, places) => words.replace(/\{(\w+)\}/g, (_, name) => places[name]);

  // --------------------------------------------------------------------------------------------------- times
  function clock() {
    const d = document.querySelector("[data-clock]")?.dataset;
    if (!d) return null;
    const passed = d.running === "1" ? Math.max(0, Date.now() / 1000 + ahead - Number(d.since)) / 60 * Number(d.rate) : 0;
    const exercise = Number(d.base) + passed;
    return { exercise, game: Math.min(Number(d.ends), Number(d.game) + passed * Number(d.pace)) };
  }
  const put = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  function tick() {
    const now = clock();
    if (!now) return;
    for (const e of all("[data-until]")) {
      const left = Number(e.dataset.until) - now.exercise;
      put(e, left > 0 ? fill(e.dataset.in, { n: Math.ceil(left) }) : e.dataset.over);
      e.classList.toggle("soon", left <= 1);
    }
    for (const e of all("[data-asked]")) {
      const waited = Math.max(0, now.exercise - Number(e.dataset.asked)), within = Number(e.dataset.within);
      if (e.dataset.words) put(e, fill(e.dataset.words, { n: Math.floor(waited) }));
      e.classList.toggle("late", within > 0 && waited >= within / 2);
    }
    for (const line of all("[data-now]")) {
      const from = Number(line.dataset.from), to = Number(line.dataset.to);
      const at = Math.min(100, Math.max(0, (now.game - from) / (to - from) * 100)).toFixed(2) + "%";
      if (line.getAttribute("x1") !== at) { line.setAttribute("x1", at); line.setAttribute("x2", at); }
    }
  }
  setInterval(tick, 1000);
  body.addEventListener("shown", tick);

  // ------------------------------------------------------------------------------------------------ searching
  function filter() {
    for (const input of all("[data-filter]")) {
      const region = document.getElementById(input.dataset.filter), words = input.value.trim().toLowerCase().split(/\s+/);
      const status = document.querySelector(`[data-narrow="${input.dataset.filter}"]`)?.value || "", asked = input.value || status;
      let found = 0;
      for (const line of all(".item", region)) {
        const text = line.querySelector("summary").textContent.toLowerCase() + " " + (line.dataset.says || "").toLowerCase() + " " + line.id + " " + all("[title]", line).map((e) => e.title).join(" ").toLowerCase();
        const fits = (!status || line.dataset.status === status) && words.every((word) => text.includes(word));
        if (line.hidden === fits) line.hidden = !fits;
        found += fits;
      }
      for (const group of all(".group", region)) {
        group.hidden = !group.querySelector(".item:not([hidden])");
        if (asked && !group.hidden && !group.open) { group.open = true; group.dataset.opened = ""; }
        if (!asked && "opened" in group.dataset) { group.open = false; delete group.dataset.opened; }
      }
      const nothing = region.querySelector(".nothing");
      if (nothing) nothing.hidden = found > 0 || !asked;
    }
  }
  body.addEventListener("input", (event) => { if (event.target.matches("[data-filter], [data-narrow]")) filter(); });
  const board = document.getElementById("r-board");
  if (board) new MutationObserver(() => { if (all("[data-filter], [data-narrow]").some((input) => input.value)) filter(); tick(); })
    .observe(board, { childList: true });

  // -------------------------------------------------------------------------------------- opening, keys, hands
  function open(line) {
    const group = line.closest(".group"), details = line.querySelector(":scope > details");
    line.hidden = false;
    if (group) { group.hidden = false; group.open = true; }
    if (details) details.open = true;
    line.scrollIntoView({ block: "nearest" });
    line.focus({ preventScroll: true });
  }
  function there(line, selector) {
    return new Promise((done) => {
      const found = line.querySelector(selector);
      if (found || !line.querySelector(".slot")) { done(found); return; }
      const wait = (event) => { if (line.contains(event.target)) { line.removeEventListener("htmx:afterSettle", wait); done(line.querySelector(selector)); } };
      line.addEventListener("htmx:afterSettle", wait);
    });
  }
  async function act(what) {
    const line = document.activeElement?.closest("#r-board .item");
    if (!line) return;
    open(line);
    const button = await there(line, `[data-do="${what}"]`);
    if (!button) return;
    const sure = button.closest("details.sure");
    if (sure) { sure.open = true; button.focus(); } else button.click();
  }
  body.addEventListener("click", (event) => {
    const key = event.target.closest("[data-act]"), link = event.target.closest("a[data-open]");
    if (key) { act(key.dataset.act); return; }
    const goto = link ? (link.getAttribute("href") || "").slice(1) : event.target.closest("[data-goto]")?.dataset.goto;
    const line = goto && document.getElementById(decodeURIComponent(goto));
    if (line) { event.preventDefault(); open(line); }
    for (const menu of all(".strip details.sure[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  body.addEventListener("change", (event) => { if (event.target.matches(".rate select")) event.target.form.requestSubmit(); });
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all(".strip details.sure[open]")) menu.open = false;
  });
  body.addEventListener("toggle", (event) => {
    const details = event.target;
    if (details.matches?.("details[data-first]") && details.open) details.querySelector("input:not([type=hidden]), textarea")?.focus();
  }, true);
  if (location.hash.startsWith("#i-")) { const line = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (line) open(line); }
  tick();
})();
