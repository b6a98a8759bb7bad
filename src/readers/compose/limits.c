/* How much a service may take, how often it runs and restarts. The older keys of a service come first, then deploy,
 * which wins where both are there, as in Compose. */
#include "readers/compose/parts.h"

/* A size in bytes: digits, a decimal part, a unit of 1024 steps, as 512m, 1.5gb, 2 GiB. */
static bool read_bytes(struct sw_str text, int64_t *bytes) {
	static const char units[] = "kmgtp";
	double value = 0, scale = 0.1;
	size_t i = 0;
	while (i < text.n && sw_is_digit(text.p[i]))
		value = value * 10 + (text.p[i++] - '0');
	if (i == 0)
		return false;
	if (i + 1 < text.n && text.p[i] == '.' && sw_is_digit(text.p[i + 1]))
		for (i++; i < text.n && sw_is_digit(text.p[i]); i++, scale /= 10)
			value += (text.p[i] - '0') * scale;
	if (i < text.n && text.p[i] == ' ')
		i++;
	const char *unit = i < text.n && sw_is_alpha(text.p[i]) ? strchr(units, sw_to_lower(text.p[i])) : NULL;
	for (const char *step = units; unit && step <= unit; step++)
		value *= 1024;
	i += unit != NULL;
	i += i < text.n && sw_to_lower(text.p[i]) == 'i';
	i += i < text.n && sw_to_lower(text.p[i]) == 'b';
	if (i != text.n || value >= 9e18)
		return false;
	*bytes = (int64_t)value;
	return true;
}

/* Digits with at most one point among them. */
static bool is_decimal(struct sw_str text) {
	size_t points = 0, digits = 0;
	for (size_t i = 0; i < text.n; i++) {
		points += text.p[i] == '.';
		digits += sw_is_digit(text.p[i]);
	}
	return digits > 0 && points <= 1 && points + digits == text.n;
}

static bool read_decimal(struct sw_str text, double *value) {
	if (!is_decimal(text))
		return false;
	uint64_t whole = 0, part = 0, scale = 1;
	bool behind = false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '.') {
			behind = true;
		} else if (!behind) {
			if (whole > UINT64_MAX / 100)
				return false;
			whole = whole * 10 + (uint64_t)(text.p[i] - '0');
		} else if (scale < 1000000000) {
			part = part * 10 + (uint64_t)(text.p[i] - '0');
			scale *= 10;
		}
	}
	*value = (double)whole + (double)part / (double)scale;
	return true;
}

static void say_memory(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *node, const char *what) {
	struct sw_compose_scalar scalar;
	int64_t bytes = 0;
	if (node->kind == SW_NODE_NULL || !sw_compose_scalar(r, node, what, &scalar))
		return;
	bool valid = scalar.known && read_bytes(scalar.text, &bytes);
	if (scalar.known && !valid)
		sw_compose_wrong_type(r, node, what, "a size such as 512m");
	scalar.known = valid;
	sw_compose_say_value(w, SW_FIELD_MEMORY, &scalar,
			     valid ? sw_arena_printf(r->arena, "%lld", (long long)bytes) : scalar.text);
}

static void say_cpus(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *node) {
	struct sw_compose_scalar scalar;
	if (node->kind == SW_NODE_NULL || !sw_compose_scalar(r, node, "cpus", &scalar))
		return;
	if (scalar.known && !is_decimal(scalar.text)) {
		sw_compose_wrong_type(r, node, "cpus", "a decimal number");
		scalar.known = false;
	}
	sw_compose_say(w, SW_FIELD_CPUS, &scalar);
}

static bool read_int(struct sw_compose_reader *r, const struct sw_node *node, const char *what,
		     struct sw_compose_scalar *scalar, int64_t *value) {
	if (node->kind == SW_NODE_NULL || !sw_compose_scalar(r, node, what, scalar))
		return false;
	if (scalar->known && !sw_str_to_i64(scalar->text, value)) {
		sw_compose_wrong_type(r, node, what, "a whole number");
		scalar->known = false;
	}
	return true;
}

