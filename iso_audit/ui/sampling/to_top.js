// Brings the page to its top when another case file is shown: Streamlit keeps the place it had on the page before.

let shownFile = "";

export default ({ data }) => {
  if (data.file === shownFile) return;
  shownFile = data.file;
  const page = document.querySelector('[data-testid="stMain"]');
  if (shownFile) requestAnimationFrame(() => page?.scrollTo(0, 0));
};
