/* Every limit on hostile input stands here, so that they can be reviewed and tested together. */
#pragma once

enum {
	SW_LIMIT_FILE_BYTES = 64 << 20,    /* one file of a project */
	SW_LIMIT_MODEL_BYTES = 64 << 20,   /* a drawn threat model, icons and all */
	SW_LIMIT_TREE_FILES = 1 << 20,     /* entries looked at in one target */
	SW_LIMIT_SEARCHED_FILES = 100000,  /* of a project, in which secrets are looked for */
	SW_LIMIT_SEARCHED_FILE_BYTES = 4 << 20, /* one of them */
	SW_LIMIT_SEARCHED_BYTES = 1 << 30, /* all of them */
	SW_LIMIT_TREE_DEPTH = 64,          /* folders below a target */
	SW_LIMIT_MESSAGE_BYTES = 2000,     /* of one finding or diagnostic, as reports tell it */
	SW_LIMIT_DIAGNOSTICS = 1000,       /* of one input */
	SW_LIMIT_DOCUMENT_DEPTH = 100,     /* nesting of JSON, YAML and XML */
	SW_LIMIT_DOCUMENT_NODES = 1000000, /* of one document, aliases counted at each use */
	SW_LIMIT_XML_ATTRIBUTES = 64,      /* of one element */
	SW_LIMIT_XML_SPACES = 256,         /* name spaces declared around one element */
	SW_LIMIT_XML_PARSER_BYTES = 16 << 20, /* and three times the document: what Expat itself may take */
	SW_LIMIT_FILTER_DEPTH = 64,        /* brackets and nots inside each other in a generation filter */
	SW_LIMIT_STENCIL_DEPTH = 64,       /* types of elements that are kinds of each other */
	SW_LIMIT_BOX_DEPTH = 64,           /* trust boundaries stated to stand in each other */
	SW_LIMIT_GENERATE_STEPS = 1 << 26, /* atoms of filters asked, pairs of lines compared, in one drawing */
	SW_LIMIT_GENERATED = 1 << 17,      /* threats of one drawing */
	SW_LIMIT_TEMPLATE_DEPTH = 8,       /* templates that extend each other */
	SW_LIMIT_LINE_BYTES = 65535,       /* one Dockerfile line: BuildKit's scanner refuses longer ones */
	SW_LIMIT_SUPPRESSIONS = 10000,     /* of one file: each is held against the findings of its rule */
	SW_LIMIT_STAGES = 1000,            /* FROM instructions of one Dockerfile */
	SW_LIMIT_SHELL_DEPTH = 64,         /* nesting of shell constructs */
	SW_LIMIT_EXPANSION_BYTES = 1 << 20, /* one expanded variable reference */
	SW_LIMIT_COMPOSE_FILES = 100,      /* compose files of one deployment: named, included, extended */
	SW_LIMIT_COMPOSE_DEPTH = 32,       /* files that include each other, services that extend each other */
	SW_LIMIT_JOBS = 64,                /* reader threads */
	SW_LIMIT_LOCK_ROWS = 100000,       /* lines of register.lock */
	SW_LIMIT_LOCK_SECRETS = 1000,      /* of one row of it: each is held against decisions and findings */
	SW_LIMIT_OWN_ROWS = 200,           /* threats, and overrides, of a project's own: each is held against every element */
	SW_LIMIT_CODE_RULES = 10000,       /* lines of CODEOWNERS: each is held against the files of rows without an owner */
	SW_LIMIT_CODEOWNERS_BYTES = 3 << 20, /* GitHub ignores larger ones */
};

