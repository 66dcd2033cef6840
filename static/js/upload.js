/* form[data-upload]: many files at once, each a request of its own with its progress; without this script it is a plain form.
   A file is looked at here first (data-max-bytes, data-too-large, the advice for extensions), then by the server, whose
   sentence stands beside it. What was received goes into data-list as the row that the server made; nothing else does. */
"use strict";

(() => {
  const LOST = "Mất kết nối khi đang tải lên, tệp chưa được nhận. Xin kiểm tra mạng rồi bấm “Thử lại”.";
  const EXPIRED = "Phiên làm việc đã hết. Xin đăng nhập lại ở thẻ khác rồi bấm “Thử lại”.";
  const BUSY = "Máy chủ chưa nhận được tệp. Xin bấm “Thử lại” sau ít phút.";
  const EMPTY = "Tệp rỗng hoặc tải dở; hãy tải lại";

  class Upload {
    constructor(form) {
      this.form = form;
      this.zone = form.querySelector("[data-upload-zone]");
      this.items = form.querySelector("[data-upload-list]");
      this.room = form.querySelector("[data-upload-room]");
      this.advice = JSON.parse(document.getElementById("loi-khuyen").textContent);
      Object.assign(this, { waiting: [], running: false });
      form.classList.add("td-upload--live");
      form.addEventListener("change", (event) => this.chosen(event.target));
      form.addEventListener("submit", (event) => event.preventDefault());
      for (const name of ["dragover", "dragleave", "drop"]) this.zone.addEventListener(name, (event) => this.dragged(event));
      window.addEventListener("beforeunload", (event) => { if (this.running) event.preventDefault(); });
    }

    chosen(input) {
      if (input.type !== "file") return;
      this.take([...input.files]);
      input.value = "";
    }

    dragged(event) {
      event.preventDefault();
      this.zone.classList.toggle("td-upload__zone--over", event.type === "dragover");
      if (event.type === "drop") this.take([...event.dataTransfer.files]);
    }

    take(files) {
      for (const file of files) {
        const item = this.show(file);
        const problem = this.problemOf(file);
        if (problem) this.say(item, "failed", problem, false);
        else this.waiting.push({ file, item });
      }
      this.work();
    }

    show(file) {
      const item = this.form.querySelector("[data-upload-item]").content.firstElementChild.cloneNode(true);
      item.querySelector(".td-upload__name").textContent = file.name;
      item.querySelector("progress").setAttribute("aria-label", `Tiến độ: ${file.name}`);
      item.querySelector("[data-upload-retry]").addEventListener("click", () => {
        this.say(item, "", "Đang chờ…", false);
        this.waiting.push({ file, item });
        this.work();
      });
      this.say(item, "", "Đang chờ…", false);
      this.items.append(item);
      return item;
    }

    problemOf(file) {
      const extension = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
      if (this.advice[extension]) return this.advice[extension];
      if (file.size > Number(this.form.dataset.maxBytes)) return this.form.dataset.tooLarge;
      return file.size ? "" : EMPTY;
    }

    say(item, state, sentence, retry) {
      item.dataset.state = state;
      item.querySelector(".td-upload__said").textContent = sentence;
      item.querySelector("[data-upload-retry]").hidden = !retry;
    }

    async work() {
      if (this.running) return;
      this.running = true;
      while (this.waiting.length) {
        const problem = await this.problemOfSession();
        if (problem) for (const { item } of this.waiting.splice(0)) this.say(item, "failed", problem, true);
        else await this.send(this.waiting.shift());
      }
      this.running = false;
    }

    /* Asked before each file: a session that ended and began again has another token, which the forms get then. */
    async problemOfSession() {
      return window.thidua.signedIn().then((alive) => (alive ? "" : EXPIRED), () => LOST);
    }

    send({ file, item }) {
      const body = new FormData();
      body.append("uploads", file);
      const request = new XMLHttpRequest();
      const bar = item.querySelector("progress");
      request.open("POST", this.form.action);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", this.form.querySelector("[name=csrfmiddlewaretoken]").value);
      request.upload.addEventListener("progress", (event) => {
        const percent = event.total ? Math.round((100 * event.loaded) / event.total) : 0;
        bar.value = percent;
        this.say(item, "sending", percent < 100 ? `Đang tải lên ${percent}%` : "Đang kiểm tra tệp…", false);
      });
      return new Promise((resolve) => {
        request.addEventListener("loadend", () => { this.answered(request, item); resolve(); });
        request.send(body);
      });
    }

    answered(request, item) {
      const answer = this.read(request);
      if (!answer.row) return this.say(item, "failed", answer.sentence, answer.again ?? false);
      this.say(item, "done", answer.sentence, false);
      if (this.room) this.room.textContent = answer.room;
      const list = document.querySelector(this.form.dataset.list);
      list.insertAdjacentHTML("afterbegin", answer.row);
      window.htmx?.process(list.firstElementChild);
    }

    /* The server answers in JSON; a sign-in page, a refusal or nothing at all means that the file did not get through. */
    read(request) {
      if (!request.status) return { sentence: LOST, again: true };
      if ((request.getResponseHeader("Content-Type") ?? "").startsWith("application/json")) return JSON.parse(request.responseText);
      if (request.status === 413) return { sentence: this.form.dataset.tooLarge };
      if (request.status === 200) return { sentence: EXPIRED, again: true };
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      return { sentence: page.querySelector("[data-reason]")?.textContent.trim() ?? BUSY, again: true };
    }
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-upload]").forEach((form) => new Upload(form)));
})();
