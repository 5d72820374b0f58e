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
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const state = answer.redirected
        ? ""
        : page.querySelector("[data-follow]")?.dataset.follow;
      if (answer.ok && state !== box.dataset.follow) {
        location.replace(answer.url);
        return;
      }
      for (const part of box.querySelectorAll("[data-live]")) {
        part.innerHTML = page.getElementById(part.id)?.innerHTML ?? part.innerHTML;
      }
    } catch {
      // The network is away for a moment: ask again.
    }
  }
}

/** Keeps a progress bar up to date in place; once the work is done, shows what came out. */
async function follow_progress() {
  const box = document.querySelector("[data-progress]");
  if (!box) return;
  for (;;) {
    await new Promise((resume) => setTimeout(resume, 1000));
    if (document.hidden) continue;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-progress]");
      if (!answer.ok || answer.redirected || !fresh) {
        location.reload();
        return;
      }
      box.replaceChildren(...fresh.childNodes);
    } catch {
      // The network is away for a moment: ask again.
    }
  }
}

/** Says at once that a file is too large; the server would say so after the upload. */
function refuse_large_files() {
  for (const form of all("[data-most-bytes], [data-most-total]")) {
    if (form.dataset.qrSite) continue;
    const inputs = Array.from(form.querySelectorAll("input[type=file]"));
    const most = Number(form.dataset.mostBytes ?? Infinity);
    const most_total = Number(form.dataset.mostTotal ?? Infinity);
    const is_too_much = () => {
      const sizes = inputs.flatMap((input) => Array.from(input.files, (file) => file.size));
      const total = sizes.reduce((sum, size) => sum + size, 0);
      return total > most_total || sizes.some((size) => size > most);
    };
    for (const input of inputs) {
      input.addEventListener("change", () => {
        for (const other of inputs) other.setCustomValidity("");
        input.setCustomValidity(is_too_much() ? form.dataset.tooLarge : "");
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

/** Shows the first values of the column that is chosen. */
function show_samples() {
  for (const select of all("select[data-samples]")) {
    const cell = document.getElementById(select.dataset.samples);
    select.addEventListener("change", () => {
      cell.textContent = select.selectedOptions[0]?.dataset.sample ?? "";
    });
  }
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
close_menu_on_escape();
show_samples();
follow_job();
follow_progress();
