/* Credentials of a service: the secrets that were seen in what it says, and logins in addresses. */
#pragma once
#include "checks/about_workload.h"

/* A walk over the secrets seen within a span, in order of place. */
struct sw_secret_walk {
	const struct sw_system *system;
	struct sw_span within;
	size_t next;
};
struct sw_secret_walk sw_secrets_within(const struct sw_system *system, struct sw_span within);
const struct sw_secret_fact *sw_next_secret(struct sw_secret_walk *walk);

/* Whether a value is an address with a password in it: SCHEME://USER:PASSWORD@HOST, known or not. */
bool sw_value_has_login(struct sw_str value);
/* "API_TOKEN (GitHub token)", "DB_PASSWORD, a value that everybody guesses,": the subject of a sentence, without the
 * value. */
struct sw_str sw_secret_words(struct sw_arena *arena, const struct sw_secret_fact *fact);
