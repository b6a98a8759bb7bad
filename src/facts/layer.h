/* What one layer of an image holds, told without its files: names, what is worth knowing of some, packages, secrets. Made
 * by readers/layers in one pass, kept in a cache, put together by readers/image/merge. Depends on the layer's bytes
 * alone. */
#pragma once
#include "base/diag.h"
#include "facts/package.h"

enum sw_entry_kind {
	SW_ENTRY_FILE,
	SW_ENTRY_FOLDER,
	SW_ENTRY_SYMLINK,
	SW_ENTRY_HARD_LINK,
	SW_ENTRY_CHARACTER_DEVICE,
	SW_ENTRY_BLOCK_DEVICE,
	SW_ENTRY_FIFO,
	SW_ENTRY_WHITEOUT, /* takes `path` of lower layers away; `path` is what is hidden, without ".wh." */
	SW_ENTRY_OPAQUE,   /* takes all away that lower layers have beneath the folder `path` */
};

/* One entry of the layer, in order of the archive. */
struct sw_layer_entry {
	struct sw_str path;   /* from the top, normalised: no '/' before or behind, no "." or ".."; empty: the top itself */
	uint8_t kind;         /* enum sw_entry_kind */
	uint32_t mode;        /* permission bits, set-user-ID, set-group-ID and sticky */
	uint32_t user, group; /* UINT32_MAX: larger */
	uint64_t size;        /* of a file, in bytes */
	uint32_t sum;         /* CRC-32 of a file's body; of links of what they name */
};

/* Bits: why a file stands in the list of notable ones. Named by sw_trait_name. */
enum sw_trait {
	SW_TRAIT_SETUID = 1 << 0,
	SW_TRAIT_SETGID = 1 << 1,           /* of a file that can be executed */
	SW_TRAIT_CAPABILITY = 1 << 2,       /* file capabilities */
	SW_TRAIT_WORLD_WRITABLE = 1 << 3,   /* file, or folder without the sticky bit */
	SW_TRAIT_DEVICE = 1 << 4,
	SW_TRAIT_SECRET_FILE = 1 << 5,      /* its name or place says that it holds credentials: sw_credential_file */
	SW_TRAIT_GIT = 1 << 6,              /* of a repository's .git */
	SW_TRAIT_PACKAGE_CACHE = 1 << 7,    /* of a package manager's cache or index */
	SW_TRAIT_SHELL = 1 << 8,
	SW_TRAIT_COMPILER = 1 << 9,
	SW_TRAIT_SSH_SERVER = 1 << 10,
	SW_TRAIT_ENGINE_CLIENT = 1 << 11,   /* docker, podman, nerdctl, ctr, crictl, kubectl */
	SW_TRAIT_PACKAGE_MANAGER = 1 << 12,
	SW_TRAIT_DOWNLOADER = 1 << 13,      /* curl, wget */
	SW_TRAIT_ESCALATION = 1 << 14,      /* sudo, su, doas, pkexec */
};

struct sw_notable {
	struct sw_layer_entry entry;
	uint32_t traits;
	struct sw_str target;       /* of links: what they name, as written */
	struct sw_str capabilities; /* "cap_net_raw+ep" */
	uint32_t device;            /* major << 20 | minor */
};
SW_VEC_TYPE(sw_notables, struct sw_notable);

/* A credential in a file; the value is nowhere. */
struct sw_layer_secret {
	struct sw_str path;
	struct sw_str kind, title, fingerprint; /* as in struct sw_secret_fact */
	uint32_t line, column;                  /* from 1; 0: the file has no lines */
	uint8_t strength;                       /* enum sw_seen_strength */
	bool verified;                          /* it carries a checksum, which is right */
};
SW_VEC_TYPE(sw_layer_secrets, struct sw_layer_secret);

enum sw_password { SW_PASSWORD_UNKNOWN, SW_PASSWORD_LOCKED, SW_PASSWORD_HASHED, SW_PASSWORD_WEAK_HASH, SW_PASSWORD_EMPTY };

/* A line of etc/passwd or etc/shadow. */
struct sw_account {
	struct sw_str name;
	struct sw_str file;      /* "etc/passwd" or "etc/shadow" */
	uint32_t line;           /* from 1 */
	uint32_t user, group;    /* of passwd */
	struct sw_str home, shell;
	uint8_t password;        /* enum sw_password; passwd's "x" is unknown */
};
SW_VEC_TYPE(sw_accounts, struct sw_account);

/* etc/os-release, or what older systems have in its place. */
struct sw_release {
	struct sw_str path;      /* empty: none was seen */
	struct sw_str id, version_id, name, like, codename, cpe;
};

/* Why some of the layer was not read. */
enum sw_partial {
	SW_PARTIAL_NOT,         /* read to its end */
	SW_PARTIAL_MISSING,     /* the blob is not there */
	SW_PARTIAL_TRUNCATED,   /* the stream breaks off */
	SW_PARTIAL_CORRUPT,     /* the stream or the archive is broken */
	SW_PARTIAL_LIMIT,       /* a limit was hit: entries, bytes, ratio, memory, time */
	SW_PARTIAL_FORMAT,      /* compression or media type that is not read */
	SW_PARTIAL_DIED,        /* the process that read it died */
};

struct sw_layer_account {
	struct sw_str blob;          /* "sha256:…" of the blob's bytes; empty: not computed */
	struct sw_str diff_id;       /* "sha256:…" of the unpacked bytes; empty: not read to the end */
	uint64_t packed, unpacked;   /* bytes */
	uint64_t entries, files, folders, links, whiteouts; /* counts; hard links are files, links are symbolic */
	uint64_t file_bytes;         /* sum of file sizes */
	uint8_t partial;             /* enum sw_partial; what is here is then a part */
	bool searched;               /* for secrets */
	struct sw_str names;         /* all entries in order, packed: sw_layer_names_next reads them */
	struct sw_notables notables;
	struct sw_packages packages; /* path set, owner and layer not */
	struct sw_owned_list owned;
	struct sw_layer_secrets secrets;
	struct sw_accounts accounts;
	struct sw_release release;
	struct sw_diags diags;       /* with paths */
};

/* Mode and owners: most entries of a layer have one of a few combinations. */
struct sw_entry_rights {
	uint32_t mode, user, group;
};
enum { SW_ENTRY_RIGHTS_KEPT = 7 };

/* Walks the packed names. */
struct sw_layer_names {
	struct sw_str left;
	struct sw_arena *arena;
	char *path;                  /* the last one, which the next shares a beginning with */
	size_t n;
	struct sw_entry_rights rights[SW_ENTRY_RIGHTS_KEPT]; /* the last ones that were written out */
	unsigned next_rights;        /* place of the next ones */
	bool broken;                 /* the bytes are none of ours */
};
void sw_layer_names_start(struct sw_layer_names *it, struct sw_arena *arena, struct sw_str names);
/* The next entry, whose path holds until the next call; false at the end, and where the bytes are none of ours. */
bool sw_layer_names_next(struct sw_layer_names *it, struct sw_layer_entry *entry);


const char *sw_partial_name(enum sw_partial partial);
const char *sw_trait_name(enum sw_trait trait);
