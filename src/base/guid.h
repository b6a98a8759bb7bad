/* GUIDs that are always the same for the same name, so that what is written again differs in nothing. */
#pragma once
#include "base/arena.h"

/* "xxxxxxxx-xxxx-8xxx-xxxx-xxxxxxxxxxxx" of a digest of the name (RFC 9562, version 8), in small letters. */
struct sw_str sw_guid_of(struct sw_arena *arena, struct sw_str name);
bool sw_is_guid(struct sw_str text);
