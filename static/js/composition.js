// One ingredient a line: when the way of entering changes, offer the unit that fits it.

const UNITS = {
  stock_volume: ["mL"],
  total_dose: ["mg", "g", "microgram", "IU", "mEq"],
  final_concentration: ["mg/mL", "%", "microgram/mL", "IU/mL", "mEq/mL"],
};

document.addEventListener("change", (event) => {
  const chosen = UNITS[event.target.value];
  const line = event.target.closest("[data-line]");
  if (!line || !chosen || !event.target.name.endsWith("-entered_as")) return;
  const unit = line.querySelector("[name$='-amount_unit']");
  if (!chosen.includes(unit.value)) unit.value = chosen[0];
});
