// When is a page repainted? Loaded into every page measured, before any of its own scripts.
//
// Every change of an element or text in the page, and of a drawn line in a chart, is noted with the
// end of the frame that shows it. The page stands once the script has ended, nothing on it is
// stale, loading or busy, every chart has changed since the click, and nothing changed for 150 ms.
// The time given is that of the last frame, so the 150 ms are waited for but not counted.
(() => {
    const QUIET = 150;
    const PAGE = "[data-testid=stApp], #react-entry-point";
    const NOT_PAGE = "[data-testid=stHeader], [data-testid=stStatusWidget]";
    const UNFINISHED =
        "[data-stale=true], [data-testid=stSkeleton], [data-dash-is-loading=true], " +
        "._dash-loading, .chart-element[aria-busy=true]";

    let everyChart = false; // whether each chart must change
    let charts = null; // how many there must be; unknown until expectCharts
    let started = 0; // a load starts with the navigation, a click with the press of the mouse
    let hasRun = true;
    let changedCharts = new WeakSet();
    let painted = null;
    let waitsForFrame = false;
    let timer, tell;

    const newPromise = () => (window.repainted = new Promise((resolve) => (tell = resolve)));
    newPromise();

    window.expectCharts = (count) => {
        charts = count;
        again(QUIET);
    };
    window.expectRepaint = (count, ofEveryChart) => {
        [charts, everyChart, started, hasRun, painted] = [count, ofEveryChart, null, false, null];
        changedCharts = new WeakSet();
        newPromise();
        again(QUIET);
    };
    window.whyNotRepainted = whyNot;

    function again(milliseconds) {
        clearTimeout(timer);
        timer = setTimeout(check, milliseconds);
    }

    function drawnCharts() {
        const all = [...document.querySelectorAll(".js-plotly-plot")];
        return all.filter((chart) => chart.querySelector(".main-svg"));
    }

    function whyNot() {
        const page = document.querySelector(PAGE);
        if (!page || !document.querySelector("h1")) return "no page yet";
        if (charts === null || started === null) return "nothing pressed yet";
        if (painted === null) return "nothing painted yet";
        const state = page.dataset.testScriptState;
        if (state !== undefined && (state !== "notRunning" || !hasRun)) return `script ${state}`;
        if (document.querySelector(UNFINISHED)) return "something is stale, loading or busy";
        if (document.fonts.status !== "loaded") return "fonts are loading";
        const drawn = drawnCharts();
        if (drawn.length < charts) return `${drawn.length} charts of ${charts}`;
        if (!everyChart || drawn.every((chart) => changedCharts.has(chart))) return null;
        return "a chart has not changed";
    }

    function check() {
        if (whyNot() !== null) return again(50);
        tell({
            milliseconds: painted - started,
            at: performance.timeOrigin + painted,
            charts: drawnCharts().length,
        });
    }

    // Whether a change is one of the page's; a chart that changed is remembered.
    function counts({ type, target, attributeName, addedNodes }) {
        if (attributeName === "data-test-script-state") {
            hasRun = true;
            return false;
        }
        const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
        if (!element?.closest(PAGE) || element.closest(NOT_PAGE)) return false;
        const chart = element.closest(".js-plotly-plot");
        if (chart) changedCharts.add(chart);
        for (const node of addedNodes) {
            const inside = node.querySelectorAll?.(".js-plotly-plot") ?? [];
            inside.forEach((added) => changedCharts.add(added));
        }
        return type !== "attributes" || chart !== null;
    }

    function note(records) {
        const changes = records.filter(counts);
        if (changes.length === 0 || started === null) return;
        again(QUIET);
        if (waitsForFrame) return;
        waitsForFrame = true;
        requestAnimationFrame(() => {
            waitsForFrame = false;
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => (painted = performance.now());
            port2.postMessage(null); // read once this frame has been painted
        });
    }

    window.addEventListener(
        "pointerdown",
        (event) => {
            if (event.isTrusted) started ??= event.timeStamp;
        },
        true,
    );
    new MutationObserver(note).observe(document, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
        attributeFilter: ["d", "transform", "width", "height", "data-test-script-state"],
    });
})();
