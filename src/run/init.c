/* Lines of prose begin with "# ", and guesses with "#" and what would stand there: taking "#" away is all that makes a
 * guess a statement. */
#include "run/init.h"
#include "base/say.h"
#include "formats/yaml.h"
#include "knowledge/date.h"
#include "knowledge/image_name.h"
#include "knowledge/seeds.h"
#include "process/rewrite.h"
#include "readers/compose/paths.h"
#include "reports/visible.h"
#include "run/append.h"
#include "run/scan.h"
#include <stdlib.h>

enum { MOST_LISTED = 200, ASSUMED_DAYS = 180 };

struct beginning {
	struct sw_arena *arena;
	const struct sw_scan *scan;
	const struct sw_request *request;
	struct sw_out *out;
	size_t guesses;
};

/* A name as YAML reads it back, on one line, whatever stands in the input. */
static struct sw_str name_of(const struct beginning *b, struct sw_str text) {
	return sw_append_scalar(b->arena, sw_report_visible(b->arena, text));
}

static void say(struct beginning *b, const char *text) {
	sw_out_printf(b->out, "\n# %s\n", text);
}

static int by_text(const void *a, const void *b) {
	return sw_str_cmp(*(const struct sw_str *)a, *(const struct sw_str *)b);
}

/* ---- about, owners ---- */

static void put_about(struct beginning *b) {
	struct sw_str root = sw_str_of(b->request->targets[0].root);
	say(b, "The words on the model's first page.");
	sw_out_printf(b->out, "#about:\n#  name: %.*s\n", SW_ARG(name_of(b, sw_str_basename(root))));
	sw_out_z(b->out, "#  description: what the system is for\n#  reviewer: who looks at the model\n");
	b->guesses++;
}

static void put_owners(struct beginning *b) {
	say(b, b->scan->config.codeowners.present ? "Who answers for what CODEOWNERS does not speak of." : "Who answers for rows of the register; a CODEOWNERS file is read, too.");
	sw_out_z(b->out, "#owners:\n#  platform: who runs hosts, engines and registries\n#  default: who answers for all else\n");
	b->guesses++;
}

/* ---- model ---- */

/* "compose.prod.yaml" is prod, "shop/compose.yaml" is shop, and what says nothing is default. */
static struct sw_str deployment_name(const struct beginning *b, const struct sw_artifact *artifact) {
	struct sw_str base = sw_str_basename(artifact->inner), folder = sw_str_dirname(artifact->inner);
	size_t first = sw_str_find_byte(base, '.'), last = sw_str_rfind_byte(base, '.');
	struct sw_str name = first != SW_NPOS && last > first + 1 ? sw_str_sub(base, first + 1, last - first - 1) : (struct sw_str){0};
	if (artifact->deployment.n)
		return artifact->deployment;
	if (!folder.n)
		return name.n ? name : SW_S("default");
	return name.n ? sw_arena_printf(b->arena, "%.*s-%.*s", SW_ARG(sw_str_basename(folder)), SW_ARG(name)) : sw_str_basename(folder);
}

static void put_deployments(struct beginning *b) {
	const struct sw_artifacts *artifacts = &b->scan->artifacts;
	struct sw_map names = {0};
	static char yes;
	size_t n = 0;
	for (size_t i = 0; i < artifacts->v.n && n < MOST_LISTED; i++) {
		const struct sw_artifact *artifact = &artifacts->v.v[i];
		if (artifact->kind != SW_ARTIFACT_COMPOSE || !artifact->root || !b->scan->sets[i]->deployment)
			continue;
		if (!n++)
			sw_out_z(b->out, "# What is started together: a name, and its compose files in order.\n#  deployments:\n");
		struct sw_str name = deployment_name(b, artifact);
		for (unsigned k = 2; sw_map_put(b->arena, &names, name, &yes); k++)
			name = sw_arena_printf(b->arena, "%.*s-%u", SW_ARG(deployment_name(b, artifact)), k);
		sw_out_printf(b->out, "#    %.*s: [%.*s", SW_ARG(name_of(b, name)), SW_ARG(name_of(b, artifact->inner)));
		for (size_t k = 0; k < artifact->over_count; k++)
			sw_out_printf(b->out, ", %.*s", SW_ARG(name_of(b, sw_compose_path_join(b->arena, sw_str_dirname(artifact->inner), artifact->over[k]))));
		sw_out_z(b->out, "]\n");
	}
	b->guesses += n;
}

/* What is said of a service by its name counts in every deployment: each name is listed once. */
struct known_service {
	struct sw_str name, role, owner, port;
	bool stores;
};

typedef SW_VEC(struct known_service) known_services;

static struct sw_str owner_of(const struct sw_register *all, uint32_t element) {
	for (size_t i = 0; i < all->threats.n; i++)
		if (all->threats.v[i].element == element && all->threats.v[i].owner.n)
			return all->threats.v[i].owner;
	return (struct sw_str){0};
}

