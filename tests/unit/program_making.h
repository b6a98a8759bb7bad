/* Small programs that tests make in memory: one section of data each. */
#pragma once
#include "base/out.h"

struct made_program {
	bool wide, big;
	const char *section;
	struct sw_str data;
};

enum { MADE_ADDRESS = 0x400000 };

static inline void program_number(struct sw_out *out, const struct made_program *made, uint64_t value, unsigned size) {
	for (unsigned i = 0; i < size; i++) {
		unsigned place = made->big ? size - 1 - i : i;
		sw_out_byte(out, place < 8 ? (char)(value >> 8 * place) : 0);
	}
}

static inline void program_word(struct sw_out *out, const struct made_program *made, uint64_t value) {
	program_number(out, made, value, made->wide ? 8 : 4);
}

static inline void elf_section(struct sw_out *out, const struct made_program *made, unsigned name, unsigned type, unsigned flags, uint64_t address,
			       uint64_t at, uint64_t size) {
	program_number(out, made, name, 4);
	program_number(out, made, type, 4);
	program_word(out, made, flags);
	program_word(out, made, address);
	program_word(out, made, at);
	program_word(out, made, size);
	program_number(out, made, 0, 8);
	program_word(out, made, 0);
	program_word(out, made, 0);
}

/* Head, data, names of sections, table of sections. */
static inline void make_elf(struct sw_out *out, struct made_program made) {
	unsigned head = made.wide ? 64 : 52;
	size_t names = head + made.data.n, names_size = strlen(made.section) + 2, table = names + names_size;
	sw_out_bytes(out, "\x7f" "ELF", 4);
	sw_out_byte(out, made.wide ? 2 : 1);
	sw_out_byte(out, made.big ? 2 : 1);
	sw_out_bytes(out, "\1\0\0\0\0\0\0\0\0\0", 10);
	program_number(out, &made, 2, 2);
	program_number(out, &made, 62, 2);
	program_number(out, &made, 1, 4);
	program_word(out, &made, 0);
	program_word(out, &made, 0);
	program_word(out, &made, table);
	program_number(out, &made, 0, 4);
	program_number(out, &made, head, 2);
	program_number(out, &made, 0, 2);
	program_number(out, &made, 0, 2);
	program_number(out, &made, made.wide ? 64 : 40, 2);
	program_number(out, &made, 3, 2);
	program_number(out, &made, 2, 2);
	sw_out_str(out, made.data);
	sw_out_byte(out, 0);
	sw_out_bytes(out, made.section, strlen(made.section) + 1);
	elf_section(out, &made, 0, 0, 0, 0, 0, 0);
	elf_section(out, &made, 1, 1, 3, MADE_ADDRESS, head, made.data.n);
	elf_section(out, &made, 0, 3, 0, 0, names, names_size);
}

static inline void put_name(struct sw_out *out, const char *name, size_t n) {
	char room[16] = {0};
	memcpy(room, name, strlen(name) < n ? strlen(name) : n);
	sw_out_bytes(out, room, n);
}

static inline void make_pe(struct sw_out *out, struct made_program made) {
	unsigned optional = made.wide ? 240 : 224, data = 64 + 24 + optional + 40;
	char zeros[256] = {0};
	sw_out_bytes(out, "MZ", 2);
	sw_out_bytes(out, zeros, 58);
	program_number(out, &made, 64, 4);
	sw_out_bytes(out, "PE\0\0\x64\x86", 6);
	program_number(out, &made, 1, 2);
	program_number(out, &made, 0, 12);
	program_number(out, &made, optional, 2);
	program_number(out, &made, 0, 2);
	program_number(out, &made, made.wide ? 0x20b : 0x10b, 2);
	sw_out_bytes(out, zeros, made.wide ? 22 : 26);
	program_word(out, &made, MADE_ADDRESS - 0x1000);
	sw_out_bytes(out, zeros, optional - (made.wide ? 32 : 32));
	put_name(out, made.section, 8);
	program_number(out, &made, made.data.n, 4);
	program_number(out, &made, 0x1000, 4);
	program_number(out, &made, made.data.n, 4);
	program_number(out, &made, data, 4);
	sw_out_bytes(out, zeros, 12);
	program_number(out, &made, 0xc0000040, 4);
	sw_out_str(out, made.data);
}

static inline void make_macho(struct sw_out *out, struct made_program made) {
	unsigned head = made.wide ? 32 : 28, segment = made.wide ? 72 : 56, section = made.wide ? 80 : 68;
	program_number(out, &made, made.wide ? 0xfeedfacf : 0xfeedface, 4);
	program_number(out, &made, 0, 4);
	program_number(out, &made, 0, 4);
	program_number(out, &made, 2, 4);
	program_number(out, &made, 1, 4);
	program_number(out, &made, segment + section, 4);
	program_number(out, &made, 0, head - 24);
	program_number(out, &made, made.wide ? 0x19 : 1, 4);
	program_number(out, &made, segment + section, 4);
	put_name(out, "__DATA", 16);
	for (int i = 0; i < 4; i++)
		program_word(out, &made, 0);
	program_number(out, &made, 7, 4);
	program_number(out, &made, 3, 4);
	program_number(out, &made, 1, 4);
	program_number(out, &made, 0, 4);
	put_name(out, made.section, 16);
	put_name(out, "__DATA", 16);
	program_word(out, &made, MADE_ADDRESS);
	program_word(out, &made, made.data.n);
	program_number(out, &made, head + segment + section, 4);
	for (int i = made.wide ? 80 - 52 : 68 - 44; i > 0; i--)
		sw_out_byte(out, 0);
	sw_out_str(out, made.data);
}
