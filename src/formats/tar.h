/* Tape archives one entry after another: ustar, pax and GNU, read as the programs read them that unpack images. Bodies
 * are passed over without being read unless they are asked for, so an archive of any size costs its headers. Nothing is
 * ever unpacked: a name is text, wherever it would lead. */
#pragma once
#include "base/diag.h"

/* Where the bytes come from; the iterator reads them once, from front to back. */
struct sw_tar_input {
	void *context;
	/* Up to `n` bytes; 0 at the end, negative when reading failed. */
	int64_t (*read)(void *context, void *p, size_t n);
	/* Passes over `n` bytes; false when there are fewer. NULL: they are read and dropped. */
	bool (*skip)(void *context, uint64_t n);
	/* In place of both: the next bytes where they lie, as many as there are, until the next call; 0 at the end, negative
	 * when reading failed. Nothing is copied then, and passing over bytes costs nothing. */
	int64_t (*view)(void *context, const char **p);
};

enum sw_tar_kind {
	SW_TAR_FILE,
	SW_TAR_HARD_LINK,
	SW_TAR_SYMLINK,
	SW_TAR_FOLDER,
	SW_TAR_CHARACTER_DEVICE,
	SW_TAR_BLOCK_DEVICE,
	SW_TAR_FIFO,
	SW_TAR_OTHER, /* `type` says what; unpackers take it for a file, or refuse the archive */
};

/* Texts hold until the next call of sw_tar_next. */
struct sw_tar_entry {
	enum sw_tar_kind kind;
	struct sw_str name;   /* as written, without "./" at its start and '/' at its end */
	struct sw_str link;   /* what a link names */
	uint64_t size;        /* bytes of the file once it is unpacked; of others than files 0 */
	uint32_t mode;        /* permission bits, set-user-ID, set-group-ID and sticky included */
	uint64_t user, group;
	uint32_t device_major, device_minor; /* of devices */
	struct sw_str capability; /* the extended attribute security.capability, as the kernel keeps it; empty: it has none */
	char type;            /* of the header */
	bool sparse;          /* a file whose holes are left out: the body is shorter, and its bytes do not stand where they belong */
	bool outside;         /* the name is absolute, or leads above the archive's top by ".." */
};

/* A text that an extension gives for the next entry. */
struct sw_tar_text {
	char *p;
	size_t n, cap;
	bool set;
};

struct sw_tar {
	struct sw_arena *arena;
	struct sw_diags *diags;
	struct sw_tar_input input;
	struct sw_str ahead;  /* of `view`: what is not yet taken */
	uint64_t offset;      /* bytes read and passed over; behind a header, where the entry's body stands */
	uint64_t body, padding; /* of the current entry: what is left */
	uint64_t entries, most_entries;
	bool open_ended;      /* set by who starts: an archive may end without the blocks that say so */
	bool broken;          /* the rest could not be read; said in the diagnostics */
	bool truncated;       /* broken because the input ended too early */
	bool too_much;        /* broken because of a limit */
	bool ended;
	struct sw_tar_text record, name, link; /* memory is used again from entry to entry */
	struct sw_tar_text pax_name, pax_link, sparse_name, capability;
	uint64_t size, user, group, real_size; /* of pax, where the flags below are set */
	bool has_size, has_user, has_group, has_real_size, sparse;
	bool said_global, said_sparse, said_twice; /* oddities are told once an archive */
};

/* Starts reading; diagnostics have no span, as an archive is no text. */
void sw_tar_start(struct sw_tar *tar, struct sw_arena *arena, struct sw_tar_input input, struct sw_diags *diags);
/* Goes to the next entry. False at the end, and where the archive is broken. */
bool sw_tar_next(struct sw_tar *tar, struct sw_tar_entry *entry);
/* The next bytes of the current entry's body: as many as `n` unless it ends before; 0 at its end. A body that breaks off
 * sets `broken`. */
size_t sw_tar_body(struct sw_tar *tar, void *p, size_t n);

/* The same without copying, for inputs with `view`: some of the next bytes, until the next call. 0 at the body's end. */
size_t sw_tar_body_view(struct sw_tar *tar, const char **p);

/* Whether the first 512 bytes of a file are an archive's header. */
bool sw_tar_begins(struct sw_str start);
