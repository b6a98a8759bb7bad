/* Providers of Terraform, by the lock file of a folder. */
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* provider "registry.terraform.io/hashicorp/aws" { version = "5.72.1" … } */
static void read(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line, name = {0};
	while (sw_line_next(&bytes, &line)) {
		struct sw_str rest = sw_str_trim(line), word = sw_text_word(&rest);
		if (sw_str_is(word, "provider"))
			name = sw_text_unquote(sw_text_word(&rest));
		else if (sw_str_is(word, "}"))
			name = (struct sw_str){0};
		else if (name.n && sw_str_is(word, "version") && sw_str_is(sw_text_word(&rest), "="))
			sw_package_add(sink, SW_PACKAGE_TERRAFORM, name, sw_text_unquote(sw_text_word(&rest)));
	}
}

const struct sw_package_reader sw_package_reader_terraform_lock = {
	.kind = "terraform-lock",
	.names = (const char *const[]){".terraform.lock.hcl", NULL},
	.limit = 4 << 20,
	.declares = true,
	.read = read,
};
