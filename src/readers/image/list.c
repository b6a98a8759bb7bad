/* The list of an image's notable files and secrets is a text of our own: reports quote its lines, and every finding about
 * a file in an image has its place there. No value of a secret stands in it, and a path that looks like one is masked. */
#include "readers/image/list.h"
#include "readers/image/parts.h"
#include "secrets/find.h"

static void put(struct sw_image_text *text, const char *z) {
	sw_image_put(text, sw_str_of(z));
}

/* A path on one line: what would end the line or steer a terminal is written as \xNN. */
static struct sw_str shown_path(struct sw_arena *arena, struct sw_str path) {
	size_t odd = 0;
	for (size_t i = 0; i < path.n; i++)
		odd += (unsigned char)path.p[i] < ' ' || path.p[i] == 0x7f || path.p[i] == '\\';
	if (!odd)
		return path;
	char *p = sw_arena_array(arena, path.n + 1, 4);
	size_t n = 0;
	for (size_t i = 0; i < path.n; i++) {
		static const char digits[] = "0123456789abcdef";
		unsigned char c = (unsigned char)path.p[i];
		if (c >= ' ' && c != 0x7f && c != '\\') {
			p[n++] = (char)c;
			continue;
		}
		memcpy(p + n, (char[]){'\\', 'x', digits[c >> 4], digits[c & 15]}, 4);
		n += 4;
	}
	return sw_str(p, n);
}

/* The path, and where it stands. */
static struct sw_span put_path(struct sw_image_text *text, struct sw_str path) {
	struct sw_span span = {.start = (uint32_t)text->n};
	sw_image_put(text, sw_secret_mask(text->arena, shown_path(text->arena, path)));
	span.end = (uint32_t)text->n;
	return span;
}

static void put_layers(struct sw_image_text *text, uint32_t layer, uint32_t removed_by) {
	sw_image_put(text, sw_arena_printf(text->arena, "layer %u", layer + 1));
	if (removed_by)
		sw_image_put(text, sw_arena_printf(text->arena, ", gone in layer %u", removed_by));
}

static void put_owner(struct sw_image_text *text, const struct sw_contents *contents, uint32_t owner) {
	if (!owner)
		return;
	const struct sw_package *package = &contents->packages.v[owner - 1];
	put(text, ", of ");
	put(text, sw_package_type_name(package->type));
	put(text, ":");
	sw_image_put(text, shown_path(text->arena, package->name));
}

static char kind_letter(const struct sw_layer_entry *entry) {
	switch ((enum sw_entry_kind)entry->kind) {
	case SW_ENTRY_FOLDER:
		return 'd';
	case SW_ENTRY_SYMLINK:
		return 'l';
	case SW_ENTRY_HARD_LINK:
		return 'h';
	case SW_ENTRY_CHARACTER_DEVICE:
		return 'c';
	case SW_ENTRY_BLOCK_DEVICE:
		return 'b';
	case SW_ENTRY_FIFO:
		return 'p';
	case SW_ENTRY_FILE:
	case SW_ENTRY_WHITEOUT:
	case SW_ENTRY_OPAQUE:
		break;
	}
	return '-';
}

static void put_file(struct sw_image_text *text, const struct sw_contents *contents, struct sw_image_file *file) {
	const struct sw_notable *notable = &file->notable;
	sw_image_put(text, sw_arena_printf(text->arena, "%c %04o %u:%u  ", kind_letter(&notable->entry), notable->entry.mode & 07777u,
					   notable->entry.user, notable->entry.group));
	file->at = put_path(text, notable->entry.path);
	put(text, "  ");
	put_layers(text, file->layer, file->removed_by);
	for (uint32_t left = notable->traits; left; left &= left - 1) {
		put(text, ", ");
		put(text, sw_trait_name(left & -left));
	}
	if (notable->capabilities.n) {
		put(text, " ");
		sw_image_put(text, shown_path(text->arena, notable->capabilities));
	}
	if (file->first_layer != file->layer)
		sw_image_put(text, sw_arena_printf(text->arena, ", since layer %u", file->first_layer + 1));
	put_owner(text, contents, file->owner);
	put(text, "\n");
}

static void put_secret(struct sw_image_text *text, const struct sw_contents *contents, struct sw_image_secret *found) {
	const struct sw_layer_secret *secret = &found->secret;
	put(text, "secret  ");
	found->at = put_path(text, secret->path);
	if (secret->line)
		sw_image_put(text, sw_arena_printf(text->arena, ":%u:%u", secret->line, secret->column));
	put(text, "  ");
	put_layers(text, found->layer, found->removed_by);
	put(text, ", ");
	sw_image_put(text, shown_path(text->arena, secret->kind));
	if (secret->verified)
		put(text, ", its checksum is right");
	put_owner(text, contents, found->owner);
	put(text, "\n");
}

static void put_account(struct sw_image_text *text, struct sw_image_account *found) {
	const struct sw_account *account = &found->account;
	put(text, "account  ");
	found->at = put_path(text, account->file);
	sw_image_put(text, sw_arena_printf(text->arena, ":%u  ", account->line));
	sw_image_put(text, shown_path(text->arena, sw_str_sub(account->name, 0, 64)));
	if (sw_account_is_second_root(account))
		put(text, ", user 0");
	if (sw_account_is_open(account))
		put(text, account->password == SW_PASSWORD_EMPTY ? ", no password" : ", weak hash of the password");
	put(text, "\n");
}

void sw_contents_list(struct sw_factset *set, const struct sw_image *image, struct sw_contents *contents) {
	struct sw_image_text text = {.arena = &set->arena};
	for (size_t i = 0; i < contents->files.n; i++)
		put_file(&text, contents, &contents->files.v[i]);
	for (size_t i = 0; i < contents->secrets.n; i++)
		put_secret(&text, contents, &contents->secrets.v[i]);
	for (size_t i = 0; i < contents->accounts.n; i++)
		if (sw_account_is_second_root(&contents->accounts.v[i].account) || sw_account_is_open(&contents->accounts.v[i].account))
			put_account(&text, &contents->accounts.v[i]);
	if (!text.n)
		return;
	bool sole = sw_str_eq(image->path, set->path);
	struct sw_str path = sw_arena_printf(&set->arena, "%.*s%s", SW_ARG(image->path), sole ? "#files" : "/files");
	contents->source = sw_source_add(&set->arena, &set->sources, path, sw_str(text.p, text.n));
	for (size_t i = 0; i < contents->files.n; i++)
		contents->files.v[i].at.source = contents->source;
	for (size_t i = 0; i < contents->secrets.n; i++)
		contents->secrets.v[i].at.source = contents->source;
	for (size_t i = 0; i < contents->accounts.n; i++)
		if (contents->accounts.v[i].at.end)
			contents->accounts.v[i].at.source = contents->source;
}
