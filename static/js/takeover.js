/* [data-take-over="id of a text area"] puts the [data-sentence]s beside it into the text area, below what is written;
   a sentence that stands there already is not repeated. The button is hidden where scripts do not run. */
"use strict";

(() => {
  function takeOver(button) {
    const field = document.getElementById(button.dataset.takeOver);
    const sentences = [...button.parentElement.querySelectorAll("[data-sentence]")].map((one) => one.textContent.trim());
    const missing = sentences.filter((sentence) => !field.value.includes(sentence));
    if (missing.length) {
      field.value = [field.value.trimEnd(), ...missing].filter(Boolean).join("\n");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    window.thidua.toast(missing.length ? "Đã đưa số liệu vào cuối phần viết; xin đọc lại." : "Các số liệu này đã có trong phần viết.");
  }

  for (const button of document.querySelectorAll("[data-take-over]")) {
    button.hidden = false;
    button.addEventListener("click", () => takeOver(button));
  }
})();
