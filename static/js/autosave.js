/* Autosave of form[data-autosave="URL"]: no keystroke is lost to the network, the session or another writer.
   The answer is JSON: version, saved_at, errors and hints {field: sentence} (hints: wanted, but
   saved without), lists {name: sentences} for [data-list]; seen {place: fingerprint}: what the page shows now; theirs
   {place: {field: text}}: what somebody else changed and this page did not, hidden [name]: the same where the page cannot show it;
   asked [name]: what both changed; by: who that was.
   The time of the last save stands in [data-autosave-status]; form[data-after-autosave] is sent once everything is saved,
   with the version that was saved. What could not be saved stays in localStorage under data-draft-key (name it by user and sheet);
   input[data-row-count="prefix"] holds how many rows prefix-0- … the form has: a draft with more gets them back.
   data-answered: the page answers what was sent and not stored; [data-forget-draft]: a link that drops what was typed. */
"use strict";

(() => {
  const SAVE_DELAY = 1500;
  const RETRY_DELAY = 10000;
  const KEPT = "nội dung vẫn giữ trên máy này";
  const OFFLINE = `Chưa lưu được (mất mạng); ${KEPT}`;
  const EXPIRED = `Chưa lưu được (phiên làm việc đã hết, xin đăng nhập lại); ${KEPT}`;
  const REFUSED = "Hệ thống không nhận lần lưu này; xin tải lại trang để xem vì sao";
  const SERVER = `Chưa lưu được (máy chủ đang bận); ${KEPT}`;
  const UNREAD = 0; // no version that anything was written in: with it nothing is signed
  const known = new Map();

  function parsed(text) {
    try { return JSON.parse(text); } catch { return {}; }
  }

  /* Rows that the page was given by “Thêm dòng”: copies of the last one, with their own number. */
  function addRows(count, wanted) {
    const prefix = count.dataset.rowCount;
    for (let number = Number(count.value); number < wanted; number += 1) {
      const last = count.form.querySelector(`[name^="${prefix}-${number - 1}-"]`).closest("tr");
      const row = last.cloneNode(true);
      const renumbered = (text) => text.replace(`${prefix}-${number - 1}-`, `${prefix}-${number}-`).replace(`dòng ${number}`, `dòng ${number + 1}`);
      for (const element of row.querySelectorAll("*")) {
        for (const attribute of element.attributes) attribute.value = renumbered(attribute.value);
      }
      row.cells[0].firstChild.textContent = number + 1;
      last.after(row);
      count.value = number + 1;
    }
  }

  class Autosave {
    constructor(form) {
      this.form = form;
      this.key = form.dataset.draftKey ? `thidua:${form.dataset.draftKey}` : "";
      this.status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
      this.version = form.querySelector("input[name=version]");
      this.seen = form.querySelector("input[name=seen]");
      this.label = form.querySelector("button[type=submit]:not([name])")?.textContent.trim();
      Object.assign(this, { dirty: false, running: null, halted: false, changes: 0, timer: 0, homeless: [] });
      form.addEventListener("input", () => this.changed());
      form.addEventListener("submit", () => this.submitted());
      window.addEventListener("beforeunload", (event) => { if (this.dirty) event.preventDefault(); });
      for (const moment of ["online", "focus"]) window.addEventListener(moment, () => { if (this.failing()) this.save(); });
      this.offerDraft();
    }

    say(text, state = "ok") {
      if (!this.status) return;
      this.status.textContent = text;
      this.status.dataset.state = state;
    }

    failing() {
      return this.dirty && this.status?.dataset.state === "failed";
    }

    fields() {
      const entries = [...new FormData(this.form)];
      return entries.filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    }

    changed() {
      this.dirty = true;
      this.changes += 1;
      this.halted = false;
      this.later(SAVE_DELAY);
    }

    later(delay) {
      clearTimeout(this.timer);
      if (this.dirty && !this.halted) this.timer = setTimeout(() => this.save(), delay);
    }

    submitted() {
      this.keep(true);
      this.dirty = false;
      clearTimeout(this.timer);
    }

    /* One at a time; who comes while one runs waits for that one. */
    save() {
      if (!this.halted) this.running ??= this.saveNow().finally(() => { this.running = null; });
      return this.running;
    }

    /* Until what was typed last is saved, too, or cannot be. */
    async settle() {
      await this.running;
      if (this.dirty) await this.save();
    }

    async saveNow() {
      const sent = this.changes;
      this.say("Đang lưu…");
      try {
        this.take(await this.send(), sent);
      } catch {
        this.failed(OFFLINE);
      }
      this.later(this.failing() ? RETRY_DELAY : SAVE_DELAY);
    }

    async send(again = true) {
      const token = this.form.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
      const headers = { "X-CSRFToken": token, Accept: "application/json" };
      const body = this.sent = new URLSearchParams(this.fields());
      const response = await fetch(this.form.dataset.autosave, { method: "POST", redirect: "manual", headers, body });
      const turnedAway = response.type === "opaqueredirect" || response.status === 401 || response.status === 403;
      if (turnedAway && again) return (await window.thidua.signedIn()) ? this.send(false) : { ok: false, message: EXPIRED };
      const text = await response.text();
      if (turnedAway) return { ok: false, message: `${window.thidua.reasonIn(text) ?? REFUSED}; ${KEPT}` };
      return { ok: response.ok, message: SERVER, ...parsed(text) };
    }

    take(answer, sent) {
      const wrong = this.showErrors(answer.errors ?? {});
      if (wrong && !answer.saved_at) return this.halt(`Có ${wrong} ô chưa hợp lệ nên chưa lưu; ${KEPT}`);
      if (!answer.ok) return this.failed(answer.message);
      this.showHints(answer.hints);
      this.showLists(answer.lists);
      this.show(answer);
      this.raise(answer);
      const asked = answer.asked ?? [];
      this.dirty = this.changes !== sent || asked.length > 0;
      if (asked.length) return this.halt(`Đã lưu ${answer.saved_at}, trừ “${asked.join("”, “")}” mà ${answer.by} vừa sửa; bấm “${this.label}” để so sánh hai bản`);
      if (this.homeless.length) this.keep(false);
      else if (!this.dirty && this.key) localStorage.removeItem(this.key);
      const time = answer.saved_at ?? new Date().toTimeString().slice(0, 5);
      return this.say(wrong ? `Đã lưu ${time}, còn ${wrong} ô chưa hợp lệ` : `Đã lưu ${time}`);
    }

    /* What somebody else changed comes into the page, place by place; one that was touched here meanwhile stays, and still
       counts as seen as it was before. */
    show({ seen, theirs = {}, hidden = [], by }) {
      if (!seen) return;
      const before = parsed(this.seen.value);
      const touched = (name) => this.form.elements[name]?.value !== this.sent.get(name);
      let shown = false;
      for (const [place, fields] of Object.entries(theirs)) {
        if (Object.keys(fields).some(touched)) {
          seen[place] = before[place];
          continue;
        }
        for (const [name, text] of Object.entries(fields)) this.form.elements[name].value = text;
        shown = true;
      }
      this.seen.value = JSON.stringify(seen);
      if (shown) window.thidua.toast(`${by} vừa sửa trang này; nội dung mới đã hiện trên trang.`);
      if (hidden.length) window.thidua.toast(`${by} vừa sửa “${hidden.join("”, “")}”; tải lại trang để xem bản mới.`);
    }

    /* Nobody signs what his or her page does not show. */
    raise({ version, hidden = [] }) {
      if (version === undefined) return;
      if (this.version) this.version.value = version;
      const signed = document.querySelectorAll("form[data-after-autosave] input[name=version]");
      for (const input of signed) input.value = hidden.length ? UNREAD : version;
    }

    /* Nothing more is sent until something is typed. */
    halt(sentence) {
      this.halted = true;
      this.failed(sentence);
    }

    failed(sentence) {
      this.keep(false);
      this.say(sentence, "failed");
    }

    showErrors(errors) {
      this.form.querySelectorAll("[data-error-for]").forEach((box) => box.replaceChildren());
      for (const [name, sentence] of Object.entries(errors)) {
        const box = this.form.querySelector(`[data-error-for="${CSS.escape(name)}"]`);
        if (box) box.textContent = sentence;
        else window.thidua.toast(sentence);
      }
      return Object.keys(errors).length;
    }

    showHints(hints) {
      if (!hints) return;
      for (const box of this.form.querySelectorAll("[data-hint-for]")) box.textContent = hints[box.dataset.hintFor] ?? "";
    }

    /* <div data-list="gaps"> holds a list, what stands there with entries, and [data-list-empty] without. */
    showLists(lists) {
      for (const [name, sentences] of Object.entries(lists ?? {})) {
        for (const box of document.querySelectorAll(`[data-list="${name}"]`)) {
          const items = sentences.map((textContent) => Object.assign(document.createElement("li"), { textContent }));
          box.querySelector("ul").replaceChildren(...items);
          box.querySelectorAll("[data-list-full]").forEach((one) => { one.hidden = !items.length; });
          box.querySelectorAll("[data-list-empty]").forEach((one) => { one.hidden = items.length > 0; });
        }
      }
    }

    keep(submitted) {
      if (!this.key) return;
      const draft = { submitted, version: this.version?.value ?? null, fields: [...this.fields(), ...this.homeless] };
      localStorage.setItem(this.key, JSON.stringify(draft));
    }

    forget() {
      this.dirty = false;
      if (this.key) localStorage.removeItem(this.key);
    }

    /* A submitted draft is done with once the version rose; any other one comes back. With it comes what its page had seen,
       so that what somebody else wrote meanwhile is not overwritten; without it, it only comes back to the version it belongs to. */
    offerDraft() {
      const draft = this.key ? JSON.parse(localStorage.getItem(this.key) ?? "null") : null;
      if (this.form.dataset.answered !== undefined) return this.takeUp();
      if (!draft) return;
      const same = draft.version === (this.version?.value ?? null);
      const known = same || (this.seen && draft.fields.some(([name]) => name === "seen"));
      if ((draft.submitted && (!same || draft.version === null)) || !known) return localStorage.removeItem(this.key);
      this.restore(draft);
    }

    /* The page answers a form that was sent and not stored: what it shows is the newest, and not saved yet. */
    takeUp() {
      this.dirty = true;
      this.keep(false);
    }

    restore(draft) {
      const values = new Map();
      for (const [name, value] of draft.fields) values.set(name, [...(values.get(name) ?? []), value]);
      for (const count of this.form.querySelectorAll("input[data-row-count]")) addRows(count, Number(values.get(count.name)?.[0] ?? 0));
      this.homeless = draft.fields.filter(([name, value]) => value && !this.form.elements[name]);
      for (const field of this.form.elements) {
        if (!field.name || ["hidden", "file", "submit", "button"].includes(field.type)) continue;
        const given = values.get(field.name) ?? [];
        if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
        else if (given.length) field.value = given.shift();
      }
      if (values.has("seen")) [this.seen.value] = values.get("seen");
      this.changed();
      this.say("Đã lấy lại nội dung chưa lưu giữ trên máy này; xin kiểm tra lại", "failed");
    }
  }

  function start(root) {
    for (const form of root.querySelectorAll("form[data-autosave]")) {
      if (!known.has(form)) known.set(form, new Autosave(form));
    }
  }

  /* Signing and filing waits for what was typed last; if that cannot be saved, nothing is sent and the page says why. */
  async function afterSaving(event) {
    const waiting = [...known.values()].filter((autosave) => autosave.dirty);
    if (!event.target.matches("form[data-after-autosave]") || !waiting.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const autosave of waiting) await autosave.settle();
    if (waiting.some((autosave) => autosave.dirty)) window.thidua.toast("Chưa gửi: nội dung vừa nhập chưa lưu được.");
    else event.target.requestSubmit(event.submitter);
  }

  /* A link that takes what is stored instead of what was typed here. */
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-forget-draft]")) return;
    for (const autosave of known.values()) autosave.forget();
  });
  document.addEventListener("submit", afterSaving, { capture: true });
  document.addEventListener("DOMContentLoaded", () => start(document));
  document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement ?? document));
})();
