#include "formats/program.h"
#include "base/number.h"

/* More parts than any linker makes, and longer names: what is beyond is not looked at. */
enum { MOST_PARTS = 1 << 17, LONGEST_NAME = 256 };

uint64_t sw_program_number(const struct sw_program *program, struct sw_str bytes, uint64_t at, unsigned size) {
	return program->big ? sw_be(bytes, at, size) : sw_le(bytes, at, size);
}

static uint64_t own(const struct sw_program *program, uint64_t at, unsigned size) {
	return sw_program_number(program, program->bytes, at, size);
}

/* An address, an offset or a size: as wide as the program. */
static uint64_t word(const struct sw_program *program, uint64_t at) {
	return own(program, at, program->wide ? 8 : 4);
}

static struct sw_str piece(const struct sw_program *program, uint64_t at, uint64_t n) {
	return at < program->bytes.n ? sw_str_sub(program->bytes, at, n) : (struct sw_str){0};
}

/* Text up to a NUL, at most n bytes. */
static struct sw_str text(const struct sw_program *program, uint64_t at, uint64_t n) {
	struct sw_str found = piece(program, at, n);
	size_t end = sw_str_find_byte(found, '\0');
	return sw_str_sub(found, 0, end);
}

static uint64_t at_most(uint64_t count) {
	return count < MOST_PARTS ? count : MOST_PARTS;
}

enum sw_program_format sw_program_sniff(struct sw_str start) {
	uint64_t magic = sw_be(start, 0, 4);
	if (magic == 0x7f454c46)
		return SW_PROGRAM_ELF;
	if (magic >> 16 == 0x4d5a)
		return SW_PROGRAM_PE;
	/* A class of Java begins as a Mach-O file for several processors does; its version, 45 at least, stands where that
	 * has their number. */
	if (magic == 0xfeedface || magic == 0xfeedfacf || magic == 0xcefaedfe || magic == 0xcffaedfe ||
	    (magic == 0xcafebabe && sw_be(start, 4, 4) - 1 < 20))
		return SW_PROGRAM_MACHO;
	return SW_PROGRAM_NONE;
}

/* ---- ELF ---- */

static bool open_elf(struct sw_program *program) {
	uint64_t class = own(program, 4, 1), order = own(program, 5, 1);
	if ((class != 1 && class != 2) || (order != 1 && order != 2) || program->bytes.n < (class == 2 ? 64 : 52))
		return false;
	program->wide = class == 2;
	program->big = order == 2;
	bool wide = program->wide;
	program->segments = word(program, wide ? 32 : 28);
	program->sections = word(program, wide ? 40 : 32);
	program->segment_size = own(program, wide ? 54 : 42, 2);
	program->segment_count = at_most(own(program, wide ? 56 : 44, 2));
	program->section_size = own(program, wide ? 58 : 46, 2);
	program->section_count = own(program, wide ? 60 : 48, 2);
	uint64_t names = own(program, wide ? 62 : 50, 2);
	if (program->section_size < (wide ? 64 : 40) || !program->sections || program->sections >= program->bytes.n)
		program->section_size = program->section_count = 0;
	if (program->segment_size < (wide ? 56 : 32) || !program->segments || program->segments >= program->bytes.n)
		program->segment_size = program->segment_count = 0;
	if (!program->section_size)
		return true;
	/* Where numbers do not fit, the first section holds them. */
	if (!program->section_count)
		program->section_count = word(program, program->sections + (wide ? 32 : 20));
	if (names == 0xffff)
		names = own(program, program->sections + (wide ? 40 : 24), 4);
	program->section_count = at_most(program->section_count);
	if (names < program->section_count) {
		uint64_t head = program->sections + names * program->section_size;
		program->names = word(program, head + (wide ? 24 : 16));
		program->names_size = word(program, head + (wide ? 32 : 20));
	}
	return true;
}

static void elf_section(const struct sw_program *program, uint64_t head, struct sw_program_part *part) {
	enum { NO_BITS = 8, WRITE = 1, EXECUTE = 4 };
	bool wide = program->wide;
	uint64_t name = own(program, head, 4), flags = word(program, head + 8);
	*part = (struct sw_program_part){.address = word(program, head + (wide ? 16 : 12)), .writable = (flags & (WRITE | EXECUTE)) == WRITE};
	if (name < program->names_size)
		part->name = text(program, program->names + name, program->names_size - name < LONGEST_NAME ? program->names_size - name : LONGEST_NAME);
	if (own(program, head + 4, 4) != NO_BITS)
		part->bytes = piece(program, word(program, head + (wide ? 24 : 16)), word(program, head + (wide ? 32 : 20)));
}

static void elf_segment(const struct sw_program *program, uint64_t head, struct sw_program_part *part) {
	enum { LOAD = 1, EXECUTE = 1, WRITE = 2 };
	bool wide = program->wide;
	uint64_t flags = own(program, head + (wide ? 4 : 24), 4);
	*part = (struct sw_program_part){0};
	if (own(program, head, 4) != LOAD)
		return;
	part->writable = (flags & (WRITE | EXECUTE)) == WRITE;
	part->address = word(program, head + (wide ? 16 : 8));
	part->bytes = piece(program, word(program, head + (wide ? 8 : 4)), word(program, head + (wide ? 32 : 16)));
}

static bool next_elf(const struct sw_program *program, struct sw_program_walk *walk, struct sw_program_part *part) {
	if (!walk->segments && walk->next >= program->section_count)
		*walk = (struct sw_program_walk){.segments = true};
	if (walk->next >= (walk->segments ? program->segment_count : program->section_count))
		return false;
	/* 2^17 parts of at most 2^16 bytes: the product fits. */
	if (walk->segments)
		elf_segment(program, program->segments + walk->next++ * program->segment_size, part);
	else
		elf_section(program, program->sections + walk->next++ * program->section_size, part);
	return true;
}

