/* Small behaviours of every page, without a build step. What each attribute does:
   form[data-once]           the button is disabled after the first submit and says "Đang gửi…"; with the value "file" only for
                             a moment, as the page stays where the answer is a file
   form[data-unsaved]        the browser asks before leaving with changes that were not sent; sent only while the session lives
   body[data-session]        the address that says whether the session lives
   body[data-now]            the server's time when the page was made; [data-clock] says when the computer's clock is wrong
   table.grid                the keyboard of a spreadsheet (grid.js)
   [data-open-dialog="id"]   opens the <dialog>; [data-close-dialog] closes the one around it
   [data-take-for="id"]      puts data-take into that field, as if it had been typed
   form[hx-post]             what could not be sent is marked (data-unsent) and sent again when network or session are back
   [data-print]              prints the page; [data-menu] a <details> that closes when one clicks elsewhere */
"use strict";

(() => {
  const TOAST_TIME = 8000;
  const FILE_TIME = 3000;

  function toast(sentence) {
    const box = Object.assign(document.createElement("p"), { className: "td-toast", textContent: sentence });
    document.querySelector("[data-toasts]").append(box);
    setTimeout(() => box.remove(), TOAST_TIME);
  }

  /* Whether the session lives and is still that of the person who opened the page; forms get its token. Else the page says so. */
  async function signedIn() {
    const { user, token } = await fetch(document.body.dataset.session).then((answer) => answer.json());
    if (!user) document.querySelector("[data-signed-out]")?.showModal();
    else if (user !== document.body.dataset.user) toast("Trình duyệt đang đăng nhập bằng tài khoản khác. Nội dung vẫn còn trên trang này; xin đăng nhập lại đúng tài khoản.");
    const same = Boolean(user) && user === document.body.dataset.user;
    if (same) for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    return same;
  }

  /* The sentence of a page that refuses; nothing for any other page. */
  function reasonIn(html) {
    return new DOMParser().parseFromString(html, "text/html").querySelector("[data-reason]")?.textContent.trim();
  }
  window.thidua = { toast, signedIn, reasonIn };

  /* A computer whose clock is wrong misleads its owner about deadlines; a page from the history, or one that the browser
     had already, is old by nature. */
  const LAG_MINUTES = 2;
  const ahead = Math.round((Date.now() / 1000 - Number(document.body.dataset.now)) / 60);
  const way = performance.getEntriesByType("navigation")[0];
  const kept = way?.transferSize < way?.encodedBodySize;  // "304: as you have it"
  const fresh = way?.type !== "back_forward" && !kept;
  if (fresh && Math.abs(ahead) >= LAG_MINUTES) {
    const notice = document.querySelector("[data-clock]");
    const off = `${ahead > 0 ? "nhanh" : "chậm"} ${Math.abs(ahead)} phút`;
    notice.querySelector("span").prepend(`Đồng hồ máy bạn chạy ${off} so với hệ thống. `);
    notice.hidden = false;
  }

  /* What was typed or chosen while the scripts were on their way is told to them once they listen; not what a browser
     puts back into a page that one returns to. */
  const differs = (field) => {
    if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
    if (field.type === "select-one") return field.value !== (field.querySelector("option[selected]") ?? field.options[0])?.value;
    return field.value !== field.defaultValue;
  };

  function tell(field) {
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  }

  /* The first to hear that the page is complete: what differs now, no script has put there, and all listen a moment later. */
  document.addEventListener("DOMContentLoaded", () => {
    if (way?.type !== "navigate") return;
    const early = [...document.querySelectorAll("textarea, select, input:not([type=hidden])")].filter(differs);
    setTimeout(() => early.forEach(tell));
  });

  /* Forms */
  const changed = new Set();

  function sendOnce(form, button) {
    if (form.dataset.sent) return false;
    form.dataset.sent = "yes";
    /* After the event, so that the button's own name and value still travel with the form. */
    setTimeout(() => {
      for (const each of form.querySelectorAll("button[type=submit], button:not([type])")) each.disabled = true;
      if (button) button.dataset.label = button.innerHTML;
      if (button) button.textContent = "Đang gửi…";
    });
    if (form.dataset.once === "file") setTimeout(() => sendAgain(form), FILE_TIME);
    return true;
  }

  function sendAgain(form) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[type=submit][disabled], button:not([type])[disabled]")) {
      button.disabled = false;
      if (button.dataset.label) button.innerHTML = button.dataset.label;
    }
  }

  /* What took long to type is only sent while the session lives: else it stays on the page, and one signs in beside it. */
  const alive = new WeakSet();

  async function sendIfAlive(form, button) {
    if (!(await signedIn())) return;
    alive.add(form);
    form.requestSubmit(button);
  }

  document.addEventListener("submit", (event) => {
    const asked = event.target.matches("form[data-unsaved][method=post]") && event.target.action.startsWith(location.origin);
    if (asked && !alive.delete(event.target)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      sendIfAlive(event.target, event.submitter).catch(() => toast("Không kết nối được máy chủ. Nội dung vẫn còn trên trang; xin thử lại."));
      return;
    }
    changed.delete(event.target);
    if (event.target.matches("[data-once]") && !sendOnce(event.target, event.submitter)) event.preventDefault();
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-unsaved]");
    if (form) changed.add(form);
  });
  window.addEventListener("beforeunload", (event) => { if (changed.size || unsent.size) event.preventDefault(); });
  /* Back from the browser's cache: the form may be sent again. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(sendAgain);
  });

  /* Clicks: dialogs, print, menus */
  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
  }

  function takeInto(field, text) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details[data-menu]"));
    const opener = event.target.closest("[data-open-dialog]");
    if (opener) document.getElementById(opener.dataset.openDialog)?.showModal();
    if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog")?.close();
    if (event.target.closest("[data-print]")) window.print();
    const taken = event.target.closest("[data-take-for]");
    if (taken) takeInto(document.getElementById(taken.dataset.takeFor), taken.dataset.take);
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  /* What was done in a dialog is answered with the event close-dialog (HX-Trigger). */
  document.addEventListener("close-dialog", () => document.querySelector("dialog[open]")?.close());

  /* What htmx could not send stays where it was typed, is marked, and goes again when the network or the session is back. */
  const unsent = new Set();

  function markUnsent(form) {
    if (!form.matches("form[hx-post]")) return;
    unsent.add(form);
    const row = form.closest("tr") ?? form;
    if (row.querySelector("[data-unsent]")) return;
    const note = Object.assign(document.createElement("span"), { className: "td-unsent", textContent: "Chưa lưu; sẽ tự gửi lại khi có mạng" });
    note.dataset.unsent = "";
    note.setAttribute("role", "status");
    form.before(note);
  }

  async function sendUnsent() {
    for (const form of unsent) if (!form.isConnected) unsent.delete(form);
    if (!unsent.size || !(await signedIn())) return;
    for (const form of unsent) window.htmx.trigger(form, "submit");
  }
  for (const moment of ["online", "focus"]) window.addEventListener(moment, () => sendUnsent().catch(() => {}));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    unsent.delete(event.detail.elt);
    event.detail.elt.parentElement?.querySelector("[data-unsent]")?.remove();
  });

  /* htmx: a failure is a sentence, never silence. */
  const FAILURES = {
    403: "Bạn không có quyền làm việc này.",
    404: "Không tìm thấy nội dung này; có thể vừa được thay đổi. Xin tải lại trang.",
    409: "Người khác vừa thay đổi nội dung này. Xin tải lại trang để xem bản mới.",
  };
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    if (status === 401 || status >= 500) markUnsent(event.detail.elt);
    if (status === 401) return void signedIn();
    toast(reasonIn(event.detail.xhr.responseText) ?? FAILURES[status] ?? "Máy chủ chưa làm được việc này. Xin thử lại sau ít phút.");
  });
  document.addEventListener("htmx:sendError", (event) => {
    markUnsent(event.detail.elt);
    toast("Không kết nối được máy chủ. Nội dung vẫn còn trên trang; hệ thống tự gửi lại khi có mạng.");
  });

  /* On a phone the places scroll sideways: bring the current one into view. */
  const places = document.querySelector("[data-places]");
  const current = places?.querySelector("[aria-current]");
  if (current) places.scrollLeft = current.offsetLeft - places.offsetLeft - (places.clientWidth - current.offsetWidth) / 2;
})();
