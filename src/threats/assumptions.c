/* Assumptions are statements, and those about things that a scan sees are held against them each time:
 *
 *     service:NAME.exposure: private | host | internet     (who reaches it)
 *     service:NAME.present: true | false
 *     service:NAME.FIELD: VALUE                            (any field of the effective values: user, read-only, …)
 *     flow:FROM->TO: present | absent | encrypted
 *     check:ID: pass                                       (passes wherever it looked)
 *
 * Any other key is about something that no scan of files sees, such as engine.userns-remap; what refutes it for a service
 * is still found. */
#include "facts/check.h"
#include "threats/life.h"

struct looking {
	struct sw_arena *arena;
	const struct sw_system *system;
	const struct sw_findings *findings;
	const struct sw_register *registers;
	size_t count;
	struct sw_assumption_state *state;
};

static void decide(struct looking *looking, enum sw_assumed state, struct sw_span at, const char *format, ...) __attribute__((format(printf, 4, 5)));
static void decide(struct looking *looking, enum sw_assumed state, struct sw_span at, const char *format, ...) {
	va_list args;
	va_start(args, format);
	looking->state->why = sw_arena_vprintf(looking->arena, format, args);
	va_end(args);
	looking->state->state = state;
	looking->state->at = at;
}

static const struct sw_span nowhere;

/* The first service of that name in any deployment, and its diagram. */
static const struct sw_element *service_of(const struct looking *looking, struct sw_str name, const struct sw_diagram **diagram) {
	for (size_t r = 0; r < looking->count; r++) {
		*diagram = looking->registers[r].diagram;
		for (size_t i = 0; i < (*diagram)->elements.n; i++)
			if ((*diagram)->elements.v[i].service && sw_str_eq((*diagram)->elements.v[i].name, name))
				return &(*diagram)->elements.v[i];
	}
	return NULL;
}

static void judge_exposure(struct looking *looking, const struct sw_diagram *diagram, const struct sw_element *element, struct sw_str wanted) {
	const struct sw_flow *published = NULL;
	for (size_t i = 0; i < diagram->flows.n && !published; i++)
		if (diagram->flows.v[i].published && &diagram->elements.v[diagram->flows.v[i].to] == element)
			published = &diagram->flows.v[i];
	if (sw_str_is(wanted, "internet"))
		decide(looking, SW_ASSUMED_UNSEEN, published ? published->at : nowhere, "what the internet reaches is not written in files");
	else if (!published == sw_str_is(wanted, "private") && sw_listed(wanted, "private host"))
		decide(looking, SW_ASSUMED_HOLDS, published ? published->at : nowhere, "%s", published ? "it is published" : "nothing of it is published");
	else if (sw_listed(wanted, "private host"))
		decide(looking, SW_ASSUMED_BROKEN, published ? published->at : nowhere, published ? "%.*s is published" : "nothing of it is published%.*s",
		       SW_ARG(published ? published->label : (struct sw_str){0}));
	else
		decide(looking, SW_ASSUMED_UNSEEN, nowhere, "an exposure is private, host or internet");
}

static void judge_field(struct looking *looking, const struct sw_element *element, struct sw_str field, struct sw_str wanted) {
	for (unsigned f = 0; f < SW_FIELD_COUNT; f++) {
		if (!sw_str_is(field, sw_field_table[f].name))
			continue;
		const struct sw_value *value = &element->service->fields[f];
		const struct sw_link *link = sw_value_link(value);
		bool same = sw_str_eq(value->value, wanted);
		decide(looking, !value->known ? SW_ASSUMED_UNSEEN : same ? SW_ASSUMED_HOLDS : SW_ASSUMED_BROKEN, link ? link->at : nowhere,
		       value->known ? "%s is %.*s" : "%s cannot be seen here%.*s", sw_field_table[f].name,
		       SW_ARG(value->known ? value->value : (struct sw_str){0}));
		return;
	}
	decide(looking, SW_ASSUMED_UNSEEN, nowhere, "%.*s is nothing that a scan knows of a service", SW_ARG(field));
}

static void judge_service(struct looking *looking, struct sw_str what, struct sw_str wanted) {
	const struct sw_diagram *diagram;
	size_t dot = sw_str_rfind_byte(what, '.');
	struct sw_str name = sw_str_sub(what, 0, dot), field = dot == SW_NPOS ? SW_S("present") : sw_str_from(what, dot + 1);
	const struct sw_element *element = service_of(looking, name, &diagram);
	if (sw_str_is(field, "present"))
		decide(looking, (element != NULL) == !sw_str_is(wanted, "false") ? SW_ASSUMED_HOLDS : SW_ASSUMED_BROKEN,
		       element ? element->service->workload->at : nowhere, element ? "it is there" : "there is no such service");
	else if (!element)
		decide(looking, SW_ASSUMED_UNSEEN, nowhere, "there is no service called %.*s", SW_ARG(name));
	else if (sw_str_is(field, "exposure"))
		judge_exposure(looking, diagram, element, wanted);
	else
		judge_field(looking, element, field, wanted);
}

