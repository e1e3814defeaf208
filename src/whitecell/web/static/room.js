/* What a page does by itself: tell the time, follow keys, keep drafts, and never change what is under somebody's hand.
   Everything works without it; with it, it works better. */
(() => {
  "use strict";
  const body = document.body, root = document.documentElement, base = body.dataset.base || "";
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));

  // ------------------------------------------------------------------------------------------------- the clock
  let ahead = Number(body.dataset.now) - Date.now() / 1000; // how far the server's clock is ahead of this one
  let heard = Date.now(), lost = false;
  const now = () => Date.now() / 1000 + ahead;
  const two = (n) => String(n).padStart(2, "0");
  const months = (body.dataset.months || "").split("|");

  function gameMinutes(d) {
    const passed = d.running === "1" ? Math.max(0, now() - Number(d.since)) / 60 * Number(d.rate) : 0;
    return Math.min(Number(d.ends), Number(d.game) + passed * Number(d.pace));
  }
  function tell(minutes, start) {
    const whole = Math.floor(minutes + 1e-9);
    if (!start) return null;
    const at = new Date(Date.parse(start + "Z") + whole * 60000);
    const places = { day: at.getUTCDate(), month: months[at.getUTCMonth()], time: two(at.getUTCHours()) + ":" + two(at.getUTCMinutes()) };
    return (body.dataset.date || "").replace(/\{(\w+)\}/g, (_, name) => places[name]);
  }
  function tick() {
    const line = document.getElementById("line");
    const doubtful = lost || (base && Date.now() - heard > 40000);
    if (line) line.hidden = !doubtful;
    for (const clock of all("[data-clock]")) {
      const d = clock.dataset, minutes = gameMinutes(d), time = clock.querySelector("time");
      const said = tell(minutes, d.start);
      if (said !== null && time.textContent !== said) time.textContent = said;
      if (said === null) {
        const whole = Math.round(minutes), text = time.textContent.replace(/\d+:\d\d/, Math.floor(whole / 60) + ":" + two(whole % 60));
        if (time.textContent !== text) time.textContent = text;
      }
      clock.classList.toggle("doubt", doubtful && d.running === "1");
    }
    const main = document.querySelector("[data-clock]");
    if (main) for (const due of all("[data-due]")) {
      const left = Math.ceil(Number(due.dataset.due) - gameMinutes(main.dataset));
      const text = left > 0 ? (due.dataset.in || "{n}").replace("{n}", left) : due.dataset.over || "";
      if (due.textContent !== text) due.textContent = text;
    }
    for (const each of all("time[data-at]")) {
      const then = new Date(Number(each.dataset.at) * 1000), day = then.getFullYear() + "-" + two(then.getMonth() + 1) + "-" + two(then.getDate()) + " ";
      const text = ("day" in each.dataset ? day : "") + two(then.getHours()) + ":" + two(then.getMinutes()) + ":" + two(then.getSeconds());
      if (each.textContent !== text) each.textContent = text;
    }
    const at = new Date();
    for (const wall of all("[data-wall]")) wall.textContent = two(at.getHours()) + ":" + two(at.getMinutes()) + ":" + two(at.getSeconds());
  }
  setInterval(tick, 500);

  // ------------------------------------------------------------------- the stream, and what is under the hand
  const held = new Map(); // regions whose new content waits
  const changed = (field) => field.matches("input:not([type=hidden]), textarea, select") && (
    field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
    : field.tagName === "SELECT" ? all("option", field).some((o) => o.selected !== o.defaultSelected) && field.selectedIndex > 0
    : field.value !== field.defaultValue);
  function underHand(region) {
    const here = document.activeElement;
    if (here && region.contains(here) && here.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) return true;
    return all("form", region).some((form) => Array.from(form.elements).some(changed));
  }
  function remember(region) {
    const here = document.activeElement;
    const items = all("[data-item]", region);
    return {
      open: all("details[data-keep]", region).filter((d) => d.open).map((d) => d.dataset.keep),
      shut: all("details[data-keep]", region).filter((d) => !d.open).map((d) => d.dataset.keep),
      item: here && region.contains(here) ? items.findIndex((i) => i.contains(here)) : -1,
      id: here && region.contains(here) ? here.id : "",
      scroll: all("[data-scroll]", region).map((e) => e.scrollTop),
    };
  }
  function restore(region, kept) {
    for (const d of all("details[data-keep]", region)) {
      if (kept.open.includes(d.dataset.keep)) d.open = true;
      if (kept.shut.includes(d.dataset.keep)) d.open = false;
    }
    all("[data-scroll]", region).forEach((e, i) => { if (kept.scroll[i]) e.scrollTop = kept.scroll[i]; });
    const again = kept.id && document.getElementById(kept.id);
    if (again) again.focus({ preventScroll: true });
    else if (kept.item >= 0) all("[data-item]", region)[kept.item]?.focus({ preventScroll: true });
  }
  // What only a kept draft has changed is no news: each field takes it over, unless somebody is writing in it.
  const shown = new Map(all(".region").map((region) => [region, region.innerHTML]));
  const parse = (html) => { const made = document.createElement("template"); made.innerHTML = html; return made.content; };
  function bare(html) {
    const made = parse(html);
    for (const each of all("[data-quiet]", made)) each.replaceChildren();
    for (const field of all("[data-draft]", made)) {
      if (field.tagName === "TEXTAREA") field.textContent = "";
      else if (field.tagName === "SELECT") all("option", field).forEach((o) => o.removeAttribute("selected"));
      else if (field.type === "radio" || field.type === "checkbox") field.removeAttribute("checked");
      else field.removeAttribute("value");
    }
    const box = document.createElement("div");
    box.append(made);
    return box.innerHTML;
  }
  function takeOver(region, html) {
    if (held.has(region) || !shown.has(region) || bare(shown.get(region)) !== bare(html)) return false;
    const made = parse(html), fresh = all("[data-draft]", made), said = all("[data-quiet]", made);
    const fields = all("[data-draft]", region), places = all("[data-quiet]", region);
    if (fields.length !== fresh.length || places.length !== said.length) return false;
    fields.forEach((field, i) => {
      const mine = changed(field) || field === document.activeElement, other = fresh[i];
      if (field.type === "radio" || field.type === "checkbox") {
        const on = field.checked;
        field.defaultChecked = other.defaultChecked; field.checked = mine ? on : other.defaultChecked;
      } else if (field.tagName === "SELECT") {
        const value = field.value;
        Array.from(field.options).forEach((o, n) => { o.defaultSelected = other.options[n].defaultSelected; });
        field.value = mine ? value : other.value;
      } else {
        const value = field.value;
        field.defaultValue = other.defaultValue; field.value = mine ? value : other.defaultValue;
      }
    });
    places.forEach((place, i) => place.replaceChildren(...said[i].childNodes));
    shown.set(region, html);
    return true;
  }
  function show(region, html) {
    shown.set(region, html);
    const kept = remember(region);
    window.htmx.swap(region, html, { swapStyle: "innerHTML", swapDelay: 0, settleDelay: 0 });
    restore(region, kept);
    ready(region);
    tick();
    body.dispatchEvent(new Event("shown")); // for the scripts of single rooms
  }
  function hold(region, html) {
    held.set(region, html);
    if (region.querySelector(":scope > .waits")) return;
    const note = document.getElementById("waits").content.firstElementChild.cloneNode(true);
    note.querySelector("button").addEventListener("click", () => release(region, true));
    region.prepend(note);
  }
  function release(region, now) {
    if (!held.has(region) || (!now && underHand(region))) return;
    const html = held.get(region);
    held.delete(region);
    show(region, html);
  }
  body.addEventListener("htmx:sseBeforeMessage", (event) => {
    const region = event.target;
    if (!region.classList.contains("region")) return;
    event.preventDefault();
    if (takeOver(region, event.detail.data)) return;
    if (underHand(region)) hold(region, event.detail.data);
    else { held.delete(region); show(region, event.detail.data); }
  });
  body.addEventListener("focusout", () => setTimeout(() => held.forEach((_, region) => release(region, false)), 0));
  body.addEventListener("htmx:sseOpen", (event) => {
    lost = false; heard = Date.now(); tick();
    const source = event.detail.source;
    if (source.followed) return;
    source.followed = true;
    source.addEventListener("now", (m) => { ahead = Number(m.data) - Date.now() / 1000; heard = Date.now(); tick(); });
  });
  body.addEventListener("htmx:sseError", () => { lost = true; tick(); });

  // ---------------------------------------------------------------------------------------------------- forms
  body.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form"), status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (!form) return;
    for (const old of all("[aria-invalid]", form)) { old.removeAttribute("aria-invalid"); old.removeAttribute("aria-describedby"); }
    for (const old of all(".wrong", form)) old.remove();
    if (status >= 200 && status < 300) {
      for (const field of all("[data-draft]", form)) clearTimeout(field.later);
      form.reset();
      for (const sure of all("details.sure", form)) sure.open = false;
      const around = form.closest("details.sure"); if (around) around.open = false;
      if (form.contains(document.activeElement)) document.activeElement.blur();
      held.forEach((_, region) => release(region, false));
      return;
    }
    const told = form.querySelector(".said [data-field]");
    const field = told && Array.from(form.elements).find((e) => e.name === told.dataset.field && e.type !== "hidden");
    if (field) {
      told.className = "wrong"; told.id = (field.id || "field") + "-w";
      field.closest(".field")?.append(told);
      field.setAttribute("aria-invalid", "true"); field.setAttribute("aria-describedby", told.id); field.focus();
    }
  });
  body.addEventListener("htmx:sendError", (event) => {
    const said = event.target.closest("form")?.querySelector(".said"), line = document.querySelector("#line span");
    if (said && line) { const p = document.createElement("p"); p.textContent = line.textContent; said.replaceChildren(p); }
  });

  // --------------------------------------------------------------------------------------------------- drafts
  const fieldsOf = (field) => new URLSearchParams({ key: field.dataset.draft, text: field.value });
  function keep(field, leaving) {
    clearTimeout(field.later); field.later = 0;
    if (leaving) { navigator.sendBeacon(base + "/draft", fieldsOf(field)); return; }
    fetch(base + "/draft", { method: "POST", body: fieldsOf(field) }).then((answer) => { if (!answer.ok) throw answer; })
      .catch(() => { field.later = setTimeout(() => keep(field, false), 5000); });
  }
  body.addEventListener("input", (event) => {
    const field = event.target;
    if (!base || !field.dataset.draft) return;
    clearTimeout(field.later);
    field.later = setTimeout(() => keep(field, false), 700);
  });
  addEventListener("pagehide", () => { if (base) for (const field of all("[data-draft]")) if (field.later) keep(field, true); });

  // ----------------------------------------------------------------------------------------------------- keys
  const typing = (e) => e.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  function walk(step) {
    const here = document.activeElement;
    const list = here?.closest("[data-list]") || document.querySelector("[data-list]");
    if (!list) return;
    const items = all("[data-item]", list).filter((i) => i.offsetParent !== null);
    const at = items.findIndex((i) => i.contains(here));
    const next = items[Math.min(items.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step))];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  function help() {
    const keys = document.getElementById("keys");
    if (!keys) return;
    if (keys.open) { keys.close(); return; }
    for (const old of all("[data-own]", keys)) old.remove();
    for (const control of all("[data-key]")) {
      const line = document.createElement("div"), dt = document.createElement("dt"), dd = document.createElement("dd"), kbd = document.createElement("kbd");
      line.dataset.own = ""; kbd.textContent = control.dataset.key; dd.textContent = control.dataset.says || control.textContent.trim();
      dt.append(kbd); line.append(dt, dd); keys.querySelector("dl").append(line);
    }
    keys.show();
  }
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      document.getElementById("keys")?.close();
      if (typing(event)) event.target.blur();
      else document.activeElement?.closest("details.sure")?.removeAttribute("open");
      return;
    }
    if (typing(event)) return;
    const item = document.activeElement?.matches("[data-item]") ? document.activeElement : null;
    if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
    else if (event.key === "?") help();
    else if (event.key === "Enter" && item) item.querySelector("summary, a, button, input:not([type=hidden])")?.click();
    else {
      const control = (item && item.querySelector(`[data-key="${CSS.escape(event.key)}"]`)) || document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!control) return;
      control.matches("input, textarea, select") ? control.focus() : control.click();
    }
    event.preventDefault();
  });

  // ------------------------------------------------------------------------------- theme, copy, print, choose
  const themes = ["auto", "light", "dark"];
  body.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) { for (const open of all(".tools details.sure[open]")) if (!open.contains(event.target)) open.open = false; return; }
    if (button.name === "theme") {
      event.preventDefault();
      const theme = button.value, form = button.form;
      root.dataset.theme = theme;
      button.value = themes[(themes.indexOf(theme) + 1) % 3];
      fetch("/settings", { method: "POST", body: new URLSearchParams({ theme, back: form.elements.back.value }), redirect: "manual" });
    } else if (button.matches("[data-copy]")) {
      const input = button.parentElement.querySelector("input");
      input.select();
      (navigator.clipboard ? navigator.clipboard.writeText(input.value) : Promise.reject()).catch(() => document.execCommand("copy"))
        .then(() => { button.textContent = input.dataset.copied; });
    } else if (button.matches("[data-print]")) print();
    else if (button.matches("[data-check-all]")) {
      const boxes = all("input[type=checkbox]", button.form), on = boxes.some((b) => !b.checked);
      for (const box of boxes) box.checked = on;
    }
  });
  function ready(from) { for (const button of all("[data-copy], [data-print], [data-check-all]", from)) button.hidden = false; }
  ready(document);
  tick();
})();
