// Only comfort: everything can be read without it.
(() => {
  const box = document.getElementById("filter");
  const count = document.getElementById("filter-count");
  const rows = [...document.querySelectorAll("[data-row]")];
  const hay = rows.map((row) => row.textContent.toLowerCase());
  document.getElementById("filter-bar").hidden = false;
  const apply = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      const ok = words.every((w) => hay[i].includes(w));
      row.hidden = !ok;
      shown += ok;
    });
    document.querySelectorAll("[data-group]").forEach((group) => {
      const inner = group.querySelectorAll("[data-row]");
      group.hidden = inner.length > 0 && [...inner].every((row) => row.hidden);
      if (words.length && !group.hidden) group.open = true;
    });
    count.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
  };
  box.addEventListener("input", apply);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== box && !event.ctrlKey && !event.metaKey) { event.preventDefault(); box.focus(); }
    if (event.key === "Escape" && document.activeElement === box) { box.value = ""; apply(); }
  });
  addEventListener("beforeprint", () => document.querySelectorAll("main details").forEach((d) => { d.dataset.was = d.open ? "1" : ""; d.open = true; }));
  addEventListener("afterprint", () => document.querySelectorAll("main details").forEach((d) => { d.open = d.dataset.was === "1"; }));
})();
