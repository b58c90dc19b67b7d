"use strict";
// Search and filter of the products. Without this script every product stands on the page.
(() => {
  const rows = [...document.getElementById("line-table").tBodies[0].rows].map((row) => ({ row, v: row.dataset.v, text: row.textContent.toLowerCase() }));
  const form = document.querySelector(".tools"), q = document.getElementById("q"), verdict = document.getElementById("f-v");
  const shown = document.getElementById("shown");
  form.hidden = false;
  function filter() {
    const words = q.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const { row, v, text } of rows) {
      const keep = (!verdict.value || v === verdict.value) && words.every((w) => text.includes(w));
      if (row.hidden === keep) row.hidden = !keep;
      n += keep;
    }
    shown.textContent = `${n} of ${rows.length}`;
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (e) => e.preventDefault());
  filter();
})();
