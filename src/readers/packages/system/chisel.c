/* manifest.wall of Chisel, which cuts Ubuntu's packages into slices and leaves no dpkg behind: lines of JSON, packed with
 * zstd. */
#include "base/limits.h"
#include "formats/json.h"
#include "formats/unpack.h"
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

enum { PIECE_BYTES = 64 << 10, RATIO = 200 };

static int64_t read_some(void *context, void *p, size_t n) {
	struct sw_str *rest = context;
	n = n < rest->n ? n : rest->n;
	if (n)
		memcpy(p, rest->p, n);
	*rest = sw_str_from(*rest, n);
	return (int64_t)n;
}

/* The whole text. The unpacker is given back also where the arena is full. */
static bool unpack_all(struct sw_arena *scratch, struct sw_str bytes, struct sw_str *text) {
	struct sw_unpack *unpack = sw_unpack_open((struct sw_unpack_input){&bytes, read_some},
						  (struct sw_unpack_limits){SW_LIMIT_PACKAGE_BYTES, RATIO, 1 << 20});
	struct sw_arena_catch full;
	if (!unpack)
		sw_arena_throw(scratch);
	if (SW_ARENA_TRY(scratch, &full)) {
		SW_VEC(char) all = {0};
		for (size_t n = 1; n;) {
			while (all.cap - all.n < PIECE_BYTES) {
				all.v = sw_arena_grow(scratch, all.v, all.cap, 2 * all.cap + PIECE_BYTES);
				all.cap = 2 * all.cap + PIECE_BYTES;
			}
			n = sw_unpack_read(unpack, all.v + all.n, PIECE_BYTES);
			all.n += n;
		}
		*text = sw_str(all.v, all.n);
		sw_arena_leave(scratch, &full);
	} else {
		sw_unpack_close(unpack);
		sw_arena_throw(scratch);
	}
	bool whole = sw_unpack_ended(unpack) == SW_UNPACK_DONE && sw_unpack_packing(unpack) == SW_PACKING_ZSTD;
	sw_unpack_close(unpack);
	return whole;
}

static void add(struct sw_package_sink *sink, const struct sw_node *row) {
	struct sw_str kind = sw_tree_text(row, "kind");
	if (sw_str_is(kind, "package")) {
		struct sw_str name = sw_tree_text(row, "name"), version = sw_tree_text(row, "version");
		if (!name.n || !version.n)
			return;
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_DEB, name, version);
		package->architecture = sw_package_text(sink, sw_tree_text(row, "arch"));
	} else if (sw_str_is(kind, "content")) {
		/* A slice is called PACKAGE_SLICE; names of packages have no '_'. */
		struct sw_str slice = sw_tree_text(row, "slice"), path = sw_tree_text(row, "path");
		if (path.n && path.p[path.n - 1] != '/')
			sw_package_owns(sink, SW_PACKAGE_DEB, sw_str_sub(slice, 0, sw_str_find_byte(slice, '_')), path);
	}
}

static void read_lines(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	struct sw_diags diags = {.arena = scratch};
	struct sw_str text, line;
	size_t rows = 0;
	if (!unpack_all(scratch, bytes, &text)) {
		sw_package_refuse(sink, "a manifest of Chisel's");
		return;
	}
	while (sw_line_next(&text, &line)) {
		const struct sw_node *row = line.n ? sw_json_read_one(scratch, 0, line, SW_DIALECT_STRICT, &diags) : NULL;
		rows += row && sw_tree_text(row, "kind").n;
		add(sink, row);
	}
	if (sw_diags_failed(&diags) || !rows)
		sw_package_refuse(sink, "a manifest of Chisel's");
}

const struct sw_package_reader sw_package_reader_chisel = {
	.kind = "chisel",
	.names = (const char *const[]){"manifest.wall", NULL},
	.read_with = read_lines,
};
