/* Order by dragging: rows [data-order-row] move within and between tbody[data-order-rows], sections [data-order-group] among
   each other. What is dropped sends the form of the arrow buttons with group and position; without JavaScript the buttons do. */
"use strict";

(() => {
  const root = document.querySelector("[data-order]");
  if (!root) return;
  let held = null;

  const isRow = (thing) => thing.hasAttribute("data-order-row");

  /* Where a thing of the same kind would be put: before or after what lies under the pointer. */
  function place(event) {
    const over = event.target.closest(isRow(held) ? "[data-order-row], [data-order-rows]" : "[data-order-group]");
    if (!over || over === held) return;
    if (over.matches("[data-order-rows]")) {
      if (!over.querySelector("[data-order-row]")) over.append(held);
      return;
    }
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(held); else over.after(held);
  }

  function send(thing) {
    const form = thing.querySelector(isRow(thing) ? ".td-order" : ".td-card__foot .td-order");
    const siblings = [...thing.parentElement.children].filter((one) => one.hasAttribute(isRow(thing) ? "data-order-row" : "data-order-group"));
    const values = { position: siblings.indexOf(thing) + 1 };
    if (isRow(thing)) values.group = thing.parentElement.dataset.orderRows;
    for (const [name, value] of Object.entries(values)) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    form.submit();
  }

  for (const thing of root.querySelectorAll("[data-order-row], [data-order-group]")) thing.draggable = true;
  root.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-order-row], [data-order-group]");
    if (!held) return;
    held.classList.add("td-held");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  root.addEventListener("dragover", (event) => {
    if (!held) return;
    event.preventDefault();
    place(event);
  });
  root.addEventListener("drop", (event) => {
    if (!held) return;
    event.preventDefault();
    send(held);
  });
  root.addEventListener("dragend", () => {
    held?.classList.remove("td-held");
    held = null;
  });
})();
