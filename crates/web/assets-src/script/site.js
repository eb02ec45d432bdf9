// The only script of the public pages. Everything works without it; it shortens three things:
// suggestions under the two search boxes, sorting without a click, addresses without empty parameters.
"use strict";

const PAUSE_MS = 300;

/** Names in the language of the page, each once. */
function named(items) {
  const english = document.documentElement.lang === "en";
  const names = items.map((item) => (english ? item.name_en : item.name_vi));
  return [...new Set(names)].map((text) => ({ text }));
}

function suggest(input) {
  const field = input.parentElement;
  const list = document.createElement("ul");
  const status = document.createElement("div");
  let options = [];
  let active = -1;
  let timer = 0;
  let asked = "";
  let composing = false;
  let running = null;

  list.id = input.id + "-goi-y";
  list.className = "sv-options";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  field.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("autocomplete", "off");

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    active = next;
    [...list.children].forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === active));
      if (place === active) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      }
    });
    if (active < 0) input.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    asked = input.value = options[place].text;
    close();
  }

  function show(items) {
    options = items;
    list.replaceChildren(
      ...items.map((item, place) => {
        const option = document.createElement("li");
        option.id = list.id + "-" + place;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = item.text;
        // mousedown comes before blur: the box keeps the focus.
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(place);
        });
        return option;
      }),
    );
    active = -1;
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = items.length ? input.dataset.status.replace("#", items.length) : "";
  }

  async function ask() {
    const text = input.value.trim();
    if (composing || text === asked) return;
    asked = text;
    if (running) running.abort();
    if (text.length < 2) return show([]);
    running = new AbortController();
    try {
      const answer = await fetch(input.dataset.suggest + encodeURIComponent(text), {
        headers: { accept: "application/json" },
        signal: running.signal,
      });
      if (answer.ok && document.activeElement === input) show(named((await answer.json()).items || []));
    } catch {
      // No suggestions then: the search button does the work.
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  }

  // Telex and VNI keyboards compose a syllable from several keys: asking in between would ask for half words.
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    later();
  });
  input.addEventListener("input", (event) => {
    if (!event.isComposing) later();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const last = options.length - 1;
    if (event.key === "ArrowDown") mark(active === last ? 0 : active + 1);
    else if (event.key === "ArrowUp") mark(active <= 0 ? last : active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) choose(active);
    else return;
    event.preventDefault();
  });
}

function sortAtOnce(select) {
  // A keyboard walks through the choices one by one; only a pointer's choice is final.
  let byKey = false;
  select.addEventListener("keydown", () => (byKey = true));
  select.addEventListener("pointerdown", () => (byKey = false));
  select.addEventListener("change", () => {
    if (!byKey) select.form.requestSubmit();
  });
}

function leaveOutEmpty(form) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

/** At a counter Enter moves on to the next field and sends at the last one. */
function enterMovesOn(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input, select")) return;
    const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea")];
    const next = fields[fields.indexOf(event.target) + 1];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

document.querySelectorAll("input[data-suggest]").forEach(suggest);
document.querySelectorAll("select[data-autosubmit]").forEach(sortAtOnce);
document.querySelectorAll("form[method=get]").forEach(leaveOutEmpty);
document.querySelectorAll("form[data-enter]").forEach(enterMovesOn);
