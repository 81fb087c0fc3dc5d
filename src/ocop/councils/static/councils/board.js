// The board follows the sitting while it is open on a screen; without script, reloading does the same.
const board = document.querySelector("[data-board]");
const REST = 8000;

async function follow() {
  if (document.hidden) return;
  const answer = await fetch(board.dataset.board, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok && !board.contains(document.activeElement)) board.innerHTML = await answer.text();
}

if (board) setInterval(follow, REST);
