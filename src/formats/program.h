/* Programs as files: ELF, PE and Mach-O, of 32 and 64 bits and both orders of bytes, just far enough to find their
 * sections and what stands at an address. Nothing is trusted: a part that lies outside of the file has no bytes. */
#pragma once
#include "base/str.h"

enum sw_program_format { SW_PROGRAM_NONE, SW_PROGRAM_ELF, SW_PROGRAM_PE, SW_PROGRAM_MACHO };

struct sw_program {
	struct sw_str bytes; /* of Mach-O files for several processors: the first one's */
	enum sw_program_format format;
	bool wide;           /* 64 bits */
	bool big;            /* most significant byte first */
	uint64_t base;       /* PE: address that sections are counted from */
	uint64_t sections, section_size, section_count; /* ELF, PE: their table. Mach-O: commands, their bytes, their number */
	uint64_t segments, segment_size, segment_count; /* ELF */
	uint64_t names;      /* ELF: table of the sections' names; PE: of long names; 0: none */
	uint64_t names_size; /* ELF */
};

/* A section, or, behind all sections of an ELF file, a segment without name. */
struct sw_program_part {
	struct sw_str name;  /* ".data", "__data" */
	struct sw_str bytes; /* that the file holds of it */
	uint64_t address;
	bool writable;       /* and not executable: data */
};

/* Where a walk over the parts stands; zeroed at the start. */
struct sw_program_walk {
	uint64_t next;            /* number of the next section, segment or command */
	uint64_t at, inner, left; /* Mach-O: next command, next section of this one, sections left */
	bool segments;
};

/* What a file may be by its first bytes (16 are enough). */
enum sw_program_format sw_program_sniff(struct sw_str start);
/* False: it is no program, or its head is cut off. */
bool sw_program_open(struct sw_program *program, struct sw_str bytes);
/* The next part; false: there is none. */
bool sw_program_next(const struct sw_program *program, struct sw_program_walk *walk, struct sw_program_part *part);
/* The first part of that name with bytes; empty: none. */
struct sw_str sw_program_section(const struct sw_program *program, const char *name);
/* The bytes from an address to the end of its part; empty: nothing stands there. */
struct sw_str sw_program_at(const struct sw_program *program, uint64_t address);
/* A number of 1 to 8 bytes in the program's order; 0 outside of the file. */
uint64_t sw_program_number(const struct sw_program *program, struct sw_str bytes, uint64_t at, unsigned size);
