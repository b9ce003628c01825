// Reading needs no script: this one sorts and filters the table of assumptions, nothing else.
(function () {
  "use strict";
  var table = document.querySelector("table.assumptions");
  if (!table) { return; }
  var body = table.tBodies[0];
  var heads = Array.from(table.tHead.rows[0].cells);
  var inOrder = Array.from(body.rows);
  var box = document.getElementById("filter");
  var said = document.getElementById("filtered");

  function compare(a, b, column) {
    var x = a.cells[column].textContent, y = b.cells[column].textContent;
    var p = x === "" ? NaN : Number(x), q = y === "" ? NaN : Number(y);
    if (!isNaN(p) && !isNaN(q)) { return p - q; }
    return x.localeCompare(y);
  }

  function sortBy(column) {
    var was = heads[column].getAttribute("aria-sort");
    var now = was === "ascending" ? "descending" : was === "descending" ? null : "ascending";
    heads.forEach(function (head) { head.removeAttribute("aria-sort"); });
    var rows = inOrder.slice();
    if (now) {
      heads[column].setAttribute("aria-sort", now);
      var sign = now === "ascending" ? 1 : -1;
      rows.sort(function (a, b) {
        // What is empty stands last either way.
        var empty = (a.cells[column].textContent === "") - (b.cells[column].textContent === "");
        return empty || sign * compare(a, b, column);
      });
    }
    rows.forEach(function (row) { body.appendChild(row); });
  }

  function filter() {
    var words = box.value.toLowerCase().split(/\s+/);
    var shown = 0;
    inOrder.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      if (!row.hidden) { shown += 1; }
    });
    said.textContent = shown + " of " + inOrder.length + " values";
  }

  heads.forEach(function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = "Sort by " + head.textContent;
    button.addEventListener("click", function () { sortBy(column); });
    head.replaceChildren(button);
  });
  box.addEventListener("input", filter);
  box.closest(".filter").hidden = false;
  filter();
})();