static void say_pids(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *node) {
	struct sw_compose_scalar scalar;
	int64_t value;
	if (read_int(r, node, "pids", &scalar, &value))
		sw_compose_say(w, SW_FIELD_PIDS, &scalar);
}

static void set_replicas(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *node) {
	struct sw_compose_scalar scalar;
	int64_t value = 0;
	if (read_int(r, node, "replicas", &scalar, &value) && scalar.known && value >= 0 && value <= UINT32_MAX)
		w->replicas = (uint32_t)value;
}

void sw_compose_read_mem_limit(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	say_memory(r, w, member->value, "mem_limit");
}

void sw_compose_read_cpus(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	say_cpus(r, w, member->value);
}

/* The kernel's own terms: so many microseconds of each period, 100 ms when none is given. */
void sw_compose_read_cpu_quota(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalar scalar, period = {0};
	double quota = 0, length = 100000;
	if (w->said[SW_FIELD_CPUS].how != SW_HOW_ABSENT || member->value->kind == SW_NODE_NULL ||
	    !sw_compose_scalar(r, member->value, "cpu_quota", &scalar))
		return;
	if (sw_compose_find(r, r->service, "cpu_period", &period)) {
		scalar.known &= period.known;
		if (!read_decimal(period.text, &length) || length <= 0)
			length = 100000;
	}
	bool negative = sw_str_starts(scalar.text, SW_S("-")); /* no limit */
	if (scalar.known && !negative && !read_decimal(scalar.text, &quota)) {
		sw_compose_wrong_type(r, member->value, "cpu_quota", "a number of microseconds");
		scalar.known = false;
	}
	sw_compose_say_value(w, SW_FIELD_CPUS, &scalar, sw_arena_printf(r->arena, "%g", quota / length));
}

void sw_compose_read_pids_limit(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	say_pids(r, w, member->value);
}

void sw_compose_read_scale(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	set_replicas(r, w, member->value);
}

void sw_compose_read_restart(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalar scalar;
	if (member->value->kind == SW_NODE_NULL || !sw_compose_scalar(r, member->value, "restart", &scalar))
		return;
	/* a plain `no` that a YAML 1.1 writer turned into false */
	if (member->value->kind == SW_NODE_BOOL && member->value->integer == 0)
		scalar.text = SW_S("no");
	sw_compose_say(w, SW_FIELD_RESTART, &scalar);
}

static void read_restart_policy(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *policy) {
	struct sw_compose_scalar condition, attempts;
	if (!sw_node_is(policy, SW_NODE_MAP))
		return;
	if (!sw_compose_find(r, policy, "condition", &condition))
		condition = (struct sw_compose_scalar){.text = SW_S("any"), .at = policy->span, .known = true, .node = policy};
	if (sw_str_is(condition.text, "any")) {
		condition.text = SW_S("always");
	} else if (sw_str_is(condition.text, "none")) {
		condition.text = SW_S("no");
	} else if (sw_str_is(condition.text, "on-failure") && sw_compose_find(r, policy, "max_attempts", &attempts)) {
		condition.known &= attempts.known;
		condition.text = sw_arena_printf(r->arena, "on-failure:%.*s", SW_ARG(attempts.text));
	}
	sw_compose_say(w, SW_FIELD_RESTART, &condition);
}

void sw_compose_read_deploy(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	const struct sw_node *deploy = member->value, *value;
	if (deploy->kind != SW_NODE_MAP) {
		if (deploy->kind != SW_NODE_NULL)
			sw_compose_wrong_type(r, deploy, "deploy", "a map");
		return;
	}
	const struct sw_node *resources = sw_compose_get(deploy, "resources");
	const struct sw_node *limits = sw_compose_get(resources, "limits");
	if ((value = sw_compose_get(limits, "memory")))
		say_memory(r, w, value, "memory");
	if ((value = sw_compose_get(limits, "cpus")))
		say_cpus(r, w, value);
	if ((value = sw_compose_get(limits, "pids")))
		say_pids(r, w, value);
	if ((value = sw_compose_get(deploy, "replicas")))
		set_replicas(r, w, value);
	read_restart_policy(r, w, sw_compose_get(deploy, "restart_policy"));
}
