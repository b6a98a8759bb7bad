/* `.strideward/register.lock`: since when each row of the register is not mitigated. One line a row, sorted by bytes, so
 * that two branches that add rows merge without a conflict in most cases:
 *
 *     THREAT@ELEMENT STATE SINCE [FINGERPRINT,…]
 *
 * In ids, blanks, control characters, '%' and a '#' at the beginning are written as %XX. Lines that begin with '#' are
 * comments. Written by `scan --write-lock` alone (run/lock.c). */
#include "base/limits.h"
#include "knowledge/date.h"
#include "readers/config/read.h"

struct lock_reader {
	struct sw_arena *arena;
	uint32_t source;
	struct sw_str text;
	struct sw_lock *lock;
	struct sw_diags *diags;
};

static struct sw_span span_of(const struct lock_reader *reader, struct sw_str part) {
	uint32_t start = (uint32_t)(part.p - reader->text.p);
	return (struct sw_span){reader->source, start, start + (uint32_t)part.n};
}

static void say(const struct lock_reader *reader, enum sw_diag_level level, struct sw_str part, const char *text) {
	sw_diag_add(reader->diags, level, "register-lock", span_of(reader, part), "%s", text);
}

struct sw_str sw_lock_id_read(struct sw_arena *arena, struct sw_str text) {
	if (sw_str_find_byte(text, '%') == SW_NPOS)
		return text;
	char *bytes = sw_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		int high = i + 2 < text.n ? sw_hex_digit(text.p[i + 1]) : -1, low = high >= 0 ? sw_hex_digit(text.p[i + 2]) : -1;
		bool escape = text.p[i] == '%' && high >= 0 && low >= 0;
		bytes[n++] = escape ? (char)(high * 16 + low) : text.p[i];
		i += escape ? 2 : 0;
	}
	return sw_str(bytes, n);
}

void sw_lock_id_write(struct sw_out *out, struct sw_str id) {
	for (size_t i = 0; i < id.n; i++) {
		unsigned char c = (unsigned char)id.p[i];
		if (c <= ' ' || c == 0x7f || c == '%' || (c == '#' && i == 0))
			sw_out_printf(out, "%%%02X", c);
		else
			sw_out_byte(out, (char)c);
	}
}

static struct sw_str word(struct sw_str *rest) {
	struct sw_str part = {0};
	sw_str_split(rest, ' ', &part);
	return part;
}

static bool is_fingerprint(struct sw_str text) {
	return text.n >= 16 && text.n <= 64 && sw_str_is_lower_hex(text);
}

static bool read_latched(const struct lock_reader *reader, struct sw_str list, struct sw_lock_row *row) {
	struct sw_str part;
	while (list.n && sw_str_split(&list, ',', &part)) {
		if (!is_fingerprint(part) || row->latched.n == SW_LIMIT_LOCK_SECRETS)
			return false;
		*sw_push(reader->arena, &row->latched) = (struct sw_text_at){part, span_of(reader, part)};
	}
	return true;
}

/* Two lines about one row come from a merge: the earlier date counts, and what either holds fast. */
static void unite(const struct lock_reader *reader, struct sw_lock_row *known, const struct sw_lock_row *row) {
	if (sw_str_cmp(row->since, known->since) < 0)
		known->since = row->since;
	if (sw_str_is(row->state, "open"))
		known->state = row->state;
	if (row->latched.n > SW_LIMIT_LOCK_SECRETS - known->latched.n) {
		say(reader, SW_DIAG_ERROR, sw_str_sub(reader->text, row->at.start, row->at.end - row->at.start), "this row has more secrets than any register has");
		return;
	}
	for (size_t i = 0; i < row->latched.n; i++)
		*sw_push(reader->arena, &known->latched) = row->latched.v[i];
	say(reader, SW_DIAG_NOTE, sw_str_sub(reader->text, row->at.start, row->at.end - row->at.start), "a second line about this row: the earlier date counts");
}

static void read_line(const struct lock_reader *reader, struct sw_str line) {
	struct sw_lock *lock = reader->lock;
	struct sw_str rest = line;
	struct sw_str id = word(&rest), state = word(&rest), since = word(&rest), latched = word(&rest);
	struct sw_lock_row row = {.state = state, .since = since, .at = span_of(reader, line)};
	if (sw_str_starts(line, SW_S("<<<<<<<")) || sw_str_starts(line, SW_S("=======")) || sw_str_starts(line, SW_S(">>>>>>>")) || sw_str_starts(line, SW_S("|||||||"))) {
		say(reader, SW_DIAG_ERROR, line, "a merge was left unfinished: keep the lines of both sides and take the marks out");
		return;
	}
	if (sw_str_find_byte(id, '@') == SW_NPOS || !sw_listed(state, "open weak needs-evidence not-started") || !sw_date_valid(since) ||
	    rest.n || !read_latched(reader, latched, &row)) {
		say(reader, SW_DIAG_ERROR, line, "not a line of the register: THREAT@ELEMENT STATE YYYY-MM-DD");
		return;
	}
	row.id = sw_lock_id_read(reader->arena, id);
	size_t known = (uintptr_t)sw_map_get(&lock->by_id, row.id);
	if (known) {
		unite(reader, &lock->rows.v[known - 1], &row);
		return;
	}
	*sw_push(reader->arena, &lock->rows) = row;
	sw_map_put(reader->arena, &lock->by_id, row.id, (void *)(uintptr_t)lock->rows.n);
}

void sw_lock_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_lock *lock, struct sw_diags *diags) {
	struct lock_reader reader = {arena, source, text, lock, diags};
	struct sw_str rest = text, line;
	*lock = (struct sw_lock){.present = true};
	while (rest.n && sw_str_split(&rest, '\n', &line)) {
		line = sw_str_ends(line, SW_S("\r")) ? sw_str_sub(line, 0, line.n - 1) : line;
		if (!line.n || line.p[0] == '#')
			continue;
		if (lock->rows.n == SW_LIMIT_LOCK_ROWS) {
			say(&reader, SW_DIAG_ERROR, line, "more lines than any register has; the rest is not read");
			return;
		}
		read_line(&reader, line);
	}
}
