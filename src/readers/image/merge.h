/* Layers on one another: which of them takes a path of a lower one away. Layers are laid from the highest down, because
 * whoever stands below asks only what stands above; so one table of hashes is all that has to be kept, however many names
 * there are. Private to this folder. */
#pragma once
#include "facts/layer.h"

/* What layers that were laid say of one path. Numbers of layers + 1; 0: none. */
struct sw_merge_slot {
	uint64_t hash;   /* of the path; 0: free */
	uint16_t gone;   /* the lowest that removes it or puts something else than a folder there: nothing beneath stays either */
	uint16_t emptied; /* the lowest that takes away what stands beneath it */
	uint16_t folder; /* the lowest that has a folder there */
};

struct sw_merge {
	struct sw_arena *arena;      /* of the table: may be given back before what was asked of it */
	struct sw_merge_slot *slots; /* a power of two */
	size_t size, used;
	bool any;                    /* a layer was laid */
	uint32_t top_gone;           /* the lowest that takes everything away */
	char *parent;                /* folder that was asked about last: neighbours share it */
	size_t parent_n;
	uint32_t parent_gone;        /* the answer */
};

/* `paths`: about how many the layers to be laid have. */
void sw_merge_start(struct sw_merge *merge, struct sw_arena *arena, size_t paths);
/* Lays a layer below those that were laid. What it removes it removes from lower layers alone. */
void sw_merge_lay(struct sw_merge *merge, struct sw_str names, uint32_t layer);
/* Number + 1 of the lowest layer above that removed or replaced what the next lower layer has at `path`; 0: it stays. A
 * folder is replaced, too, where a higher layer has its own permissions of it; what stands in it stays. */
uint32_t sw_merge_gone(struct sw_merge *merge, struct sw_str path);
