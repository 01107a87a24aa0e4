// The explorer's keys, its evidence panel, copying, brushing and the marking of words. Every page can be read without this file.
"use strict";
const $ = (what, where = document) => where.querySelector(what);
const $$ = (what, where = document) => [...where.querySelectorAll(what)];
const say = (words) => { $("#said").textContent = words; };
const typing = (e) => e.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

for (const shy of $$(".js")) shy.hidden = false;
if (innerWidth <= 900) for (const narrow of $$("details.narrow")) narrow.open = false;

// Dark or light: the system's choice until one is made here.
const stored = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
if (stored) document.documentElement.dataset.theme = stored;
$("#theme")?.addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", dark ? "light" : "dark"); } catch { /* kept for this page alone */ }
});

// The evidence panel. Which row is open stands in the address, so that back, forward and a sent link work.
const panel = $("#panel");
let opener = null;
async function fetchPart(href, options = {}) {
  const answer = await fetch(href, { ...options, headers: { "x-part": "1", ...options.headers } });
  return { ok: answer.ok, html: await answer.text(), url: answer.url };
}
function fill(where, html) {
  const made = new DOMParser().parseFromString(html, "text/html");
  where.replaceChildren(...made.body.childNodes);
  for (const shy of $$(".js", where)) shy.hidden = false;
}
async function openPanel(href, push = true) {
  const { html } = await fetchPart(href);
  fill(panel, html);
  const close = document.createElement("button");
  close.type = "button"; close.className = "close small"; close.textContent = "Close";
  close.addEventListener("click", () => closePanel());
  panel.prepend(close);
  panel.hidden = false;
  panel.dataset.href = href;
  panel.scrollTop = 0;
  panel.focus({ preventScroll: true });
  if (push) { const here = new URL(location); here.searchParams.set("open", href); history.pushState({}, "", here); }
}
function closePanel(push = true) {
  if (panel.hidden) return false;
  panel.hidden = true; panel.replaceChildren(); delete panel.dataset.href;
  opener?.focus();
  if (push) { const here = new URL(location); here.searchParams.delete("open"); history.pushState({}, "", here); }
  return true;
}
const opened = () => { const href = new URL(location).searchParams.get("open"); return href && href.startsWith("/rows/") ? href : null; };
addEventListener("popstate", () => { const href = opened(); if (href) openPanel(href, false); else closePanel(false); });
if (panel && opened()) openPanel(opened(), false);
document.addEventListener("click", (e) => {
  const link = e.target.closest("a.open");
  if (link && panel && !e.ctrlKey && !e.metaKey && !e.shiftKey && e.button === 0) {
    e.preventDefault(); opener = link; openPanel(link.getAttribute("href"));
  }
  const copy = e.target.closest("[data-copy]");
  if (copy) copyFrom(copy);
});
async function copyFrom(button) {
  const text = document.getElementById(button.dataset.copy).textContent;
  try { await navigator.clipboard.writeText(text); say("Copied: " + text.slice(0, 80)); button.dataset.done = "1"; const old = button.firstChild.textContent; button.firstChild.textContent = "Copied"; setTimeout(() => { button.firstChild.textContent = old; }, 1500); }
  catch { getSelection().selectAllChildren(document.getElementById(button.dataset.copy)); say("Marked: copy it with your keyboard."); }
}

// Rows by keyboard.
const rows = () => $$("[data-row]");
function current() { return $("[data-row].at") || document.activeElement?.closest?.("[data-row]"); }
function go(step) {
  const all = rows(); if (!all.length) return;
  const now = all.indexOf(current());
  const next = all[Math.max(0, Math.min(all.length - 1, now + step))] || all[0];
  select(next);
}
function select(row) {
  for (const old of $$(".at")) old.classList.remove("at");
  row.classList.add("at");
  const target = row.matches("[tabindex]") ? row : $("a.open", row) || $("a, button", row);
  target?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}
document.addEventListener("focusin", (e) => { const row = e.target.closest("[data-row]"); if (row && !row.classList.contains("at")) { for (const old of $$(".at")) old.classList.remove("at"); row.classList.add("at"); } });
let waiting = null;
const PLACES = { o: "/", e: "/events", s: "/statements", w: "/wording", p: "/pairs", r: "/review" };
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === "Escape") { if (typing(e)) e.target.blur(); else closePanel(); return; }
  if (typing(e) || $("dialog[open]")) return;
  if (waiting) { const to = PLACES[e.key]; waiting = null; if (to) { e.preventDefault(); location.href = to; } return; }
  const row = current();
  const act = {
    j: () => go(1), k: () => go(-1),
    o: () => openRow(row), Enter: () => (e.target.closest("a, button, summary, input") ? false : openRow(row)),
    "/": () => $("#q").focus(), "?": () => $("#help").showModal(), g: () => { waiting = true; setTimeout(() => { waiting = null; }, 1200); },
    "[": () => $("a[rel=prev]")?.click(), "]": () => $("a[rel=next]")?.click(),
    f: () => $('[data-key="f"]')?.click(), z: undoLast,
    a: () => verdict(row, "a"), r: () => verdict(row, "r"), u: () => verdict(row, "u"), e: () => verdict(row, "e"), c: () => verdict(row, "c"), x: () => verdict(row, "x"),
  }[e.key];
  if (act && act() !== false) e.preventDefault();
});
function openRow(row) {
  const href = row?.dataset.open;
  if (href) { opener = $("a.open", row) || row; openPanel(href); return true; }
  const link = row && $("a.what", row);
  if (link) { link.click(); return true; }
  return false;
}
$("#keys")?.addEventListener("click", () => $("#help").showModal());

