/* What is installed: readers of package databases, metadata of installed packages, archives and programs. Each takes one
 * file as bytes and puts packages into a sink; none opens anything. Which file is for which reader is told by its path
 * alone, or, for programs, by its first bytes. */
#pragma once
#include "base/diag.h"
#include "facts/package.h"

struct sw_node;

/* Where a reader puts what it saw. Texts are copied by the sink, so a reader may give pieces of the file. */
struct sw_package_sink {
	struct sw_arena *arena;        /* of the packages; with a catch point */
	struct sw_diags *diags;
	struct sw_str path;            /* of the file that is read, from the image's top without '/' before */
	struct sw_packages packages;
	struct sw_owned_list owned;
	unsigned depth;                /* archives inside each other */
};

enum sw_package_take {
	SW_TAKE_WHOLE,   /* all bytes at once, no more than `limit` */
	SW_TAKE_PROGRAM, /* the same for what begins as a program: ELF, PE, Mach-O */
};

/* Grammars whose documents are trees: formats/doc.h. */
enum sw_package_grammar {
	SW_GRAMMAR_JSON,
	SW_GRAMMAR_JSON_WITH_COMMENTS, /* and with commas before closing brackets, as Bun writes its lock file */
	SW_GRAMMAR_TOML,
	SW_GRAMMAR_YAML,
};

/* A row a format; the registry's table holds all. */
struct sw_package_reader {
	const char *kind;              /* for people and `dump packages --as`: "dpkg-status", "jar" */
	enum sw_package_take take;
	const char *const *names;      /* last parts of paths, lower case, NULL at the end: "installed.json"; NULL: none */
	const char *const *endings;    /* of last parts, from a dot, lower case: ".jar", ".dist-info"; NULL: none */
	const char *const *folders;    /* last parts of the folder that the file stands in, lower case: "info"; NULL: none.
	                                * One of the three must fit; a name beats an ending, an ending a folder */
	bool (*claims)(struct sw_str path); /* has the last word about the whole path; NULL: yes */
	size_t limit;                  /* most bytes; larger ones are a diagnostic; 0: SW_LIMIT_PACKAGE_BYTES */
	bool of_system;                /* the list of the system's packages: where it cannot be read in full, the layer is not either */
	bool declares;                 /* what it lists is asked for, not installed: read in images only where lock files are wanted */
	/* One of three reads, the others are NULL: from the bytes alone; with memory that is given back behind it; from the tree
	 * of a document, which is a list or a map and given back as well. */
	void (*read)(struct sw_package_sink *sink, struct sw_str bytes);
	void (*read_with)(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes);
	void (*read_tree)(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root);
	enum sw_package_grammar grammar; /* for read_tree */
};

/* registry.c: all readers, in order of kind; NULL at the end. */
extern const struct sw_package_reader *const sw_package_readers[];

/* The reader for a path; NULL: none. Cheap: called for each file of an image. */
const struct sw_package_reader *sw_package_reader_of(struct sw_str path);
/* The reader for a program, by its first bytes (16 are enough); NULL: it is none. */
const struct sw_package_reader *sw_package_program_reader(struct sw_str start);
/* The reader of that kind; NULL: there is none. */
const struct sw_package_reader *sw_package_reader_named(struct sw_str kind);
/* The package whose folder a path is or lies in, where the folder's name tells it and no file need: Nix's store. Texts are
 * pieces of `path`; package->path is the folder, so that whoever walks a tree can tell it once. False: it is none. Cheap. */
bool sw_package_of_folder(struct sw_str path, struct sw_package *package);
/* Reads. What a reader adds without name is dropped; a file that is not what its path says is a diagnostic. */
void sw_package_read(const struct sw_package_reader *reader, struct sw_package_sink *sink, struct sw_str bytes);

/* Adds a package; texts are copied, path is the sink's where it is empty. Returns it, to be filled further with texts of
 * the sink's arena; it is valid until the next call. */
struct sw_package *sw_package_add(struct sw_package_sink *sink, enum sw_package_type type, struct sw_str name, struct sw_str version);
/* Adds a file that `package` owns; '/' and "./" before the path are taken off. */
void sw_package_owns(struct sw_package_sink *sink, enum sw_package_type type, struct sw_str package, struct sw_str path);
/* A diagnostic about the file, with its path. */
void sw_package_say(struct sw_package_sink *sink, enum sw_diag_level level, const char *code, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Says that the file cannot be read as `what`: "a list of modules as Go writes it". */
void sw_package_refuse(struct sw_package_sink *sink, const char *what);
/* A copy for a member of a package; what is longer than people or matching can use is none. */
struct sw_str sw_package_text(struct sw_package_sink *sink, struct sw_str text);
