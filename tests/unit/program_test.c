#include "unit.h"
#include "base/file.h"
#include "formats/program.h"
#include "program_making.h"
#include <fcntl.h>
#include <stdlib.h>

typedef void maker(struct sw_out *out, struct made_program made);

static const struct {
	const char *name;
	maker *make;
	enum sw_program_format format;
	const char *section;
	bool big; /* it has this order of bytes, too */
} formats[] = {
	{"ELF", make_elf, SW_PROGRAM_ELF, ".dep-v0", true},
	{"PE", make_pe, SW_PROGRAM_PE, ".dep-v0", false},
	{"Mach-O", make_macho, SW_PROGRAM_MACHO, "__go_buildinfo", true},
};

static void check_made(const struct made_program *made, maker *make, enum sw_program_format format) {
	SW_CLEANUP_OUT struct sw_out out;
	struct sw_program program;
	struct sw_program_walk walk = {0};
	struct sw_program_part part;
	bool data = false;
	sw_out_init(&out, -1);
	make(&out, *made);
	assert_int_equal(sw_program_sniff(sw_str_sub(sw_out_text(&out), 0, 16)), format);
	assert_true(sw_program_open(&program, sw_out_text(&out)));
	assert_int_equal(program.wide, made->wide);
	assert_int_equal(program.big, made->big);
	assert_str(sw_program_section(&program, made->section), "what the section holds");
	assert_int_equal(sw_program_section(&program, ".nothing").n, 0);
	assert_str(sw_program_at(&program, MADE_ADDRESS + 5), "the section holds");
	assert_int_equal(sw_program_at(&program, MADE_ADDRESS + 100).n, 0);
	assert_int_equal(sw_program_at(&program, 0).n, 0);
	while (sw_program_next(&program, &walk, &part))
		data = data || (part.writable && sw_str_is(part.name, made->section));
	assert_true(data);
}

static void test_formats(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		for (int kind = 0; kind < (formats[i].big ? 4 : 2); kind++) {
			struct made_program made = {kind & 1, kind & 2, formats[i].section, SW_S("what the section holds")};
			check_made(&made, formats[i].make, formats[i].format);
		}
}

/* Cut at each byte, and with each byte spoilt: no part reaches out of the file. */
static void test_broken(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		for (int kind = 0; kind < 2; kind++) {
			SW_CLEANUP_OUT struct sw_out out;
			sw_out_init(&out, -1);
			formats[i].make(&out, (struct made_program){kind, false, formats[i].section, SW_S("what the section holds")});
			struct sw_str whole = sw_out_text(&out);
			for (size_t n = 1; n < 2 * whole.n; n++) {
				size_t length = n < whole.n ? n : whole.n;
				char *copy = malloc(length);
				memcpy(copy, whole.p, length);
				if (n >= whole.n)
					copy[n - whole.n] = (char)0xff;
				struct sw_program program;
				struct sw_program_walk walk = {0};
				struct sw_program_part part;
				size_t parts = 0;
				if (sw_program_open(&program, sw_str(copy, length)))
					while (sw_program_next(&program, &walk, &part)) {
						assert_true(!part.bytes.n || (part.bytes.p >= copy && part.bytes.p + part.bytes.n <= copy + length));
						assert_true(++parts <= 2 << 17);
					}
				free(copy);
			}
		}
}

/* Mach-O files for several processors begin as classes of Java do. */
static void test_fat(void **state) {
	(void)state;
	SW_CLEANUP_OUT struct sw_out out, inner;
	struct made_program made = {true, false, "__go_buildinfo", SW_S("what the section holds")}, order = {.big = true};
	struct sw_program program;
	sw_out_init(&out, -1);
	sw_out_init(&inner, -1);
	make_macho(&inner, made);
	uint32_t head[] = {0xcafebabe, 1, 0x01000007, 3, 28, (uint32_t)sw_out_text(&inner).n, 0};
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		program_number(&out, &order, head[i], 4);
	sw_out_str(&out, sw_out_text(&inner));
	assert_int_equal(sw_program_sniff(sw_out_text(&out)), SW_PROGRAM_MACHO);
	assert_true(sw_program_open(&program, sw_out_text(&out)));
	assert_str(sw_program_section(&program, "__go_buildinfo"), "what the section holds");
	assert_int_equal(sw_program_sniff(SW_S("\xca\xfe\xba\xbe\0\0\0\x37 class of Java")), SW_PROGRAM_NONE);
	assert_int_equal(sw_program_sniff(SW_S("#!/bin/sh\n")), SW_PROGRAM_NONE);
	assert_int_equal(sw_program_sniff(SW_S("")), SW_PROGRAM_NONE);
}

/* This very program. */
static void test_real(void **state) {
	(void)state;
	struct sw_arena arena;
	struct sw_program program;
	struct sw_str bytes;
	struct sw_err err;
	sw_arena_init(&arena, (size_t)256 << 20);
	SW_CLEANUP_FD int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	assert_int_equal(sw_read_all(&arena, fd, (size_t)200 << 20, &bytes, &err), 0);
	assert_true(sw_program_open(&program, bytes));
	assert_true(sw_program_section(&program, ".text").n > 100);
	assert_true(sw_program_section(&program, ".rodata").n > 20);
	assert_int_equal(sw_program_section(&program, ".bss").n, 0);
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats), cmocka_unit_test(test_broken), cmocka_unit_test(test_fat), cmocka_unit_test(test_real),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
