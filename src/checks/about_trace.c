#include "checks/memo.h"
#include "checks/about_trace.h"
#include "checks/about_trace_scopes.h"
#include "checks/about_sources.h"
#include "knowledge/files.h"

enum { MOST_SOURCES = 64 }; /* of one COPY */

/* How a stage ends. */
struct ending {
	struct sw_trace_name *names;
	uint32_t name_count;
	struct sw_str folder;
	struct sw_shell_options shell; /* that each of its RUN starts with */
};

struct walk {
	struct sw_trace *trace;
	struct ending *endings;   /* of the stages */
	struct sw_shell_options shell;
	struct sw_str start;      /* folder that each RUN starts in */
	struct sw_trace_scopes scopes;
};

/* ---- commands ---- */

static void change_folder(struct sw_trace *trace) {
	const struct sw_command_at *at = &trace->at;
	struct sw_shell_word to;
	if (!sw_listed(at->call.program, "cd pushd popd"))
		return;
	if (sw_str_is(at->call.program, "popd") || !sw_shell_operand(at->cmd, at->call.first_arg, "", 0, &to) || sw_str_is(to.text, "-"))
		trace->folder = sw_values_mark(&trace->values, SW_S("$PWD"));
	else
		trace->folder = sw_trace_word_path(trace, &to);
}

static void follow_command(struct walk *walk) {
	struct sw_trace *trace = walk->trace;
	const struct sw_command_at *at = &trace->at;
	struct sw_fetch fetch;
	if (trace->tracer.visit)
		trace->tracer.visit(trace->tracer.context, trace);
	if (trace->downloads->n)
		sw_trace_take_piped(trace);
	if (sw_fetch_read(at->cmd, &at->call, &fetch))
		sw_trace_fetch(trace, &fetch);
	else if (!sw_trace_verify(trace))
		sw_trace_use(trace);
	sw_values_assign(&trace->values, at);
	if (at->cmd->assignment_count)
		sw_trace_note_sums(trace);
	change_folder(trace);
	sw_options_read(at, &trace->options);
}

/* What a heredoc with a "#!" line runs is set by that line. */
static void read_options(struct walk *walk, const struct sw_step *step) {
	struct sw_trace *trace = walk->trace;
	trace->options = walk->shell;
	if (!step->heredoc_count)
		return;
	struct sw_str body = sw_span_text(&trace->view->system->sources, step->heredocs[0].at);
	if (sw_str_starts(body, SW_S("#!"))) {
		trace->options = (struct sw_shell_options){0};
		sw_options_of_line(sw_str_sub(body, 0, sw_str_find_byte(body, '\n')), &trace->options);
	}
}

/* RUN --mount=from=STAGE: its files are there for this step. */
static void mount_stages(struct walk *walk, const struct sw_step *step) {
	for (uint32_t f = 0; f < step->flag_count; f++) {
		const struct sw_flag *flag = &step->flags[f];
		int32_t from = sw_str_is(flag->name, "mount") ? sw_build_taken_from(walk->trace->view->build, flag, step->stage) : -1;
		struct sw_str source = SW_S("/"), target = {0};
		if (from < 0 || !walk->endings[from].names)
			continue;
		(void)(sw_flag_field(flag, "source", &source) || sw_flag_field(flag, "src", &source));
		if (sw_flag_field(flag, "target", &target) || sw_flag_field(flag, "dst", &target) || sw_flag_field(flag, "destination", &target))
			sw_trace_copy(walk->trace, walk->endings[from].names, walk->endings[from].name_count, sw_trace_path(walk->trace, source),
				     sw_trace_path(walk->trace, target), step, true);
	}
}

static void follow_run(struct walk *walk, const struct sw_step *step) {
	struct sw_trace *trace = walk->trace;
	const struct sw_shell_script *script = step->script;
	const uint32_t *order = sw_trace_order(trace->arena, script);
	mount_stages(walk, step);
	read_options(walk, step);
	trace->folder = walk->start;
	trace->values.newest = NULL;
	trace->values.last = (struct sw_str){0};
	walk->scopes.depth = 0;
	for (uint32_t i = 0; i < script->n; i++) {
		uint32_t index = order ? order[i] : i;
		trace->at = (struct sw_command_at){step, &script->v[index], index, sw_shell_call(&script->v[index])};
		sw_trace_move_to(trace, &walk->scopes, script, index);
		follow_command(walk);
	}
	trace->sums.n = 0;
	for (uint32_t i = trace->name_count; i-- > 0;)
		if (trace->names[i].mounted)
			sw_trace_remove(trace, sw_arena_str(trace->arena, trace->names[i].path));
}

