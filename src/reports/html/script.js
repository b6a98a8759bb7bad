/* Marks the page as one that scripts serve, opens what a link leads into, and unfolds for paper. */
(function () {
	"use strict";
	document.documentElement.classList.add("js");
	function all(what) { return Array.prototype.slice.call(document.querySelectorAll(what)); }
	function reveal() {
		var hash = location.hash.slice(1), at = hash && hash[0] !== "~" && document.getElementById(hash);
		if (!at) return;
		for (var up = at; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
		at.scrollIntoView();
		if (at.tagName === "DETAILS") at.querySelector("summary").focus({ preventScroll: true });
	}
	/* Of a large page the bodies of rows are text until they are wanted. */
	function fill(details) {
		var late = details.querySelector(":scope > noscript"), made = document.createElement("div");
		if (!late) return;
		made.innerHTML = late.textContent;
		late.replaceWith(made);
	}
	document.addEventListener("toggle", function (event) { if (event.target.open) fill(event.target); }, true);
	var opened = [];
	addEventListener("beforeprint", function () {
		opened = all("details.card, details.fold, details.settled").filter(function (d) { return !d.open; });
		opened.forEach(function (d) { d.open = true; });
	});
	addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });
	document.addEventListener("DOMContentLoaded", function () {
		addEventListener("hashchange", reveal);
		reveal();
	});
})();
