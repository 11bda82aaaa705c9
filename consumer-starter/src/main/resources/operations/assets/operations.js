// Shows times in the viewer's zone, and refreshes the parts of a page that change.
(() => {
	"use strict";

	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
	const format = new Intl.DateTimeFormat("sv-SE", {
		year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit"
	});

	function localize(root) {
		for (const time of root.querySelectorAll("time[datetime]")) {
			const at = new Date(time.dateTime);
			if (!Number.isNaN(at.getTime())) {
				time.textContent = format.format(at);
				time.title = time.dateTime;
			}
		}
	}

	function copy(source, target) {
		if (source.isEqualNode(target) || target.contains(document.activeElement)
				&& document.activeElement.matches("input, select, textarea")) {
			return;
		}
		const focused = target.contains(document.activeElement) ? document.activeElement.id : "";
		target.replaceWith(source);
		if (focused) {
			document.getElementById(focused)?.focus({ preventScroll: true });
		}
	}

	// The parts are compared as they are shown, so that only what has changed is replaced.
	async function refresh(main) {
		try {
			const response = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
			if (!response.ok) {
				throw new Error(String(response.status));
			}
			const page = new DOMParser().parseFromString(await response.text(), "text/html");
			localize(page);
			for (const target of main.querySelectorAll("[data-live]")) {
				const source = page.getElementById(target.id);
				if (source) {
					copy(document.adoptNode(source), target);
				}
			}
			main.classList.remove("stale");
			if (!page.querySelector("main[data-refresh]")) {
				return false;
			}
		}
		catch {
			main.classList.add("stale"); // the next attempt follows
		}
		return true;
	}

	document.documentElement.classList.add("script");
	document.getElementById("zone").textContent = zone;
	localize(document);

	const main = document.querySelector("main[data-refresh]");
	if (main) {
		const interval = Number(main.dataset.refresh) * 1000;
		const next = () => setTimeout(async () => {
			if (document.hidden || await refresh(main)) {
				next();
			}
		}, interval);
		next();
	}

	for (const form of document.querySelectorAll("form[data-long]")) {
		form.addEventListener("submit", (event) => {
			if (event.submitter?.value === "dry-run") {
				const note = document.createElement("p");
				note.setAttribute("role", "status");
				const progress = document.createElement("progress");
				progress.setAttribute("aria-label", "Dry run");
				note.append(progress, " " + form.dataset.long);
				form.prepend(note);
			}
		});
	}

	const all = document.querySelector("input[data-selects-all]");
	if (all) {
		all.addEventListener("change", () => {
			for (const box of document.querySelectorAll("input[name='id']")) {
				box.checked = all.checked;
			}
		});
	}
})();
