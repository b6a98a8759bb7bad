#include "checks/declare.h"

/* Digits and colons, every part behind the first below 60: YAML 1.1 reads hours, minutes, seconds. */
static bool is_sexagesimal(struct sw_str text) {
	struct sw_str part;
	unsigned parts = 0;
	for (; sw_str_split(&text, ':', &part); parts++) {
		uint64_t number;
		if (!sw_str_to_u64(part, &number) || (parts && (number > 59 || part.n > 2)))
			return false;
	}
	return parts > 1;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	for (size_t i = 0; i < workload->ports.n; i++) {
		struct sw_span at = workload->ports.v[i].at;
		struct sw_str written = sw_span_text(&view->system->sources, at);
		if (is_sexagesimal(written))
			sw_fail(sink, at, "%.*s without quotes is a number of base 60 to some readers of YAML", SW_ARG(written));
		else
			sw_pass(sink, at, "every reader of YAML sees the same");
	}
	sw_not_applicable(sink, "no port is published");
}

CHECK(port_not_quoted) {
	.id = "port-not-quoted", .on = SW_ON_WORKLOAD, .severity = SW_LOW,
	.refs = {"dclint:require-quotes-in-ports"},
	.title = "A port is written so that YAML may take it for a number",
	.why = "YAML 1.1 reads 22:22 as 22 times 60 plus 22. What is published then depends on the reader.",
	.fix = "Put ports in quotes: `ports: [\"22:22\"]`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"base-60", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports:\n      - 2222:22\n      - \"22:22\"\n", "compose.yaml:5"},
		{"quoted", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports: [\"22:22\", '25:25', 8080:80, 127.0.0.1:22:22]\n", ""},
	},
};