static struct sw_str published_at(const struct sw_diagram *diagram, uint32_t element) {
	for (size_t i = 0; i < diagram->flows.n; i++)
		if (diagram->flows.v[i].to == element && diagram->flows.v[i].published)
			return diagram->flows.v[i].label;
	return (struct sw_str){0};
}

static void gather_services(struct beginning *b, known_services *services) {
	struct sw_map known = {0};
	static char yes;
	for (size_t r = 0; r < b->scan->report.registers.n; r++) {
		const struct sw_register *all = &b->scan->report.registers.v[r];
		for (uint32_t e = 0; e < all->diagram->elements.n && services->n < MOST_LISTED; e++) {
			const struct sw_element *element = &all->diagram->elements.v[e];
			if (!element->service || sw_map_put(b->arena, &known, element->name, &yes))
				continue;
			*sw_push(b->arena, services) = (struct known_service){.name = element->name, .role = element->role, .owner = owner_of(all, e),
				.port = published_at(all->diagram, e), .stores = element->stores_data};
		}
	}
}

static struct sw_str data_name(const struct beginning *b, struct sw_str service) {
	return sw_arena_printf(b->arena, "%.*s-data", SW_ARG(service));
}

static void put_data(struct beginning *b, const known_services *services) {
	size_t n = 0;
	for (size_t i = 0; i < services->n; i++) {
		if (!services->v[i].stores)
			continue;
		if (!n++)
			sw_out_z(b->out, "# What stores hold: public, internal, confidential or restricted.\n#  data:\n");
		sw_out_printf(b->out, "#    %.*s: confidential\n", SW_ARG(name_of(b, data_name(b, services->v[i].name))));
	}
	b->guesses += n;
}

static void put_services(struct beginning *b, const known_services *services) {
	if (services->n)
		sw_out_z(b->out, "# What services store, who owns them, and who reaches them: internet, private (the host's network) or host.\n#  services:\n");
	for (size_t i = 0; i < services->n; i++) {
		const struct known_service *service = &services->v[i];
		const char *between = "";
		sw_out_printf(b->out, "#    %.*s: {", SW_ARG(name_of(b, service->name)));
		if (service->stores) {
			sw_out_printf(b->out, "stores: [%.*s]", SW_ARG(name_of(b, data_name(b, service->name))));
			between = ", ";
		}
		sw_out_printf(b->out, "%sowner: %.*s", between, SW_ARG(service->owner.n ? name_of(b, service->owner) : SW_S("team")));
		if (service->port.n)
			sw_out_z(b->out, ", exposure: internet");
		sw_out_z(b->out, "}");
		if (service->role.n || service->port.n)
			sw_out_printf(b->out, " # %.*s%s%s%.*s", SW_ARG(sw_report_visible(b->arena, service->role)), service->role.n && service->port.n ? ", " : "",
				      service->port.n ? "published at " : "", SW_ARG(sw_report_visible(b->arena, service->port)));
		sw_out_z(b->out, "\n");
	}
	b->guesses += services->n;
}

/* What is drawn with a question mark because only a dependency shows it. */
static void put_flows(struct beginning *b) {
	struct sw_map known = {0};
	static char yes;
	size_t n = 0;
	for (size_t d = 0; d < b->scan->report.diagrams.n; d++) {
		const struct sw_diagram *diagram = &b->scan->report.diagrams.v[d];
		for (size_t i = 0; i < diagram->flows.n && n < MOST_LISTED; i++) {
			const struct sw_flow *flow = &diagram->flows.v[i];
			struct sw_str from = name_of(b, diagram->elements.v[flow->from].name), to = name_of(b, diagram->elements.v[flow->to].name);
			if (flow->grade != SW_GRADE_GUESSED || sw_map_put(b->arena, &known, sw_arena_printf(b->arena, "%.*s %.*s", SW_ARG(from), SW_ARG(to)), &yes))
				continue;
			if (!n++)
				sw_out_z(b->out, "# Who talks to whom, where only a dependency shows it: add absent: true where nobody does, tls: true where it is encrypted.\n#  flows:\n");
			sw_out_printf(b->out, "#    - {from: %.*s, to: %.*s}\n", SW_ARG(from), SW_ARG(to));
		}
	}
	b->guesses += n;
}

static void put_assumptions(struct beginning *b) {
	char until[11];
	sw_date_after(b->scan->report.date, ASSUMED_DAYS, until);
	sw_out_z(b->out, "# What nobody can see from here, and for how long it is taken for true.\n#  assume:\n");
	for (size_t i = 0; i < sw_atom_words_count; i++) {
		struct sw_str atom = sw_str_of(sw_atom_words[i].atom);
		if (!sw_str_starts(atom, SW_S("assume:")))
			continue;
		sw_out_printf(b->out, "#    - {%.*s: true, owner: platform, until: %s} # %s\n", SW_ARG(sw_str_from(atom, 7)), until, sw_atom_words[i].words);
		b->guesses++;
	}
}

