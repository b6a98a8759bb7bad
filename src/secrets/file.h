/* Credentials in files of an image or a project: what sw_secrets_find knows, and what the place of a file adds to it. How
 * much is believed depends on the path: a literal in a home folder's settings is a credential, the same in a library is
 * somebody's test. */
#pragma once
#include "secrets/find.h"

enum sw_secret_path {
	SW_SECRET_PATH_SKIP,   /* not looked into: pictures, archives, translations, manuals, public halves of keys, lists of digests */
	SW_SECRET_PATH_STRONG, /* only what proves itself: what packages bring, documentation */
	SW_SECRET_PATH_FULL,   /* also what is assigned to names that say password, token, key */
};

/* `path`: normalised, from the top of the image without a slash before it; files of a project are written "./src/x", for
 * which "lib" and "usr" mean nothing. Cheap: asked for every file of an image. */
enum sw_secret_path sw_secret_path_class(struct sw_str path);
/* Whether the file says by its name that credentials are kept in it: .npmrc, .aws/credentials, id_rsa, .bash_history. */
bool sw_credential_file(struct sw_str path);

/* Adds what the file holds, or the window of it that `text` is: only hits that are worth telling, of confidence MEDIUM and
 * more, in order. Values that documentation prints are left out. A comment "strideward: accept" hides nothing here:
 * whoever made an image does not judge it. Bytes that are no text are read more strictly. Linear in the text; `text.n` must be below UINT32_MAX. A value that lies over the edge
 * of two windows is found when they overlap by SW_SECRET_OVERLAP bytes. */
enum { SW_SECRET_OVERLAP = 8192 };
void sw_secrets_in_file(struct sw_arena *arena, struct sw_str path, struct sw_str text, struct sw_secret_hits *hits);
/* The same for a file of a project, whose people may say in it that a value is known: hits in lines with that comment go to
 * `accepted`, also in order, because a report tells of them. */
void sw_secrets_in_project_file(struct sw_arena *arena, struct sw_str path, struct sw_str text, struct sw_secret_hits *hits,
				struct sw_secret_hits *accepted);
/* What stands behind the words "strideward: accept" in the line of the byte `at`; p is NULL where they do not stand. */
struct sw_str sw_secret_acceptance(struct sw_str text, size_t at);
/* The same for a file that somebody named: all of it counts, wherever it is. */
void sw_secrets_in_named_file(struct sw_arena *arena, struct sw_str path, struct sw_str text, struct sw_secret_hits *hits);
