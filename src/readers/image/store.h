/* The documents of a layout or an archive by name, wherever they lie; private to this folder. */
#pragma once
#include "base/map.h"
#include "readers/image/read.h"

struct sw_image_place {
	uint64_t offset, size; /* of a file's body in the archive */
	struct sw_str link;    /* it is a link to this name; empty: it is a file */
	bool symbolic;
};

struct sw_image_store {
	struct sw_factset *set;
	struct sw_str place;                /* path of the layout or archive, from the target's folder */
	const struct sw_image_files *files; /* of a layout that is a folder; NULL: an archive */
	struct sw_map kept;                 /* of an archive: name → struct sw_str * of each small document */
	struct sw_map refused;              /* of an archive: documents that are there and were not kept */
	uint64_t bytes;                     /* of what was kept */
	struct sw_map places;               /* of an archive: name → struct sw_image_place * of each member */
	size_t place_count;
	unsigned system_folders;            /* of an archive: folders like etc and usr that stand at its top, a set of bits */
	bool broken;                        /* the archive could not be read to its end */
};

enum sw_image_found { SW_IMAGE_FOUND, SW_IMAGE_MISSING, SW_IMAGE_REFUSED };

/* The document called `name`, NUL-terminated behind its last byte. */
enum sw_image_found sw_image_document(struct sw_image_store *store, struct sw_str name, struct sw_str *text);
/* The text of a blob, verified: what is missing, of another size (negative: not said) or of another digest is a
 * diagnostic, and the answer false. */
bool sw_image_blob(struct sw_image_store *store, struct sw_str digest, int64_t size, struct sw_str *text);
/* The same for a document that another name holds. */
bool sw_image_verified(struct sw_image_store *store, struct sw_str digest, struct sw_str name, struct sw_str text);

/* tar_store.c: fills store->kept from an archive. */
void sw_image_store_fill(struct sw_image_store *store, int fd);

/* Where a part of a document has no source, a message names the document instead. */
void sw_image_say(struct sw_image_store *store, enum sw_diag_level level, const char *code, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
