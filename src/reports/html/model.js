/* Selection and filters: which rows, cards, cells and elements are shown. The address after "#~" holds the view, so that
 * a link shares it. Everything it works on is in the page already; without it nothing is hidden. */
(function () {
	"use strict";
	function all(what, from) { return Array.prototype.slice.call((from || document).querySelectorAll(what)); }
	function make(tag, attributes, text) {
		var made = document.createElement(tag);
		Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
		if (text) made.textContent = text;
		return made;
	}
	function hide(what, hidden) { if (what.hidden !== hidden) what.hidden = hidden; }
	function mark(what, name, on) { if (what.classList.contains(name) !== on) what.classList.toggle(name, on); }

	var rows = all(".register .entry").map(function (el) {
		var data = el.dataset;
		return { el: el, state: data.state, letters: data.stride, priority: data.priority, owner: data.owner || "",
			on: el.id.replace(/-t\d+$/, "-e") + data.on, text: null, match: true, shown: true };
	});
	if (!rows.length) return;
	var byId = Object.create(null);
	rows.forEach(function (row) { byId[row.el.id] = row; });
	function rowsOf(register, numbers) {
		return numbers.split(" ").map(function (n) { return byId[register + "-t" + n]; }).filter(Boolean);
	}
	var cards = all(".card").map(function (el) { return { el: el, rows: rowsOf(el.id.split("-")[0], el.dataset.rows) }; });
	var groups = all(".settled, .interaction").map(function (el) { return { el: el, members: all(":scope > .card, :scope > .entry", el) }; });
	var sheets = Object.create(null);
	all(".sheet").forEach(function (el) {
		sheets[el.id] = { el: el, id: el.dataset.id, name: el.querySelector("h4 a").textContent, matches: 0, open: 0,
			items: all("[data-row]", el).map(function (li) { return { el: li, row: byId[li.dataset.row] }; }) };
	});
	var cells = all(".matrix td").map(function (el) {
		return { el: el, marks: all(".mark", el).map(function (m) { return { el: m, state: m.dataset.state, was: +m.lastChild.textContent }; }) };
	});
	var matrixRows = all(".matrix tbody tr").map(function (tr) { return { el: tr, marks: all(".mark", tr) }; });
	var headings = all(".cards > h4").map(function (h4) {
		var own = [];
		for (var next = h4.nextElementSibling; next && next.matches(".card"); next = next.nextElementSibling) own.push(next);
		return { el: h4, members: own };
	});
	var folds = all(".matrix").map(function (table) { return table.closest("details"); });
	var drawn = all(".sw-dfd a[href]").map(function (el) { return { el: el, on: el.getAttribute("href").slice(1) }; });
	var lines = all(".sw-dfd [data-from]").map(function (el) {
		var register = el.closest("svg").querySelector("a[href]").getAttribute("href").slice(1).replace(/-e\d+$/, "-e");
		function ends(name) { return el.dataset[name].split(" ").map(function (n) { return register + n; }); }
		return { el: el, from: ends("from"), to: ends("to"), bundle: register + el.dataset.bundle };
	});

	var facets = ["state", "letter", "priority"];
	var view = { on: "", state: [], letter: [], priority: [], owner: null, find: "" };
	var widgets = {};

	function filtered() {
		return facets.some(function (f) { return view[f].length; }) || view.owner !== null || view.find !== "";
	}
	function fits(row) {
		if (view.state.length && view.state.indexOf(row.state) < 0) return false;
		if (view.priority.length && view.priority.indexOf(row.priority) < 0) return false;
		if (view.owner !== null && view.owner !== row.owner) return false;
		if (view.letter.length && !view.letter.some(function (l) { return row.letters.indexOf(l) >= 0; })) return false;
		if (!view.find) return true;
		if (row.text === null) row.text = words(row);
		return row.text.indexOf(view.find) >= 0;
	}
	function words(row) { /* the bodies of a large page are marked-up text until they are wanted */
		return row.el.textContent.replace(/<[^>]*>/g, " ").toLowerCase();
	}
	function isShown(member) { return !member.hidden; }

	function showPicture(active) {
		var lit = {}, near = {};
		lit[view.on] = true;
		lines.forEach(function (line) {
			line.lit = view.on !== "" && (line.from.indexOf(view.on) >= 0 || line.to.indexOf(view.on) >= 0);
			if (!line.lit) return;
			near[line.bundle] = true;
			(line.from.indexOf(view.on) >= 0 ? line.to : line.from).forEach(function (on) { lit[on] = true; });
		});
		lines.forEach(function (line) {
			mark(line.el, "lit", line.lit);
			mark(line.el, "near", view.on !== "" && !line.lit && !!near[line.bundle]);
			mark(line.el, "dim", view.on !== "" && !line.lit && !near[line.bundle]);
		});
		drawn.forEach(function (node) {
			var sheet = sheets[node.on];
			mark(node.el, "chosen", node.on === view.on);
			mark(node.el, "dim", (view.on !== "" && !lit[node.on]) || (active && !(sheet && sheet.matches)));
			if (node.on === view.on) node.el.setAttribute("aria-current", "true");
			else node.el.removeAttribute("aria-current");
		});
	}
	function showMatrix() { /* a folded one waits until somebody opens it */
		var counts = {};
		if (!folds.some(function (fold) { return fold.open; })) return;
		rows.forEach(function (row) {
			if (!row.shown) return;
			row.letters.split(",").forEach(function (letter) {
				if (view.letter.length && view.letter.indexOf(letter) < 0) return;
				var key = row.on + letter + row.state;
				counts[key] = (counts[key] || 0) + 1;
			});
		});
		cells.forEach(function (cell) {
			cell.marks.forEach(function (m) {
				var n = counts[cell.el.dataset.on + cell.el.dataset.letter + m.state] || 0;
				if (n === m.was) return;
				m.was = n;
				m.el.lastChild.textContent = n;
				hide(m.el, !n);
			});
		});
		matrixRows.forEach(function (tr) { hide(tr.el, !tr.marks.some(isShown)); });
	}
	function showSheets(active) {
		Object.keys(sheets).forEach(function (on) {
			var sheet = sheets[on];
			mark(sheet.el, "chosen", on === view.on);
			hide(sheet.el, on !== view.on && active && !sheet.matches);
			if (on === view.on) sheet.items.forEach(function (item) { if (item.row) hide(item.el, !item.row.match); });
		});
		all(".sheets").forEach(function (box) { mark(box, "one", view.on !== "" && box.contains(sheets[view.on].el)); });
	}
	function showWidgets(n) {
		facets.forEach(function (facet) {
			all("[data-facet=" + facet + "]", widgets.bar).forEach(function (button) {
				button.setAttribute("aria-pressed", String(view[facet].indexOf(button.dataset.value) >= 0));
			});
		});
		widgets.on.value = view.on;
		if (widgets.owner) widgets.owner.value = view.owner === null ? "*" : "=" + view.owner;
		if (document.activeElement !== widgets.find) widgets.find.value = view.find;
		var active = filtered() || view.on !== "", said = (view.on ? sheets[view.on].name + ": " : "") +
			(active ? n + " of " + rows.length + " rows" : rows.length + " rows");
		if (widgets.said.textContent !== said) widgets.said.textContent = said;
		hide(widgets.clear, !active);
		mark(document.documentElement, "filtered", active);
	}
	function apply() {
		var active = filtered(), n = 0;
		Object.keys(sheets).forEach(function (on) { sheets[on].matches = 0; });
		rows.forEach(function (row) {
			row.match = fits(row);
			row.shown = row.match && (view.on === "" || row.on === view.on);
			n += row.shown;
			if (row.match && sheets[row.on]) sheets[row.on].matches++;
			hide(row.el, !row.shown);
		});
		cards.forEach(function (card) {
			hide(card.el, !card.rows.some(function (row) { return row.shown; }));
		});
		groups.forEach(function (group) { hide(group.el, !group.members.some(isShown)); });
		headings.forEach(function (heading) { hide(heading.el, !heading.members.some(isShown)); });
		all(".nothing").forEach(function (p) { hide(p, n > 0); });
		showSheets(active);
		showMatrix();
		showPicture(active);
		showWidgets(n);
	}

	/* ---- the address ---- */
	function write() {
		var parts = [];
		if (view.on) parts.push("on=" + encodeURIComponent(view.on.split("-")[0].slice(1) + ":" + sheets[view.on].id));
		facets.forEach(function (f) { if (view[f].length) parts.push(f + "=" + view[f].map(encodeURIComponent).join("+")); });
		if (view.owner !== null) parts.push("owner=" + encodeURIComponent(view.owner));
		if (view.find) parts.push("find=" + encodeURIComponent(view.find));
		return parts.length ? "#~" + parts.join("&") : "";
	}
	function decode(text) {
		try { return decodeURIComponent(text); } catch (e) { return ""; }
	}
	function read(hash) {
		view = { on: "", state: [], letter: [], priority: [], owner: null, find: "" };
		hash.slice(2).split("&").forEach(function (part) {
			var at = part.indexOf("="), name = part.slice(0, at), value = part.slice(at + 1);
			if (facets.indexOf(name) >= 0) view[name] = value.split("+").map(decode).filter(Boolean);
			else if (name === "owner") view.owner = decode(value);
			else if (name === "find") view.find = decode(value).toLowerCase();
			else if (name === "on") {
				var register = "r" + decode(value).split(":")[0] + "-", id = decode(value).replace(/^\d+:/, "");
				Object.keys(sheets).forEach(function (on) { if (!on.indexOf(register) && sheets[on].id === id) view.on = on; });
			}
		});
	}
	function store(push) {
		var hash = write();
		if (hash === location.hash) return;
		try {
			history[push ? "pushState" : "replaceState"](null, "", hash || location.pathname + location.search);
		} catch (e) { /* a page without an address of its own */ }
	}
	function changed(push) {
		var still = document.activeElement && document.activeElement !== document.body ? document.activeElement : null;
		var before = still && still.getBoundingClientRect().top;
		apply();
		if (still && still.isConnected && still.getClientRects().length) /* what was clicked stays under the pointer */
			scrollBy({ top: still.getBoundingClientRect().top - before, behavior: "instant" });
		store(push);
	}
	function clear() {
		view = { on: "", state: [], letter: [], priority: [], owner: null, find: "" };
		widgets.find.value = "";
		changed(true);
	}
	function arrived() {
		var hash = location.hash, at;
		if (hash.slice(0, 2) === "#~" || !hash) {
			read(hash);
			widgets.find.value = view.find;
			apply();
			if (hash) tell("instant");
		} else if (sheets[hash.slice(1)]) {
			view.on = hash.slice(1);
			apply();
			tell("instant");
		} else if ((at = document.getElementById(hash.slice(1))) && at.closest("[hidden]")) {
			clear(); /* a link leads to what the filter hides */
			location.hash = hash;
		}
	}

	/* ---- selecting ---- */
	function tell(behaviour) {
		document.dispatchEvent(new CustomEvent("sw-select", { detail: { on: view.on, behaviour: behaviour } }));
	}
	function nodeOf(on) {
		var node = drawn.filter(function (d) { return d.on === on; })[0];
		return node && node.el;
	}
	function select(on, byKey, from) {
		view.on = on;
		changed(true);
		tell();
		if (!on) return;
		var sheet = sheets[on].el, heading = sheet.querySelector("h4"), model = sheet.closest(".model");
		if (byKey || !from.closest(".model")) heading.focus({ preventScroll: true });
		var box = model.getBoundingClientRect();
		if (!from.closest(".model") && (box.top < 0 || box.top > innerHeight / 2)) model.scrollIntoView({ block: "start" });
		else if (from.closest("svg") && sheet.getBoundingClientRect().top > innerHeight - 40) sheet.scrollIntoView({ block: "center" });
	}
	document.addEventListener("click", function (event) {
		var link = event.target.closest("a[href]"), cell = event.target.closest(".matrix td a");
		if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
		var on = link.getAttribute("href").slice(1);
		if (!sheets[on]) return;
		event.preventDefault();
		if (cell) {
			var td = cell.closest("td");
			view.letter = [td.dataset.letter];
		}
		select(on === view.on && link.closest("svg, .sheet") && event.detail ? "" : on, !event.detail, link);
	});
	document.addEventListener("keydown", function (event) {
		if (event.key === " " && event.target.closest && event.target.closest(".sw-dfd a")) {
			event.preventDefault();
			select(event.target.closest("a").getAttribute("href").slice(1), true, event.target);
		} else if (event.key === "Escape" && (view.on || filtered())) {
			if (event.target === widgets.find && widgets.find.value) return;
			var back = view.on && nodeOf(view.on);
			if (view.on) select("");
			else clear();
			if (back) back.focus({ preventScroll: true });
		}
	});

	/* ---- the bar ---- */
	function toggles(facet, label, values) {
		var group = make("div", { role: "group", "aria-label": label, "class": "toggles" });
		values.forEach(function (value) {
			var button = make("button", { type: "button", "data-facet": facet, "data-value": value[0], "aria-pressed": "false", title: value[2] || value[1] });
			if (value[3]) button.appendChild(make("span", { "class": "mark " + value[0], "aria-hidden": "true" }, value[3]));
			button.appendChild(document.createTextNode(value[1]));
			button.addEventListener("click", function () {
				var at = view[facet].indexOf(value[0]);
				if (at < 0) view[facet].push(value[0]);
				else view[facet].splice(at, 1);
				changed();
			});
			group.appendChild(button);
		});
		return group;
	}
	function picker(label, options, pick) {
		var select = make("select", { "aria-label": label });
		options.forEach(function (option) { select.appendChild(make("option", { value: option[0] }, option[1])); });
		select.addEventListener("change", function () { pick(select.value); });
		return select;
	}
	function present(name) {
		var seen = {};
		rows.forEach(function (row) { seen[row[name]] = true; });
		return seen;
	}
	function build() {
		var bar = make("div", { "class": "filter", role: "search", "aria-label": "Filter rows, cards and the picture" });
		var fold = make("details"), head = make("summary", {}, "Filter "), body = make("div", { "class": "choices" });
		widgets.bar = bar;
		widgets.said = make("output", { "aria-live": "polite", "class": "soft" });
		head.appendChild(widgets.said);
		fold.appendChild(head);
		fold.appendChild(body);
		fold.open = matchMedia("(min-width: 48rem)").matches;
		var states = present("state"), levels = present("priority"), owners = Object.keys(present("owner")).sort();
		body.appendChild(toggles("state", "State", all(".counts li").filter(function (li) { return states[li.className]; })
			.map(function (li) { return [li.className, li.textContent.replace(/^\S\d+ /, ""), "", li.querySelector(".sign").textContent]; })));
		body.appendChild(toggles("priority", "Priority", ["critical", "high", "medium", "low", "info"]
			.filter(function (p) { return levels[p]; }).map(function (p) { return [p, p]; })));
		body.appendChild(toggles("letter", "STRIDE letter", ["Spoofing", "Tampering", "Repudiation", "Information disclosure",
			"Denial of service", "Elevation of privilege"].map(function (word) { return [word[0], word[0], word]; })));
		var many = all(".sheets").length > 1;
		widgets.on = picker("Element", [["", "every element"]].concat(Object.keys(sheets).map(function (on) {
			return [on, sheets[on].name + (many ? " (" + on.split("-")[0].slice(1) + ")" : "")];
		})), function (value) { select(value, false, widgets.on); widgets.on.focus({ preventScroll: true }); });
		body.appendChild(widgets.on);
		if (owners.length > 1 || owners[0]) {
			widgets.owner = picker("Owner", [["*", "every owner"]].concat(owners.map(function (o) { return ["=" + o, o || "no owner"]; })),
				function (value) { view.owner = value === "*" ? null : value.slice(1); changed(); });
			body.appendChild(widgets.owner);
		}
		widgets.find = make("input", { type: "search", placeholder: "Words", "aria-label": "Filter by words" });
		widgets.find.addEventListener("input", function () { view.find = widgets.find.value.trim().toLowerCase(); changed(); });
		body.appendChild(widgets.find);
		widgets.clear = make("button", { type: "button", "class": "clear", title: "Escape" }, "Show all");
		widgets.clear.addEventListener("click", function () { clear(); tell(); head.focus(); });
		head.after(widgets.clear);
		bar.appendChild(fold);
		bar.appendChild(widgets.clear);
		var first = document.querySelector(".deployment");
		first.parentNode.insertBefore(bar, first);
		all(".cards, .register").forEach(function (el) {
			var none = make("p", { "class": "nothing soft" }, "Nothing fits the filter.");
			none.hidden = true;
			el.appendChild(none);
		});
	}
	/* Words are looked up in texts that were made while nobody waited. */
	function prepare(from) {
		for (var i = from; i < rows.length && i < from + 200; i++)
			if (rows[i].text === null) rows[i].text = words(rows[i]);
		if (i < rows.length) later(i);
	}
	function later(from) {
		if (window.requestIdleCallback) requestIdleCallback(function () { prepare(from); });
		else setTimeout(prepare, 50, from);
	}
	build();
	folds.forEach(function (fold) { fold.addEventListener("toggle", showMatrix); });
	addEventListener("hashchange", arrived);
	addEventListener("popstate", arrived);
	document.addEventListener("DOMContentLoaded", arrived);
	apply();
	later(0);
})();
