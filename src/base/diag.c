#include "base/diag.h"
#include "base/limits.h"
#include "base/vec.h"

void sw_diag_add(struct sw_diags *diags, enum sw_diag_level level, const char *code, struct sw_span at,
		 const char *format, ...) {
	if (diags->n >= SW_LIMIT_DIAGNOSTICS) {
		diags->dropped++;
		return;
	}
	va_list args;
	va_start(args, format);
	struct sw_str message = sw_arena_vprintf(diags->arena, format, args);
	va_end(args);
	struct sw_diag *diag = sw_push(diags->arena, diags);
	*diag = (struct sw_diag){.level = level, .code = code, .at = at, .message = message};
}

bool sw_diags_failed(const struct sw_diags *diags) {
	for (size_t i = 0; i < diags->n; i++)
		if (diags->v[i].level == SW_DIAG_ERROR)
			return true;
	return false;
}

const char *sw_diag_level_name(enum sw_diag_level level) {
	static const char *const names[] = {"note", "warning", "error"};
	return names[level];
}
