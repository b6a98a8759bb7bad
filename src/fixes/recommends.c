#include "fixes/fixer.h"

void sw_fix_recommends(struct sw_fixing *fixing) {
	const struct sw_shell_command *command = fixing->command;
	for (uint32_t i = 1; command && i < command->word_count; i++)
		if (sw_str_is(command->words[i].text, "install")) {
			fixing->fix->title = SW_S("Install without recommended packages");
			fixing->fix->caution = SW_S("packages that are merely recommended (certificates, for one) are missing unless they are named");
			sw_fixing_insert(fixing, command->words[i].span.source, command->words[i].span.end, SW_S(" --no-install-recommends"));
			return;
		}
}
