#include "facts/contents.h"

const char *sw_base_by_name(enum sw_base_by by) {
	static const char *const names[] = {
		[SW_BASE_UNKNOWN] = "unknown", [SW_BASE_RELEASE] = "os-release", [SW_BASE_LABEL] = "label", [SW_BASE_LAYERS] = "layers",
	};
	return names[by];
}

void sw_base_mark(struct sw_contents *contents) {
	for (size_t l = 0; l < contents->layers.n; l++)
		contents->layers.v[l].base = l < contents->base_layers;
}

bool sw_account_is_second_root(const struct sw_account *account) {
	return sw_str_is(account->file, "etc/passwd") && account->user == 0 && !sw_str_is(account->name, "root");
}

bool sw_account_is_open(const struct sw_account *account) {
	return account->password == SW_PASSWORD_EMPTY || account->password == SW_PASSWORD_WEAK_HASH;
}
