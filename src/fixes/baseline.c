/* What nearly every project lacks, mended together: one anchor that all services of a compose file take over, a user and
 * a health check for a Dockerfile. Starting points for people, so they come only when they are asked for. */
#include "fixes/fixer.h"

/* What the anchor may hold, and which check misses it. */
static const struct {
	const char *check;
	const char *lines;
	bool alone; /* Compose refuses it beside another way to say the same: only where every service lacks it */
} parts[] = {
	{"new-privileges-allowed", "  security_opt: [\"no-new-privileges:true\"]", false},
	{"capabilities-not-dropped", "  cap_drop: [ALL]", false},
	{"root-filesystem-writable", "  read_only: true|  tmpfs: [/tmp]", false},
	{"no-pids-limit", "  pids_limit: 200", true},
	{"no-memory-limit", "  mem_limit: 512m  # measure, then set", true},
	{"no-cpu-limit", "  cpus: 1.0", true},
};
enum { PARTS = sizeof parts / sizeof *parts };

static int part_of(const struct sw_finding *finding) {
	for (int i = 0; i < PARTS; i++)
		if (strcmp(parts[i].check, finding->check->id) == 0)
			return i;
	return -1;
}

bool sw_fix_of_baseline(const struct sw_finding *finding) {
	return part_of(finding) >= 0;
}

/* A service and which parts it lacks. */
struct lacking {
	sw_subject subject;
	unsigned parts; /* bits */
	const struct sw_finding *finding;
};

struct file {
	uint32_t source;
	SW_VEC(struct lacking) services;
};

static struct lacking *lacking_of(struct sw_arena *arena, struct file *file, const struct sw_finding *finding) {
	for (size_t i = 0; i < file->services.n; i++)
		if (file->services.v[i].subject == finding->subject)
			return &file->services.v[i];
	struct lacking *lacking = sw_push(arena, &file->services);
	*lacking = (struct lacking){finding->subject, 0, finding};
	return lacking;
}

static unsigned common_parts(const struct file *file) {
	unsigned any = 0, all = ~0u;
	for (size_t i = 0; i < file->services.n; i++) {
		any |= file->services.v[i].parts;
		all &= file->services.v[i].parts;
	}
	for (int i = 0; i < PARTS; i++)
		if (parts[i].alone && !(all & 1u << i))
			any &= ~(1u << i);
	return any;
}

/* The line of the top-level key. */
static bool services_line(struct sw_str text, uint32_t *at) {
	struct sw_str key = SW_S("services:");
	size_t found = sw_str_starts(text, key) ? 0 : sw_str_find(text, SW_S("\nservices:"));
	*at = found == 0 ? 0 : (uint32_t)found + 1;
	return found != SW_NPOS;
}

static bool takes_anchor(const struct sw_fixing *fixing) {
	struct sw_str body = sw_fixing_text(fixing, fixing->service->workload->body);
	return !sw_str_contains(body, SW_S("<<"));
}

static void put_anchor(struct sw_fixing *fixing, uint32_t source, uint32_t at, unsigned chosen) {
	const char *newline = sw_fixing_newline(fixing, source);
	struct sw_str text = sw_arena_printf(fixing->arena, "x-hardening: &hardening%s", newline);
	for (int i = 0; i < PARTS; i++) {
		struct sw_str rest = sw_str_of(parts[i].lines), line;
		while (chosen & 1u << i && sw_str_split(&rest, '|', &line))
			text = sw_arena_printf(fixing->arena, "%.*s%.*s%s", SW_ARG(text), SW_ARG(line), newline);
	}
	sw_fixing_insert(fixing, source, at, sw_arena_printf(fixing->arena, "%.*s%s", SW_ARG(text), newline));
}

/* A service's own list takes the place of the anchor's. */
static void add_to_own_lists(struct sw_fixing *fixing, unsigned lacks) {
	const struct sw_workload *workload = fixing->service->workload;
	if (lacks & 1u && workload->security_opts.n)
		sw_fixing_list(fixing, workload->security_opts.v[workload->security_opts.n - 1].at, "no-new-privileges:true");
	if (lacks & 2u && workload->cap_drop.n)
		sw_fixing_list(fixing, workload->cap_drop.v[workload->cap_drop.n - 1].at, "ALL");
}

/* One fix for all services of the file. */
static void harden(struct sw_arena *arena, const struct sw_system *system, const struct file *file, struct sw_fixes *fixes) {
	const struct sw_source *source = sw_source_of(&system->sources, (struct sw_span){file->source, 0, 0});
	struct sw_fix fix = {.finding = file->services.v[0].finding, .asked = true};
	struct sw_fixing fixing = {.arena = arena, .system = system, .fix = &fix};
	uint32_t at;
	size_t anchored = 0;
	unsigned chosen = common_parts(file);
	if (!services_line(source->text, &at) || sw_str_contains(source->text, SW_S("x-hardening:")))
		return;
	put_anchor(&fixing, file->source, at, chosen);
	for (size_t i = 0; i < file->services.n; i++) {
		fixing.finding = file->services.v[i].finding;
		fixing.service = sw_subject_get(system, file->services.v[i].subject)->service;
		if (!takes_anchor(&fixing))
			continue;
		const char *folders = sw_fixing_folders(&fixing);
		add_to_own_lists(&fixing, file->services.v[i].parts);
		anchored += sw_fixing_service(&fixing, folders ? sw_arena_printf(arena, "<<: *hardening|%s", folders).p : "<<: *hardening");
	}
	if (!anchored)
		return;
	fix.title = sw_arena_printf(arena, "Harden %zu service%s with one anchor", anchored, anchored == 1 ? "" : "s");
	fix.caution = SW_S("limits, capabilities and writable folders are a starting point: try each service and give back what it needs");
	sw_fixes_add(arena, fixes, &fix);
}

void sw_fixes_harden(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings, struct sw_fixes *fixes) {
	SW_VEC(struct file) files = {0};
	for (size_t i = 0; i < findings->findings.n; i++) {
		const struct sw_finding *finding = &findings->findings.v[i];
		const struct sw_subject_row *row = sw_subject_get(system, finding->subject);
		int part = part_of(finding);
		if (part < 0 || finding->is_suppressed || !row->service)
			continue;
		uint32_t source = row->service->workload->at.source;
		size_t k = 0;
		while (k < files.n && files.v[k].source != source)
			k++;
		if (k == files.n)
			sw_push(arena, &files)->source = source;
		lacking_of(arena, &files.v[k], finding)->parts |= 1u << part;
	}
	for (size_t i = 0; i < files.n; i++)
		harden(arena, system, &files.v[i], fixes);
}
