// SPDX-License-Identifier: Apache-2.0
// Small comforts. Every page does its work without this file.

const all = (selector) => Array.from(document.querySelectorAll(selector));

/** Brings the list of errors to the reader. */
function focus_errors() {
  document.querySelector(".error-summary")?.focus();
}

/** A second press of a submit button within five seconds is swallowed; the server copes anyway. */
function guard_double_submission() {
  for (const form of all("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      const button = event.submitter;
      button?.setAttribute("aria-disabled", "true");
      setTimeout(() => {
        delete form.dataset.sent;
        button?.removeAttribute("aria-disabled");
      }, 5000);
    });
  }
}

/** A button that shows what was typed into a password field. */
function reveal_passwords() {
  for (const box of all("[data-reveal]")) {
    const input = box.querySelector("input");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "linklike";
    button.setAttribute("aria-controls", input.id);
    const say = (shown) => {
      button.textContent = shown ? box.dataset.hide : box.dataset.reveal;
      input.type = shown ? "text" : "password";
    };
    button.addEventListener("click", () => say(input.type === "password"));
    input.form?.addEventListener("submit", () => say(false));
    say(false);
    box.classList.add("reveal");
    box.append(button);
  }
}

/** A button that copies an address or a code. */
function offer_copying() {
  if (!navigator.clipboard) return;
  for (const box of all("[data-copy]")) {
    const input = box.querySelector("input");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = box.dataset.copy;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(input.value);
        button.textContent = box.dataset.copied;
      } catch {
        input.select();
      }
    });
    box.append(button);
  }
}

/** Says on which day a validity of so many days ends, while it is being typed. */
function show_end_day() {
  const input = document.querySelector("[data-end-day]");
  const output = document.getElementById("end-day");
  if (!input || !output) return;
  const { lang } = document.documentElement;
  const format = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
    dateStyle: "long",
    timeZone: "Asia/Shanghai",
  });
  const update = () => {
    const days = Number(input.value);
    const usable = Number.isInteger(days) && days >= 1 && days <= Number(input.max);
    const end = new Date(Date.now() + (days - 1) * 86400000);
    output.textContent = usable ? input.dataset.endDay.replace("{day}", format.format(end)) : "";
  };
  input.addEventListener("input", update);
  update();
}

/** Follows a job: asks often at first, then less often, and goes where the server sends it. */
async function follow_job() {
  const box = document.querySelector("[data-follow]");
  if (!box) return;
  for (let wait = 250; ; wait = Math.min(wait * 1.3, 10000)) {
    await new Promise((resume) => setTimeout(resume, wait));
    if (document.hidden) continue;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const state = answer.redirected
        ? ""
        : new DOMParser()
            .parseFromString(await answer.text(), "text/html")
            .querySelector("[data-follow]")?.dataset.follow;
      if (answer.ok && state !== box.dataset.follow) {
        location.replace(answer.url);
        return;
      }
    } catch {
      // The network is away for a moment: ask again.
    }
  }
}

/** Says at once that a file is too large; the server would say so after the upload. */
function refuse_large_files() {
  for (const form of all("[data-most-bytes]")) {
    const inputs = Array.from(form.querySelectorAll("input[type=file]"));
    for (const input of inputs) {
      input.addEventListener("change", () => {
        const most = Number(form.dataset.mostBytes);
        const is_large = Array.from(input.files).some((file) => file.size > most);
        input.setCustomValidity(is_large ? form.dataset.tooLarge : "");
        input.reportValidity();
      });
    }
    form.addEventListener("submit", (event) => {
      const wrong = inputs.find((input) => !input.checkValidity());
      if (!wrong) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      wrong.reportValidity();
    });
  }
}

/** The texts of the QR codes in a picture, if this browser can read them; else none. */
async function read_codes(picture) {
  if (!("BarcodeDetector" in window)) return [];
  try {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    const found = await detector.detect(await createImageBitmap(picture));
    return found.map((code) => code.rawValue);
  } catch {
    return [];
  }
}

/** Reads a photographed QR here where the browser can, so that no picture has to be sent. */
function read_photographs() {
  const form = document.querySelector("[data-qr-site]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  form.addEventListener("submit", async (event) => {
    if (!("BarcodeDetector" in window) || !input.files.length) return;
    event.preventDefault();
    const texts = await read_codes(input.files[0]);
    const ours = texts.find((text) => text.startsWith(`${form.dataset.qrSite}/v/`));
    if (ours) {
      // The path on this very site, whatever else the code says.
      location.assign(new URL(ours).pathname);
    } else {
      form.submit();
    }
  });
}

/** Escape closes the menu of small screens. */
function close_menu_on_escape() {
  const box = document.getElementById("menu-open");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box) box.checked = false;
  });
}

focus_errors();
refuse_large_files();
guard_double_submission();
reveal_passwords();
offer_copying();
show_end_day();
read_photographs();
close_menu_on_escape();
follow_job();
