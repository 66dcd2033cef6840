/* Wide tables: a line above and a fading edge say that there is more to the right, as long as there is. */
(() => {
  "use strict";
  const CUE = "Cuộn ngang để xem hết bảng";

  function tell(box) {
    const wide = box.scrollWidth > box.clientWidth + 1;
    const cue = box.previousElementSibling?.matches(".td-scroll-cue") ? box.previousElementSibling : null;
    if (wide && !cue) box.before(Object.assign(document.createElement("p"), { className: "td-scroll-cue", textContent: CUE }));
    if (!wide) cue?.remove();
    box.toggleAttribute("data-more", wide && box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  }

  const seen = new ResizeObserver((entries) => entries.forEach((entry) => tell(entry.target.closest(".td-scroll"))));
  function watch(root) {
    root.querySelectorAll(".td-scroll").forEach((box) => {
      seen.observe(box);
      if (box.firstElementChild) seen.observe(box.firstElementChild);
    });
  }
  document.addEventListener("scroll", (event) => { if (event.target.matches?.(".td-scroll")) tell(event.target); }, { capture: true, passive: true });
  document.addEventListener("DOMContentLoaded", () => watch(document));
  document.addEventListener("htmx:load", (event) => watch(event.target.parentElement ?? document));
})();
