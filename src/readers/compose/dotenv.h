/* Files of variables: the project's .env and what env_file names, as Docker Compose reads them: quotes, export,
 * comments, values over several lines in quotes, references to variables read before. */
#pragma once
#include "base/diag.h"
#include "readers/compose/interpolate.h"

struct sw_dotenv_entry {
	struct sw_str name;
	struct sw_str value;
	bool has_value;          /* false: a bare name, taken from the shell */
	bool known;              /* no variable is left in `value` */
	struct sw_span at;       /* name and value as written */
	struct sw_span value_at; /* the value as written, without quotes */
};

struct sw_dotenv {
	struct sw_dotenv_entry *v; /* in the order of the file; a later one of the same name replaces an earlier one */
	size_t n, cap;
	struct sw_map vars;        /* name -> struct sw_compose_var */
};

/* Reads `text`, which is `source`. `scope` (its third map is used for the file's own variables) says what is known
 * beforehand. `raw`: values are taken to the end of the line as they stand, nothing is replaced. */
void sw_dotenv_read(struct sw_arena *arena, uint32_t source, struct sw_str text, const struct sw_compose_scope *scope,
		    bool raw, size_t *budget, struct sw_dotenv *env, struct sw_diags *diags);
