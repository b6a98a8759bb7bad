/* Names of documents: "file:///a%20b" and others. */
#pragma once
#include "base/arena.h"

/* The absolute path that a file URI of this machine names, percent signs decoded; empty for all other URIs. */
struct sw_str sw_lsp_path_of(struct sw_arena *arena, struct sw_str uri);
/* The file URI of an absolute path. */
struct sw_str sw_lsp_uri_of(struct sw_arena *arena, struct sw_str path);
