#include "lsp/documents.h"
#include "base/limits.h"
#include "lsp/uri.h"
#include <limits.h>
#include <stdlib.h>

static enum sw_artifact_kind kind_of(struct sw_str language) {
	static const struct {
		const char *language;
		enum sw_artifact_kind kind;
	} rows[] = {{"dockerfile", SW_ARTIFACT_DOCKERFILE}, {"containerfile", SW_ARTIFACT_DOCKERFILE}, {"dockercompose", SW_ARTIFACT_COMPOSE}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (sw_str_is_nocase(language, rows[i].language))
			return rows[i].kind;
	return SW_ARTIFACT_UNKNOWN;
}

/* The path with links of its folder followed, as the root's are; as it stands when the folder is not there. */
static struct sw_str real_path(struct sw_arena *arena, struct sw_str path) {
	char real[PATH_MAX];
	size_t slash = sw_str_rfind_byte(path, '/');
	const char *folder = sw_arena_str(arena, sw_str_sub(path, 0, slash ? slash : 1)).p;
	return realpath(folder, real) ? sw_arena_printf(arena, "%s%.*s", strcmp(real, "/") == 0 ? "" : real, SW_ARG(sw_str_from(path, slash))) : path;
}

/* Parts that are "..", or empty, would lead elsewhere than they seem to. */
static bool plain(struct sw_str inner) {
	struct sw_str part;
	while (sw_str_split(&inner, '/', &part))
		if (!part.n || sw_str_is(part, ".") || sw_str_is(part, ".."))
			return false;
	return true;
}

static void place(struct sw_lsp_document *document, const struct sw_request *request) {
	const struct sw_request_target *target = &request->targets[0];
	struct sw_str path = sw_lsp_path_of(&document->arena, document->uri);
	struct sw_str root = strcmp(target->root, "/") == 0 ? SW_S("/") : sw_arena_printf(&document->arena, "%s/", target->root);
	if (path.n)
		path = real_path(&document->arena, path);
	struct sw_str inner = path.n && sw_str_starts(path, root) ? sw_str_from(path, root.n) : (struct sw_str){0};
	document->what.outside = !inner.n || !plain(inner);
	document->path = document->what.outside ? document->uri : path;
	document->what.inner = document->what.outside ? document->uri : inner;
	document->shown = document->what.outside ? document->uri : sw_arena_join(&document->arena, sw_str_of(target->prefix), inner);
}

static void set_text(struct sw_lsp_document *document, struct sw_out *text) {
	bool lost = text->failed || text->n > SW_LIMIT_FILE_BYTES;
	sw_out_free(&document->buffer);
	document->buffer = *text;
	if (lost)
		sw_out_free(&document->buffer);
	document->lost = lost;
	document->text.text = sw_out_text(&document->buffer);
}

void sw_lsp_document_edit(struct sw_lsp_document *document, const struct sw_lsp_range *range, struct sw_str text) {
	struct sw_str old = document->text.text;
	struct sw_out next;
	if (document->lost && range)
		return;
	sw_out_init(&next, -1);
	if (range) {
		size_t start = sw_lsp_offset_of(old, range->start), end = sw_lsp_offset_of(old, range->end);
		sw_out_str(&next, sw_str_sub(old, 0, start));
		sw_out_str(&next, text);
		sw_out_str(&next, sw_str_from(old, end < start ? start : end));
	} else {
		sw_out_str(&next, text);
	}
	set_text(document, &next);
}

struct sw_lsp_document *sw_lsp_document_find(const struct sw_lsp_documents *documents, struct sw_str uri) {
	for (size_t i = 0; i < SW_LSP_DOCUMENTS; i++)
		if (documents->v[i] && sw_str_eq(documents->v[i]->uri, uri))
			return documents->v[i];
	return NULL;
}

void sw_lsp_document_close(struct sw_lsp_documents *documents, struct sw_lsp_document *document) {
	for (size_t i = 0; i < SW_LSP_DOCUMENTS; i++)
		if (documents->v[i] == document)
			documents->v[i] = NULL;
	sw_out_free(&document->buffer);
	sw_arena_free(&document->arena);
	free(document);
}

struct sw_lsp_document *sw_lsp_document_open(struct sw_lsp_documents *documents, const struct sw_request *request, struct sw_str uri,
					     struct sw_str language, struct sw_str text) {
	struct sw_lsp_document *document = sw_lsp_document_find(documents, uri);
	size_t slot = 0;
	if (document)
		sw_lsp_document_close(documents, document);
	while (slot < SW_LSP_DOCUMENTS && documents->v[slot])
		slot++;
	document = slot < SW_LSP_DOCUMENTS && uri.n <= SW_LSP_URI_BYTES ? calloc(1, sizeof *document) : NULL;
	if (!document)
		return NULL;
	sw_arena_init(&document->arena, 1 << 20);
	sw_out_init(&document->buffer, -1);
	document->uri = sw_arena_str(&document->arena, uri);
	document->what.kind = kind_of(language);
	place(document, request);
	sw_lsp_document_edit(document, NULL, text);
	documents->v[slot] = document;
	return document;
}

bool sw_lsp_document_judged(const struct sw_lsp_document *document) {
	enum sw_artifact_kind kind = document->what.kind ? document->what.kind : sw_tree_kind(sw_str_basename(document->what.inner));
	return kind == SW_ARTIFACT_DOCKERFILE || kind == SW_ARTIFACT_COMPOSE;
}