enum {
	SW_LIMIT_IMAGES = 80,                  /* of one archive or layout: each takes three sources of the part */
	SW_LIMIT_IMAGE_NAMES = 1000,           /* of one image */
	SW_LIMIT_IMAGE_MANIFESTS = 1000,       /* manifests and indexes that one layout may list */
	SW_LIMIT_IMAGE_INDEX_DEPTH = 4,        /* indexes inside each other */
	SW_LIMIT_IMAGE_HISTORY = 10000,        /* entries of one image's history */
	SW_LIMIT_IMAGE_BLOB_BYTES = 8 << 20,   /* a manifest, an index, a configuration */
	SW_LIMIT_IMAGE_BLOBS_BYTES = 32 << 20, /* all of them in one archive */
	SW_LIMIT_IMAGE_MEMBERS = 1 << 17,      /* of an archive whose places are remembered */
	SW_LIMIT_TAR_ENTRIES = 4 << 20,        /* headers of one archive */
	SW_LIMIT_TAR_RECORD_BYTES = 1 << 20,   /* one extended header */
};
enum {
	SW_LIMIT_LAYERS = 1000,                /* of one image */
	SW_LIMIT_LAYER_ENTRIES = 10 << 20,     /* of one layer */
	SW_LIMIT_LAYER_RATIO = 1100,           /* bytes unpacked for each packed one, beyond the first 16 MiB: deflate's own most is 1032 */
	SW_LIMIT_PATH_BYTES = 4096,            /* of a file in a layer: Linux opens no longer ones */
	SW_LIMIT_NOTABLES = 200000,            /* of one layer */
	SW_LIMIT_PACKAGES = 200000,            /* of one file */
	SW_LIMIT_PACKAGE_FILES = 2 << 20,      /* that the packages of one file own */
	SW_LIMIT_PACKAGE_TEXT_BYTES = 1 << 16, /* a text of a package: what is longer is not for people or matching */
	SW_LIMIT_ACCOUNTS = 10000,             /* of one passwd or shadow */
	SW_LIMIT_PACKAGE_BYTES = 64 << 20,     /* one database, archive or program, unless its reader takes more */
	SW_LIMIT_ARCHIVE_DEPTH = 4,            /* archives inside each other */
	SW_LIMIT_ARCHIVE_TEXT_BYTES = 4 << 20, /* a manifest, a pom, metadata in an archive */
	SW_LIMIT_ARCHIVE_ENTRIES = 200000,     /* of one zip archive */
	SW_LIMIT_ARCHIVE_RATIO = 16,           /* bytes unpacked for each packed one, beyond the first */
	SW_LIMIT_ARCHIVE_LEAST_BYTES = 64 << 20, /* of these */
};
/* What one archive may unpack to, with all that lie in it. */
#define SW_LIMIT_ARCHIVE_BYTES ((size_t)1 << 30)
/* An archive, a program. */
#define SW_LIMIT_ARCHIVE_FILE_BYTES ((size_t)512 << 20)
#define SW_LIMIT_LAYER_BYTES ((uint64_t)256 << 30) /* one layer unpacked */

enum {
	SW_LIMIT_GIT_PACKS = 256,             /* of one repository; two descriptors each */
	SW_LIMIT_GIT_COMMIT_BYTES = 1 << 20,  /* a commit, a tag */
	SW_LIMIT_GIT_TREE_BYTES = 16 << 20,   /* one folder */
};
/* What one repository may unpack to in a run, each step of a chain of differences counted. */
#define SW_LIMIT_GIT_BYTES ((uint64_t)4 << 30)
#define SW_LIMIT_TAR_ENTRY_BYTES ((uint64_t)1 << 50)

/* What the contents of one layer, or of the images of one target, may take in memory. */
#define SW_LIMIT_LAYER_MEMORY ((size_t)3 << 30)

/* Arena caps in bytes. A fact set may take this much and 64 times the size of its input, and as much again while it is read. */
#define SW_LIMIT_FACTSET_BYTES ((size_t)64 << 20)
#define SW_LIMIT_RUN_BYTES ((size_t)4 << 30)

/* Text that fixers may look through in one run, each time counted. */
#define SW_LIMIT_FIX_BYTES ((size_t)2 << 30)
