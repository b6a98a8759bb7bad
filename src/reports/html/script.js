(function () {
	"use strict";
	function all(what, from) { return Array.prototype.slice.call((from || document).querySelectorAll(what)); }
	/* A link into something folded unfolds it. */
	function reveal() {
		var at = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
		if (!at) return;
		if (at.tagName === "SPAN" && at.nextElementSibling && at.nextElementSibling.tagName === "DETAILS") at.nextElementSibling.open = true;
		for (var up = at; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
		at.scrollIntoView();
	}
	addEventListener("hashchange", reveal);
	addEventListener("beforeprint", function () { all("details.card, details.fold").forEach(function (d) { d.open = true; }); });
	/* Filters by state, by letter and by words. */
	var rows = all("[data-state]");
	if (rows.length) {
		var off = {}, bar = document.createElement("div"), words = document.createElement("input");
		bar.className = "filter";
		bar.setAttribute("role", "group");
		bar.setAttribute("aria-label", "Filter cards and rows");
		var apply = function () {
			var text = words.value.toLowerCase();
			rows.forEach(function (row) {
				var letters = row.dataset.stride.split(",");
				var shown = !off[row.dataset.state] && letters.some(function (l) { return !off[l]; }) &&
					(!text || row.textContent.toLowerCase().indexOf(text) >= 0);
				row.hidden = !shown;
			});
		};
		var toggle = function (key, label) {
			var button = document.createElement("button");
			button.type = "button";
			button.textContent = label;
			button.setAttribute("aria-pressed", "true");
			button.addEventListener("click", function () {
				off[key] = !off[key];
				button.setAttribute("aria-pressed", String(!off[key]));
				apply();
			});
			bar.appendChild(button);
		};
		var seen = {};
		rows.forEach(function (row) { seen[row.dataset.state] = true; });
		all(".counts li").forEach(function (li) {
			var state = li.className;
			if (seen[state]) toggle(state, li.textContent.replace(/^\S\d+ /, ""));
		});
		"STRIDE".split("").forEach(function (letter) { toggle(letter, letter); });
		words.type = "search";
		words.placeholder = "Filter by words";
		words.setAttribute("aria-label", "Filter by words");
		words.addEventListener("input", apply);
		bar.appendChild(words);
		var first = document.querySelector(".deployment");
		first.parentNode.insertBefore(bar, first);
	}
	reveal();
})();
