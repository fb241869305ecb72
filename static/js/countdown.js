// Counts down to data-until beside a time that already stands in words, so nothing is lost without JavaScript.

const MINUTE = 60_000;

// "day|days": for one, for many.
function word(count, forms) {
  const [one, many] = forms.split("|");
  return count === 1 ? one : (many ?? one);
}

function words(milliseconds, element) {
  const minutes = Math.ceil(milliseconds / MINUTE);
  const parts = { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: minutes % 60 };
  const unit = (name) => (parts[name] ? `${parts[name]} ${word(parts[name], element.dataset[name] ?? name)}` : "");
  const shown = parts.days ? ["days", "hours"] : ["hours", "minutes"];
  return `${shown.map(unit).filter(Boolean).join(" ")} ${element.dataset.left ?? "left"}`;
}

function show(element) {
  const left = new Date(element.dataset.until) - Date.now();
  element.hidden = false;
  element.textContent = left > 0 ? words(left, element) : element.dataset.over ?? "";
  element.closest(".countdown")?.classList.toggle("is-over", left <= 0);
}

function showAll() {
  document.querySelectorAll("[data-until]").forEach(show);
}

showAll();
setInterval(showAll, MINUTE / 4);
document.addEventListener("htmx:afterSettle", showAll);
