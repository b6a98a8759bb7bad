/* Every limit on hostile input stands here, so that they can be reviewed and tested together. */
#pragma once

enum {
	SW_LIMIT_FILE_BYTES = 64 << 20,    /* one file of a project */
	SW_LIMIT_TREE_FILES = 1 << 20,     /* entries looked at in one target */
	SW_LIMIT_TREE_DEPTH = 64,          /* folders below a target */
	SW_LIMIT_DIAGNOSTICS = 1000,       /* of one input */
	SW_LIMIT_DOCUMENT_DEPTH = 100,     /* nesting of JSON and YAML */
	SW_LIMIT_DOCUMENT_NODES = 1000000, /* of one document, aliases counted at each use */
	SW_LIMIT_LINE_BYTES = 65535,       /* one Dockerfile line: BuildKit's scanner refuses longer ones */
	SW_LIMIT_STAGES = 1000,            /* FROM instructions of one Dockerfile */
	SW_LIMIT_SHELL_DEPTH = 64,         /* nesting of shell constructs */
	SW_LIMIT_EXPANSION_BYTES = 1 << 20, /* one expanded variable reference */
	SW_LIMIT_JOBS = 64,                /* reader threads */
};

/* Arena caps in bytes. A fact set may take this much and 64 times the size of its input. */
#define SW_LIMIT_FACTSET_BYTES ((size_t)64 << 20)
#define SW_LIMIT_RUN_BYTES ((size_t)4 << 30)
