/** Dates as officials write them, in the plan's zone. */
export class Dates {
  #zone;

  constructor(zone) {
    this.#zone = zone;
  }

  /** 2026年10月8日 */
  full(at) {
    const { year, month, day } = this.#parts(at);
    return `${year}年${month}月${day}日`;
  }

  /** 10月8日 */
  short(at) {
    const { month, day } = this.#parts(at);
    return `${month}月${day}日`;
  }

  /** The last day on which something that ends at `end` is shown. */
  lastDay(end) {
    return this.full(end - 1);
  }

  /** {time: "09:41", day: "11月22日 星期日"} */
  clock(at) {
    const { hour, minute } = this.#parts(at);
    const weekday = new Intl.DateTimeFormat("zh-CN", { timeZone: this.#zone, weekday: "long" }).format(at);
    return { time: `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`, day: `${this.short(at)} ${weekday}` };
  }

  #parts(at) {
    const numeric = "numeric";
    const options = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric };
    const format = new Intl.DateTimeFormat("en", { timeZone: this.#zone, hourCycle: "h23", ...options });
    return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  }
}
