/* SQLite files of rpm 4.16 and later: a table Packages with a header in each row. The library reads them from memory,
 * with all that a file could bring along switched off: it may only read columns of tables. */
#include "readers/packages/system/rpm.h"
#include <sqlite3.h>

enum {
	WRITE_VERSION_AT = 18, READ_VERSION_AT = 19, WITH_LOG = 2, WITHOUT_LOG = 1,
	OPERATIONS_A_STEP = 1000,
	LEAST_STEPS = 1000, BYTES_A_STEP = 16384, /* an operation for each 16 bytes is far more than reading a table takes */
};

bool sw_rpm_is_sqlite(struct sw_str bytes) {
	return bytes.n >= 100 && memcmp(bytes.p, "SQLite format 3", 16) == 0;
}

static int allow_reading(void *context, int action, const char *a, const char *b, const char *c, const char *d) {
	(void)context, (void)a, (void)b, (void)c, (void)d;
	return action == SQLITE_SELECT || action == SQLITE_READ ? SQLITE_OK : SQLITE_DENY;
}

static int count_step(void *left) {
	size_t *steps = left;
	return *steps ? (--*steps, 0) : 1;
}

/* False where the library refuses any of it. */
static bool lock_down(sqlite3 *db, size_t bytes, size_t *steps) {
	static const struct {
		int option, value;
	} options[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
		{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	};
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (sqlite3_db_config(db, options[i].option, options[i].value, (int *)NULL) != SQLITE_OK)
			return false;
	/* A table of packages that is a virtual one would be read by a module, with all its other tables. */
	if (sqlite3_drop_modules(db, NULL) != SQLITE_OK)
		return false;
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, (int)(bytes < INT32_MAX ? bytes : INT32_MAX));
	sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 10000);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_progress_handler(db, OPERATIONS_A_STEP, count_step, steps);
	return sqlite3_set_authorizer(db, allow_reading, NULL) == SQLITE_OK;
}

struct session {
	sqlite3 *db;
	sqlite3_stmt *rows;
	size_t steps;
};

/* A file with a log beside it cannot be opened from memory: what of it stands in the file itself is read, from a copy
 * that says that there is no log. */
static struct sw_str without_log(struct sw_arena *scratch, struct sw_str bytes) {
	if (bytes.p[WRITE_VERSION_AT] != WITH_LOG && bytes.p[READ_VERSION_AT] != WITH_LOG)
		return bytes;
	char *copy = sw_arena_alloc(scratch, bytes.n);
	memcpy(copy, bytes.p, bytes.n);
	copy[WRITE_VERSION_AT] = copy[READ_VERSION_AT] = WITHOUT_LOG;
	return sw_str(copy, bytes.n);
}

static bool start(struct session *session, struct sw_str bytes) {
	unsigned char *p = (unsigned char *)(uintptr_t)bytes.p; /* never written to: see the flag */
	sqlite3_int64 n = (sqlite3_int64)bytes.n;
	session->steps = LEAST_STEPS + bytes.n / BYTES_A_STEP;
	return sqlite3_open_v2(":memory:", &session->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
	       sqlite3_deserialize(session->db, "main", p, n, n, SQLITE_DESERIALIZE_READONLY) == SQLITE_OK &&
	       lock_down(session->db, bytes.n, &session->steps) &&
	       sqlite3_prepare_v2(session->db, "SELECT blob FROM Packages", -1, &session->rows, NULL) == SQLITE_OK;
}

/* Rows that share pages could say that they hold the same bytes again and again: all of them together are no longer than
 * the file. */
static void read_rows(struct sw_rpm *rpm, struct session *session, struct sw_str bytes) {
	size_t left = bytes.n;
	int state = SQLITE_ERROR;
	if (start(session, without_log(rpm->scratch, bytes)))
		while ((state = sqlite3_step(session->rows)) == SQLITE_ROW) {
			const char *p = sqlite3_column_blob(session->rows, 0);
			size_t n = p ? (size_t)sqlite3_column_bytes(session->rows, 0) : 0;
			if (n > left) {
				rpm->damage = "rows that lie on one another";
				return;
			}
			left -= n;
			sw_rpm_header(rpm, sw_str(p, n));
		}
	if (state != SQLITE_DONE)
		rpm->damage = state == SQLITE_INTERRUPT ? "a table that takes too long to read" : "no table of packages that can be read";
}

/* What the library holds is given back also where an arena is full. */
void sw_rpm_sqlite(struct sw_rpm *rpm, struct sw_str bytes) {
	struct session *session = SW_NEW(rpm->scratch, struct session);
	struct sw_arena_catch full, scratch_full;
	struct sw_arena *volatile thrown = NULL;
	if (SW_ARENA_TRY(rpm->sink->arena, &full)) {
		if (SW_ARENA_TRY(rpm->scratch, &scratch_full)) {
			read_rows(rpm, session, bytes);
			sw_arena_leave(rpm->scratch, &scratch_full);
		} else {
			thrown = rpm->scratch;
		}
		sw_arena_leave(rpm->sink->arena, &full);
	} else {
		thrown = rpm->sink->arena;
	}
	sqlite3_finalize(session->rows);
	sqlite3_close(session->db);
	if (thrown)
		sw_arena_throw(thrown);
}
