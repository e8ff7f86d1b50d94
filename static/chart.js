// One chart on the page: a Plotly figure sent by insight/ui/plotly_element.py, kept between
// reruns and redrawn with Plotly.react. Loaded once per page; a rerun sends figures only.
// Charts in the window are drawn at once, the others when the browser has time, and until
// then what they drew before is hidden.

// Constructed and adopted, not inserted as text, so that a content-security policy allows it.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
    .chart-element-box { position: relative; }
    .chart-element { width: 100%; overflow: hidden; contain: layout style paint; }
    .chart-element[data-waits] > * { opacity: 0; }
    .chart-element:focus-visible {
        outline: 2px solid var(--st-primary-color);
        outline-offset: -2px;
        border-radius: var(--st-base-radius);
    }
    .chart-element-said {
        position: absolute; top: 0; left: 0; width: 1px; height: 1px;
        overflow: hidden; clip-path: inset(50%);
    }
    @media print {
        .chart-element { break-inside: avoid; }
        .chart-element .svg-container { width: 100% !important; }
        .chart-element .main-svg { max-width: 100%; height: auto; }
    }
`);
document.adoptedStyleSheets.push(sheet);

const SAID_AFTER = 120; // ms: Plotly writes a hover label up to 50 ms after it is asked to
const DRAWN_WITHIN = 1000; // ms: however busy the browser is

const charts = new WeakMap(); // by the element Streamlit gives them
const waiting = new Set(); // charts to be drawn when the browser has time
let timeAsked = false;

const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) target.chart.see(isIntersecting);
});
addEventListener("beforeprint", () => [...waiting].forEach((chart) => chart.catchUp()));

function drawInTime() {
    if (timeAsked || waiting.size === 0) return;
    timeAsked = true;
    requestIdleCallback(
        () => {
            timeAsked = false;
            const [chart] = waiting;
            chart?.catchUp();
            drawInTime();
        },
        { timeout: DRAWN_WITHIN },
    );
}

const [version] = new URL(import.meta.url).search.slice(1).split("-");
let plotly; // promised once, by the first chart of the page

function loadPlotly() {
    plotly ??= new Promise((resolve, reject) => {
        const file = `plotly-basic-${version}.min.js`;
        const script = document.createElement("script");
        script.src = new URL(file, import.meta.url);
        script.onload = () => resolve(window.Plotly);
        script.onerror = () => reject(new Error(`${file} did not load; reload the page.`));
        document.head.append(script);
    });
    return plotly;
}

function inflated(bytes) {
    const { readable, writable } = new DecompressionStream("deflate");
    const writer = writable.getWriter();
    writer.write(bytes);
    writer.close();
    return new Response(readable).text();
}

// Streamlit calls this after every rerun that sends other data, and when the theme changes.
// It calls what is returned when the chart has left the page, but also when the next data came
// before this call had ended, at times before the next call: only then is the chart still there.
export async function draw({ data, parentElement, setStateValue }) {
    const chart = charts.get(parentElement) ?? new Chart(parentElement);
    const call = ++chart.calls;
    chart.setStateValue = setStateValue;
    chart.frame.ariaBusy = "true";
    const loading = loadPlotly();
    const [selection, drawing] = (await inflated(data)).split("\n");
    if (call === chart.calls) await chart.show(drawing, JSON.parse(selection), loading);
    return () => {
        if (call === chart.calls && !parentElement.isConnected) chart.remove();
    };
}

class Chart {
    calls = 0;
    drawing = ""; // the JSON last shown, to see whether anything changed
    selected = null; // the points last marked, as JSON
    wanted = []; // the points to mark
    turn = 0; // how often the reader has selected: Python sends back what it has heard of
    at = null; // the point under the keyboard
    inSight = null; // whether any of it is in the window; unknown at first

    constructor(parent) {
        this.parent = parent;
        this.frame = document.createElement("div");
        this.frame.className = "chart-element";
        this.frame.tabIndex = 0;
        this.frame.role = "img";
        // Outside the frame: what is inside an image is not read.
        this.said = document.createElement("div");
        this.said.className = "chart-element-said";
        this.said.role = "status";
        this.box = document.createElement("div");
        this.box.className = "chart-element-box";
        this.box.append(this.frame, this.said);
        parent.append(this.box);
        this.frame.addEventListener("keydown", (event) => this.press(event));
        this.frame.addEventListener("focus", () => this.catchUp());
        this.frame.addEventListener("blur", () => this.leave());
        this.frame.chart = this;
        this.observer = new ResizeObserver(() => this.fitSoon());
        this.observer.observe(this.frame);
        sight.observe(this.frame);
        charts.set(parent, this);
    }

    async show(drawing, { points, turn = this.turn }, loading) {
        if (drawing !== this.drawing) {
            this.drawing = drawing;
            this.next = JSON.parse(drawing);
            for (const trace of this.next.data) {
                if (trace.hovertext?.columns) trace.hovertext = textsOf(trace.hovertext);
            }
            this.selects = this.next.selects;
            this.frame.ariaLabel = this.next.alt;
            this.frame.style.height = `${this.next.height}px`;
        }
        if (turn >= this.turn) {
            this.wanted = points;
            this.turn = turn;
        }
        this.Plotly = await loading;
        await this.fitSoon();
    }

    see(inSight) {
        this.inSight = inSight;
        if (inSight) this.catchUp();
    }

    catchUp() {
        if (waiting.has(this)) this.fit();
    }

    // Now, where it can be seen or has nothing new to show.
    fitSoon() {
        if (this.inSight || !this.next) return this.fit();
        waiting.add(this);
        this.frame.dataset.waits = "";
        drawInTime();
    }

    // Draw what waits, or fit what is drawn to another width. A chart in a closed tab or
    // expander has no width: it waits until the observer says that it has one.
    async fit() {
        waiting.delete(this);
        const width = this.frame.clientWidth;
        if (!this.Plotly || width === 0) return;
        if (this.next) {
            const { data, layout, config } = this.next;
            allowOverflow(layout.template?.layout);
            this.next = null;
            this.width = width;
            this.leave();
            this.selected = null;
            const drawn = this.Plotly.react(this.frame, data, { ...layout, width }, config);
            if (!this.listening) this.listen();
            delete this.frame.dataset.waits;
            await drawn;
        } else if (width !== this.width && this.listening) {
            this.width = width;
            await this.Plotly.relayout(this.frame, { width });
        }
        if (this.next) return; // the next figure came while this one was drawn
        if (this.selects) this.mark();
        this.frame.ariaBusy = "false";
    }

    listen() {
        this.listening = true;
        this.frame.on("plotly_afterplot", () => this.finish());
        this.finish();
        this.frame.on("plotly_selected", (event) => {
            if (event && this.selects) this.tell(event.points.map(pointOfEvent));
        });
        this.frame.on("plotly_deselect", () => {
            if (this.selects) this.tell([]);
        });
    }

    finish() {
        this.scaleInPrint();
        hideCutLabels(this.frame);
    }

    // With a viewBox the style sheet can make the drawing narrower on paper than on screen.
    scaleInPrint() {
        for (const svg of this.frame.querySelectorAll(".main-svg")) {
            const { width, height } = svg;
            const box = `0 0 ${width.baseVal.value} ${height.baseVal.value}`;
            if (svg.getAttribute("viewBox") !== box) svg.setAttribute("viewBox", box);
        }
    }

    // What Plotly has marked itself.
    tell(points) {
        this.wanted = points;
        this.selected = JSON.stringify(points);
        this.turn += 1;
        this.setStateValue("selection", { points, turn: this.turn });
    }

    // What the keyboard chose: marked at once, so that the next key finds it.
    choose(points) {
        this.wanted = points;
        this.mark();
        this.tell(points);
    }

    // Mark the points that Python holds selected, and tell it when some are there no longer.
    mark() {
        const wanted = JSON.stringify(this.wanted);
        if (wanted === this.selected || (this.selected === null && wanted === "[]")) return;
        const names = new Set(this.wanted.map(nameOf));
        const found = [];
        const indices = this.frame._fullData.map((trace, curve) => {
            const points = this.frame.calcdata[curve]
                .map((_, index) => pointOfTrace(trace, curve, index))
                .filter((point) => names.has(nameOf(point)));
            found.push(...points);
            return points.map((point) => point.point_number);
        });
        const marked = names.size === 0 ? [null] : indices;
        this.Plotly.restyle(this.frame, { selectedpoints: marked });
        this.selected = wanted;
        if (new Set(found.map(nameOf)).size < names.size) this.tell(found);
    }

    press(event) {
        if (event.ctrlKey || event.metaKey || event.altKey || !this.listening) return;
        this.catchUp();
        const key = event.key;
        if (key === "Escape") {
            this.leave();
            if (this.selects && this.wanted.length > 0) this.choose([]);
        } else if ((key === "Enter" || key === " ") && this.selects && this.at) {
            this.toggle();
        } else if (key === "ArrowLeft" || key === "ArrowRight") {
            this.step(key === "ArrowRight" ? 1 : -1);
        } else if (key === "ArrowUp" || key === "ArrowDown") {
            this.change(key === "ArrowDown" ? 1 : -1);
        } else if (key === "Home" || key === "End") {
            this.step(key === "Home" ? -Infinity : Infinity);
        } else {
            return;
        }
        event.preventDefault();
    }

    // The points of each trace that can be hovered and are in view, in the order of the trace.
    lines() {
        return this.frame._fullData
            .map((trace, curve) => this.inView(trace, curve))
            .filter((line) => line.length > 0);
    }

    inView(trace, curve) {
        if (trace.visible !== true || ["skip", "none"].includes(trace.hoverinfo)) return [];
        const { _fullLayout: layout, calcdata } = this.frame;
        const axis = (name) => layout[name.replace(/^[xy]/, "$&axis")];
        if (!trace.xaxis || !trace.yaxis) return [];
        const [xAxis, yAxis] = [axis(trace.xaxis), axis(trace.yaxis)];
        const within = (place, length) => place >= -1 && place <= length + 1;
        return calcdata[curve].flatMap((point, index) => {
            const flat = trace.orientation === "h" && trace.type === "bar";
            const x = xAxis.c2p(point.x ?? (flat ? point.s : point.p));
            const y = yAxis.c2p(point.y ?? (flat ? point.p : point.s));
            const seen = within(x, xAxis._length) && within(y, yAxis._length);
            return seen ? [{ curve, index, x }] : [];
        });
    }

    step(by) {
        const lines = this.lines();
        const line = lines.find((line) => line[0].curve === this.at?.curve) ?? lines[0];
        if (!line) return;
        const last = line.length - 1;
        const now = line.findIndex((point) => point.index === this.at?.index);
        const before = now >= 0 ? now : by > 0 ? -1 : last + 1;
        this.hover(line[Math.min(Math.max(before + by, 0), last)]);
    }

    change(by) {
        const lines = this.lines();
        const now = lines.findIndex((line) => line[0].curve === this.at?.curve);
        if (now < 0) return this.step(1);
        const line = lines[(now + by + lines.length) % lines.length];
        const away = (point) => Math.abs(point.x - this.at.x);
        this.hover(line.reduce((best, point) => (away(point) < away(best) ? point : best)));
    }

    hover(point) {
        this.at = point;
        const trace = this.frame._fullData[point.curve];
        const asked = [{ curveNumber: point.curve, pointNumber: point.index }];
        this.Plotly.Fx.hover(this.frame, asked, trace.xaxis + trace.yaxis);
        clearTimeout(this.saying);
        this.saying = setTimeout(() => this.say(), SAID_AFTER);
    }

    say() {
        const lines = (label) => {
            const parts = [...label.querySelectorAll("tspan.line")];
            return (parts.length > 0 ? parts : [label]).map((part) => part.textContent);
        };
        const labels = [...this.frame.querySelectorAll(".hoverlayer .hovertext text.nums")];
        this.said.textContent = labels.flatMap(lines).join(", ");
    }

    leave() {
        if (!this.at) return;
        this.at = null;
        clearTimeout(this.saying);
        this.said.textContent = "";
        this.Plotly.Fx.unhover(this.frame);
    }

    toggle() {
        const trace = this.frame._fullData[this.at.curve];
        const point = pointOfTrace(trace, this.at.curve, this.at.index);
        const others = this.wanted.filter((other) => nameOf(other) !== nameOf(point));
        this.choose(others.length < this.wanted.length ? others : [...others, point]);
    }

    remove() {
        this.observer.disconnect();
        sight.unobserve(this.frame);
        waiting.delete(this);
        clearTimeout(this.saying);
        charts.delete(this.parent);
        if (this.listening) this.Plotly.purge(this.frame);
        this.Plotly = null;
        this.box.remove();
    }
}

// Plotly hides tick labels that would be cut at the edge, but looks at all of an axis again for
// each of them. hideCutLabels does it once.
function allowOverflow({ xaxis, yaxis } = {}) {
    for (const axis of [xaxis, yaxis]) if (axis) axis.ticklabeloverflow ??= "allow";
}

function hideCutLabels(frame) {
    for (const label of frame.querySelectorAll("[data-cut]")) {
        label.style.display = "";
        delete label.dataset.cut;
    }
    const { left, right, top, bottom } = frame.getBoundingClientRect();
    const isCut = (label) => {
        const box = label.getBoundingClientRect();
        return label.parentElement.classList.contains("xtick")
            ? box.left < left - 1 || box.right > right + 1
            : box.top < top - 1 || box.bottom > bottom + 1;
    };
    for (const label of [...frame.querySelectorAll(".xtick text, .ytick text")].filter(isCut)) {
        label.style.display = "none";
        label.dataset.cut = "";
    }
}

// Texts that came as columns of their words; a column that is one word has it for every text.
function textsOf({ count, columns }) {
    const wordOf = (column, text) => (typeof column === "string" ? column : column[text]);
    return Array.from({ length: count }, (_, text) =>
        columns
            .map((column) => wordOf(column, text))
            .filter((word) => word !== null)
            .join(" "),
    );
}

// A point in the words st.plotly_chart has for it.
function pointOfEvent({ curveNumber, pointNumber, x, y, customdata }) {
    return {
        curve_number: curveNumber,
        point_number: pointNumber,
        x: x ?? null,
        y: y ?? null,
        customdata: plain(customdata),
    };
}

function pointOfTrace(trace, curveNumber, pointNumber) {
    const at = (values) => values?.[pointNumber];
    const [x, y, customdata] = [at(trace.x), at(trace.y), at(trace.customdata)];
    return pointOfEvent({ curveNumber, pointNumber, x, y, customdata });
}

function plain(value) {
    if (ArrayBuffer.isView(value)) return [...value];
    return value ?? null;
}

// What makes a point the same one in another figure: what the page says it stands for.
function nameOf({ curve_number, x, y, customdata }) {
    return JSON.stringify(customdata ?? [curve_number, x, y]);
}
