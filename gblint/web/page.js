"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const say = (name, ...values) => values.reduce((t, v) => t.replace("{}", v), document.body.dataset[name]);
  const tell = (text) => { $("told").textContent = text; };
  const drop = document.querySelector(".drop");
  let chosen = [], key = null;

  const choose = (files) => {
    chosen = [...files];
    $("chosen").replaceChildren(...chosen.map((f) => Object.assign(document.createElement("li"), { textContent: f.name })));
    tell("");
  };
  $("files").addEventListener("change", (e) => choose(e.target.files));
  $("previous").addEventListener("change", (e) => { $("last").textContent = e.target.files[0]?.name ?? ""; });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (e) => {
      e.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && e.dataTransfer.files.length) choose(e.dataTransfer.files);
    });
  }

  const ask = async (way, path, body) => {
    const answer = await fetch(path, { method: way, body, headers: body ? { "content-type": "application/octet-stream" } : {} });
    if (!answer.ok) throw answer.status;
    return answer.status === 204 ? null : answer.json();
  };
  const send = (job, file, role) =>
    ask("POST", `jobs/${job}/files?${new URLSearchParams({ name: file.name, role })}`, file);
  const forget = () => {
    if (key) navigator.sendBeacon(`jobs/${key}/end`);
    key = null;
  };
  const link = (text, href, save) => {
    const a = Object.assign(document.createElement("a"), { textContent: text, href });
    if (save) a.download = "";
    else a.target = "_blank", a.rel = "noopener";
    return a;
  };

  const follow = async () => {
    for (;;) {
      const now = await ask("GET", `jobs/${key}`);
      $("bar").max = now.total;
      $("bar").value = now.done;
      if (now.state === "done") return now;
      if (now.state === "failed") throw now.error === "timeout" ? "late" : now.error || "failed";
      tell(say("running", `${now.done} / ${now.total}`));
      await new Promise((go) => setTimeout(go, 200));
    }
  };
  const show = (now) => {
    $("links").replaceChildren(
      link(say("open"), `jobs/${key}/report`), link(say("save"), `jobs/${key}/report?save`, true));
    $("made").replaceChildren(...now.files.map((file, at) => {
      const li = document.createElement("li");
      const found = file.errors + file.warnings + file.notes;
      const told = file.failed ? say("unread") : found ? say("counts", file.errors, file.warnings, file.notes) : say("clean");
      const makes = found ? file.makes : [];
      li.append(`${file.name} · ${told}`, ...makes.map((one) => link(say(one), `jobs/${key}/${one}/${at}`, true)));
      const own = found - file.fixable - file.unsafe;
      const next = !makes.length ? "" : !makes.includes("fix") ? say("handles")
        : makes.includes("annotate") ? say("corrects", file.fixable, file.unsafe, own) : say("corrects_text", file.fixable, own);
      if (next) li.append(Object.assign(document.createElement("small"), { textContent: next }));
      return li;
    }));
    $("view").src = `jobs/${key}/report`;
    $("result").hidden = false;
    $("result").focus();
    tell("");
  };
  const check = async () => {
    if (!chosen.length) return tell(say("none"));
    forget();
    $("go").disabled = true;
    $("bar").hidden = false;
    $("result").hidden = true;
    try {
      const of = new URLSearchParams({ pack: $("pack").value, lang: $("lang").value });
      key = (await ask("POST", `jobs?${of}`)).key;
      const files = chosen.map((f) => [f, "report"]);
      if ($("previous").files.length) files.push([$("previous").files[0], "previous"]);
      for (const [file, role] of files) {
        tell(say("sending", file.name));
        await send(key, file, role);
      }
      await ask("POST", `jobs/${key}/start`);
      show(await follow());
    } catch (why) {
      tell(why === 413 || why === 429 ? say("large") : why === 404 ? say("gone")
        : why === "late" ? say("late") : typeof why === "string" && why !== "failed" ? why : say("failed"));
    } finally {
      $("go").disabled = false;
      $("bar").hidden = true;
    }
  };
  $("go").addEventListener("click", check);
  $("lang").addEventListener("change", () => { location.search = `?lang=${$("lang").value}`; });
  const create = async () => {
    const organ = $("organ").value.trim(), year = $("year").value.trim();
    if (!organ || !/^[0-9]{4}$/.test(year)) return void ($("said").textContent = say("lacking"));
    $("said").textContent = "";
    $("new").disabled = true;
    try {
      const of = { organ, year, lang: $("lang").value, pack: $("pack").value };
      if ($("previous").files.length) {
        of.job = (await ask("POST", "jobs")).key;
        await send(of.job, $("previous").files[0], "previous");
      }
      const answer = await fetch(`new?${new URLSearchParams(of)}`);
      if (!answer.ok) throw (await answer.text()) || answer.status;
      $("said").textContent = decodeURIComponent(answer.headers.get("x-told") ?? "");
      const made = URL.createObjectURL(await answer.blob());
      const a = link("", made, true);
      a.download = decodeURIComponent(answer.headers.get("content-disposition").split("''")[1]);
      a.click();
      setTimeout(() => URL.revokeObjectURL(made), 60000);
    } catch (why) {
      $("said").textContent = typeof why === "string" ? say("because", why) : say("unmade");
    } finally {
      $("new").disabled = false;
    }
  };
  $("new")?.addEventListener("click", create);
  // while the page is open, what was dropped is kept
  setInterval(() => { if (key) ask("GET", `jobs/${key}`).catch(() => {}); }, 60000);
  addEventListener("pagehide", (e) => { if (!e.persisted) forget(); });
})();
