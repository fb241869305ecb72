// What every staff page does: menus that close, toasts that can be put away, htmx requests that carry the CSRF token.

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  const close = event.target.closest("[data-close]");
  if (close) close.closest(close.dataset.close)?.remove();
  const cancel = event.target.closest("[data-cancel]");
  if (cancel) closeConfirm(cancel.closest("details"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open], details.confirm[open]");
  if (open) closeConfirm(open);
});

function closeConfirm(details) {
  details.open = false;
  details.querySelector("summary").focus();
}

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name='csrf-token']")?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});

// A form on its way shows it and is not sent twice by an impatient second click.
const WAIT = 8000;

function rest(button) {
  button.disabled = false;
  button.classList.remove("is-busy");
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button) return;
  setTimeout(() => {
    button.disabled = true;
    button.classList.add("is-busy");
    setTimeout(rest, WAIT, button);
  });
});

window.addEventListener("pageshow", () => document.querySelectorAll(".is-busy").forEach(rest));

// A wide table scrolls by itself; the keyboard must reach what scrolls.
function reachScrollers() {
  for (const box of document.querySelectorAll(".table-wrap, .day-columns")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

reachScrollers();
window.addEventListener("resize", reachScrollers);
document.addEventListener("htmx:afterSettle", reachScrollers);
