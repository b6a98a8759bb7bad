/* What opens or closes the container's walls: capabilities, security_opt, devices, kernel knobs, and where output goes. */
#include "readers/compose/parts.h"

/* Upper case without CAP_, the form in which capabilities are compared. */
static struct sw_str capability_name(struct sw_compose_reader *r, const struct sw_compose_scalar *scalar) {
	char *name = sw_arena_alloc(r->arena, scalar->text.n + 1);
	for (size_t i = 0; i < scalar->text.n; i++)
		name[i] = sw_to_upper(scalar->text.p[i]);
	struct sw_str upper = sw_str_trim(sw_str(name, scalar->text.n));
	return sw_str_starts(upper, SW_S("CAP_")) ? sw_str_from(upper, 4) : upper;
}

void sw_compose_read_cap_add(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalars list = sw_compose_list(r, member->value, false, "cap_add");
	for (size_t i = 0; i < list.n; i++)
		sw_compose_name(r, &w->cap_add, list.v[i].known ? capability_name(r, &list.v[i]) : list.v[i].text,
				(struct sw_str){0}, list.v[i].known, list.v[i].at);
}

void sw_compose_read_cap_drop(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalars list = sw_compose_list(r, member->value, false, "cap_drop");
	for (size_t i = 0; i < list.n; i++)
		sw_compose_name(r, &w->cap_drop, list.v[i].known ? capability_name(r, &list.v[i]) : list.v[i].text,
				(struct sw_str){0}, list.v[i].known, list.v[i].at);
}

static const enum sw_field security_fields[] = {SW_FIELD_NO_NEW_PRIVILEGES, SW_FIELD_SECCOMP, SW_FIELD_APPARMOR,
						SW_FIELD_SELINUX, SW_FIELD_SYSTEM_PATHS};

/* An option that is a variable as a whole may be any of them. */
static void say_unknown_option(struct sw_workload *w, const struct sw_compose_scalar *scalar) {
	for (size_t i = 0; i < sizeof security_fields / sizeof *security_fields; i++)
		if (w->said[security_fields[i]].how == SW_HOW_ABSENT)
			sw_compose_say(w, security_fields[i], scalar);
}

/* The engine takes 1, t, T, TRUE, true, True and their opposites; a bare no-new-privileges is true. */
static struct sw_str truth_of(struct sw_str value, bool *valid) {
	static const char *const yes[] = {"1", "t", "true"}, *const no[] = {"0", "f", "false"};
	for (size_t i = 0; i < 3; i++) {
		if (sw_str_is_nocase(value, yes[i]))
			return SW_S("true");
		if (sw_str_is_nocase(value, no[i]))
			return SW_S("false");
	}
	*valid = value.n == 0;
	return SW_S("true");
}

static void say_no_new_privileges(struct sw_compose_reader *r, struct sw_workload *w, struct sw_compose_scalar *scalar,
				  struct sw_str value) {
	bool valid = true;
	struct sw_str truth = truth_of(value, &valid);
	if (!valid && scalar->known) {
		sw_compose_diag(r, SW_DIAG_WARNING, "compose-wrong-type", scalar->at,
				"no-new-privileges: true or false is expected behind the colon");
		scalar->known = false;
	}
	sw_compose_say_value(w, SW_FIELD_NO_NEW_PRIVILEGES, scalar, truth);
}

enum { LABEL_BYTES = 4096 };

/* Each is joined to those before it; what is too long for any honest file is not known. */
static void say_label(struct sw_compose_reader *r, struct sw_workload *w, struct sw_compose_scalar *scalar,
		      struct sw_str value) {
	const struct sw_link *before = &w->said[SW_FIELD_SELINUX];
	bool joins = before->how != SW_HOW_ABSENT;
	scalar->known &= !joins || (before->known && before->value.n < LABEL_BYTES);
	if (joins && scalar->known)
		value = sw_arena_printf(r->arena, "%.*s,%.*s", SW_ARG(before->value), SW_ARG(value));
	sw_compose_say_value(w, SW_FIELD_SELINUX, scalar, value);
}

