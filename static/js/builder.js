// The plan builder: one edition for all its forms, nothing left behind unsaved, courses moved by drag or by M and arrows.

const builder = () => document.querySelector("#builder");
document.documentElement.classList.add("js");

// every form of the page starts from the edition the last answer brought
function tellEdition() {
  const known = [...document.querySelectorAll("[data-edition]")].map((one) => Number(one.dataset.edition));
  if (!known.length) return;
  for (const field of document.querySelectorAll("input[name=edition]")) field.value = Math.max(...known);
}

for (const name of ["htmx:afterSwap", "htmx:oobAfterSwap"]) document.addEventListener(name, tellEdition);

// an answer never takes away words that somebody is writing, nor a decision somebody has begun
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target } = event.detail;
  const written = document.activeElement?.matches("textarea, input:not([type=checkbox], [type=radio])");
  if (written && target.contains(document.activeElement)) event.detail.shouldSwap = false;
  if (target.querySelector("details.decide[open]")) event.detail.shouldSwap = false;
});

// a plain link or form waits until what was typed is saved; if it is refused, it stays and the field says why
let saving = 0;
let refused = false;
let next = null;

document.addEventListener("htmx:beforeSend", (event) => {
  if (event.detail.requestConfig.elt.matches("[data-part]")) saving += 1;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const part = event.detail.requestConfig.elt; // the answer may have replaced it
  if (!part.matches("[data-part]")) return;
  saving -= 1;
  refused = !event.detail.successful || Boolean(part.querySelector(".saved .bi-exclamation-circle"));
  if (saving || !next) return;
  const go = next;
  next = null;
  if (!refused) go();
});

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest("a[href]:not([hx-get]):not([target])");
    if (!link || !saving || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    next = () => link.click();
  },
  true,
);

document.addEventListener(
  "submit",
  (event) => {
    if (!saving || event.target.matches("[hx-post], [hx-get]")) return;
    event.preventDefault();
    event.stopPropagation();
    const { target, submitter } = event;
    next = () => target.requestSubmit(submitter);
  },
  true,
);

// which course is selected
document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-select]");
  if (!chosen) return;
  for (const track of document.querySelectorAll("[data-track]")) {
    const mine = track.contains(chosen);
    track.classList.toggle("is-selected", mine);
    const link = track.querySelector("[data-select]");
    if (mine) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
});

// moving a course: among its neighbours first, sent when it is put down
const tracks = () => [...document.querySelectorAll("[data-track]")];
const place = (track) => tracks().indexOf(track) + 1;
const nameOf = (track) => track.querySelector("[data-select]").textContent.trim();

function say(words, track) {
  const said = document.querySelector("#said");
  const sentence = document.querySelector("[data-tracks]").dataset[words];
  said.textContent = sentence
    .replace("{course}", nameOf(track))
    .replace("{place}", place(track))
    .replace("{all}", tracks().length);
}

function putAt(track, number) {
  const others = tracks().filter((one) => one !== track);
  const at = Math.min(Math.max(number, 1), others.length + 1) - 1;
  if (at < others.length) others[at].before(track);
  else others.at(-1).after(track);
}

function send(track) {
  const form = track.querySelector("[data-move]");
  const button = form.querySelector("button");
  button.value = place(track);
  button.disabled = false;
  button.click();
}

let picked = null;

function pickUp(track) {
  picked = { track, from: place(track) };
  track.classList.add("is-picked");
  say("picked", track);
}

function putDown(keep) {
  const { track, from } = picked;
  picked = null;
  track.classList.remove("is-picked");
  if (!keep) {
    putAt(track, from);
    say("left", track);
  } else if (place(track) !== from) send(track);
  track.querySelector("[data-select]").focus();
}

function steer(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step) {
    putAt(picked.track, place(picked.track) + step);
    picked.track.querySelector("[data-select]").focus();
    say("moved", picked.track);
  } else if (["m", "M", "Enter"].includes(event.key)) putDown(true);
  else if (event.key === "Escape") putDown(false);
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (picked) {
    steer(event);
    return;
  }
  const track = event.target.closest?.(".track-head")?.closest("[data-track]");
  if (!track || event.key.toLowerCase() !== "m" || !track.querySelector("[data-move]")) return;
  track.querySelector("[data-select]").focus();
  event.preventDefault();
  pickUp(track);
});

let dragged = null;

document.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.(".track-grip")) return;
  const track = event.target.closest("[data-track]");
  dragged = { track, from: place(track) };
  track.classList.add("is-lifted");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", nameOf(track));
  event.dataTransfer.setDragImage(track.querySelector(".track-head"), 8, 8);
});

document.addEventListener("dragover", (event) => {
  const over = dragged && event.target.closest?.("[data-track]");
  if (!over) return;
  event.preventDefault();
  if (over === dragged.track) return;
  const box = over.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) over.before(dragged.track);
  else over.after(dragged.track);
});

document.addEventListener("drop", (event) => {
  if (dragged) event.preventDefault();
});

document.addEventListener("dragend", () => {
  if (!dragged) return;
  const { track, from } = dragged;
  dragged = null;
  track.classList.remove("is-lifted");
  if (place(track) !== from) send(track);
});

// after a change of the whole the keyboard goes on where it was
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "builder" || document.activeElement !== document.body) return;
  (builder().querySelector(".track.is-selected [data-select]") ?? builder().querySelector("#inspector"))?.focus({ preventScroll: true });
});
