// Play recordings in a 3-D scene: kilometres, x east, y up, z south. No network, no eval.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);

  const MAIN = new Set([
    "unit_state", "failed", "launch", "hit", "stopped", "miss", "leaker", "impact_elsewhere",
    "unit_lost", "reloaded", "link_lost",
  ]);
  const SHAPE = { threat: 0, interceptor: 1, stopped: 2, miss: 3, leaker: 4, hit: 5, elsewhere: 6 };
  const COLOUR = {
    land: "#f3f1ec", border: "#8a93a0", graticule: "#dfe3e6", sector: "#0072b2", asset: "#00775a",
    unit: "#00527f", threat: "#b34700", interceptor: "#0072b2", stopped: "#1b2430",
    leaker: "#9b1c31", miss: "#0072b2", hit: "#1b2430", elsewhere: "#6b4e00",
  };
  const LABELS_MOST = 12; // names of threats are shown only while so few are in the air
  const BURST_S = 8; // how long the mark of a hit or miss stays

  // ------------------------------------------------------------------ one recording, made quick
  function prepare(run) {
    const movers = run.movers.map((mover) => ({
      ...mover, t: Float64Array.from(mover.t), p: Float32Array.from(mover.p), at: 0,
    }));
    const byId = new Map(movers.map((mover) => [mover.id, mover]));
    const names = new Map([...run.sites, ...movers].map((each) => [each.id, each.name]));
    const shots = new Map();
    for (const mover of movers) {
      if (mover.target) shots.set(mover.target, (shots.get(mover.target) || 0) + 1);
    }
    const marks = run.events
      .filter((event) => event.p && ["stopped", "hit", "miss", "leaker", "impact_elsewhere"].includes(event.kind))
      .map((event) => ({
        t: event.t, p: event.p, kind: event.kind === "impact_elsewhere" ? "elsewhere" : event.kind,
        stays: event.kind === "leaker" || event.kind === "stopped" || event.kind === "impact_elsewhere",
      }));
    return { ...run, movers, byId, names, shots, marks };
  }
  const runs = data.runs.map(prepare);

  // Position of a mover at a time into out; false where it is not in the air.
  function place(mover, t, out) {
    const times = mover.t;
    const n = times.length;
    if (n === 0 || t < times[0] || t > times[n - 1]) return false;
    let i = mover.at;
    if (i >= n - 1 || times[i] > t || times[i + 1] < t) {
      let low = 0;
      let high = n - 1;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (times[middle] <= t) low = middle; else high = middle;
      }
      i = low;
      mover.at = i;
    }
    const j = Math.min(i + 1, n - 1);
    const w = j > i ? (t - times[i]) / (times[j] - times[i]) : 0;
    for (let k = 0; k < 3; k += 1) out[k] = mover.p[3 * i + k] * (1 - w) + mover.p[3 * j + k] * w;
    return true;
  }

  // ------------------------------------------------------------------ state
  let run = runs[0];
  let now = run.start;
  let playing = false;
  let filter = "main";
  let follow = "";
  let dirty = true;
  let frames = 0;
  const counts = { threats: 0, interceptors: 0, leakers: 0, stopped: 0 };

  function clockText(t) {
    const sign = t < 0 ? "−" : "+";
    const whole = Math.abs(t);
    const minutes = Math.floor(whole / 60);
    const seconds = (whole - 60 * minutes).toFixed(1).padStart(4, "0");
    return `T${sign}${String(minutes).padStart(2, "0")}:${seconds}`;
  }

  // ------------------------------------------------------------------ scene
  const canvas = $("canvas");
  const vector = new THREE.Vector3();
  let view = null;

  function buffer(array, size) { return new THREE.Float32BufferAttribute(array, size); }

  function lines(strips, colour, opacity) {
    const flat = [];
    for (const strip of strips) {
      for (let i = 0; i + 5 < strip.length; i += 3) flat.push(...strip.slice(i, i + 6));
    }
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", buffer(flat, 3));
    const material = new THREE.LineBasicMaterial({
      color: colour, opacity, transparent: true, depthTest: false,
    });
    const made = new THREE.LineSegments(geometry, material);
    made.frustumCulled = false;
    return made;
  }

  function fan(ring, centre, colour, opacity) {
    const flat = [...centre, ...ring];
    const index = [];
    const n = ring.length / 3;
    for (let i = 0; i < n; i += 1) index.push(0, i + 1, ((i + 1) % n) + 1);
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", buffer(flat, 3));
    geometry.setIndex(index);
    const material = new THREE.MeshBasicMaterial({
      color: colour, opacity, transparent: true, depthTest: false, side: THREE.DoubleSide,
    });
    return new THREE.Mesh(geometry, material);
  }

  function earth(reach) {
    // A cap of a sphere of 6371 km: within a pixel of the ellipsoid at this scale.
    const ring = [];
    const rings = 24;
    const around = 72;
    const index = [];
    for (let i = 0; i <= rings; i += 1) {
      const r = (reach * i) / rings;
      const drop = Math.sqrt(6371 * 6371 - r * r) - 6371;
      for (let j = 0; j < around; j += 1) {
        const a = (2 * Math.PI * j) / around;
        ring.push(r * Math.cos(a), drop, r * Math.sin(a));
        if (i < rings) {
          const b = i * around + j;
          const c = i * around + ((j + 1) % around);
          index.push(b, b + around, c, c, b + around, c + around);
        }
      }
    }
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", buffer(ring, 3));
    geometry.setIndex(index);
    return new THREE.Mesh(geometry, new THREE.MeshBasicMaterial({
      color: COLOUR.land, side: THREE.DoubleSide, depthTest: false,
    }));
  }

  const TRAIL_VERTEX = `
    attribute float when; varying float vWhen;
    void main() { vWhen = when; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }`;
  const TRAIL_FRAGMENT = `
    precision highp float; uniform float now; uniform vec3 colour; varying float vWhen;
    void main() {
      if (vWhen > now) discard;
      gl_FragColor = vec4(colour, mix(0.3, 0.95, exp((vWhen - now) / 45.0)));
    }`;
  const MARK_VERTEX = `
    attribute float shape; attribute vec3 tint; attribute float size; varying float vShape; varying vec3 vTint;
    uniform float ratio;
    void main() {
      vShape = shape; vTint = tint;
      gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
      gl_PointSize = size * ratio;
    }`;
  const MARK_FRAGMENT = `
    precision highp float; varying float vShape; varying vec3 vTint;
    void main() {
      vec2 p = gl_PointCoord * 2.0 - 1.0; p.y = -p.y;
      float r = length(p); bool inside = false;
      if (vShape < 0.5) inside = p.y < 0.8 && p.y > -0.9 && abs(p.x) < (p.y + 0.9) * 0.5;
      else if (vShape < 1.5) inside = r < 0.75;
      else if (vShape < 2.5) inside = sqrt(abs(p.x)) + sqrt(abs(p.y)) < 1.0;
      else if (vShape < 3.5) inside = r < 0.95 && r > 0.6;
      else if (vShape < 4.5) inside = min(abs(p.x - p.y), abs(p.x + p.y)) < 0.36;
      else if (vShape < 5.5) inside = min(abs(p.x), abs(p.y)) < 0.25;
      else inside = max(abs(p.x), abs(p.y)) < 0.95 && max(abs(p.x), abs(p.y)) > 0.6;
      if (!inside) discard;
      gl_FragColor = vec4(vTint, 1.0);
    }`;

  function trails(movers, colour) {
    const position = [];
    const when = [];
    for (const mover of movers) {
      for (let i = 0; i + 1 < mover.t.length; i += 1) {
        position.push(...mover.p.slice(3 * i, 3 * i + 6));
        when.push(mover.t[i], mover.t[i + 1]);
      }
    }
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", buffer(position, 3));
    geometry.setAttribute("when", buffer(when, 1));
    const material = new THREE.ShaderMaterial({
      vertexShader: TRAIL_VERTEX, fragmentShader: TRAIL_FRAGMENT, transparent: true, depthTest: false,
      uniforms: { now: { value: now }, colour: { value: new THREE.Color(colour).convertLinearToSRGB() } },
    });
    const made = new THREE.LineSegments(geometry, material);
    made.frustumCulled = false;
    return made;
  }

  function makeMarks(most) {
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", buffer(new Float32Array(3 * most), 3));
    geometry.setAttribute("tint", buffer(new Float32Array(3 * most), 3));
    geometry.setAttribute("shape", buffer(new Float32Array(most), 1));
    geometry.setAttribute("size", buffer(new Float32Array(most), 1));
    const material = new THREE.ShaderMaterial({
      vertexShader: MARK_VERTEX, fragmentShader: MARK_FRAGMENT, transparent: true, depthTest: false,
      uniforms: { ratio: { value: 1 } },
    });
    const made = new THREE.Points(geometry, material);
    made.frustumCulled = false;
    return made;
  }

  function makeStems(most) {
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", buffer(new Float32Array(6 * most), 3));
    const material = new THREE.LineBasicMaterial({
      color: COLOUR.threat, opacity: 0.45, transparent: true, depthTest: false,
    });
    const made = new THREE.LineSegments(geometry, material);
    made.frustumCulled = false;
    return made;
  }

  const TINT = Object.fromEntries(Object.keys(SHAPE).map((kind) => {
    const colour = new THREE.Color(COLOUR[kind]).convertLinearToSRGB();
    return [kind, [colour.r, colour.g, colour.b]];
  }));

  function label(text, kind) {
    const span = document.createElement("span");
    span.textContent = text;
    span.className = kind;
    $("labels").append(span);
    return span;
  }

  function build() {
    const scene = new THREE.Scene();
    scene.background = new THREE.Color("#dde7ee");
    let order = 0;
    const add = (object) => { order += 1; object.renderOrder = order; scene.add(object); return object; };
    add(earth(data.ground.reach));
    add(lines(data.ground.graticule, COLOUR.graticule, 1));
    add(lines(data.ground.borders, COLOUR.border, 1));
    for (const site of run.sites) {
      for (const sector of site.sectors) {
        // A wedge closes at the unit; an all-round sector is a ring about it.
        add(fan(sector.ring, site.p, COLOUR.sector, sector.use === "search" ? 0.16 : 0.08));
        add(lines([[...sector.ring, ...sector.ring.slice(0, 3)]], COLOUR.sector, 0.4));
      }
    }
    for (const site of run.sites) {
      if (site.ring.length) {
        add(fan(site.ring, site.p, COLOUR.asset, 0.45));
        add(lines([[...site.ring, ...site.ring.slice(0, 3)]], COLOUR.asset, 1));
      }
    }
    const threats = run.movers.filter((mover) => mover.kind === "threat");
    const shots = run.movers.filter((mover) => mover.kind === "interceptor");
    const flown = [add(trails(threats, COLOUR.threat)), add(trails(shots, COLOUR.interceptor))];
    const stems = add(makeStems(Math.max(1, threats.length)));
    const marks = add(makeMarks(run.movers.length + run.marks.length + 1));
    $("labels").replaceChildren();
    const labels = [
      ...data.ground.names.map((each) => ({ span: label(each.name, "country"), p: each.p })),
      ...run.sites.map((site) => ({ span: label(site.name.replace(/ \(.*\)$/, ""), site.kind), p: site.p, dy: site.kind === "asset" ? -18 : 6 })),
    ];
    const moving = threats.map((mover) => ({ span: label(mover.name, "threat"), mover, p: [0, 0, 0] }));
    return { scene, flown, stems, marks, labels, moving, threats };
  }

  function dispose(old) {
    old.scene.traverse((object) => {
      if (object.geometry) object.geometry.dispose();
      if (object.material) object.material.dispose();
    });
  }

  function start3d() {
    let renderer;
    try {
      renderer = new THREE.WebGLRenderer({ canvas, antialias: true, powerPreference: "low-power" });
    } catch {
      canvas.hidden = true;
      $("no-scene").hidden = false;
      return;
    }
    const camera = new THREE.PerspectiveCamera(45, 1, 0.5, 20000);
    const controls = new THREE.OrbitControls(camera, canvas);
    controls.maxPolarAngle = 0.495 * Math.PI;
    controls.minDistance = 2;
    controls.maxDistance = 6 * data.ground.reach;
    controls.addEventListener("change", () => { dirty = true; });
    view = { renderer, camera, controls, ...build() };
    new ResizeObserver(resize).observe($("stage"));
    resize();
    overview();
  }

  function resize() {
    const { clientWidth: width, clientHeight: height } = $("stage");
    if (!view || !width || !height) return;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    view.renderer.setPixelRatio(ratio);
    view.renderer.setSize(width, height, false);
    view.camera.aspect = width / height;
    view.camera.updateProjectionMatrix();
    dirty = true;
  }

  function look(target, away) {
    view.controls.target.set(...target);
    view.camera.position.set(target[0] + away[0], target[1] + away[1], target[2] + away[2]);
    view.controls.update();
    dirty = true;
  }

  function overview() {
    if (!view) return;
    // Seen from the south and above, as near as all that stands or flies is in the picture.
    const points = run.sites.map((site) => site.p);
    for (const mover of run.movers) {
      for (let i = 0; i < mover.p.length; i += 9) points.push(mover.p.slice(i, i + 3));
    }
    const mid = (k) => 0.5 * (Math.min(...points.map((p) => p[k])) + Math.max(...points.map((p) => p[k])));
    const target = [mid(0), 0, mid(2)];
    for (let far = 80; far < 5 * data.ground.reach; far *= 1.08) {
      look(target, [0, 0.62 * far, 0.85 * far]);
      view.camera.updateMatrixWorld();
      const out = points.some((p) => {
        vector.set(...p).project(view.camera);
        return Math.abs(vector.x) > 0.86 || vector.y > 0.85 || vector.y < -0.74;
      });
      if (!out) break;
    }
  }

  function focus(id) {
    follow = id;
    $("camera").value = id;
    const site = run.sites.find((each) => each.id === id);
    if (!view) return;
    if (!id) overview();
    else if (site) look(site.p, [-20, 45, 90]);
    else {
      const mover = run.byId.get(id);
      const p = [0, 0, 0];
      if (mover && mover.t.length) {
        if (!place(mover, now, p)) setTime(mover.t[0] + 0.01);
        place(mover, now, p);
        look(p, [-30, 25, 60]);
      }
    }
    dirty = true;
  }

  // ------------------------------------------------------------------ one frame
  function put(span, p, dx, dy) {
    vector.set(p[0], p[1], p[2]).project(view.camera);
    const width = $("stage").clientWidth;
    const height = $("stage").clientHeight;
    const inside = vector.z < 1 && Math.abs(vector.x) < 1.05 && Math.abs(vector.y) < 1.05;
    span.style.display = inside ? "" : "none";
    if (inside) {
      const x = (0.5 + 0.5 * vector.x) * width + dx;
      const y = (0.5 - 0.5 * vector.y) * height + dy;
      span.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    }
  }

  function mark(i, p, kind, size) {
    const a = view.marks.geometry.attributes;
    a.position.array.set(p, 3 * i);
    a.tint.array.set(TINT[kind], 3 * i);
    a.shape.array[i] = SHAPE[kind];
    a.size.array[i] = size;
  }

  function count() {
    counts.threats = 0;
    counts.interceptors = 0;
    counts.leakers = 0;
    counts.stopped = 0;
    for (const mover of run.movers) {
      const last = mover.t[mover.t.length - 1];
      if (mover.t.length && mover.t[0] <= now && now <= last) {
        counts[mover.kind === "threat" ? "threats" : "interceptors"] += 1;
      }
      if (mover.kind === "threat" && mover.t.length && last <= now) {
        if (mover.end === "impact in asset") counts.leakers += 1;
        if (mover.end === "stopped") counts.stopped += 1;
      }
    }
  }

  function draw() {
    let n = 0;
    let m = 0;
    const p = [0, 0, 0];
    const stem = view.stems.geometry.attributes.position;
    for (const each of view.flown) each.material.uniforms.now.value = now;
    for (const each of run.marks) {
      if (each.t <= now && (each.stays || now - each.t < BURST_S)) {
        mark(n, each.p, each.kind, each.stays ? 14 : 12);
        n += 1;
      }
    }
    for (const mover of run.movers) {
      if (!place(mover, now, p)) continue;
      mark(n, p, mover.kind, mover.id === follow ? 18 : mover.kind === "threat" ? 13 : 9);
      n += 1;
      if (mover.kind === "threat") {
        const r2 = p[0] * p[0] + p[2] * p[2];
        stem.array.set([p[0], p[1], p[2], p[0], Math.sqrt(6371 * 6371 - r2) - 6371, p[2]], 6 * m);
        m += 1;
      }
      if (mover.id === follow && playing) {
        vector.set(...p).sub(view.controls.target);
        view.camera.position.add(vector);
        view.controls.target.set(...p);
      }
    }
    view.marks.geometry.setDrawRange(0, n);
    for (const name of ["position", "tint", "shape", "size"]) {
      view.marks.geometry.attributes[name].needsUpdate = true;
    }
    view.marks.material.uniforms.ratio.value = view.renderer.getPixelRatio();
    view.stems.geometry.setDrawRange(0, 2 * m);
    stem.needsUpdate = true;
    view.camera.updateMatrixWorld();
    for (const each of view.labels) put(each.span, each.p, 8, each.dy || 0);
    for (const each of view.moving) {
      const shown = (m <= LABELS_MOST || each.mover.id === follow) && place(each.mover, now, each.p);
      if (shown) put(each.span, each.p, 8, -18); else each.span.style.display = "none";
    }
    view.renderer.render(view.scene, view.camera);
  }

  // ------------------------------------------------------------------ events beside the scene
  let rows = [];
  let current = -1;

  function text(tag, content, parent) {
    const made = document.createElement(tag);
    made.textContent = content;
    if (parent) parent.append(made);
    return made;
  }

  function say(cell, event) {
    text("span", event.text, cell);
    if (event.reason) {
      cell.append(" ");
      text("em", `(${event.reason})`, cell);
    }
  }

  function listEvents() {
    const shown = run.events.filter((event) => filter === "all" || MAIN.has(event.kind));
    const body = $("events");
    rows = shown.map((event) => {
      const row = document.createElement("tr");
      row.className = event.kind;
      const button = text("button", clockText(event.t), text("td", "", row));
      button.addEventListener("click", () => { pause(); setTime(event.t); });
      say(text("td", "", row), event);
      return { event, row };
    });
    body.replaceChildren(...rows.map((each) => each.row));
    current = -1;
    markEvents();
  }

  function markEvents() {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].event.t <= now + 1e-6) low = middle + 1; else high = middle;
    }
    const last = low - 1;
    if (last === current) return;
    const from = Math.min(last, current);
    const to = Math.max(last, current);
    for (let i = Math.max(from, 0); i <= to; i += 1) {
      rows[i].row.classList.toggle("past", i < last);
      rows[i].row.classList.toggle("current", i === last);
    }
    if (from >= 0) rows[from].row.classList.toggle("current", from === last);
    current = last;
    const box = $("now");
    box.replaceChildren();
    if (last < 0) {
      text("span", "Nothing has happened yet. Press Next event.", box);
      return;
    }
    text("strong", `${clockText(rows[last].event.t)} `, box);
    say(box, rows[last].event);
    const row = rows[last].row;
    const list = $("list");
    list.scrollTop = row.offsetTop - list.clientHeight / 2;
  }

  function step(forward) {
    pause();
    const times = rows.map((each) => each.event.t);
    const next = forward
      ? times.find((t) => t > now + 1e-3)
      : times.filter((t) => t < now - 1e-3).pop();
    if (next !== undefined) setTime(next);
  }

  function strip() {
    const box = $("strip");
    const width = box.clientWidth;
    if (!width) return;
    box.width = width;
    const pen = box.getContext("2d");
    pen.fillStyle = "#eef1f4";
    pen.fillRect(0, 0, width, 18);
    const x = (t) => ((t - run.start) / (run.end - run.start)) * (width - 4) + 2;
    const rowsOf = [["launch", COLOUR.interceptor, 12, 6], ["stopped", COLOUR.stopped, 6, 6], ["leaker", COLOUR.leaker, 0, 6]];
    for (const [kind, colour, top, high] of rowsOf) {
      pen.fillStyle = colour;
      for (const event of run.events) if (event.kind === kind) pen.fillRect(x(event.t) - 1, top, 2, high);
    }
  }

  // ------------------------------------------------------------------ clock
  function setTime(t) {
    now = Math.min(Math.max(t, run.start), run.end);
    $("time").value = String(now);
    $("time").setAttribute("aria-valuetext", clockText(now));
    $("clock").textContent = clockText(now);
    count();
    markEvents();
    const fallen = `${counts.leakers} of ${run.leakers} leakers fallen`;
    $("tally").textContent = `${counts.threats} threats and ${counts.interceptors} interceptors in the air; ${counts.stopped} stopped; ${fallen}`;
    dirty = true;
  }

  function play() {
    if (now >= run.end) setTime(run.start);
    playing = true;
    $("play").textContent = "Pause";
  }

  function pause() {
    playing = false;
    $("play").textContent = "Play";
  }

  let before = 0;
  function tick(stamp) {
    const passed = Math.min((stamp - before) / 1000, 0.5);
    before = stamp;
    if (playing) {
      setTime(now + passed * Number($("speed").value));
      if (now >= run.end) pause();
    }
    if (dirty && view) {
      dirty = false;
      draw();
      frames += 1;
    }
    requestAnimationFrame(tick);
  }

  // ------------------------------------------------------------------ choosing a recording
  function cameras() {
    const box = $("camera");
    const option = (value, name, parent) => { const made = text("option", name, parent); made.value = value; };
    box.replaceChildren();
    option("", "Overview", box);
    const groups = [
      ["Sites", run.sites],
      ["Threats", run.movers.filter((mover) => mover.kind === "threat" && mover.t.length)],
    ];
    for (const [name, members] of groups) {
      const group = document.createElement("optgroup");
      group.label = name;
      for (const each of members) option(each.id, each.name, group);
      box.append(group);
    }
  }

  function outcomes() {
    const made = run.movers.filter((mover) => mover.kind === "threat").map((mover) => {
      const row = document.createElement("tr");
      text("td", mover.name, row);
      text("td", run.names.get(mover.of) || mover.of, row);
      text("td", String(run.shots.get(mover.id) || 0), row);
      text("td", mover.end, row);
      text("td", mover.reason, row);
      return row;
    });
    $("threats").replaceChildren(...made);
  }

  function show(index) {
    run = runs[index];
    pause();
    follow = "";
    [...$("runs").children].forEach((button, i) => button.setAttribute("aria-pressed", String(i === index)));
    $("time").min = String(run.start);
    $("time").max = String(run.end);
    $("provenance").textContent = run.provenance;
    cameras();
    outcomes();
    listEvents();
    strip();
    if (view) {
      dispose(view);
      Object.assign(view, build());
      overview();
    }
    setTime(opening());
  }

  // The first picture: shortly before the first track, with something in the air.
  function opening() {
    const flights = run.movers.filter((mover) => mover.t.length);
    if (!flights.length) return run.start;
    const early = flights.reduce((best, mover) => (mover.t[0] < best.t[0] ? mover : best));
    const middle = 0.5 * (early.t[0] + early.t[early.t.length - 1]);
    const tracked = run.events.find((event) => event.kind === "tracked");
    return Math.max(tracked ? tracked.t - 30 : middle, Math.min(middle, early.t[0] + 60));
  }

  runs.forEach((each, index) => {
    const leakers = `${each.leakers} leaker${each.leakers === 1 ? "" : "s"}`;
    const name = each.choice ? `${each.choice}: ${leakers}` : `replication ${each.replication}: ${leakers}`;
    const button = text("button", name, $("runs"));
    button.title = `replication ${each.replication}`;
    button.addEventListener("click", () => show(index));
  });

  $("play").addEventListener("click", () => { if (playing) pause(); else play(); });
  $("next").addEventListener("click", () => step(true));
  $("back").addEventListener("click", () => step(false));
  $("time").addEventListener("input", () => { pause(); setTime(Number($("time").value)); });
  $("camera").addEventListener("change", () => focus($("camera").value));
  $("filter").addEventListener("change", () => { filter = $("filter").value; listEvents(); });
  window.addEventListener("resize", strip);
  document.addEventListener("keydown", (event) => {
    const tag = event.target.tagName;
    if (event.ctrlKey || event.metaKey || event.altKey || tag === "SELECT") return;
    const act = { n: () => step(true), p: () => step(false) }[event.key];
    if (act) act();
    else if (event.key === " " && tag !== "BUTTON" && tag !== "SUMMARY") {
      event.preventDefault();
      if (playing) pause(); else play();
    }
  });
  canvas.addEventListener("keydown", (event) => {
    if (!view) return;
    const turn = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.08], ArrowDown: [0, 0.08] }[event.key];
    const zoom = { "+": 0.85, "=": 0.85, "-": 1.18 }[event.key];
    if (!turn && !zoom) return;
    event.preventDefault();
    const arm = view.camera.position.clone().sub(view.controls.target);
    let radius = arm.length();
    let polar = Math.acos(arm.y / radius);
    let around = Math.atan2(arm.x, arm.z);
    if (turn) { around += turn[0]; polar = Math.min(Math.max(polar + turn[1], 0.02), 0.49 * Math.PI); }
    if (zoom) radius *= zoom;
    look(view.controls.target.toArray(), [
      radius * Math.sin(polar) * Math.sin(around), radius * Math.cos(polar), radius * Math.sin(polar) * Math.cos(around),
    ]);
  });
  canvas.addEventListener("click", (event) => {
    if (!view) return;
    const box = canvas.getBoundingClientRect();
    const p = [0, 0, 0];
    let best = 14;
    let found = "";
    const near = (id, at) => {
      vector.set(...at).project(view.camera);
      const x = (0.5 + 0.5 * vector.x) * box.width + box.left - event.clientX;
      const y = (0.5 - 0.5 * vector.y) * box.height + box.top - event.clientY;
      if (vector.z < 1 && Math.hypot(x, y) < best) { best = Math.hypot(x, y); found = id; }
    };
    for (const site of run.sites) near(site.id, site.p);
    for (const mover of run.movers) if (mover.kind === "threat" && place(mover, now, p)) near(mover.id, p);
    if (found) focus(found);
  });

  // A page around this one names a recording after the hash; it reaches nothing else in here.
  function named() {
    const word = decodeURIComponent(location.hash.slice(1));
    return runs.findIndex((each) => each.choice === word || String(each.replication) === word);
  }
  // Two rows of the same buttons would come to disagree: the page around has its own.
  if (window.parent !== window && named() >= 0) $("runs").style.display = "none";
  window.addEventListener("hashchange", () => { if (named() >= 0) show(named()); });

  start3d();
  show(Math.max(0, named()));
  requestAnimationFrame(tick);

  // What tests ask and set; the page itself does not need it.
  window.airshieldReplay = {
    setTime, play, pause, step, focus, show,
    state: () => ({
      now, playing, replication: run.replication, start: run.start, end: run.end, follow, ...counts,
      scene: view !== null, frames, target: view ? view.controls.target.toArray() : null,
      visible: rows.length, current: current >= 0 ? rows[current].event.text : "",
    }),
  };
})();
