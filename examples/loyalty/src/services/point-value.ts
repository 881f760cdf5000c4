/** Digits after the point that amounts and settings are exact to. */
const DIGITS = 4;

/** What points are worth, a decimal string of two digits. */
export function valueOf(points: number, pointValue: number): string {
  return (points * pointValue).toFixed(2);
}

/** The whole points that an amount earns; a rest below one is not given. */
export function pointsFor(amount: string, pointsPerUnit: number): number {
  // 0.29 × 100 is 28.999999999999996: the binary rest must not cost a point.
  return Math.floor(Number((Number(amount) * pointsPerUnit).toFixed(DIGITS)));
}
