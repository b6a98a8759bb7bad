/* See file.h: what is found is weighed by the place and the sort of the file. */
#include "secrets/file.h"
#include "secrets/hide.h"
#include "secrets/kinds.h"
#include "secrets/place.h"
#include "secrets/shape.h"
#include "secrets/words.h"

enum { SNIFFED_BYTES = 8192, LINE_BYTES = 4096, LONG_LINE = 2000, ASSIGNED_BYTES = 1 << 20 };

struct file {
	struct sw_arena *arena;
	struct sw_str path, text;
	enum sw_secret_path class;
	enum file_form form;
	bool binary, credentials; /* kept in it, as its name says */
	struct sw_secret_hits found;
};

/* Bytes of no text: a NUL, or many that no text has. */
static bool is_binary(struct sw_str text) {
	struct sw_str start = sw_str_sub(text, 0, SNIFFED_BYTES);
	if (start.n && memchr(start.p, 0, start.n))
		return true;
	size_t odd = 0;
	for (size_t i = 0; i < start.n; i++) {
		unsigned char c = (unsigned char)start.p[i];
		odd += (c < ' ' && !sw_is_space(start.p[i]) && c != 27) || c == 127;
	}
	return odd * 32 > start.n;
}

/* A file written for machines has lines that nobody reads. */
static bool is_bundle(struct sw_str text) {
	struct sw_str start = sw_str_sub(text, 0, SNIFFED_BYTES);
	size_t lines = 1;
	for (const char *at = start.p; start.n && (at = memchr(at, '\n', (size_t)(start.p + start.n - at))); at++)
		lines++;
	return start.n / lines > LONG_LINE;
}

static void add(struct file *file, uint16_t kind, struct sw_str value, uint8_t confidence) {
	uint32_t start = (uint32_t)(value.p - file->text.p);
	struct sw_secret_hit hit = {kind, start, start + (uint32_t)value.n, confidence, false};
	sw_hits_push(file->arena, &file->found, &hit);
}

/* A value of which the file says that it is a password. */
static void add_password(struct file *file, struct sw_str value) {
	size_t from, to;
	enum sw_secret_confidence confidence = sw_password_judge(value, &from, &to);
	if (confidence >= SW_SECRET_MEDIUM)
		add(file, SW_SECRET_KIND_PASSWORD, sw_str_sub(value, from, to - from), SW_SECRET_HIGH);
}

/* host:port:database:user:password, where a backslash takes the meaning of a colon. */
static void read_colons(struct file *file) {
	struct sw_str rest = file->text, line;
	while (sw_str_split(&rest, '\n', &line)) {
		size_t colons = 0, at = 0;
		line = sw_str_trim(line);
		for (; at < line.n && colons < 4; at++) {
			at += line.p[at] == '\\';
			colons += at < line.n && line.p[at] == ':';
		}
		if (colons == 4 && line.p[0] != '#' && at < line.n)
			add_password(file, sw_str_from(line, at));
	}
}

/* <name>value</name>; attributes are assignments. */
static void read_elements(struct file *file) {
	struct sw_str text = file->text;
	for (size_t at = 0; at < text.n;) {
		size_t open = sw_str_find_byte(sw_str_from(text, at), '<');
		if (open == SW_NPOS)
			return;
		at += open + 1;
		size_t end = at;
		while (end < text.n && (sw_is_alnum(text.p[end]) || text.p[end] == '_' || text.p[end] == '-' || text.p[end] == '.'))
			end++;
		struct sw_str name = sw_str_sub(text, at, end - at);
		if (!name.n || end >= text.n || text.p[end] != '>' || sw_secret_name_class(name) != SW_SECRET_NAME_CREDENTIAL)
			continue;
		struct sw_str value = sw_str_sub(text, end + 1, LINE_BYTES);
		value.n = sw_str_find_byte(value, '<');
		struct sw_secret_hit hit;
		if (value.n == SW_NPOS || !sw_secret_value(name, value, &hit))
			continue;
		hit.start += (uint32_t)(end + 1);
		hit.end += (uint32_t)(end + 1);
		sw_hits_push(file->arena, &file->found, &hit);
	}
}

/* What commands were given without a name: mysql -pVALUE, curl -u user:VALUE. What is found there for hiding it is judged
 * once more. */
static void read_commands(struct file *file) {
	struct sw_secret_hits given = {0};
	sw_commands_search(file->arena, file->text, &given);
	for (size_t i = 0; i < given.n; i++)
		add_password(file, sw_str_sub(file->text, given.v[i].start, given.v[i].end - given.v[i].start));
}

/* What the grammar of the file tells, beyond shapes. */
static void read_form(struct file *file) {
	switch (file->form) {
	case FILE_SETTINGS:
		sw_assigned_search(file->arena, file->text, false, &file->found);
		read_elements(file);
		break;
	case FILE_HISTORY:
		sw_assigned_search(file->arena, file->text, false, &file->found);
		read_commands(file);
		break;
	case FILE_COLONS:
		read_colons(file);
		break;
	case FILE_VALUE:
		add_password(file, sw_str_trim(sw_str_sub(file->text, 0, LINE_BYTES)));
		break;
	case FILE_OTHER:
		break;
	}
}

