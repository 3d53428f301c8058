// Everything works without this file. With it, Escape and a second press close an evidence pair and keep one's place.
const cells = () => document.querySelectorAll("[data-evidence]");

function openEvidence() {
  const target = location.hash.slice(1) && document.getElementById(location.hash.slice(1));
  return target && target.classList.contains("evidence") ? target : null;
}

function mirrorState() {
  const open = openEvidence();
  for (const cell of cells()) {
    cell.setAttribute("aria-expanded", String(open !== null && cell.hash === `#${open.id}`));
  }
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const fold = target && target.closest("details");
  if (fold && !fold.open) {
    fold.open = true;
    target.scrollIntoView();
  }
}

function close(evidence) {
  const cell = document.querySelector(`[data-evidence][href="#${evidence.id}"]`);
  const top = cell.getBoundingClientRect().top;
  location.replace(`#${cell.id}`);
  cell.focus({ preventScroll: true });
  scrollBy({ top: cell.getBoundingClientRect().top - top, behavior: "instant" });
}

document.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-evidence]");
  const closer = event.target.closest("[data-evidence-close]");
  const open = openEvidence();
  if (open && (closer || (cell && cell.hash === `#${open.id}`))) {
    event.preventDefault();
    close(open);
  }
});

document.addEventListener("keydown", (event) => {
  const open = openEvidence();
  if (event.key === "Escape" && open) close(open);
});

addEventListener("hashchange", mirrorState);
mirrorState();