static void judge_flow(struct looking *looking, struct sw_str what, struct sw_str wanted) {
	size_t arrow = sw_str_find(what, SW_S("->"));
	struct sw_str from = sw_str_sub(what, 0, arrow), to = sw_str_from(what, arrow == SW_NPOS ? what.n : arrow + 2);
	const struct sw_flow *found = NULL;
	for (size_t r = 0; r < looking->count; r++) {
		const struct sw_diagram *diagram = looking->registers[r].diagram;
		for (size_t i = 0; i < diagram->flows.n && !found; i++)
			if (sw_str_eq(diagram->elements.v[diagram->flows.v[i].from].name, from) && sw_str_eq(diagram->elements.v[diagram->flows.v[i].to].name, to) &&
			    !diagram->flows.v[i].absent && diagram->flows.v[i].grade >= SW_GRADE_CONFIGURED)
				found = &diagram->flows.v[i];
	}
	struct sw_span at = found ? found->at : nowhere;
	if (sw_str_is(wanted, "absent"))
		decide(looking, found ? SW_ASSUMED_BROKEN : SW_ASSUMED_UNSEEN, at, found ? "a connection is configured" : "no file shows one, which proves nothing");
	else if (!found)
		decide(looking, SW_ASSUMED_UNSEEN, at, "no file shows such a connection");
	else if (sw_str_is(wanted, "present"))
		decide(looking, SW_ASSUMED_HOLDS, at, "a connection is configured");
	else if (sw_str_is(wanted, "encrypted"))
		decide(looking, found->encrypted == SW_YES ? SW_ASSUMED_HOLDS : found->encrypted == SW_NO ? SW_ASSUMED_BROKEN : SW_ASSUMED_UNSEEN, at,
		       found->encrypted == SW_YES ? "it is encrypted" : found->encrypted == SW_NO ? "it is in clear" : "whether it is encrypted cannot be seen");
	else
		decide(looking, SW_ASSUMED_UNSEEN, at, "a flow is present, absent or encrypted");
}

static void judge_check(struct looking *looking, struct sw_str id) {
	size_t passed = 0, open = 0;
	for (size_t i = 0; i < looking->findings->verdicts.n; i++) {
		const struct sw_verdict *verdict = &looking->findings->verdicts.v[i];
		if (!sw_str_is(id, verdict->check->id))
			continue;
		if (verdict->status == SW_VERDICT_FAIL && !verdict->presumed) {
			decide(looking, SW_ASSUMED_BROKEN, verdict->sites.n ? verdict->sites.v[0].at : nowhere, "%.*s",
			       SW_ARG(verdict->sites.n ? verdict->sites.v[0].message : id));
			return;
		}
		passed += verdict->status == SW_VERDICT_PASS;
		open += verdict->status == SW_VERDICT_UNKNOWN || verdict->status == SW_VERDICT_FAIL;
	}
	if (passed && !open)
		decide(looking, SW_ASSUMED_HOLDS, nowhere, "it passes at %zu place%s", passed, passed == 1 ? "" : "s");
	else
		decide(looking, SW_ASSUMED_UNSEEN, nowhere, open ? "it could not be decided everywhere" : "it looked at nothing");
}

/* The engine's remapping of users is switched off for a service that shares the host's user namespace. */
static void judge_platform(struct looking *looking, struct sw_str key, struct sw_str wanted) {
	for (size_t i = 0; sw_str_is(key, "engine.userns-remap") && sw_str_is(wanted, "true") && i < looking->system->services.n; i++) {
		const struct sw_service *service = looking->system->services.v[i];
		const struct sw_value *mode = &service->fields[SW_FIELD_USERNS_MODE];
		const struct sw_link *link = sw_value_link(mode);
		if (mode->known && sw_str_is(mode->value, "host")) {
			decide(looking, SW_ASSUMED_BROKEN, link ? link->at : nowhere, "%.*s shares the host's user namespace",
			       SW_ARG(sw_subject_get(looking->system, service->subject)->name));
			return;
		}
	}
	decide(looking, SW_ASSUMED_UNSEEN, nowhere, "nothing that was given shows it");
}

void sw_assumption_judge(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings,
			 const struct sw_register *registers, size_t count, struct sw_str date, struct sw_assumption_state *state) {
	struct looking looking = {arena, system, findings, registers, count, state};
	struct sw_str key = state->said->key.text, value = state->said->value.text;
	if (sw_str_starts(key, SW_S("service:")))
		judge_service(&looking, sw_str_from(key, 8), value);
	else if (sw_str_starts(key, SW_S("flow:")))
		judge_flow(&looking, sw_str_from(key, 5), value);
	else if (sw_str_starts(key, SW_S("check:")))
		judge_check(&looking, sw_str_from(key, 6));
	else
		judge_platform(&looking, key, value);
	if (state->said->until.text.n && sw_str_cmp(state->said->until.text, date) < 0 && state->state != SW_ASSUMED_BROKEN)
		decide(&looking, SW_ASSUMED_OVER, state->said->until.at, "it ended on %.*s and counts no more", SW_ARG(state->said->until.text));
}

const char *sw_assumed_name(enum sw_assumed state) {
	static const char *const names[] = {"unseen", "holds", "broken", "over"};
	return names[state];
}
