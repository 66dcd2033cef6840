/* Score grid (table.grid): the keyboard of a spreadsheet.
   Down, Enter       the same column of the next row that asks for something; Up, Shift+Enter: of the one before
   Escape            puts back what stood in the cell when it was entered
   Tab               stays the browser's; in a list (select) the arrows move on too, so that no grade changes unseen: Space opens it
   data-lower        the points of the tier below: a figure that differs from them opens the reason of its row (data-reason), and
                     Enter or Down lead there before they lead on
   What was typed is saved when the cell is left, by the row's own form. After the row came back from the server the cell that
   had the focus gets it again, so that quick fingers lose nothing. */
"use strict";

(() => {
  const CELLS = "input:not([disabled], [type=hidden], [type=checkbox]), select:not([disabled])";
  const entered = new WeakMap();

  function inGrid(element) {
    return element instanceof HTMLElement && element.matches(CELLS) && element.closest("table.grid") ? element : null;
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
    if (row && wantedReason(row)) row.querySelector("[data-reason]").hidden = false;
  });

  /* While the reason is being written nothing is sent; who leaves it empty is told by the server. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const reason = wantedReason(event.detail.elt.closest?.("tr"));
    if (reason && reason === document.activeElement) event.preventDefault();
  });
  document.addEventListener("focusout", (event) => {
    const row = event.target.closest?.("[data-reason]")?.closest("tr");
    if (row && wantedReason(row)) window.htmx.trigger(row.querySelector("form[hx-post]"), "submit");
  });

  document.addEventListener("focusin", (event) => {
    const input = inGrid(event.target);
    if (input) entered.set(input, input.value);
  });

  document.addEventListener("keydown", (event) => {
    const input = inGrid(event.target);
    if (!input) return;
    if (event.key === "Escape" && entered.has(input) && input.value !== entered.get(input)) {
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
    const typed = active.value !== entered.get(active) ? active.value : null;
    document.addEventListener("htmx:afterSettle", () => {
      const again = document.getElementById(active.id);
      if (!again || again === document.activeElement) return;
      again.focus();
      if (typed !== null) again.value = typed;
      else if (again.select) again.select();
    }, { once: true });
  });
})();
