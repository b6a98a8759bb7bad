/* Secrets that were seen in a Dockerfile, and which check speaks of each: every one is reported once. */
#pragma once
#include "checks/about_steps.h"

/* A walk over the secrets that stand in the build's Dockerfile, in order of place. */
struct sw_seen_walk {
	const struct sw_view *view;
	size_t next;
	bool started;
};
const struct sw_secret_fact *sw_next_seen(struct sw_seen_walk *walk);

enum sw_seen_as {
	SW_SEEN_IN_VARIABLE, /* value of ENV or ARG: secret-in-build-variable */
	SW_SEEN_IN_URL,      /* login of an address: credential-in-url */
	SW_SEEN_AS_PASSWORD, /* given to chpasswd and the like: password-set-in-build */
	SW_SEEN_ELSEWHERE,   /* literal-credential */
};

/* Places of account passwords, sorted. */
SW_VEC_TYPE(sw_password_places, struct sw_span);
void sw_find_passwords(const struct sw_view *view, struct sw_password_places *places);

enum sw_seen_as sw_seen_as(const struct sw_view *view, const struct sw_password_places *passwords,
			   const struct sw_secret_fact *fact);
/* The ENV or ARG whose value holds the secret, or NULL. *step is its step. */
const struct sw_pair *sw_pair_holding(const struct sw_view *view, struct sw_span at, const struct sw_step **step);

/* Whether the words of a command set an account's password; *at is the deciding word. */
bool sw_sets_password(const struct sw_command_at *at, struct sw_span *where, struct sw_str *account);
