/* One pass over one layer: unpacked, held against its digest, walked as an archive, searched, and told as an account.
 * Nothing is ever written to disk. */
#pragma once
#include "facts/layer.h"

struct sw_layer_options {
	bool secrets;            /* look for secrets */
	bool declared;           /* read lockfiles and manifests of projects, too */
	bool hash_blob;          /* the digest of the packed bytes is wanted, too */
	unsigned threads;        /* 1, or 2: one unpacks while the other one reads */
};

/* Where the bytes come from: up to `n` of them; 0 at the end, negative when reading failed. Called by one thread. */
struct sw_layer_input {
	void *context;
	int64_t (*read)(void *context, void *p, size_t n);
};

/* Reads a layer: a tar archive, plain or packed by gzip or zstd, told by its first bytes. The account lives in `arena`,
 * which has a catch point. Never fails: what could not be read is told in account->partial and diagnostics. */
void sw_layer_read(struct sw_arena *arena, struct sw_layer_input input, const struct sw_layer_options *options,
		   struct sw_layer_account *account);
/* The same for a root file system that lies in a folder: `root` is its descriptor, which stays open. */
void sw_layer_read_folder(struct sw_arena *arena, int root, const struct sw_layer_options *options, struct sw_layer_account *account);

/* What a record depends on besides the layer's bytes: changes whenever readers or rules do, as the build makes it of their
 * sources. */
extern const char sw_layer_version[];

/* record.c: an account as bytes, and back. Reading checks everything: a record is input like any other. */
struct sw_out;
void sw_layer_record_write(struct sw_out *out, const struct sw_layer_account *account);
/* False: these are no bytes of ours. Texts of the account lie in `bytes`. */
bool sw_layer_record_read(struct sw_arena *arena, struct sw_str bytes, struct sw_layer_account *account);
