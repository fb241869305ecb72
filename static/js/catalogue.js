// A long list of boxes gets a field that narrows it, and says in its heading what is chosen.

function chosenWords(pick) {
  const names = [...pick.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.closest("label").textContent.trim());
  const place = pick.querySelector(".pick-chosen");
  if (place) place.textContent = names.length ? names.join(" · ") : place.dataset.none;
}

for (const pick of document.querySelectorAll(".pick")) {
  pick.addEventListener("change", () => chosenWords(pick));
  const filter = pick.querySelector(".pick-filter");
  if (!filter) continue;
  filter.hidden = false;
  const field = filter.querySelector("input");
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const label of pick.querySelectorAll(".pick-options label")) {
      label.hidden = wanted !== "" && !label.textContent.toLowerCase().includes(wanted);
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

// All boxes of a sheet at once.
for (const button of document.querySelectorAll("[data-tick]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const boxes = button.closest("section").querySelectorAll("input[type=checkbox]");
    const all = [...boxes].every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
  });
}
