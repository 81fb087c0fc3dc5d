// A member who has opened the sitting finds their open sheets on the device when the network goes.
import { carry } from "./carry.js";

const place = document.querySelector("[data-carry][data-person]");
if (place?.dataset.carry) {
  const addresses = ["/hoi-dong/phieu/mang-theo/", ...place.dataset.carry.trim().split(" ")];
  (self.requestIdleCallback ?? setTimeout)(() => carry(Number(place.dataset.person), addresses).catch(() => {}));
}