static void put_model(struct beginning *b) {
	known_services services = {0};
	gather_services(b, &services);
	say(b, "What no file of the project can tell.");
	sw_out_z(b->out, "#model:\n");
	put_deployments(b);
	put_data(b, &services);
	put_services(b, &services);
	put_flows(b);
	put_assumptions(b);
}

/* ---- images ---- */

static void add_image(struct beginning *b, struct sw_map *known, sw_strings *names, const struct sw_image_use *use) {
	static char yes;
	if (use && use->ref.known && use->ref.valid && use->ref.name.n && !use->builds && !sw_map_put(b->arena, known, use->ref.name, &yes))
		*sw_push(b->arena, names) = sw_image_familiar(use->ref.name);
}

static void put_images(struct beginning *b) {
	const struct sw_system *system = &b->scan->system;
	struct sw_map known = {0};
	sw_strings names = {0};
	for (size_t i = 1; i < system->subjects.n; i++)
		if (system->subjects.v[i].kind == SW_SUBJECT_IMAGE)
			add_image(b, &known, &names, system->subjects.v[i].image);
	for (size_t i = 0; i < system->targets.n; i++)
		for (size_t u = 0; u < system->targets.v[i]->build->uses.n; u++)
			add_image(b, &known, &names, &system->targets.v[i]->build->uses.v[u]);
	if (!names.n)
		return;
	qsort(names.v, names.n, sizeof *names.v, by_text);
	say(b, "Images that are used: with this list all others are findings (default: warn only tells of them).");
	sw_out_z(b->out, "#images:\n#  default: deny\n#  rules:\n");
	for (size_t i = 0; i < names.n && i < MOST_LISTED; i++)
		sw_out_printf(b->out, "#    - image: %.*s\n", SW_ARG(name_of(b, names.v[i])));
	b->guesses += names.n;
}

/* ---- the whole ---- */

static void put_all(struct beginning *b) {
	sw_out_z(b->out, "# What people know about this system and its files do not say; strideward.yaml(5) describes all keys.\n"
			 "# Written by `strideward init`. Nothing counts yet but the version: every other line is a guess. Where one is right,\n"
			 "# take its '#' away, and those of the lines that it stands under.\n"
			 "version: 1\n");
	put_about(b);
	put_owners(b);
	put_model(b);
	put_images(b);
	say(b, "The least severity that fails the gate; the command line may be stricter.");
	sw_out_z(b->out, "#gate: high\n");
	b->guesses++;
}

/* Whatever names the project has: the text is read again, and must say nothing but its version. */
static bool says_nothing(struct sw_arena *arena, struct sw_str text) {
	struct sw_diags diags = {.arena = arena};
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(arena, 1, text, SW_DIALECT_COMPOSE, &stream, &diags);
	return !diags.n && stream.n == 1 && stream.v[0].root->kind == SW_NODE_MAP && stream.v[0].root->count == 1;
}

static int write_out(struct sw_out *out) {
	struct sw_err err;
	if (sw_out_flush(out, &err) == 0)
		return 0;
	sw_say("%s", err.text);
	return 2;
}

static int write_file(struct beginning *b, struct sw_str text, const struct sw_request *request) {
	SW_CLEANUP_OUT struct sw_out changes, shown;
	sw_out_init(&changes, request->changes_fd);
	sw_out_init(&shown, request->dump_fd);
	sw_rewrite_put_new(&changes, 0, SW_S(SW_INIT_FILE), text);
	if (write_out(&changes))
		return 2;
	sw_out_printf(&shown, "%s: %zu guesses, all commented out\n", SW_INIT_FILE, b->guesses);
	return write_out(&shown);
}

int sw_run_init(struct sw_request *request, struct sw_worker *worker) {
	struct sw_scan scan = {0};
	SW_CLEANUP_OUT struct sw_out text, shown;
	sw_scan_join(&scan, request, worker);
	sw_scan_judge(&scan, request);
	sw_out_init(&text, -1);
	sw_out_init(&shown, request->dump_fd);
	struct beginning b = {&scan.arena, &scan, request, &text, 0};
	put_all(&b);
	if (scan.unreadable) {
		sw_say("nothing is written while something named cannot be read");
		return 2;
	}
	if (!says_nothing(&scan.arena, sw_out_text(&text))) {
		sw_say("a name in this project cannot be written on a line of a comment; nothing is written");
		return 2;
	}
	if (!request->init->shows)
		return write_file(&b, sw_out_text(&text), request);
	sw_out_str(&shown, sw_out_text(&text));
	return write_out(&shown);
}
