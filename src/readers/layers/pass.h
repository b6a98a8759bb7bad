/* One layer on its way into its account: entries come one by one, each with its body behind it in pieces. Where they come
 * from, an archive or a folder, is the caller's matter. Private to this folder. */
#pragma once
#include "readers/layers/names.h"
#include "readers/layers/read.h"

struct sw_package_reader;

/* An entry as it was found. */
struct sw_pass_entry {
	struct sw_str name;       /* as written */
	struct sw_str link;
	struct sw_str capability; /* the kernel's structure; empty: none */
	uint8_t kind;             /* enum sw_entry_kind; whiteouts are told from files by name */
	uint32_t mode;
	uint64_t user, group;
	uint64_t size;
	uint32_t major, minor;    /* of devices */
	bool bodiless;            /* what stands behind it is not the file's content */
};

struct sw_pass {
	struct sw_arena *arena;
	struct sw_arena scratch;  /* of one reader and one file; what stays is copied */
	const struct sw_layer_options *options;
	struct sw_layer_account *account;
	struct sw_names names;
	char path[SW_LIMIT_PATH_BYTES];
	unsigned release_rank;    /* of the release file that was seen; greater is better */
	size_t cached;            /* notable files of package caches */
	bool stopped;             /* a limit was hit after which nothing more is taken in */
	bool said_too_long, said_too_many;
	struct sw_str place;      /* folder of the last package that its folder told */

	/* the current entry */
	bool open;                /* it is told in the account once its body was seen */
	struct sw_notable current;
	char *body;               /* malloc'd: what of the body is kept, from byte body_at on */
	size_t body_n, body_cap;
	char *map;                /* a large body that is kept whole, in place of `body` */
	size_t gap_start, gap_end; /* what of it is left out */
	uint64_t body_at, seen;
	bool decided;             /* its first bytes were looked at */
	bool whole, search;       /* the body is collected, or looked through */
	const struct sw_package_reader *reader;
	void (*own)(struct sw_pass *pass, struct sw_str text); /* reads a file whose format is known here */
	uint64_t told_until;      /* of the hits in this file */
	uint64_t counted;         /* how far lines were counted, body_at at least */
	uint32_t lines;           /* that end before it */
	uint64_t line_at;         /* where the line begins in which it stands */
};

void sw_pass_start(struct sw_pass *pass, struct sw_arena *arena, const struct sw_layer_options *options, struct sw_layer_account *account);
/* Gives back what lies outside of the arena. */
void sw_pass_free(struct sw_pass *pass);

/* Begins an entry; the one before is finished. Texts must hold until this one is. */
void sw_pass_enter(struct sw_pass *pass, const struct sw_pass_entry *entry);
/* The next bytes of its body. */
void sw_pass_body(struct sw_pass *pass, const char *p, size_t n);
/* Finishes the last entry. `whole`: its body was seen to its end. */
void sw_pass_finish(struct sw_pass *pass, bool whole);
/* Puts what was gathered outside of the arena into the account. */
void sw_pass_settle(struct sw_pass *pass);
/* In its place where the arena was full: what is told stays, but for the names, which are all or none. */
void sw_pass_give_up(struct sw_pass *pass);

/* A diagnostic about a file of the layer; `path` may be empty. */
void sw_pass_say(struct sw_pass *pass, enum sw_diag_level level, const char *code, struct sw_str path, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* The layer is read in part: the first reason stays. */
void sw_pass_partial(struct sw_pass *pass, enum sw_partial why);

/* path.c: the name without '/' before and behind, empty parts, "." and "..", in `path`. False: it is too long. *odd: it was
 * not as programs that pack write it: absolute, or with "..". */
bool sw_pass_path(struct sw_str name, char path[SW_LIMIT_PATH_BYTES], size_t *n, bool *odd);
/* capability.c: "cap_net_raw+ep" for what the kernel keeps; empty: it is nothing it would take. */
struct sw_str sw_pass_capabilities(struct sw_arena *arena, struct sw_str attribute);

/* body.c: what is done with bodies. */
void sw_body_start(struct sw_pass *pass);
void sw_body_add(struct sw_pass *pass, struct sw_str bytes);
void sw_body_drop(struct sw_pass *pass);

/* accounts.c, release.c: how a file of that path is read; NULL: in no way of these. */
typedef void sw_pass_read_fn(struct sw_pass *pass, struct sw_str text);
sw_pass_read_fn *sw_pass_accounts_of(struct sw_str path);
sw_pass_read_fn *sw_pass_release_of(struct sw_str path);