/* NAME=VALUE, or NAME:VALUE where there is no equals sign. */
static void read_option(struct sw_compose_reader *r, struct sw_workload *w, struct sw_compose_scalar *scalar) {
	struct sw_str option = scalar->text, name = option, value = {0};
	size_t sep = sw_str_find_byte(option, '=');
	if (sep == SW_NPOS)
		sep = sw_str_find_byte(option, ':');
	if (sep != SW_NPOS) {
		name = sw_str_sub(option, 0, sep);
		value = sw_str_from(option, sep + 1);
	}
	if (sw_str_find_byte(name, '$') != SW_NPOS && !scalar->known)
		say_unknown_option(w, scalar);
	else if (sw_str_is(name, "no-new-privileges"))
		say_no_new_privileges(r, w, scalar, value);
	else if (sw_str_is(name, "seccomp"))
		sw_compose_say_value(w, SW_FIELD_SECCOMP, scalar, sw_str_is(value, "builtin") ? SW_S("default") : value);
	else if (sw_str_is(name, "apparmor"))
		sw_compose_say_value(w, SW_FIELD_APPARMOR, scalar, sw_str_is(value, "docker-default") ? SW_S("default") : value);
	else if (sw_str_is(name, "label"))
		say_label(r, w, scalar, value);
	else if (sw_str_is(name, "systempaths"))
		sw_compose_say_value(w, SW_FIELD_SYSTEM_PATHS, scalar, value);
	else if (!sw_str_is(name, "credentialspec") && !sw_str_is(name, "writable-cgroups"))
		sw_compose_diag(r, SW_DIAG_NOTE, "compose-security-opt", scalar->at, "security_opt has no option \"%.*s\"",
				SW_ARG(name));
}

void sw_compose_read_security_opt(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalars list = sw_compose_list(r, member->value, false, "security_opt");
	w->security_opt_present = member->value->kind != SW_NODE_NULL;
	for (size_t i = 0; i < list.n; i++) {
		sw_compose_name(r, &w->security_opts, list.v[i].text, (struct sw_str){0}, list.v[i].known, list.v[i].at);
		read_option(r, w, &list.v[i]);
	}
}

static void read_device(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *node) {
	struct sw_compose_scalar scalar;
	if (node->kind != SW_NODE_MAP) {
		if (!sw_compose_scalar(r, node, "a device", &scalar))
			return;
		struct sw_str rest = scalar.text, host = {0};
		(void)sw_compose_cut(&rest, ':', &host);
		sw_compose_name(r, &w->devices, host, rest, scalar.known, scalar.at);
		return;
	}
	bool known = true;
	struct sw_str host = sw_compose_find_text(r, node, "source", &known);
	struct sw_str target = sw_compose_find_text(r, node, "target", &known);
	struct sw_str rights = sw_compose_find_text(r, node, "permissions", &known);
	struct sw_str value = rights.n ? sw_arena_printf(r->arena, "%.*s:%.*s", SW_ARG(target), SW_ARG(rights)) : target;
	sw_compose_name(r, &w->devices, host, value, known, node->span);
}

void sw_compose_read_devices(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	const struct sw_node *list = member->value;
	if (list->kind != SW_NODE_LIST) {
		if (list->kind != SW_NODE_NULL)
			sw_compose_wrong_type(r, list, "devices", "a list");
		return;
	}
	for (uint32_t i = 0; i < list->count; i++)
		read_device(r, w, list->items[i]);
}

void sw_compose_read_logging(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalar driver;
	if (!sw_node_is(member->value, SW_NODE_MAP) && member->value->kind != SW_NODE_NULL)
		sw_compose_wrong_type(r, member->value, "logging", "a map");
	else if (sw_compose_find(r, member->value, "driver", &driver))
		sw_compose_say(w, SW_FIELD_LOG_DRIVER, &driver);
}

/* Key of the first format: what network_mode says today. */
void sw_compose_read_net(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalar scalar;
	if (sw_compose_scalar(r, member->value, "net", &scalar) && w->said[SW_FIELD_NETWORK_MODE].how == SW_HOW_ABSENT)
		sw_compose_say(w, SW_FIELD_NETWORK_MODE, &scalar);
}

void sw_compose_read_sysctls(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_pairs pairs = sw_compose_pairs(r, member->value, "sysctls");
	sw_compose_push_pairs(r, &w->sysctls, pairs);
}

/* A limit alone counts for both; else soft:hard. */
void sw_compose_read_ulimits(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_members members = sw_compose_members(r, member->value, "ulimits");
	for (size_t i = 0; i < members.n; i++) {
		const struct sw_node *node = members.v[i]->value;
		struct sw_compose_scalar scalar = {0};
		struct sw_str value = {0};
		bool known = true;
		if (node->kind == SW_NODE_MAP) {
			struct sw_str soft = sw_compose_find_text(r, node, "soft", &known);
			struct sw_str hard = sw_compose_find_text(r, node, "hard", &known);
			value = sw_arena_printf(r->arena, "%.*s:%.*s", SW_ARG(soft), SW_ARG(hard));
		} else if (sw_compose_scalar(r, node, "ulimits", &scalar)) {
			value = scalar.text;
			known = scalar.known;
		} else {
			continue;
		}
		sw_compose_name(r, &w->ulimits, members.v[i]->key, value, known, sw_compose_member_span(members.v[i]));
	}
}

void sw_compose_read_group_add(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalars list = sw_compose_list(r, member->value, false, "group_add");
	sw_compose_push_list(r, &w->groups, list);
}