/* ---- other steps ---- */

static struct sw_str step_path(struct sw_trace *trace, const struct sw_shell_word *word) {
	return sw_trace_path(trace, word->is_static ? word->text : sw_values_expand(&trace->values, word->text));
}

static void add_fetched(struct sw_trace *trace, const struct sw_step *step, const struct sw_shell_word *source) {
	struct sw_download *d = sw_push(trace->arena, trace->downloads);
	*d = (struct sw_download){.step = step, .url = *source, .file = sw_str_basename(source->text), .direct = true,
				  .verified = sw_step_flag(step, "checksum")};
}

/* One source of COPY or ADD. What matters of the context is what is known for secrets. */
static void copy_source(struct walk *walk, const struct sw_copied *copied, struct sw_str target, bool into) {
	struct sw_trace *trace = walk->trace;
	const struct sw_step *step = copied->step;
	const struct sw_flag *from = sw_step_flag(step, "from");
	struct sw_str source = copied->source.text;
	if (from) {
		int32_t stage = sw_build_taken_from(trace->view->build, from, step->stage);
		struct sw_str path = sw_arena_join(trace->arena, sw_str_starts(source, SW_S("/")) ? SW_S("") : SW_S("/"), source);
		if (stage >= 0 && walk->endings[stage].names)
			sw_trace_copy(trace, walk->endings[stage].names, walk->endings[stage].name_count,
				     sw_str_is(path, "/") ? path : sw_trace_path(trace, path),
				     into ? sw_arena_join(trace->arena, target, SW_S("/")) : target, step, false);
		return;
	}
	struct sw_str name = sw_str_basename(source);
	struct sw_trace_name added = {.path = target, .download = -1, .made = step, .at = copied->source.span};
	if (into && name.n)
		added.path = sw_trace_below(trace, sw_str_is(target, "/") ? SW_S("") : target, name);
	if (copied->kind == SW_SOURCE_URL) {
		add_fetched(trace, step, &copied->source);
		added.download = (int32_t)trace->downloads->n - 1;
	}
	added.secret = sw_trace_secret(trace, added.path);
	if (!added.secret)
		added.secret = sw_trace_secret(trace, source);
	added.context = copied->kind == SW_SOURCE_FILE && sw_listed(source, ". ./ / *");
	/* A folder's name, or one source that may be a folder and goes by the name of its target. */
	added.folder = added.context || (added.secret && sw_secret_file(added.path) && sw_secret_file(added.path)->folder);
	if (added.context)
		added.path = target;
	if (added.download >= 0 || added.secret || added.context)
		sw_trace_add(trace, added);
}

static void follow_copy(struct walk *walk, const struct sw_step *step) {
	struct sw_trace *trace = walk->trace;
	struct sw_copied_walk copies = {.step = step};
	if (step->word_count < 2)
		return;
	const struct sw_shell_word *last = &step->words[step->word_count - 1];
	trace->folder = walk->start;
	struct sw_str target = step_path(trace, last);
	bool into = step->word_count > 2 || sw_str_ends(last->text, SW_S("/")) || sw_listed(last->text, ". ..");
	for (unsigned i = 0; copies.next + 1 < step->word_count && i < MOST_SOURCES; i++) {
		struct sw_copied copied;
		if (sw_next_copied(&copies, &copied))
			copy_source(walk, &copied, target, into);
	}
}

static void start_stage(struct walk *walk, const struct sw_stage *stage) {
	struct sw_trace *trace = walk->trace;
	const struct ending *parent = stage->parent >= 0 ? &walk->endings[stage->parent] : NULL;
	trace->name_count = 0;
	walk->shell = (struct sw_shell_options){0};
	walk->start = stage->scratch ? SW_S("/") : sw_values_mark(&trace->values, SW_S("$PWD"));
	if (!parent || !parent->names)
		return;
	trace->name_count = parent->name_count;
	memcpy(trace->names, parent->names, parent->name_count * sizeof *trace->names);
	walk->shell = parent->shell;
	walk->start = parent->folder;
}

