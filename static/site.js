// Small helpers; every page works without them. No inline handlers, no inline styles: a strict
// content-security policy applies. What an element wants is said in its data- attributes.

const KHMER_DIGITS = "០១២៣៤៥៦៧៨៩";
const isKhmer = document.documentElement.lang === "km";

// "២១" → 21, "1 234" → 1234, "32,5" → 32.5; empty → null; anything else → NaN
function typedNumber(text) {
  const digits = text.replace(/[០-៩]/g, (digit) => KHMER_DIGITS.indexOf(digit)).replace(/[\s\u200b]/g, "");
  return digits === "" ? null : Number(digits.replace(",", "."));
}

function shown(number, decimals = 0) {
  const text = number.toFixed(decimals);
  return isKhmer ? text.replace(".", ",") : text;
}

// data-sum: the <output> shows the total of the boxes around it
for (const group of document.querySelectorAll("[data-sum]")) {
  const output = group.querySelector("output");
  const boxes = [...group.querySelectorAll("input[inputmode]")];
  const add = () => {
    const numbers = boxes.map((box) => typedNumber(box.value)).filter((number) => number !== null);
    const total = numbers.reduce((sum, number) => sum + number, 0);
    output.textContent = numbers.length && !Number.isNaN(total) ? shown(Number(total.toFixed(4)), decimalsOf(total)) : "–";
  };
  group.addEventListener("input", add);
  add();
}

function decimalsOf(number) {
  return (String(Number(number.toFixed(4))).split(".")[1] || "").length;
}

// data-share: the <output> shows the first box as per cent of the second
for (const group of document.querySelectorAll("[data-share]")) {
  const [numerator, denominator] = group.querySelectorAll("input");
  const output = group.querySelector("output");
  const divide = () => {
    const [part, whole] = [typedNumber(numerator.value), typedNumber(denominator.value)];
    const share = part === null || !whole ? NaN : (100 * part) / whole;
    output.textContent = Number.isNaN(share) ? "–" : `${shown(share, 1)}\u202f%`;
  };
  group.addEventListener("input", divide);
  divide();
}

// data-choice: elements with data-when="reported returned" show only while one of these values is chosen
for (const group of document.querySelectorAll("[data-choice]")) {
  const choose = () => {
    const chosen = group.querySelector("input[type=radio]:checked")?.value;
    for (const part of group.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(chosen);
    }
  };
  group.addEventListener("change", choose);
  choose();
}

// form[data-guard]: nobody loses what was typed by leaving the page
for (const form of document.querySelectorAll("form[data-guard]")) {
  let isUnsaved = form.querySelector(".is-err") !== null; // sent, but not kept
  form.addEventListener("input", () => { isUnsaved = true; });
  form.addEventListener("submit", () => { isUnsaved = false; });
  addEventListener("beforeunload", (event) => { if (isUnsaved) event.preventDefault(); });
}

// the summary of errors takes the focus, so that it is read out first
document.querySelector(".errs")?.focus();

// a menu closes by Escape and by a click elsewhere
addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// a wide matrix opens at the current quarter, the nav strip at the current page
for (const box of document.querySelectorAll(".scroll")) {
  const now = box.querySelector("thead .now");
  if (now && box.scrollWidth > box.clientWidth) box.scrollLeft = now.offsetLeft + now.offsetWidth - box.clientWidth + 8;
}
for (const strip of document.querySelectorAll(".mainnav ul")) {
  const current = strip.querySelector("[aria-current]");
  if (current) strip.scrollLeft = current.offsetLeft - strip.clientWidth / 3;
}
