// Paper is light: a page that is read in the dark is printed in the colours of the light theme.

const root = document.documentElement;
let read = root.dataset.theme;

addEventListener("beforeprint", () => {
  read = root.dataset.theme;
  root.dataset.theme = "light";
});

addEventListener("afterprint", () => {
  root.dataset.theme = read;
});
