#include "secrets/programs.h"
#include "secrets/hide.h"
#include "secrets/verify.h"
#include <assert.h>
#include <pthread.h>

enum { NOTHING, SECRET, LOGIN, NAMED, SKIPPED };

enum { NO_OPERANDS, OF_HTPASSWD, OF_MC, OF_MYSQLADMIN, OF_OPENSSL, OF_RABBITMQCTL };

#define READER(text, as) {.name = SW_SI(text), .role = (as)}

/* Sorted by the first letter. */
static const struct sw_program programs[] = {
	{.name = SW_SI("7z"), .joined = "p"},
	{.name = SW_SI("7za"), .joined = "p"},
	{.name = SW_SI("bcp"), .spaced = "P", .joined = "P"},
	READER("by", SW_WORD_BY),
	READER("chpasswd", SW_WORD_READS_LOGIN),
	{.name = SW_SI("curl"), .login = "uU"},
	READER("echo", SW_WORD_SAYS),
	{.name = SW_SI("htpasswd"), .operands = OF_HTPASSWD},
	{.name = SW_SI("http"), .login = "a"},
	{.name = SW_SI("https"), .login = "a"},
	READER("identified", SW_WORD_IDENTIFIED),
	{.name = SW_SI("keydb-cli"), .spaced = "a"},
	{.name = SW_SI("ldapadd"), .spaced = "w", .joined = "w"},
	{.name = SW_SI("ldapdelete"), .spaced = "w", .joined = "w"},
	{.name = SW_SI("ldapmodify"), .spaced = "w", .joined = "w"},
	{.name = SW_SI("ldappasswd"), .spaced = "asw", .joined = "w"},
	{.name = SW_SI("ldapsearch"), .spaced = "w", .joined = "w"},
	{.name = SW_SI("ldapwhoami"), .spaced = "w", .joined = "w"},
	{.name = SW_SI("login"), .spaced = "p", .joined = "p"}, /* docker login, podman login, helm registry login … */
	{.name = SW_SI("mariadb"), .joined = "p"},
	{.name = SW_SI("mariadb-admin"), .joined = "p", .operands = OF_MYSQLADMIN},
	{.name = SW_SI("mariadb-check"), .joined = "p"},
	{.name = SW_SI("mariadb-dump"), .joined = "p"},
	{.name = SW_SI("mariadb-import"), .joined = "p"},
	READER("masterauth", SW_WORD_SETTING),
	{.name = SW_SI("mc"), .operands = OF_MC},
	{.name = SW_SI("mongo"), .spaced = "p", .joined = "p"},
	{.name = SW_SI("mongodump"), .spaced = "p", .joined = "p"},
	{.name = SW_SI("mongoexport"), .spaced = "p", .joined = "p"},
	{.name = SW_SI("mongoimport"), .spaced = "p", .joined = "p"},
	{.name = SW_SI("mongorestore"), .spaced = "p", .joined = "p"},
	{.name = SW_SI("mongosh"), .spaced = "p", .joined = "p"},
	{.name = SW_SI("mysql"), .joined = "p"},
	{.name = SW_SI("mysqladmin"), .joined = "p", .operands = OF_MYSQLADMIN},
	{.name = SW_SI("mysqlcheck"), .joined = "p"},
	{.name = SW_SI("mysqldump"), .joined = "p"},
	{.name = SW_SI("mysqlimport"), .joined = "p"},
	{.name = SW_SI("mysqlsh"), .joined = "p"},
	{.name = SW_SI("mysqlshow"), .joined = "p"},
	{.name = SW_SI("openssl"), .spaced = "kK", .operands = OF_OPENSSL},
	READER("passwd", SW_WORD_READS),
	READER("password", SW_WORD_PASSWORD),
	READER("printf", SW_WORD_SAYS),
	{.name = SW_SI("rabbitmqctl"), .operands = OF_RABBITMQCTL},
	{.name = SW_SI("redis-cli"), .spaced = "a"},
	READER("requirepass", SW_WORD_SETTING),
	{.name = SW_SI("slappasswd"), .spaced = "s", .joined = "s"},
	{.name = SW_SI("smbclient"), .login = "U"},
	{.name = SW_SI("sqlcmd"), .spaced = "P", .joined = "P"},
	{.name = SW_SI("sshpass"), .spaced = "p", .joined = "p"},
	{.name = SW_SI("sudo")}, /* for its -S */
	{.name = SW_SI("unzip"), .spaced = "P", .joined = "P"},
	{.name = SW_SI("useradd"), .spaced = "p"},
	{.name = SW_SI("usermod"), .spaced = "p"},
	{.name = SW_SI("valkey-cli"), .spaced = "a"},
	READER("vncpasswd", SW_WORD_READS),
	{.name = SW_SI("xh"), .login = "a"},
	READER("yes", SW_WORD_SAYS),
	{.name = SW_SI("zip"), .spaced = "P", .joined = "P"},
};

