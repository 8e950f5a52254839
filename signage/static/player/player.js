/** The player, put together: what /play is, and the attract loop of /kiosk. */
import { Beats } from "./beats.js";
import { TrustedClock } from "./clock.js";
import { openDatabase } from "./database.js";
import { Director } from "./director.js";
import { Faults } from "./faults.js";
import { Library } from "./library.js";
import { Notice } from "./notice.js";
import { pairByCode, pairWithToken, takeToken } from "./pairing.js";
import { keepShell } from "./shell.js";
import { Stage } from "./stage.js";
import { openStore } from "./store.js";
import { Sync } from "./sync.js";
import { Watchdog } from "./watchdog.js";

const MARK_EVERY = 10e3;

/**
 * Start a player in `root` (the markup of signage/player.html).
 *
 * @param {{worker: string, poll: [number, number], denied: number, texts: object}} config from the page
 */
export async function startPlayer(root, config) {
  const faults = watchErrors(new Faults());
  const clock = new TrustedClock();
  const database = await openDatabase();
  const store = await openStore(database);
  const library = new Library({ database, store, clock, faults });
  const notice = new Notice(root, config.texts);
  const stage = new Stage(root.querySelector("[data-stage]"));
  const director = new Director({ clock, library, stage, faults });
  const reload = () => location.reload();
  const watchdog = new Watchdog({ database, director, library, clock, faults });
  const sync = new Sync({ library, clock, faults, poll: config.poll, onCommand: (command) => command.name === "reload" && reload() });
  const beats = new Beats({ database, library, director, sync, store, faults });

  const shell = keepShell(config.worker).catch((problem) => faults.report("shell", problem.message));
  await resume(library, clock, database, faults);
  await pair(library, notice);
  notice.bake(library.pairing.screen);
  stage.fit(library.pairing.screen);
  showProgress(library, notice);
  if (await watchdog.admit()) director.start();
  sync.run();
  beats.start();
  watchdog.start();
  keepMark(clock, database, library, faults);
  pairAgainWhenDenied(sync, library, config.denied, reload);
  return { library, clock, director, stage, store, sync, faults, shell };
}

async function resume(library, clock, database, faults) {
  const kept = await database.get("clock");
  if (kept) clock.boot(kept);
  await library.load().catch((problem) => faults.report("memory", problem.message));
}

/** A token in the address comes first; a refused one does no harm to a paired screen. */
async function pair(library, notice) {
  const token = takeToken();
  const pairing = token && (await pairWithToken(token).catch(() => null));
  if (pairing) await library.pair(pairing);
  else if (library.pairing === null || token === "") {
    await library.pair(await pairByCode((offer) => notice.pairing(offer)));
  }
}

function showProgress(library, notice) {
  const show = () => notice.loading(library.active ? null : (library.progress ?? { done: 0, of: 0 }));
  library.addEventListener("progress", show);
  library.addEventListener("change", show);
  show();
}

/** Power may go at any moment: the mark is kept at each contact that moved it, and now and then. */
function keepMark(clock, database, library, faults) {
  const keep = () => {
    if (clock.known) database.put({ clock: clock.keep() }).catch((problem) => faults.report("database", problem.message));
  };
  library.addEventListener("change", keep);
  setInterval(keep, MARK_EVERY);
  addEventListener("pagehide", keep);
}

/** A screen that was taken out of service drops what it holds and shows a code again. */
function pairAgainWhenDenied(sync, library, patience, reload) {
  setInterval(async () => {
    if (sync.refusedSince === null || performance.now() - sync.refusedSince < patience) return;
    sync.refusedSince = null;
    await library.forget();
    reload();
  }, 1000);
}

function watchErrors(faults) {
  addEventListener("error", (event) => faults.report("script", event.message));
  addEventListener("unhandledrejection", (event) => faults.report("script", event.reason?.message ?? event.reason));
  return faults;
}
