/* What is looked for only to hide it: being wrong here costs a word of a report, not a false finding. Private to this
 * folder. */
#pragma once
#include "secrets/hits.h"

/* Whether `value`, in a place where a password must stand, is to be hidden: all but references and placeholders. Offsets
 * of the hit count in `value`. */
bool sw_hides_password(struct sw_str value, struct sw_secret_hit *hit);
/* The same for the value of a variable or an option of that name. */
bool sw_hides_named(struct sw_str name, struct sw_str value, struct sw_secret_hit *hit);
/* The same for "user:password"; a user that looks like a token is hidden, too. */
bool sw_hides_login(struct sw_str value, char separator, struct sw_secret_hit *hit);

/* Length of `value` without the closing brackets at its end that it does not open. */
size_t sw_without_closers(struct sw_str value);

/* find.c: as sw_secrets_find, with values that were never issued; the hits are not settled. */
void sw_secrets_find_like(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits);
/* Logins in addresses: a password of any sort, or a user that looks like a token. The hits are not settled. */
void sw_urls_search(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits);
/* assigned.c: what is assigned in the text; `generous`: all that is to be hidden. The hits are not settled. */
void sw_assigned_search(struct sw_arena *arena, struct sw_str text, bool generous, struct sw_secret_hits *hits);
/* commands.c: what commands in the text are given. The hits are not settled. */
void sw_commands_search(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits);