enum { PROGRAMS = sizeof programs / sizeof *programs, LONGEST_PROGRAM = 15 };

/* Bit n: a program of this first letter has a name of n bytes. Nearly every word of a text ends here. */
static uint16_t lengths[256];
static pthread_once_t lengths_made = PTHREAD_ONCE_INIT;

static void make_lengths(void) {
	static_assert(LONGEST_PROGRAM < 16, "a bit a length");
	for (size_t i = 0; i < PROGRAMS; i++) {
		assert(programs[i].name.n <= LONGEST_PROGRAM);
		lengths[(unsigned char)programs[i].name.p[0]] |= (uint16_t)(1u << programs[i].name.n);
	}
}

const struct sw_program *sw_program_find(struct sw_str word) {
	size_t slash = SW_NPOS, nearest = word.n > LONGEST_PROGRAM ? word.n - LONGEST_PROGRAM - 1 : 0;
	for (size_t i = word.n; i > nearest && slash == SW_NPOS; i--)
		slash = word.p[i - 1] == '/' ? i - 1 : SW_NPOS;
	/* /usr/bin/mysql is the program, /var/lib/mysql is not. */
	if (slash != SW_NPOS) {
		if (!sw_str_ends(sw_str_sub(word, 0, slash), SW_S("bin")))
			return NULL;
		word = sw_str_from(word, slash + 1);
	}
	if (word.n < 2 || word.n > LONGEST_PROGRAM)
		return NULL;
	char first = sw_to_lower(word.p[0]);
	pthread_once(&lengths_made, make_lengths);
	if (!(lengths[(unsigned char)first] >> word.n & 1))
		return NULL;
	size_t low = 0, high = PROGRAMS;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (programs[middle].name.p[0] < first)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < PROGRAMS && programs[low].name.p[0] == first; low++)
		if (programs[low].name.n == word.n && sw_str_eq_nocase(programs[low].name, word))
			return &programs[low];
	return NULL;
}

bool sw_command_waits(const struct sw_command *command) {
	return command->expects || (command->program && command->program->operands);
}

void sw_command_expect_login(struct sw_command *command) {
	command->expects = LOGIN;
}

void sw_command_expect(struct sw_command *command, struct sw_str name) {
	command->expects = NAMED;
	command->name = name;
}

static bool has(const char *letters, char c) {
	return letters && sw_one_of(letters, c);
}

static bool moved(bool found, struct sw_secret_hit *hit, size_t by) {
	if (found) {
		hit->start += (uint32_t)by;
		hit->end += (uint32_t)by;
	}
	return found;
}

static char separator(const struct sw_command *command) {
	return command->program && has(command->program->login, 'U') && !has(command->program->login, 'u') ? '%' : ':';
}

static bool is_login_option(const struct sw_command *command, struct sw_str name) {
	static const char *const registry[] = {"creds", "src-creds", "dest-creds", "from-creds", "to-creds"},
			  *const request[] = {"user", "proxy-user", "auth"};
	for (size_t i = 0; i < sizeof registry / sizeof *registry; i++)
		if (sw_str_is(name, registry[i]))
			return true;
	for (size_t i = 0; command->program && command->program->login && i < sizeof request / sizeof *request; i++)
		if (sw_str_is(name, request[i]))
			return true;
	return false;
}

static bool long_option(struct sw_command *command, struct sw_str name, struct sw_secret_hit *hit) {
	size_t equals = sw_str_find_byte(name, '=');
	if (is_login_option(command, sw_str_sub(name, 0, equals))) {
		if (equals == SW_NPOS)
			command->expects = LOGIN;
		else
			return moved(sw_hides_login(sw_str_from(name, equals + 1), ':', hit), hit, equals + 1);
	} else if (equals == SW_NPOS && (sw_secret_name_class(name) == SW_SECRET_NAME_CREDENTIAL ||
					 sw_str_is(name, "oauth2-bearer"))) {
		command->expects = NAMED;
		command->name = sw_secret_name_class(name) ? name : SW_S("token");
	}
	return false;
}

