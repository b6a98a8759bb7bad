#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; view->contents && i < view->contents->accounts.n; i++) {
		const struct sw_image_account *found = &view->contents->accounts.v[i];
		if (sw_account_is_second_root(&found->account))
			sw_fail(sink, found->at, "the account %.*s has user number 0, and so is root (layer %u)", SW_ARG(sw_str_sub(found->account.name, 0, 64)),
				found->layer + 1);
	}
	sw_tell_contents(view, sink, "root alone has user number 0");
}

CHECK(image_second_root_account) {
	.id = "image-second-root-account", .on = SW_ON_IMAGE, .severity = SW_HIGH, .stride = SW_SPOOFING | SW_ELEVATION, .cwe = {250},
	.refs = {"dockle:DKL-LI-0002"},
	.title = "An account besides root has user number 0",
	.why = "To the kernel it is root. It is a common back door, and rules that speak of root by name pass it over.",
	.fix = "Remove the account or give it a number of its own: `RUN usermod -u 10001 NAME`.",
	.decide = decide,
	.examples = {
		{"toor", "=== app.image\nlayer COPY passwd /etc/\n0644 0:0 etc/passwd\n\troot:x:0:0::/root:/bin/sh\n\ttoor:x:0:0::/root:/bin/sh\n", "app.image#files:1"},
		{"one-root", "=== app.image\nlayer COPY passwd /etc/\n0644 0:0 etc/passwd\n\troot:x:0:0::/root:/bin/sh\n\tapp:x:1000:1000::/:/bin/sh\n", ""},
		{"not-read", "=== app.image\nlayer COPY passwd /etc/\nmissing\n", ""},
	},
};
