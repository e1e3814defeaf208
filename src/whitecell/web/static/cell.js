/* What a cell's room does by itself: tell how long is left, and unfold a letter that was just opened. */
(() => {
  "use strict";
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  let ahead = Number(document.body.dataset.now) - Date.now() / 1000;

  // ------------------------------------------------------------------------------------ how long, in exercise minutes
  function tick() {
    const clock = document.querySelector("[data-clock]");
    if (!clock) return;
    const d = clock.dataset, now = Date.now() / 1000 + ahead;
    const minutes = Number(d.base) + (d.running === "1" ? Math.max(0, now - Number(d.since)) / 60 * Number(d.rate) : 0);
    const say = (element, text) => { if (element.textContent !== text) element.textContent = text; };
    for (const each of all("[data-until]")) {
      const left = Math.ceil(Number(each.dataset.until) - minutes);
      say(each, left > 0 ? each.dataset.words.replace("{n}", left) : each.dataset.over);
    }
    for (const each of all("[data-asked-at]")) say(each, each.dataset.words.replace("{n}", Math.max(0, Math.floor(minutes - Number(each.dataset.askedAt)))));
  }
  setInterval(tick, 1000);
  document.body.addEventListener("shown", tick);
  document.body.addEventListener("htmx:sseOpen", (event) => {
    const source = event.detail.source;
    if (source.told) return;
    source.told = true;
    source.addEventListener("now", (m) => { ahead = Number(m.data) - Date.now() / 1000; tick(); });
  });

  // ------------------------------------------------------------------------- a letter opens where its line was pressed
  let opening = "";
  function unfold() {
    const letter = opening && document.querySelector(`details[data-keep="${CSS.escape(opening)}"]`);
    if (!letter) return;
    letter.open = true; opening = "";
    letter.closest("[data-item]")?.focus({ preventScroll: true });
  }
  document.body.addEventListener("click", (event) => {
    const button = event.target.closest("[data-opens]");
    if (button) opening = button.dataset.opens;
    const link = event.target.closest('a[href^="#"]'), place = link && document.getElementById(link.hash.slice(1));
    if (!place) return;
    const fold = place.matches("details") ? place : place.querySelector(":scope > details");
    if (fold) fold.open = true;
    const first = place.querySelector("[data-item]");
    setTimeout(() => (place.matches("[data-item]") ? place : first)?.focus({ preventScroll: true }), 0);
  });
  new MutationObserver(unfold).observe(document.getElementById("main"), { childList: true, subtree: true });
  tick();
})();
