// Fills latitude and longitude from the phone that stands at the place. Without it the two numbers are typed, or left out.
for (const part of document.querySelectorAll("[data-here]")) {
  const [button, told] = [part.querySelector("button"), part.querySelector("[role=status]")];
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    told.textContent = "Đang tìm vị trí…";
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      for (const name of ["latitude", "longitude"]) part.querySelector(`[name=${name}]`).value = coords[name].toFixed(5);
      told.textContent = `Đã điền, sai số khoảng ${Math.round(coords.accuracy)} m.`;
    }, () => { told.textContent = "Máy không cho biết vị trí. Hãy cho phép trong cài đặt, hoặc để trống."; }, { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 });
  });
}
