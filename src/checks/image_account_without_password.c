#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; view->contents && i < view->contents->accounts.n; i++) {
		const struct sw_image_account *found = &view->contents->accounts.v[i];
		struct sw_str name = sw_str_sub(found->account.name, 0, 64), file = found->account.file;
		if (found->account.password == SW_PASSWORD_EMPTY)
			sw_fail(sink, found->at, "the account %.*s needs no password (/%.*s, line %u)", SW_ARG(name), SW_ARG(file), found->account.line);
		else if (found->account.password == SW_PASSWORD_WEAK_HASH)
			sw_fail_as(sink, SW_MEDIUM, found->at, "the password of %.*s is hashed in a way that is guessed in hours (/%.*s, line %u)", SW_ARG(name),
				   SW_ARG(file), found->account.line);
	}
	sw_tell_contents(view, sink, "no account is open without a password");
}

CHECK(image_account_without_password) {
	.id = "image-account-without-password", .on = SW_ON_IMAGE, .severity = SW_HIGH, .stride = SW_SPOOFING | SW_ELEVATION, .cwe = {258, 916},
	.refs = {"dockle:DKL-LI-0001"},
	.title = "An account of the image has no password, or one that is easily guessed",
	.why = "Any process of the container becomes that user with `su`, root among them, and so does whoever reaches a login service.",
	.fix = "Lock the account: `RUN passwd -l NAME`, or `usermod -p '!' NAME`.",
	.decide = decide,
	.examples = {
		{"empty", "=== app.image\nlayer COPY shadow /etc/\n0640 0:0 etc/shadow\n\troot::19000:0:99999:7:::\n\tbin:*:19000:0:99999:7:::\n", "app.image#files:1"},
		{"old-hash", "=== app.image\nlayer COPY shadow /etc/\n0640 0:0 etc/shadow\n\troot:$1$abcdefgh$aaaaaaaaaaaaaaaaaaaaaa:19000:0:99999:7:::\n", "app.image#files:1"},
		{"locked", "=== app.image\nlayer COPY shadow /etc/\n0640 0:0 etc/shadow\n\troot:*:19000:0:99999:7:::\n\tapp:!:19000:0:99999:7:::\n", ""},
	},
};
