#include "run/model_rules.h"
#include "base/limits.h"
#include "base/say.h"
#include "readers/models/formats.h"
#include "readers/models/rules/rules.h"

struct extending {
	struct sw_model_run *run;
	const struct sw_template *embedded; /* of the model; NULL: it has none */
	unsigned depth;
};

static const struct sw_template *read_file(const struct extending *extending, struct sw_str path, struct sw_str shown);

/* Whether a name leads to a file beside the rules, or in a folder beneath, and nowhere else. */
static bool stays_beneath(struct sw_str name) {
	struct sw_str part;
	if (sw_str_starts(name, SW_S("/")) || sw_str_find_byte(name, '\0') != SW_NPOS)
		return false;
	while (sw_str_split(&name, '/', &part))
		if (sw_str_is(part, ".."))
			return false;
	return true;
}

struct beside {
	struct extending extending;
	struct sw_str path, shown; /* of the rules that extend */
};

static struct sw_str in_folder_of(struct sw_arena *arena, struct sw_str path, struct sw_str name) {
	struct sw_str folder = sw_str_sub(path, 0, path.n - sw_str_basename(path).n);
	return sw_arena_join(arena, folder, name);
}

static const struct sw_template *base_of(void *context, struct sw_str name, struct sw_span at) {
	const struct beside *beside = context;
	const struct extending *extending = &beside->extending;
	struct sw_model_run *run = extending->run;
	if (sw_str_is(name, "model")) {
		if (!extending->embedded)
			sw_diag_add(&run->diags, SW_DIAG_ERROR, "rules-no-base", at, "the model has no template that rules could extend");
		return extending->embedded;
	}
	if (!stays_beneath(name) || extending->depth >= SW_LIMIT_TEMPLATE_DEPTH) {
		sw_diag_add(&run->diags, SW_DIAG_ERROR, "rules-no-base", at,
			    extending->depth >= SW_LIMIT_TEMPLATE_DEPTH ? "too many templates extend each other"
									: "only a file in the folder of the rules, or beneath it, can be extended");
		return NULL;
	}
	struct extending deeper = {run, extending->embedded, extending->depth + 1};
	const struct sw_template *base = read_file(&deeper, in_folder_of(&run->arena, beside->path, name),
						   in_folder_of(&run->arena, beside->shown, name));
	if (!base)
		sw_diag_add(&run->diags, SW_DIAG_ERROR, "rules-no-base", at, "what this extends cannot be read");
	return base;
}

static const struct sw_template *read_file(const struct extending *extending, struct sw_str path, struct sw_str shown) {
	struct sw_model_run *run = extending->run;
	uint32_t source;
	struct sw_str text;
	if (sw_model_file(run, path.p, shown.p, &source, &text) < 0)
		return NULL;
	if (sw_rules_looks_like(text)) {
		struct beside beside = {*extending, path, shown};
		struct sw_template *template = SW_NEW(&run->arena, struct sw_template);
		return sw_rules_read(template, &run->arena, source, text, base_of, &beside, &run->diags) < 0 ? NULL : template;
	}
	const struct sw_model_format *format = sw_model_format_guess(shown, text);
	struct sw_drawing *read = SW_NEW(&run->arena, struct sw_drawing);
	if (format && format->read(read, &run->arena, source, text, &run->diags) < 0)
		return NULL;
	if (!read->template)
		sw_diag_add(&run->diags, SW_DIAG_ERROR, "rules-unknown", (struct sw_span){source, 0, 0},
			    "these are no rules, and no template: rules begin with 'rules: 1'");
	return read->template;
}

const struct sw_template *sw_model_rules(struct sw_model_run *run, const struct sw_drawing *drawing) {
	const struct extending extending = {run, drawing->template, 0};
	if (run->asked->rules)
		return read_file(&extending, sw_str_of(run->asked->rules), sw_str_of(run->asked->rules_shown));
	if (!drawing->template)
		sw_say("the model has no types of threats of its own: name some with --rules");
	return drawing->template;
}

const struct sw_template *sw_model_generate(struct sw_model_run *run, struct sw_drawing *drawing, struct sw_generation *generation,
					    const struct sw_generated ***of) {
	static const struct sw_filter_rules rules = {0}; /* what is asked and not there is false, as the tool has it */
	const struct sw_template *template = sw_model_rules(run, drawing);
	struct sw_str today = sw_str_sub(sw_str_of(run->request->time), 0, 10);
	if (!template)
		return NULL;
	sw_generate(generation, &run->arena, drawing, template, &rules, today, &run->diags);
	sw_merge(drawing, generation, of, &run->diags);
	return template;
}
