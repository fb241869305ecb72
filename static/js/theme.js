// Light, dark or as the system says: set before the page is painted, remembered on this device.

(() => {
  const root = document.documentElement;
  const wear = (theme) => {
    if (theme) root.dataset.bsTheme = theme;
    else delete root.dataset.bsTheme;
    for (const button of document.querySelectorAll("[data-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.theme === (theme ?? "")));
    }
  };
  const worn = () => localStorage.getItem("theme") || undefined;

  wear(worn());
  document.addEventListener("DOMContentLoaded", () => wear(worn()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme]");
    if (!button) return;
    localStorage.setItem("theme", button.dataset.theme);
    wear(worn());
  });
})();