/* What later stages may take from this one. */
static void end_stage(struct walk *walk, uint32_t stage) {
	struct sw_trace *trace = walk->trace;
	struct ending *ending = &walk->endings[stage];
	*ending = (struct ending){SW_NEW_ARRAY(trace->arena, struct sw_trace_name, trace->name_count + 1), trace->name_count, walk->start,
				  walk->shell};
	memcpy(ending->names, trace->names, trace->name_count * sizeof *trace->names);
}

static void follow_step(struct walk *walk, const struct sw_step *step) {
	switch ((int)step->kind) {
	case SW_STEP_FROM:
		start_stage(walk, &walk->trace->view->build->stages.v[step->stage]);
		break;
	case SW_STEP_SHELL:
		walk->shell = (struct sw_shell_options){0};
		sw_options_of_words(step->words, step->word_count, &walk->shell);
		break;
	case SW_STEP_WORKDIR:
		walk->trace->folder = walk->start;
		if (step->word_count)
			walk->start = step_path(walk->trace, &step->words[0]);
		break;
	case SW_STEP_COPY:
	case SW_STEP_ADD:
		follow_copy(walk, step);
		break;
	case SW_STEP_RUN:
		if (step->script)
			follow_run(walk, step);
		break;
	default:
		break;
	}
}

void sw_trace_walk(const struct sw_view *view, struct sw_trace *trace, struct sw_downloads *downloads, struct sw_tracer tracer) {
	struct sw_step_walk steps = {view, sw_stages_built(view), 0};
	struct walk *walk = SW_NEW(view->arena, struct walk);
	*trace = (struct sw_trace){.view = view, .arena = view->arena, .tracer = tracer, .downloads = downloads,
				   .values = {.arena = view->arena}};
	trace->names = SW_NEW_ARRAY(view->arena, struct sw_trace_name, SW_TRACE_NAMES);
	walk->trace = trace;
	walk->endings = SW_NEW_ARRAY(view->arena, struct ending, view->build->stages.n + 1);
	uint32_t stage = UINT32_MAX;
	for (const struct sw_step *step; (step = sw_next_step(&steps));) {
		if (stage != UINT32_MAX && step->stage != stage)
			end_stage(walk, stage);
		stage = step->stage;
		follow_step(walk, step);
	}
}

/* Whether a step fetches anything: most builds leave that to their package manager. */
static bool fetches(const struct sw_view *view) {
	struct sw_command_walk walk = sw_commands_of(view, sw_stages_built(view));
	struct sw_fetch fetch;
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		if (sw_fetch_read(at->cmd, &at->call, &fetch))
			return true;
		for (uint32_t i = at->call.first_arg; i < at->cmd->word_count; i++)
			if (sw_str_contains(at->cmd->words[i].text, SW_S("://")))
				return true;
	}
	for (size_t i = 0; i < view->build->steps.n; i++)
		if (view->build->steps.v[i].kind == SW_STEP_ADD)
			return true;
	return false;
}

const struct sw_trace *sw_trace_of(const struct sw_view *view) {
	if (!view->memo->trace) {
		struct sw_trace *trace = SW_NEW(view->arena, struct sw_trace);
		sw_trace_walk(view, trace, SW_NEW(view->arena, struct sw_downloads), (struct sw_tracer){0});
		view->memo->trace = trace;
	}
	return view->memo->trace;
}

void sw_downloads_follow(const struct sw_view *view, struct sw_downloads *downloads) {
	if (!view->memo->fetches_asked) {
		view->memo->fetches = fetches(view);
		view->memo->fetches_asked = true;
	}
	*downloads = view->memo->fetches ? *sw_trace_of(view)->downloads : (struct sw_downloads){0};
}

const char *sw_download_use_words(enum sw_download_use use) {
	static const char *const words[] = {"fetched", "made a program", "unpacked", "installed", "run", "run"};
	return words[use];
}
