"use strict";
(() => {
  const $ = (s, of = document) => of.querySelector(s);
  const all = (s, of = document) => [...of.querySelectorAll(s)];
  const bar = $(".filter"), main = $("main"), rule = $("#rule"), query = $("#q"), told = $(".filter output");
  const rows = all("#rows tbody tr"), sheet = document.styleSheets[0];
  let items = null, now = null, begin = null, own = -1, later = 0, turn = 0;

  const open = (el) => {
    const report = el.closest("details.report");
    if (report) report.open = true;
  };

  // which findings are shown is told in the style: no finding is touched
  const apply = () => {
    const off = all("button[data-s]", bar).filter((b) => b.ariaPressed === "false").map((b) => b.dataset.s);
    for (const s of ["error", "warning", "note"]) main.classList.toggle("no-" + s, off.includes(s));
    if (own >= 0) sheet.deleteRule(own);
    own = rule.value
      ? sheet.insertRule(`.f:not([data-r="${CSS.escape(rule.value)}"]){display:none}`, sheet.cssRules.length)
      : -1;
    const words = query.value.trim().toLowerCase();
    const more = [], one = ++turn;
    let shown = 0;
    for (const row of rows) {
      const kinds = row.dataset.k.split(" ").filter(Boolean).map((k) => k.split("/"));
      const fits = !rule.value && !off.length
        || kinds.some(([r, s]) => (!rule.value || r === rule.value) && !off.includes(s));
      const hide = !fits || (words && !row.textContent.toLowerCase().includes(words));
      shown += !hide;
      if (hide || shown <= 40) row.hidden = hide;
      else if (row.hidden) more.push(row);
    }
    // to lay out hundreds of rows at once takes long: those below a screenful come frame by frame
    const add = () => {
      if (one !== turn || !more.length) return;
      for (const row of more.splice(0, 40)) row.hidden = false;
      requestAnimationFrame(add);
    };
    requestAnimationFrame(add);
    // the overview, which is looked at, at once; hundreds of reports below it when typing rests
    clearTimeout(later);
    later = setTimeout(() => {
      for (const row of rows) document.getElementById(row.dataset.n).hidden = row.hidden && !more.includes(row);
    }, 150);
    if (rows.length) told.value = told.dataset.say.replace("{}", `${shown} / ${rows.length}`);
    else for (const f of list()) f.hidden = words && !f.textContent.toLowerCase().includes(words);
  };
  const list = () => (items ??= all(".f"));
  const visible = (f) => {
    const off = [...f.classList].some((c) => main.classList.contains("no-" + c));
    const report = f.closest(".report");
    return !f.hidden && !off && !(report && report.hidden) && (!rule.value || f.dataset.r === rule.value);
  };
  const markOf = (f) => document.getElementById(f.id.replace("f", "m"));

  const show = (f) => {
    now?.classList.remove("now");
    if (now) markOf(now)?.classList.remove("now");
    now = f;
    open(f);
    f.classList.add("now");
    f.focus({ preventScroll: true });
    f.scrollIntoView({ block: "nearest", behavior: "instant" });
    const mark = markOf(f);
    mark?.classList.add("now");
    // where the list stands beside the report, both are in view
    if (getComputedStyle(f.closest(".list")).position === "sticky")
      mark?.scrollIntoView({ block: "center", inline: "nearest" });
  };
  const step = (by) => {
    const found = list();
    let at = now ? found.indexOf(now) : by < 0 ? found.length : begin ? found.indexOf(begin) - 1 : -1;
    do at += by; while (found[at] && !visible(found[at]));
    if (found[at]) show(found[at]);
  };

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName);
    if (e.key === "Escape" && e.target === query) {
      query.value = "";
      apply();
      query.blur();
    }
    if (typing) return;
    if (e.key === "n" || e.key === "j") step(1);
    else if (e.key === "p" || e.key === "k") step(-1);
    else if (e.key === "/" && bar) query.focus();
    else if (e.key === "Enter" && e.target.classList.contains("f")) $("a.to", e.target)?.click();
    else return;
    e.preventDefault();
  });
  // a link within the page leads into a closed report as well, and takes the keyboard along
  const follow = () => {
    const el = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!el) return;
    if (el.matches("details.report")) {
      el.open = true;
      begin = $(".f", el);
      now?.classList.remove("now");
      now = null;
    }
    open(el);
    el.scrollIntoView({ block: el.matches(".no") ? "center" : "start" });
    if (el.matches(".f, .no")) el.focus({ preventScroll: true });
    const f = el.matches(".no") ? document.getElementById(el.id.replace("m", "f")) : el.matches(".f") ? el : null;
    if (f) {
      now?.classList.remove("now");
      if (now) markOf(now)?.classList.remove("now");
      now = f;
    }
  };
  addEventListener("hashchange", follow);
  if (location.hash) follow();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details.report:not([open])");
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of opened) d.open = false;
  });

  if (bar) {
    bar.hidden = false;
    for (const b of all("button[data-s]", bar)) {
      b.addEventListener("click", () => {
        b.ariaPressed = b.ariaPressed === "true" ? "false" : "true";
        apply();
      });
    }
    rule.addEventListener("change", apply);
    query.addEventListener("input", apply);
  }
})();
