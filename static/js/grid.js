/* Score grid (table.grid): the keyboard of a spreadsheet.
   Down, Enter       the same column of the next row that asks for something; Up, Shift+Enter: of the one before
   Escape            puts back what stood in the cell when it was entered
   Tab               the figure of a row comes before its reason; after a changed figure it leads to the next field, as the links
                     of the row are just being replaced; else it stays the browser's
   Arrows            in a list (select) they move on too, so that no grade changes unseen: Space opens it
   data-lower        the points of the tier below: a figure that differs from them opens the reason of its row (data-reason), and
                     Enter or Down lead there before they lead on
   What was typed is saved when the cell is left, by the row's own form. After the row came back from the server the cell that
   had the focus gets it again, so that quick fingers lose nothing. */
"use strict";

(() => {
  const CELLS = "input:not([disabled], [type=hidden], [type=checkbox]), select:not([disabled])";
  const STOPS = `${CELLS}, input[type=checkbox]:not([disabled]), a[href], button:not([disabled]), summary`;
  const FIGURE = "td input:not([disabled], [type=hidden], [type=checkbox]), td select:not([disabled])";
  const entered = new WeakMap();
  const restored = new WeakSet();

  function inGrid(element) {
    return element instanceof HTMLElement && element.matches(CELLS) && element.closest("table.grid") ? element : null;
  }

  function isChanged(input) {
    return entered.has(input) && input.value !== entered.get(input);
  }

  /* Cells of one column: of the same kind of place (in a cell of figures, or beneath the criterion) and the same name. */
  function column(input) {
    const place = input.closest("td, th").cellIndex;
    const shown = [...input.closest("table").querySelectorAll(CELLS)].filter((one) => one.offsetParent !== null);
    const same = shown.filter((one) => one.closest("td, th").cellIndex === place);
    return place === 0 ? same.filter((one) => one.name === input.name) : same;
  }

  function move(input, step) {
    const cells = column(input);
    const next = cells[cells.indexOf(input) + step];
    if (!next) {
      input.blur();
      input.focus();
      return;
    }
    next.focus();
    if (next.select) next.select();
    next.scrollIntoView({ block: "nearest" });
  }

  /* What Tab leads to within the table, in its order but for the reason, which follows the figure of its row. */
  function stops(table) {
    const found = [...table.querySelectorAll(STOPS)].filter((one) => one.offsetParent !== null);
    for (const reason of found.filter((one) => one.name === "note")) {
      const figure = reason.closest("tr").querySelector(FIGURE);
      if (!found.includes(figure)) continue;
      found.splice(found.indexOf(reason), 1);
      found.splice(found.indexOf(figure) + 1, 0, reason);
    }
    return found;
  }

  function tab(event, table) {
    const from = event.target;
    const changed = isChanged(from) || wantedReason(from.closest("tr")) === from;
    const order = stops(table).filter((one) => one === from || !changed || one.matches(CELLS));
    const next = order[order.indexOf(from) + (event.shiftKey ? -1 : 1)];
    if (next) {
      event.preventDefault();
      next.focus();
      if (next.select) next.select();
    } else {  // out of the table: the browser goes on from its first or last stop
      const ends = table.querySelectorAll(STOPS);
      ends[event.shiftKey ? 0 : ends.length - 1].focus();
    }
  }

  function stepOf(event, input) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return 0;
    if (event.key === "Enter") return event.shiftKey ? -1 : 1;
    return { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
  }

  /* The reason of a row whose figure differs from the tier below; nothing where it does not, or is given. */
  function wantedReason(row) {
    const figure = row?.querySelector("input[data-lower]");
    const reason = row?.querySelector("[data-reason] input");
    if (!figure || !reason || figure.value.trim() === "" || reason.value.trim() !== "") return null;
    return Number(figure.value.replace(",", ".")) === Number(figure.dataset.lower) ? null : reason;
  }

  document.addEventListener("input", (event) => {
    const row = event.target.matches("input[data-lower]") ? event.target.closest("tr") : null;
    const reason = row?.querySelector("[data-reason]");
    if (reason) reason.hidden = !wantedReason(row) && reason.querySelector("input").value.trim() === "";
  });

  /* On the way from the figure to its reason nothing is sent; who goes elsewhere is told by the server. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const isChange = event.detail.requestConfig.triggeringEvent?.type === "change";
    if (isChange && wantedReason(event.detail.elt.closest?.("table.grid tr"))) event.preventDefault();
  });
  document.addEventListener("focusout", (event) => {
    const row = inGrid(event.target)?.closest("tr");
    const reason = wantedReason(row);
    if (!reason || event.relatedTarget === reason) return;
    if (event.target === reason || isChanged(event.target)) {
      window.htmx.trigger(row.querySelector("form[hx-post]"), "submit");
    }
  });

  document.addEventListener("focusin", (event) => {
    const input = inGrid(event.target);
    if (input) entered.set(input, input.value);
  });

  /* What was put back into a row that had come anew is no change to the browser; it is sent all the same. */
  document.addEventListener("change", (event) => restored.delete(event.target));
  document.addEventListener("focusout", (event) => {
    if (restored.delete(event.target)) event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("keydown", (event) => {
    const table = event.key === "Tab" && !event.ctrlKey && !event.altKey ? event.target.closest?.("table.grid") : null;
    if (table) {
      tab(event, table);
      return;
    }
    const input = inGrid(event.target);
    if (!input) return;
    if (event.key === "Escape" && isChanged(input)) {
      event.preventDefault();
      event.stopPropagation();
      input.value = entered.get(input);
      if (input.select) input.select();
      return;
    }
    const step = stepOf(event, input);
    if (!step) return;
    event.preventDefault();
    const reason = step > 0 && input.dataset.lower ? wantedReason(input.closest("tr")) : null;
    if (reason) reason.focus();
    else move((input.closest("[data-reason]") && input.closest("tr").querySelector("input[data-lower]")) ?? input, step);
  });

  /* A row that comes back replaces its inputs: the focus, and what was typed meanwhile, move to the new ones. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.detail.target?.closest?.("table.grid tr");
    const active = row && row.contains(document.activeElement) ? document.activeElement : null;
    if (!active?.id) return;
    const typed = isChanged(active) ? active.value : null;
    document.addEventListener("htmx:afterSwap", () => {
      const again = document.getElementById(active.id);
      if (!again) return;
      again.focus();
      if (typed !== null) {
        again.value = typed;
        restored.add(again);
      }
      else if (again.select) again.select();
    }, { once: true });
  });
})();