static bool all_letters(struct sw_str s) {
	for (size_t i = 0; i < s.n; i++)
		if (!sw_is_alpha(s.p[i]))
			return false;
	return true;
}

/* -p, -pVALUE, -sfu, -password: one dash, then letters of options, or a name. */
static bool short_options(struct sw_command *command, struct sw_str name, struct sw_secret_hit *hit) {
	const struct sw_program *program = command->program;
	uint8_t operands = program ? program->operands : NO_OPERANDS;
	char first = name.p[0], last = name.p[name.n - 1];
	if (operands == OF_HTPASSWD && all_letters(name)) {
		command->armed |= sw_str_find_byte(name, 'b') != SW_NPOS;
		command->fewer |= sw_str_find_byte(name, 'n') != SW_NPOS;
		command->expects = last == 'C' || last == 'r' ? SKIPPED : NOTHING;
		return false;
	}
	if (operands == OF_OPENSSL && sw_str_starts(name, SW_S("pass")))
		return false; /* the next word says what it is: pass:VALUE, file:PATH */
	if (program && name.n == 1 && has(program->spaced, first))
		command->expects = SECRET;
	else if (program && has(program->login, last) && all_letters(name))
		command->expects = LOGIN;
	else if (name.n >= 4 && (!program || !has(program->joined, first) || sw_str_starts(name, SW_S("pass"))))
		(void)long_option(command, name, hit);
	if (program && name.n > 1 && has(program->joined, first))
		return moved(sw_hides_password(sw_str_from(name, 1), hit), hit, 1);
	if (program && name.n > 1 && has(program->login, first) && !all_letters(name))
		return moved(sw_hides_login(sw_str_from(name, 1), separator(command), hit), hit, 1);
	return false;
}

static bool operand(struct sw_command *command, struct sw_str word, struct sw_secret_hit *hit) {
	bool was_armed = command->armed;
	command->operands += was_armed || command->program->operands == OF_OPENSSL;
	switch (command->program->operands) {
	case OF_HTPASSWD: /* -b [FILE] USER PASSWORD */
		return was_armed && command->operands == (command->fewer ? 2 : 3) && sw_hides_password(word, hit);
	case OF_MC: /* alias set NAME URL ACCESS SECRET */
		command->armed |= sw_str_contains(word, SW_S("://")) || sw_str_starts(word, SW_S("$"));
		return was_armed && command->operands == 2 && sw_hides_password(word, hit);
	case OF_MYSQLADMIN:
		command->expects = sw_str_is(word, "password") ? SECRET : NOTHING;
		return false;
	case OF_OPENSSL:
		command->armed |= command->operands == 1 && sw_str_is(word, "passwd");
		if (sw_str_starts(word, SW_S("pass:")))
			return moved(sw_hides_password(sw_str_from(word, 5), hit), hit, 5);
		return was_armed && sw_hides_password(word, hit);
	case OF_RABBITMQCTL:
		command->armed |= sw_str_is(word, "add_user") || sw_str_is(word, "change_password") ||
				  sw_str_is(word, "authenticate_user");
		return was_armed && command->operands == 2 && sw_hides_password(word, hit);
	}
	return false;
}

bool sw_command_word(struct sw_command *command, struct sw_str word, struct sw_secret_hit *hit) {
	uint8_t expects = command->expects;
	bool dash = word.n > 1 && word.p[0] == '-';
	command->expects = NOTHING;
	if (expects == SKIPPED)
		return false;
	if (expects && !dash)
		return expects == SECRET ? sw_hides_password(word, hit)
		     : expects == LOGIN	 ? sw_hides_login(word, separator(command), hit)
					 : sw_hides_named(command->name, word, hit);
	if (dash && word.p[1] == '-' && word.n > 2)
		return moved(long_option(command, sw_str_from(word, 2), hit), hit, 2);
	if (dash)
		return moved(short_options(command, sw_str_from(word, 1), hit), hit, 1);
	const struct sw_program *program = command->armed ? NULL : sw_program_find(word);
	if (program && program->role == SW_WORD_PROGRAM)
		*command = (struct sw_command){.program = program};
	else if (command->program && command->program->operands)
		return operand(command, word, hit);
	return false;
}