// The review desk.
const last = [];
function verdict(row, key) {
  const where = row?.matches("[data-review]") ? row : panel && !panel.hidden ? panel : $("main");
  const button = $(`[data-key="${key}"]`, where);
  if (!button) return false;
  if (key === "x") { button.checked = !button.checked; say(button.checked ? "marked" : "not marked"); return true; }
  button.click();
  if (key === "c") $("textarea", button.closest("details"))?.focus();
  return true;
}
document.addEventListener("submit", async (e) => {
  const form = e.target.closest("form.verdicts, form[data-undo]");
  const row = form?.closest("[data-review]");
  if (!form || !row) return;
  e.preventDefault();
  const data = new FormData(form);
  const button = e.submitter;
  if (button?.name) data.set(button.name, button.value);
  const { ok, html } = await fetchPart(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(data) });
  const made = new DOMParser().parseFromString(html, "text/html");
  if (!ok) { say($("[role=alert]", made)?.textContent || "That did not work."); let box = $(".failed", row); if (!box) { box = document.createElement("p"); box.className = "failed notice"; box.setAttribute("role", "alert"); row.lastElementChild.append(box); } box.textContent = $("[role=alert]", made)?.textContent || "That did not work."; return; }
  $(".failed", row)?.remove();
  const box = $(".verdict", row);
  if (form.matches("[data-undo]")) { box.replaceChildren(...row.before.childNodes); row.classList.remove("judged"); say("undone"); select(row); return; }
  if (data.get("verdict") !== "comment") { row.before = document.createElement("div"); row.before.append(...box.childNodes); row.classList.add("judged"); last.push(row); }
  box.append(...$(".done", made).childNodes);
  say(`${data.get("verdict")}: signed`);
  if (data.get("verdict") !== "comment") { const all = rows(); select(all.slice(all.indexOf(row) + 1).find((r) => !r.classList.contains("judged")) || row); } else select(row);
});
function undoLast() {
  const row = last.pop();
  const form = row && $("form[data-undo]", row);
  if (form) { form.requestSubmit(); return true; }
  return false;
}

// A stretch of time, drawn over the bars.
for (const svg of $$("svg[data-strip]")) {
  let from = null, box = null;
  const x = (e) => { const place = svg.getBoundingClientRect(); return Math.max(0, Math.min(1000, (e.clientX - place.left) / place.width * 1000)); };
  svg.addEventListener("pointerdown", (e) => { from = x(e); });
  svg.addEventListener("pointermove", (e) => {
    if (from === null || Math.abs(x(e) - from) < 6) return;
    if (!box) { box = document.createElementNS("http://www.w3.org/2000/svg", "rect"); box.setAttribute("class", "brush"); box.setAttribute("y", "0"); box.setAttribute("height", "90"); svg.append(box); svg.setPointerCapture(e.pointerId); }
    box.setAttribute("x", Math.min(from, x(e))); box.setAttribute("width", Math.abs(x(e) - from));
  });
  const done = (e) => {
    if (box) {
      e.preventDefault();
      const low = Math.min(from, x(e)), high = Math.max(from, x(e));
      const inside = $$("a[data-since]", svg).filter((a) => { const r = $("rect.hit", a); const at = +r.getAttribute("x"); return at + +r.getAttribute("width") > low && at < high; });
      box.remove(); box = null;
      if (inside.length) { const here = new URL(location); here.searchParams.set("since", inside[0].dataset.since); here.searchParams.set("until", inside.at(-1).dataset.until); here.searchParams.delete("page"); location.href = here; }
    }
    from = null;
  };
  svg.addEventListener("pointerup", done);
  svg.addEventListener("pointercancel", () => { box?.remove(); box = null; from = null; });
  svg.addEventListener("dragstart", (e) => e.preventDefault());
}

// Layers of the reader change at once.
for (const box of $$("[data-layer]")) box.addEventListener("change", () => box.form.requestSubmit());

// Words marked in the text become a span, counted in code points as the record counts them.
const source = $("#source");
if (source) {
  const points = (text) => [...text].length;
  let field = null;
  for (const input of $$("[data-takes]")) input.addEventListener("focus", () => { field = input; });
  const take = () => {
    const marked = getSelection();
    if (!marked.rangeCount || marked.isCollapsed || !source.contains(marked.anchorNode) || !source.contains(marked.focusNode)) { say("Mark words in the text first."); return; }
    const range = marked.getRangeAt(0);
    const before = document.createRange(); before.selectNodeContents(source); before.setEnd(range.startContainer, range.startOffset);
    const start = +source.dataset.offset + points(before.toString()), words = range.toString();
    $("[name=start]").value = start; $("[name=end]").value = start + points(words);
    say(`Taken: ${words}`);
  };
  $("#take")?.addEventListener("click", take);
  source.addEventListener("mouseup", () => { const words = getSelection().toString(); if (words && field && document.activeElement !== source && field.value === "") field.value = words; });
}
