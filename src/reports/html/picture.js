/* Moves and sizes each picture in its own box: by drag, wheel, pinch, buttons and keys. */
(function () {
	"use strict";
	var LEAST = 0.1, MOST = 3, READABLE = 0.6;
	function all(what, from) { return Array.prototype.slice.call((from || document).querySelectorAll(what)); }
	function middle(el) {
		var at = el.getBoundingClientRect();
		return { x: at.left + at.width / 2, y: at.top + at.height / 2 };
	}
	function serve(box) {
		var svg = box.querySelector("svg");
		if (!svg) return;
		var size = svg.viewBox.baseVal, scale = 1, links = all("a[href]", svg), dragged = false;
		function set(to, x, y) { /* keeps the point under (x, y) of the box where it is */
			to = Math.min(MOST, Math.max(LEAST, to));
			var left = (box.scrollLeft + x) / scale, top = (box.scrollTop + y) / scale;
			scale = to;
			svg.setAttribute("width", Math.round(size.width * scale));
			svg.setAttribute("height", Math.round(size.height * scale));
			box.scrollLeft = left * scale - x;
			box.scrollTop = top * scale - y;
		}
		function fitting() { return Math.min(1, (box.clientWidth - 12) / size.width); }
		function zoom(by) { set(scale * by, box.clientWidth / 2, box.clientHeight / 2); }
		function fit() { set(Math.min(fitting(), (innerHeight * 0.85) / size.height), 0, 0); }
		box.classList.add("served");
		box.removeAttribute("tabindex");
		set(Math.max(fitting(), READABLE), 0, 0);
		var entry = svg.querySelector(".element.client") || links[0]; /* who reads begins where a visitor would */
		if (entry) box.scrollTop = middle(entry).y - box.getBoundingClientRect().top - box.clientHeight / 2;

		var bar = document.createElement("div");
		bar.className = "zoom";
		bar.setAttribute("role", "group");
		bar.setAttribute("aria-label", "Size of the picture");
		[["−", "Smaller", function () { zoom(1 / 1.3); }], ["+", "Larger", function () { zoom(1.3); }],
			["Whole", "The whole picture", fit]].forEach(function (what) {
			var button = document.createElement("button");
			button.type = "button";
			button.textContent = what[0];
			button.title = what[1];
			button.setAttribute("aria-label", what[1]);
			button.addEventListener("click", what[2]);
			bar.appendChild(button);
		});
		box.parentNode.insertBefore(bar, box);

		/* Pointers: the mouse drags; fingers scroll by themselves, and two of them size. */
		var held = null;
		box.addEventListener("pointerdown", function (event) {
			dragged = false;
			if (event.pointerType === "mouse" && !event.button) held = { x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop };
		});
		addEventListener("pointermove", function (event) {
			if (!held) return;
			var x = event.clientX - held.x, y = event.clientY - held.y;
			if (Math.abs(x) + Math.abs(y) > 4) {
				dragged = true;
				box.classList.add("held");
			}
			if (!dragged) return;
			box.scrollLeft = held.left - x;
			box.scrollTop = held.top - y;
		});
		addEventListener("pointerup", function () {
			held = null;
			box.classList.remove("held");
		});
		box.addEventListener("dragstart", function (event) { event.preventDefault(); });
		box.addEventListener("click", function (event) {
			if (!dragged) return;
			event.preventDefault();
			event.stopPropagation();
			dragged = false;
		}, true);
		box.addEventListener("wheel", function (event) {
			if (!event.ctrlKey && !event.metaKey) return;
			event.preventDefault();
			var at = box.getBoundingClientRect();
			set(scale * Math.exp(-event.deltaY / 300), event.clientX - at.left, event.clientY - at.top);
		}, { passive: false });
		var apart = 0;
		function distance(t) { return Math.hypot(t[0].clientX - t[1].clientX, t[0].clientY - t[1].clientY); }
		box.addEventListener("touchstart", function (event) { apart = event.touches.length === 2 ? distance(event.touches) : 0; }, { passive: true });
		box.addEventListener("touchmove", function (event) {
			if (event.touches.length !== 2 || !apart) return;
			event.preventDefault();
			var at = box.getBoundingClientRect(), t = event.touches, now = distance(t);
			set(scale * now / apart, (t[0].clientX + t[1].clientX) / 2 - at.left, (t[0].clientY + t[1].clientY) / 2 - at.top);
			apart = now;
		}, { passive: false });

		/* Keys: the picture is one stop of the tab key; arrows go from element to element. */
		function stop(link) {
			links.forEach(function (l) { l.setAttribute("tabindex", l === link ? "0" : "-1"); });
		}
		stop(links[0]);
		var ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
		svg.addEventListener("focusin", function (event) {
			var link = event.target.closest("a");
			if (!link) return;
			stop(link);
			link.scrollIntoView({ block: "nearest", inline: "nearest" });
		});
		svg.addEventListener("keydown", function (event) {
			var way = ways[event.key], link = event.target.closest("a");
			if (event.key === "+" || event.key === "=") zoom(1.3);
			else if (event.key === "-") zoom(1 / 1.3);
			else if (event.key === "0") fit();
			if (!way || !link || event.ctrlKey || event.metaKey || event.altKey) return;
			event.preventDefault();
			var here = middle(link), best = null, least = Infinity;
			links.forEach(function (other) {
				var at = middle(other), along = (at.x - here.x) * way[0] + (at.y - here.y) * way[1];
				var aside = Math.abs((at.x - here.x) * way[1]) + Math.abs((at.y - here.y) * way[0]);
				if (other !== link && along > 1 && along + 3 * aside < least) {
					best = other;
					least = along + 3 * aside;
				}
			});
			if (best) best.focus({ preventScroll: true });
		});
		document.addEventListener("sw-select", function (event) {
			var link = links.filter(function (l) { return l.getAttribute("href") === "#" + event.detail.on; })[0];
			if (!link) return;
			stop(link);
			var at = link.getBoundingClientRect(), around = box.getBoundingClientRect();
			if (at.left >= around.left && at.right <= around.right && at.top >= around.top && at.bottom <= around.bottom) return;
			box.scrollTo({ left: box.scrollLeft + at.left + at.width / 2 - around.left - around.width / 2,
				top: box.scrollTop + at.top + at.height / 2 - around.top - around.height / 2,
				behavior: event.detail.behaviour || (matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth") });
		});
	}
	all(".picture").forEach(serve);
})();