static struct sw_str line_around(struct sw_str text, size_t at) {
	size_t from = at, to = at, least = at > LINE_BYTES ? at - LINE_BYTES : 0;
	while (from > least && text.p[from - 1] != '\n')
		from--;
	while (to < text.n && to - at < LINE_BYTES && text.p[to] != '\n')
		to++;
	return sw_str_sub(text, from, to - from);
}

struct sw_str sw_secret_acceptance(struct sw_str text, size_t at) {
	struct sw_str words = SW_S("strideward: accept");
	struct sw_str line = line_around(text, at);
	size_t found = sw_str_find(line, words);
	return found == SW_NPOS ? (struct sw_str){0} : sw_str_from(line, found + words.n);
}

/* A password that somebody chose has letters and digits, a key several; else it is as likely a word of another sort. */
static bool is_chosen(struct sw_str value, bool password) {
	size_t letters = 0, digits = 0;
	for (size_t i = 0; i < value.n; i++) {
		letters += sw_is_alpha(value.p[i]);
		digits += sw_is_digit(value.p[i]);
		if (sw_is_space(value.p[i]))
			return false;
	}
	return letters && digits >= (password ? 1 : 3) && value.n >= 6;
}

/* As values of names that say token they nearly always count requests. */
static bool is_uuid(struct sw_str value) {
	size_t dashes = 0;
	for (size_t i = 0; i < value.n; i++) {
		bool dash = value.p[i] == '-';
		if (dash ? i != 8 && i != 13 && i != 18 && i != 23 : sw_hex_digit(value.p[i]) < 0)
			return false;
		dashes += dash;
	}
	return value.n == 36 && dashes == 4;
}

/* In what packages bring, a key is somebody's unless it has a file of its own outside of the packages' folders. */
static bool is_own_key(const struct file *file, const struct sw_secret_hit *hit) {
	bool whole = !sw_str_trim(sw_str_sub(file->text, 0, hit->start)).n;
	return whole && !file->binary && hit->kind == SW_SECRET_KIND_PRIVATE_KEY && !sw_in_package(file->path);
}

static bool is_worth_telling(const struct file *file, const struct sw_secret_hit *hit) {
	const struct sw_secret_kind *kind = &sw_secret_kinds[hit->kind];
	struct sw_str value = sw_str_sub(file->text, hit->start, hit->end - hit->start);
	if (hit->checksum_verified)
		return true;
	if (hit->confidence < SW_SECRET_MEDIUM || sw_is_published(hit->kind, value))
		return false;
	bool assigned = hit->kind == SW_SECRET_KIND_PASSWORD || hit->kind == SW_SECRET_KIND_CREDENTIAL;
	if (file->class == SW_SECRET_PATH_FULL && !file->binary)
		return !assigned || file->credentials ||
		       (hit->confidence == SW_SECRET_HIGH ? !is_uuid(value) : is_chosen(value, hit->kind == SW_SECRET_KIND_PASSWORD));
	return hit->confidence == SW_SECRET_HIGH && !kind->generic && (!kind->common || is_own_key(file, hit));
}

/* `accepted`: where hits go of which their line says that they are known; NULL: nobody heeds what it says. */
static void search(struct file *file, struct sw_secret_hits *hits, struct sw_secret_hits *accepted) {
	struct sw_str text = file->text;
	file->binary = is_binary(text);
	file->form = sw_file_form(file->path);
	file->credentials = sw_credential_file(file->path);
	sw_secrets_find(file->arena, text, &file->found);
	if (file->class == SW_SECRET_PATH_FULL && !file->binary && text.n <= ASSIGNED_BYTES && !is_bundle(text))
		read_form(file);
	sw_hits_settle(&file->found);
	for (size_t i = 0; i < file->found.n; i++) {
		const struct sw_secret_hit *hit = &file->found.v[i];
		if (!is_worth_telling(file, hit))
			continue;
		bool known = accepted && sw_secret_acceptance(text, hit->start).p;
		sw_hits_push(file->arena, known ? accepted : hits, hit);
	}
}

static void search_by_place(struct sw_arena *arena, struct sw_str path, struct sw_str text, struct sw_secret_hits *hits,
			    struct sw_secret_hits *accepted) {
	struct file file = {.arena = arena, .path = path, .text = text, .class = sw_secret_path_class(path)};
	if (file.class != SW_SECRET_PATH_SKIP && text.n)
		search(&file, hits, accepted);
}

void sw_secrets_in_file(struct sw_arena *arena, struct sw_str path, struct sw_str text, struct sw_secret_hits *hits) {
	search_by_place(arena, path, text, hits, NULL);
}

void sw_secrets_in_project_file(struct sw_arena *arena, struct sw_str path, struct sw_str text, struct sw_secret_hits *hits,
				struct sw_secret_hits *accepted) {
	search_by_place(arena, path, text, hits, accepted);
}

void sw_secrets_in_named_file(struct sw_arena *arena, struct sw_str path, struct sw_str text, struct sw_secret_hits *hits) {
	struct file file = {.arena = arena, .path = path, .text = text, .class = SW_SECRET_PATH_FULL};
	search(&file, hits, NULL);
}
