"use strict";
(() => {
  const sheet = document.querySelector("main");
  const cards = [...sheet.querySelectorAll("article")];
  const sort = document.getElementById("sort");
  const turn = document.getElementById("turn");
  const words = document.getElementById("words");
  const state = document.getElementById("state");
  const told = document.getElementById("told");
  const empty = document.querySelector(".empty");
  const views = [...document.querySelectorAll(".views button")];
  const names = { a: "A", b: "B", d: "A − B" };
  let isTurned = false;

  const see = (element, wanted) => {
    const view = element.dataset.only || wanted;
    element.classList.remove("see-a", "see-b", "see-d");
    element.classList.add("see-" + view);
    element.dataset.view = view;
    const flip = element.querySelector(".flip");
    if (flip) {
      flip.querySelector(".side").textContent = names[view];
      flip.setAttribute("aria-pressed", String(view === "a"));
    }
  };
  const seeAll = (view) => {
    for (const button of views) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    }
    for (const card of cards) {
      see(card, view);
    }
  };
  const viewOfAll = () => views.find((button) => button.getAttribute("aria-pressed") === "true").dataset.view;

  // What has no such number comes last, whichever way round.
  const arrange = () => {
    const by = sort.value;
    const way = isTurned ? -1 : 1;
    const better = sort.selectedOptions[0].dataset.more === "1" ? 1 : -1;
    const valueOf = (card) => (by === "name" ? Number(card.dataset.rank) : by === "order" ? Number(card.dataset.order) : parseFloat(card.dataset[by]));
    const direction = by === "name" || by === "order" ? way : way * better;
    cards.sort((one, other) => {
      const a = valueOf(one);
      const b = valueOf(other);
      if (Number.isNaN(a) !== Number.isNaN(b)) {
        return Number.isNaN(a) ? 1 : -1;
      }
      return Number.isNaN(a) || a === b ? one.dataset.rank - other.dataset.rank : direction * (a - b);
    });
    sheet.append(...cards, empty);
    const shown = by === "name" || by === "order" ? "change" : by;
    const title = [...sort.options].find((option) => option.value === shown).textContent;
    for (const card of cards) {
      const row = card.querySelector(`tr[data-metric="${shown}"]`);
      const now = card.querySelector(".now");
      if (now) {
        now.querySelector("b").textContent = row ? row.cells[1].textContent : "–";
        now.querySelector("span").textContent = title;
      }
    }
  };
  const choose = () => {
    const text = words.value.trim().toLocaleLowerCase();
    let count = 0;
    for (const card of cards) {
      const isWanted = (state.value === "" || card.dataset.states.split(" ").includes(state.value)) &&
        card.dataset.text.toLocaleLowerCase().includes(text);
      card.hidden = !isWanted;
      count += isWanted ? 1 : 0;
    }
    empty.hidden = count > 0;
    told.textContent = `${count} of ${cards.length}`;
  };

  for (const card of cards) {
    const flip = card.querySelector(".flip");
    if (flip) {
      flip.addEventListener("click", () => see(card, card.dataset.view === "b" ? "a" : "b"));
    }
  }
  for (const button of views) {
    button.addEventListener("click", () => seeAll(button.dataset.view));
  }
  sort.addEventListener("change", arrange);
  turn.addEventListener("click", () => {
    isTurned = !isTurned;
    turn.setAttribute("aria-pressed", String(isTurned));
    arrange();
  });
  words.addEventListener("input", choose);
  state.addEventListener("change", choose);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select")) {
      return;
    }
    if (event.key === "f" || event.key === "F") {
      seeAll(viewOfAll() === "b" ? "a" : "b");
    } else if (event.key === "d" || event.key === "D") {
      seeAll(viewOfAll() === "d" ? "b" : "d");
    } else if (event.key === "/") {
      words.focus();
      event.preventDefault();
    }
  });
  seeAll("b");
  choose();
})();
