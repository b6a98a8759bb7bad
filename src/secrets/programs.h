/* Programs that take passwords in places which no name announces, and the words of their calls. Private to this folder. */
#pragma once
#include "secrets/find.h"

enum sw_word_role {
	SW_WORD_PROGRAM,
	SW_WORD_SAYS,        /* echo: what it says may be piped into one of the next two */
	SW_WORD_READS,       /* passwd: reads a password */
	SW_WORD_READS_LOGIN, /* chpasswd: reads user:password */
	SW_WORD_IDENTIFIED,  /* SQL: IDENTIFIED … BY 'password' */
	SW_WORD_BY,
	SW_WORD_PASSWORD,    /* SQL: PASSWORD 'password' */
	SW_WORD_SETTING,     /* a setting whose value follows behind a blank */
};

struct sw_program {
	struct sw_str name;
	enum sw_word_role role;
	const char *spaced;  /* short options with the password in the next word */
	const char *joined;  /* short options with the password in the same word */
	const char *login;   /* short options with user:password, joined or not */
	uint8_t operands;    /* how the words that are no options are read */
};

/* NULL: the word says nothing. */
const struct sw_program *sw_program_find(struct sw_str word);

/* A command whose words are read one after the other; zeroed at its start. */
struct sw_command {
	const struct sw_program *program;
	uint8_t expects;    /* what the next word is; 0: nothing special */
	bool armed;         /* operands are counted */
	bool fewer;         /* htpasswd -n: no file stands before the user */
	unsigned operands;  /* since then */
	struct sw_str name; /* option that names the next word */
};

/* Whether the next word, of whatever characters, may be a password. */
bool sw_command_waits(const struct sw_command *command);
/* The next word is user:password, or the value of something called `name`. */
void sw_command_expect_login(struct sw_command *command);
void sw_command_expect(struct sw_command *command, struct sw_str name);
/* Reads the next word; true when some of it is to be hidden: offsets of the hit count in the word. */
bool sw_command_word(struct sw_command *command, struct sw_str word, struct sw_secret_hit *hit);