/* ---- PE ---- */

static bool open_pe(struct sw_program *program) {
	uint64_t head = own(program, 60, 4);
	if (own(program, head, 4) != 0x4550)
		return false;
	uint64_t optional = head + 24, symbols = own(program, head + 12, 4), magic = own(program, optional, 2);
	program->wide = magic == 0x20b;
	program->base = program->wide ? own(program, optional + 24, 8) : own(program, optional + 28, 4);
	program->section_count = own(program, head + 6, 2);
	program->section_size = 40;
	program->sections = optional + own(program, head + 20, 2);
	program->names = symbols ? symbols + 18 * own(program, head + 16, 4) : 0;
	return true;
}

static bool next_pe(const struct sw_program *program, struct sw_program_walk *walk, struct sw_program_part *part) {
	const uint64_t execute = 0x20000000, write = 0x80000000;
	uint64_t head = program->sections + walk->next * program->section_size, where, size, given, flags;
	if (walk->next >= program->section_count || head >= program->bytes.n)
		return false;
	walk->next++;
	size = own(program, head + 8, 4);
	given = own(program, head + 16, 4);
	flags = own(program, head + 36, 4);
	*part = (struct sw_program_part){.name = text(program, head, 8), .address = program->base + own(program, head + 12, 4),
					 .writable = (flags & (execute | write)) == write};
	if (sw_str_starts(part->name, SW_S("/")) && program->names && sw_str_to_u64(sw_str_from(part->name, 1), &where))
		part->name = text(program, program->names + where, LONGEST_NAME);
	/* What the file holds is rounded up, and zeros stand behind the section's own end. */
	part->bytes = piece(program, own(program, head + 20, 4), size && size < given ? size : given);
	return true;
}

/* ---- Mach-O ---- */

static bool open_macho(struct sw_program *program) {
	uint64_t magic = sw_be(program->bytes, 0, 4);
	if (magic == 0xcafebabe) {
		uint64_t at = sw_be(program->bytes, 16, 4);
		program->bytes = piece(program, at, sw_be(program->bytes, 20, 4));
		magic = sw_be(program->bytes, 0, 4);
	}
	program->big = magic == 0xfeedface || magic == 0xfeedfacf;
	program->wide = magic == 0xfeedfacf || magic == 0xcffaedfe;
	if (!program->big && !program->wide && magic != 0xcefaedfe)
		return false;
	program->sections = program->wide ? 32 : 28;
	program->section_count = at_most(own(program, 16, 4));
	return program->bytes.n >= program->sections;
}

/* Goes on to the first section of the next segment. */
static bool next_segment(const struct sw_program *program, struct sw_program_walk *walk) {
	uint64_t segment = program->wide ? 0x19 : 1, head = program->wide ? 72 : 56, most = program->bytes.n;
	if (!walk->at)
		walk->at = program->sections;
	while (!walk->left && walk->next < program->section_count && walk->at < most) {
		uint64_t size = own(program, walk->at + 4, 4);
		if (size < 8)
			return false;
		if (own(program, walk->at, 4) == segment && size >= head) {
			uint64_t fit = (size - head) / (program->wide ? 80 : 68), count = own(program, walk->at + head - 8, 4);
			walk->left = count < fit ? count : fit;
			walk->inner = walk->at + head;
		}
		walk->at += size;
		walk->next++;
	}
	return walk->left && walk->inner < most;
}

static bool next_macho(const struct sw_program *program, struct sw_program_walk *walk, struct sw_program_part *part) {
	bool wide = program->wide;
	if (!next_segment(program, walk))
		return false;
	uint64_t head = walk->inner;
	walk->left--;
	walk->inner += wide ? 80 : 68;
	*part = (struct sw_program_part){.name = text(program, head, 16), .address = word(program, head + 32)};
	part->bytes = piece(program, own(program, head + (wide ? 48 : 40), 4), word(program, head + (wide ? 40 : 36)));
	part->writable = sw_str_starts(text(program, head + 16, 16), SW_S("__DATA"));
	return true;
}

/* ---- all ---- */

bool sw_program_open(struct sw_program *program, struct sw_str bytes) {
	*program = (struct sw_program){.bytes = bytes, .format = sw_program_sniff(bytes)};
	return (program->format == SW_PROGRAM_ELF && open_elf(program)) || (program->format == SW_PROGRAM_PE && open_pe(program)) ||
	       (program->format == SW_PROGRAM_MACHO && open_macho(program));
}

bool sw_program_next(const struct sw_program *program, struct sw_program_walk *walk, struct sw_program_part *part) {
	return program->format == SW_PROGRAM_ELF  ? next_elf(program, walk, part)
	       : program->format == SW_PROGRAM_PE ? next_pe(program, walk, part)
						  : next_macho(program, walk, part);
}

struct sw_str sw_program_section(const struct sw_program *program, const char *name) {
	struct sw_program_walk walk = {0};
	struct sw_program_part part;
	while (sw_program_next(program, &walk, &part))
		if (part.bytes.n && sw_str_is(part.name, name))
			return part.bytes;
	return (struct sw_str){0};
}

struct sw_str sw_program_at(const struct sw_program *program, uint64_t address) {
	struct sw_program_walk walk = {0};
	struct sw_program_part part;
	while (sw_program_next(program, &walk, &part))
		if (address >= part.address && address - part.address < part.bytes.n && part.address)
			return sw_str_from(part.bytes, address - part.address);
	return (struct sw_str){0};
}
