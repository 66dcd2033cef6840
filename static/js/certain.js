/* Sending what must not be in doubt: form[data-certain="URL"]. The answer is JSON {url}, the page on which the result stands.
   Lost on the way, the same form is sent again (the server counts one version once); if no answer comes at all, the page says
   that the result is unknown and asks under URL?version=… what became of it. Nothing typed is lost. */
"use strict";

(() => {
  const PAUSES = [0, 2000, 5000, 10000];
  const UNKNOWN = "Chưa rõ kết quả: máy chủ chưa trả lời. Hồ sơ có thể đã được nhận; đừng lo, nộp lại cùng một bản chỉ tính một lần.";

  const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

  /* The version that is filed, by its own field where the form names another version, too. */
  const version = (form) => (form.elements.filed ?? form.elements.version).value;

  /* The address where the result stands; null without an answer; undefined when there is nothing to wait for. */
  async function send(form) {
    if (!(await window.thidua.signedIn())) return undefined;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual", headers: { Accept: "application/json" } });
    if (answer.status >= 500) return null;
    if (answer.ok) return (await answer.json()).url;
    form.submit(); // refused for good: the server's own page says why
    return undefined;
  }

  async function persist(form, say) {
    for (const [attempt, time] of PAUSES.entries()) {
      if (attempt) say(`Chưa kết nối được, đang gửi lại (lần ${attempt + 1})…`);
      await pause(time);
      const url = await send(form).catch(() => null);
      if (url !== null) return url;
    }
    return null;
  }

  /* The button that asks what became of it, for as long as it takes. */
  function offerCheck(form, box) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Bấm để kiểm tra" });
    button.className = "td-btn td-btn--primary";
    button.addEventListener("click", async () => {
      button.disabled = true;
      const reached = await fetch(document.body.dataset.session).then((answer) => answer.ok, () => false);
      if (reached) location.assign(`${form.dataset.certain}?version=${version(form)}`);
      else window.thidua.toast("Vẫn chưa kết nối được máy chủ. Xin kiểm tra mạng rồi bấm lại.");
      button.disabled = false;
    });
    box.replaceChildren(Object.assign(document.createElement("p"), { textContent: UNKNOWN }), button);
    button.focus();
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-certain]")) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    const box = form.querySelector("[data-certain-status]");
    const say = (text) => { box.textContent = text; };
    form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    say("Đang gửi…");
    const url = await persist(form, say);
    form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
    delete form.dataset.sent;
    if (url) return location.assign(url);
    if (url === undefined) return say("");
    return offerCheck(form, box);
  });
})();
