/* etc/passwd and etc/shadow (passwd(5), shadow(5)). Of passwords only their state is kept: a hash never leaves this file. */
#include "base/limits.h"
#include "readers/layers/pass.h"

enum { CRYPT_DES = 13 }; /* bytes of a hash */

static bool is_crypt(struct sw_str text) {
	for (size_t i = 0; i < text.n; i++)
		if (!sw_is_alnum(text.p[i]) && text.p[i] != '.' && text.p[i] != '/')
			return false;
	return true;
}

/* What crypt(5) takes for a hash; what it takes for none locks the account. */
static enum sw_password state_of(struct sw_str field, bool shadow) {
	if (!field.n)
		return SW_PASSWORD_EMPTY;
	if (!shadow && sw_str_is(field, "x"))
		return SW_PASSWORD_UNKNOWN;
	if (sw_str_starts(field, SW_S("$1$")) || sw_str_starts(field, SW_S("$md5")) || sw_str_starts(field, SW_S("$3$")))
		return SW_PASSWORD_WEAK_HASH;
	if (field.p[0] == '$')
		return SW_PASSWORD_HASHED;
	if (is_crypt(field.p[0] == '_' ? sw_str_from(field, 1) : field) && (field.n == CRYPT_DES || (field.p[0] == '_' && field.n == 20)))
		return SW_PASSWORD_WEAK_HASH;
	return SW_PASSWORD_LOCKED;
}

static uint32_t number_of(struct sw_str field) {
	uint64_t number;
	return sw_str_to_u64(field, &number) && number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

static void read_line(struct sw_pass *pass, struct sw_str line, uint32_t number, bool shadow) {
	struct sw_str fields[7] = {{0}};
	size_t n = 0;
	for (struct sw_str rest = line; n < 7 && sw_str_split(&rest, ':', &fields[n]);)
		n++;
	if (n < 2 || !fields[0].n || fields[0].p[0] == '#' || fields[0].p[0] == '+' || fields[0].p[0] == '-')
		return;
	*sw_push(pass->arena, &pass->account->accounts) = (struct sw_account){
		.name = sw_arena_str(pass->arena, fields[0]),
		.file = shadow ? SW_S("etc/shadow") : SW_S("etc/passwd"),
		.line = number,
		.user = shadow || n < 3 ? UINT32_MAX : number_of(fields[2]),
		.group = shadow || n < 4 ? UINT32_MAX : number_of(fields[3]),
		.home = shadow ? (struct sw_str){0} : sw_arena_str(pass->arena, fields[5]),
		.shell = shadow ? (struct sw_str){0} : sw_arena_str(pass->arena, fields[6]),
		.password = (uint8_t)state_of(fields[1], shadow),
	};
}

static void read_lines(struct sw_pass *pass, struct sw_str text, bool shadow) {
	struct sw_str line;
	size_t first = pass->account->accounts.n;
	for (uint32_t number = 1; sw_str_split(&text, '\n', &line); number++) {
		if (pass->account->accounts.n - first >= SW_LIMIT_ACCOUNTS) {
			sw_pass_say(pass, SW_DIAG_ERROR, "layer-limit", pass->current.entry.path, "more than %d accounts: the others were not read", SW_LIMIT_ACCOUNTS);
			sw_pass_partial(pass, SW_PARTIAL_LIMIT);
			return;
		}
		if (line.n)
			read_line(pass, line, number, shadow);
	}
}

static void read_passwd(struct sw_pass *pass, struct sw_str text) {
	read_lines(pass, text, false);
}

static void read_shadow(struct sw_pass *pass, struct sw_str text) {
	read_lines(pass, text, true);
}

sw_pass_read_fn *sw_pass_accounts_of(struct sw_str path) {
	if (!sw_str_starts(path, SW_S("etc/")))
		return NULL;
	return sw_str_is(path, "etc/passwd") ? read_passwd : sw_str_is(path, "etc/shadow") ? read_shadow : NULL;
}
