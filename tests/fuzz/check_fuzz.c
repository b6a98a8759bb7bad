/* Any bytes may be a drawing and a mapping, under any cap of memory: the check of it against a small system ends, speaks
 * of what is drawn and found only, and what it measured is among the choices. Bytes are taken from the front for the
 * drawing; what stands behind the first zero byte after it is the mapping. */
#include "check_system.h"
#include "readers/models/mapping.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bytes {
	const uint8_t *v;
	size_t n, at;
};

static uint8_t take(struct bytes *bytes) {
	return bytes->at < bytes->n ? bytes->v[bytes->at++] : 0;
}

static double take_place(struct bytes *bytes) {
	static const double odd[] = {0, -1, 1e300, -1e308, __builtin_nan(""), __builtin_inf(), 0.5, 1e-300};
	uint8_t byte = take(bytes);
	return byte < 0xf0 ? (double)byte * 5 : odd[byte & 7];
}

static struct sw_str take_name(struct sw_arena *arena, struct bytes *bytes) {
	static const char *const words[] = {"web", "Frontend", "api", "Database", "(PostgreSQL)", "nginx", "main", "rows", "nightly", "job", "Container",
					    "Docker", "registry", "Customer", "Secret", "HTTPS", "http", "443", "5432", "99999", "response", "front",
					    "back network", "host", "\xff\xfe", "", "ümläut", "registry.example.org/shop-api:3", "w:api", "no TLS", "\n", "Volume"};
	uint8_t first = take(bytes);
	struct sw_str name = sw_str_of(words[first & 31]);
	for (unsigned more = first >> 6; more; more--)
		name = sw_arena_printf(arena, "%.*s %s", SW_ARG(name), words[take(bytes) & 31]);
	return name;
}

static void add_properties(struct sw_arena *arena, struct bytes *bytes, struct sw_drawn *drawn) {
	static const char *const labels[] = {"Privileged run as root", "Resource Limited", "Secret Type", "Encrypted", "Trusted Registry", "digest", "", "Name"};
	static const char *const values[] = {"Yes", "No", "File", "Environment Variable", "Checked", "true", "", "No, gravely"};
	uint8_t what = take(bytes);
	struct sw_drawn_property *property = sw_push(arena, &drawn->properties);
	*property = (struct sw_drawn_property){.kind = (enum sw_property_kind)(what % (SW_PROPERTY_CUSTOM + 1)), .label = sw_str_of(labels[what & 7]),
					       .key = what & 8 ? SW_S("encrypted") : SW_S("checkImageRunsAsRoot"), .chosen = (int8_t)take(bytes)};
	for (unsigned i = 0; i < (what >> 4 & 3); i++)
		*sw_push(arena, &property->values) = sw_str_of(values[take(bytes) & 7]);
	property->value = sw_str_of(values[what >> 5]);
}

static void draw(struct sw_arena *arena, struct sw_drawing *drawing, struct bytes *bytes) {
	struct sw_drawn_diagram *diagram = sw_push(arena, &drawing->diagrams);
	uint8_t byte;
	while ((byte = take(bytes)) != 0) {
		if (byte == 1) {
			diagram = sw_push(arena, &drawing->diagrams);
			continue;
		}
		struct sw_drawn drawn = {.kind = (enum sw_drawn_kind)(byte % (SW_DRAWN_NOTE + 1)), .from = -1, .to = -1, .inside = -1, .encrypted = (byte >> 3) % 3 - 1,
					 .placed = byte & 64, .out_of_scope = byte > 250};
		drawn.id = sw_arena_printf(arena, "%u", take(bytes));
		drawn.name = take_name(arena, bytes);
		drawn.type = byte & 32 ? SW_S("SW.workload") : SW_S("GE.P");
		double *const places[] = {&drawn.left, &drawn.top, &drawn.width, &drawn.height};
		for (size_t i = 0; drawn.placed && i < 4; i++)
			*places[i] = take_place(bytes);
		if (drawn.kind == SW_DRAWN_FLOW) {
			drawn.from = (int8_t)take(bytes);
			drawn.to = (int8_t)take(bytes);
		} else if (byte & 128) {
			drawn.inside = (int8_t)take(bytes);
		}
		if (byte & 16)
			add_properties(arena, bytes, &drawn);
		*sw_push(arena, &diagram->elements) = drawn;
	}
}

static void check_result(const struct sw_drawing *drawing, const struct sw_drawn_check *check) {
	size_t elements = 0;
	for (size_t d = 0; d < drawing->diagrams.n; d++)
		for (size_t i = 0; i < drawing->diagrams.v[d].elements.n; i++) {
			const struct sw_drawn *drawn = &drawing->diagrams.v[d].elements.v[i];
			elements += drawn->kind == SW_DRAWN_PROCESS || drawn->kind == SW_DRAWN_STORE || drawn->kind == SW_DRAWN_EXTERNAL;
		}
	assert(check->matches.n == elements);
	for (size_t i = 0; i < check->matches.n; i++)
		for (size_t k = 0; k < check->matches.v[i].found.n; k++)
			assert(check->matches.v[i].found.v[k] < check->found.n);
	for (size_t i = 0; i < check->differences.n; i++) {
		const struct sw_drawn_difference *difference = &check->differences.v[i];
		assert(difference->message.n && (difference->drawn_id.n || difference->found_id.n));
		assert(*sw_difference_kind_name(difference->kind) && *sw_difference_next(difference->kind));
	}
}

/* Made once. */
static const struct check_system *the_system(void) {
	static struct sw_arena arena;
	static struct check_system system;
	if (!system.exported.diagrams.n) {
		sw_arena_init(&arena, (size_t)1 << 28);
		check_system_init(&arena, &system);
		check_system_export(&arena, &system);
	}
	return &system;
}

static void check_under_cap(const uint8_t *data, size_t size, size_t cap) {
	struct sw_arena arena;
	sw_arena_init(&arena, cap);
	struct sw_diags diags = {.arena = &arena};
	struct sw_arena_catch catch;
	const struct check_system *system = the_system();
	if (SW_ARENA_TRY(&arena, &catch)) {
		struct bytes bytes = {data, size, 0};
		struct sw_drawing drawing = {0};
		struct sw_mapping mapping = {0};
		struct sw_drawn_check check;
		draw(&arena, &drawing, &bytes);
		sw_mapping_read(&arena, 1, sw_str((const char *)data + bytes.at, size - bytes.at), &mapping, &diags);
		sw_check_drawing(&arena, &drawing, &system->diagram, 1, &system->exported, &mapping, &diags, &check);
		check_result(&drawing, &check);
		sw_arena_leave(&arena, &catch);
	}
	sw_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	unsigned last = size ? data[size - 1] : 0;
	check_under_cap(data, size, (size_t)1 << 28);
	check_under_cap(data, size, (size_t)(last + 1) * 1024);
	return 0;
}
