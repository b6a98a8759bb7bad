/* Property lists of macOS, as XML and in their binary form: the texts of a dictionary at the top. */
#pragma once
#include "readers/packages/readers.h"

/* Sets texts[i] to the text of keys[i], for each of `count` keys; empty: there is none. False: the bytes are no property
 * list whose top is a dictionary. Texts are UTF-8 and live in `scratch` or in `bytes`. */
bool sw_plist_texts(struct sw_arena *scratch, struct sw_str bytes, const char *const *keys, struct sw_str *texts, size_t count);
