// When is a page repainted? Loaded into every page measured, before any of its own scripts.
//
// Every change of an element or text in the page, and of a drawn line in a chart, is noted with the
// end of the frame that shows it. The page stands once the script has ended, nothing on it is
// stale, loading or busy, every chart has changed since the click, and nothing changed for 150 ms.
// The time given is that of the last frame, so the 150 ms are waited for but not counted; `seen` is
// that of the last frame that changed anything but charts which lie wholly outside the window.
(() => {
    const QUIET = 150;
    const UNSEEN_RUN = 1000;
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
    let seen = null;
    let waitsForFrame = false;
    let waitsToBeSeen = false;
    let timer, tell;

    const newPromise = () => (window.repainted = new Promise((resolve) => (tell = resolve)));
    newPromise();

    window.expectCharts = (count) => {
        charts = count;
        again(QUIET);
    };
    window.expectRepaint = (count, ofEveryChart) => {
        [charts, everyChart, started, hasRun] = [count, ofEveryChart, null, false];
        [painted, seen] = [null, null];
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
        if (state !== undefined && state !== "notRunning") return `script ${state}`;
        // A script that ends within a frame was never seen to run; what it changed is painted.
        const isLate = performance.now() - painted > UNSEEN_RUN;
        if (state !== undefined && !hasRun && !isLate) return "the script has not run";
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
            seen: seen - started,
            at: performance.timeOrigin + painted,
            charts: drawnCharts().length,
        });
    }

    const outside = new WeakSet(); // charts wholly outside the window
    const sight = new IntersectionObserver((entries) => {
        for (const { target, isIntersecting } of entries) {
            isIntersecting ? outside.delete(target) : outside.add(target);
        }
    });
    const watched = new WeakSet();

    function changed(chart) {
        changedCharts.add(chart);
        if (watched.has(chart)) return;
        watched.add(chart);
        sight.observe(chart);
    }

    // Where in the page an element is: the chart it is part of, the page itself, or neither.
    function placeOf(element) {
        if (!element?.closest(PAGE) || element.closest(NOT_PAGE)) return null;
        return element.closest(".js-plotly-plot") ?? document.body;
    }

    // The places of the changes that count; siblings are in one place, which saves looking.
    function placesOf(records) {
        const places = new Set();
        const known = new Map();
        for (const { type, target, attributeName, addedNodes } of records) {
            if (attributeName === "data-test-script-state") {
                hasRun = true;
                continue;
            }
            const isElement = target.nodeType === Node.ELEMENT_NODE;
            const element = isElement && type === "childList" ? target : target.parentElement;
            if (!known.has(element)) known.set(element, placeOf(element));
            const place = known.get(element);
            if (place === null || (type === "attributes" && place === document.body)) continue;
            places.add(place);
            if (place !== document.body) continue;
            for (const node of addedNodes) {
                node.querySelectorAll?.(".js-plotly-plot").forEach(changed);
            }
        }
        return [...places];
    }

    function note(records) {
        const places = placesOf(records);
        places.filter((place) => place !== document.body).forEach(changed);
        if (places.length === 0 || started === null) return;
        again(QUIET);
        waitsToBeSeen ||= places.some((place) => !outside.has(place));
        if (waitsForFrame) return;
        waitsForFrame = true;
        requestAnimationFrame(() => {
            const isSeen = waitsToBeSeen;
            [waitsForFrame, waitsToBeSeen] = [false, false];
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
                painted = performance.now();
                if (isSeen) seen = painted;
            };
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
