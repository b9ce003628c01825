// Move marks that would lie on each other apart, each as little as may be.

export interface Place {
  x: number;
  y: number;
  wide: number;
  high: number;
  // Where its middle would stand best, seen from the place it marks.
  offset: [number, number];
}

const GAP = 1;
const STEP = 6;
const TURNS = 16;
const FAR = 90;

function overlap(a: number[], b: number[]): boolean {
  return a[0] < b[2] + GAP && b[0] < a[2] + GAP && a[1] < b[3] + GAP && b[1] < a[3] + GAP;
}

// Offsets from near to far, the first one as wished, then straight up and round about.
function* offsets(wish: [number, number]): Generator<[number, number]> {
  yield wish;
  for (let r = STEP; r <= FAR; r += STEP) {
    for (let k = 0; k < TURNS; k++) {
      const turn = (2 * Math.PI * k) / TURNS;
      yield [wish[0] + r * Math.sin(turn), wish[1] - r * Math.cos(turn)];
    }
  }
}

export function apart(places: Place[]): [number, number][] {
  const taken: number[][] = [];
  return places.map((place) => {
    const box = ([dx, dy]: [number, number]) => {
      const [x, y] = [place.x + dx, place.y + dy];
      const [w, h] = [place.wide / 2, place.high / 2];
      return [x - w, y - h, x + w, y + h];
    };
    let found = place.offset;
    for (const one of offsets(place.offset)) {
      if (taken.some((other) => overlap(box(one), other))) continue;
      found = one;
      break;
    }
    taken.push(box(found));
    return found;
  });
}
