/* The facts of a compose file as lines, each with the text of its span in brackets: what tables of tests compare. */
#pragma once
#include "base/out.h"
#include "facts/factset.h"

static void dump_span(struct sw_out *out, const struct sw_factset *set, struct sw_span at) {
	struct sw_str text = sw_span_text(&set->sources, at);
	sw_out_z(out, at.source > set->sources.base + 1 ? " {" : " [");
	for (size_t i = 0; i < text.n; i++)
		sw_out_byte(out, text.p[i] == '\n' ? '|' : text.p[i]);
	sw_out_z(out, at.source > set->sources.base + 1 ? "}" : "]");
}

static void dump_fields(struct sw_out *out, const struct sw_factset *set, const struct sw_workload *w) {
	static const char *const marks[] = {[SW_HOW_STATED] = "", [SW_HOW_DEFAULTED] = "~", [SW_HOW_UNSEEN] = "!"};
	for (unsigned f = 0; f < SW_FIELD_COUNT; f++) {
		const struct sw_link *said = &w->said[f];
		if (said->how == SW_HOW_ABSENT || said->how == SW_HOW_UNSEEN)
			continue;
		sw_out_printf(out, "%s%s%s=%.*s", sw_field_table[f].name, marks[said->how], said->known ? "" : "?",
			      SW_ARG(said->value));
		dump_span(out, set, said->at);
		sw_out_z(out, "\n");
	}
}

static void dump_name(struct sw_out *out, const struct sw_factset *set, const char *what, const struct sw_named_at *name) {
	sw_out_printf(out, "%s%s %.*s", what, name->known ? "" : "?", SW_ARG(name->name));
	if (name->value.n)
		sw_out_printf(out, "=%.*s", SW_ARG(name->value));
	dump_span(out, set, name->at);
	sw_out_z(out, "\n");
}

#define DUMP_NAMES(out, set, what, vec)              \
	for (size_t i_ = 0; i_ < (vec).n; i_++)      \
		dump_name((out), (set), (what), &(vec).v[i_])

static void dump_build(struct sw_out *out, const struct sw_factset *set, const struct sw_service_build *b) {
	if (!b->present)
		return;
	sw_out_printf(out, "build context=%.*s dockerfile=%.*s target=%.*s path=%.*s%s%s network=%.*s privileged=%d",
		      SW_ARG(b->context), SW_ARG(b->dockerfile), SW_ARG(b->target), SW_ARG(b->path), b->remote ? " remote" : "",
		      b->inlined ? " inlined" : "", SW_ARG(b->network), (int)b->privileged);
	dump_span(out, set, b->at);
	sw_out_z(out, "\n");
	for (size_t i = 0; i < b->args.n; i++) {
		const struct sw_pair *arg = &b->args.v[i];
		sw_out_printf(out, "arg%s %.*s%s%.*s", arg->known ? "" : "?", SW_ARG(arg->name), arg->has_value ? "=" : "",
			      SW_ARG(arg->value));
		dump_span(out, set, arg->at);
		dump_span(out, set, arg->value_at);
		sw_out_z(out, "\n");
	}
	DUMP_NAMES(out, set, "entitlement", b->entitlements);
	DUMP_NAMES(out, set, "ssh", b->ssh);
	DUMP_NAMES(out, set, "context", b->contexts);
}

static void dump_image(struct sw_out *out, const struct sw_factset *set, const struct sw_workload *w) {
	if (!w->has_image)
		return;
	sw_out_printf(out, "image%s %.*s %.*s%s", w->image.ref.known ? "" : "?", SW_ARG(w->image.ref.name),
		      SW_ARG(w->image.ref.tag), w->image.builds ? " builds" : "");
	dump_span(out, set, w->image.at);
	sw_out_z(out, "\n");
}

static void dump_ports(struct sw_out *out, const struct sw_factset *set, const struct sw_workload *w) {
	for (size_t i = 0; i < w->ports.n; i++) {
		const struct sw_port *p = &w->ports.v[i];
		sw_out_printf(out, "port%s %.*s %u-%u>%u-%u/%.*s", p->known ? "" : "?", SW_ARG(p->host_ip), p->published_low,
			      p->published_high, p->target_low, p->target_high, SW_ARG(p->protocol));
		dump_span(out, set, p->at);
		sw_out_z(out, "\n");
	}
	for (size_t i = 0; i < w->exposed.n; i++) {
		const struct sw_exposed *p = &w->exposed.v[i];
		sw_out_printf(out, "expose %u-%u/%.*s", p->port_low, p->port_high, SW_ARG(p->protocol));
		dump_span(out, set, p->at);
		sw_out_z(out, "\n");
	}
}

static void dump_mounts(struct sw_out *out, const struct sw_factset *set, const struct sw_workload *w) {
	static const char *const kinds[] = {"bind", "volume", "anonymous", "tmpfs", "other"}, *const access[] = {"?", "rw", "ro"};
	for (size_t i = 0; i < w->mounts.n; i++) {
		const struct sw_mount *m = &w->mounts.v[i];
		sw_out_printf(out, "mount%s %s %.*s (%.*s)>%.*s %s", m->known ? "" : "?", kinds[m->kind], SW_ARG(m->source),
			      SW_ARG(m->host_path), SW_ARG(m->target), access[m->read_only]);
		if (m->propagation.n || m->options.n)
			sw_out_printf(out, " %.*s%.*s", SW_ARG(m->propagation), SW_ARG(m->options));
		dump_span(out, set, m->at);
		sw_out_z(out, "\n");
	}
}

static void dump_env(struct sw_out *out, const struct sw_factset *set, const struct sw_workload *w) {
	static const char *const origins[] = {"literal", "interpolated", "passed", "file"};
	for (size_t i = 0; i < w->env.n; i++) {
		const struct sw_env *e = &w->env.v[i];
		sw_out_printf(out, "env%s %.*s=%.*s %s", e->known ? "" : "?", SW_ARG(e->name), SW_ARG(e->value), origins[e->origin]);
		dump_span(out, set, e->at);
		dump_span(out, set, e->value_at);
		sw_out_z(out, "\n");
	}
	DUMP_NAMES(out, set, "env-file", w->env_files);
}

static void dump_service(struct sw_out *out, const struct sw_factset *set, const struct sw_workload *w) {
	dump_image(out, set, w);
	dump_build(out, set, &w->build);
	dump_fields(out, set, w);
	dump_env(out, set, w);
	dump_ports(out, set, w);
	dump_mounts(out, set, w);
	DUMP_NAMES(out, set, "cap-add", w->cap_add);
	DUMP_NAMES(out, set, "cap-drop", w->cap_drop);
	DUMP_NAMES(out, set, "device", w->devices);
	DUMP_NAMES(out, set, "security-opt", w->security_opts);
	DUMP_NAMES(out, set, "sysctl", w->sysctls);
	DUMP_NAMES(out, set, "ulimit", w->ulimits);
	DUMP_NAMES(out, set, "group", w->groups);
	DUMP_NAMES(out, set, "label", w->labels);
	DUMP_NAMES(out, set, "on-network", w->networks);
	DUMP_NAMES(out, set, "link", w->links);
	DUMP_NAMES(out, set, "depends", w->depends_on);
	DUMP_NAMES(out, set, "volumes-from", w->volumes_from);
	DUMP_NAMES(out, set, "profile", w->profiles);
	DUMP_NAMES(out, set, "secret", w->secrets);
	DUMP_NAMES(out, set, "config", w->configs);
	DUMP_NAMES(out, set, "annotation", w->annotations);
	if (w->replicas != 1)
		sw_out_printf(out, "replicas %u\n", w->replicas);
}

static void dump_top(struct sw_out *out, const struct sw_factset *set, const struct sw_deployment *d) {
	sw_out_printf(out, "name %.*s\n", SW_ARG(d->name));
	for (size_t i = 0; i < d->networks.n; i++) {
		const struct sw_network *n = &d->networks.v[i];
		sw_out_printf(out, "network %.*s%s%s%s%s%s%.*s\n", SW_ARG(n->name), n->external ? " external" : "",
			      n->internal ? " internal" : "", n->implicit ? " implicit" : "", n->encrypted ? " encrypted" : "",
			      n->driver.n ? " driver=" : "", SW_ARG(n->driver));
	}
	for (size_t i = 0; i < d->volumes.n; i++) {
		const struct sw_volume *v = &d->volumes.v[i];
		sw_out_printf(out, "volume %.*s%s (%.*s)", SW_ARG(v->name), v->external ? " external" : "", SW_ARG(v->bind_path));
		dump_span(out, set, v->at);
		sw_out_z(out, "\n");
	}
	for (size_t i = 0; i < d->secrets.n; i++) {
		const struct sw_store_secret *s = &d->secrets.v[i];
		sw_out_printf(out, "%s %.*s file=%.*s environment=%.*s%s%s", s->config ? "top-config" : "top-secret",
			      SW_ARG(s->name), SW_ARG(s->file), SW_ARG(s->environment), s->external ? " external" : "",
			      s->in_project ? " in-project" : "");
		dump_span(out, set, s->at);
		sw_out_z(out, "\n");
	}
	DUMP_NAMES(out, set, "include", d->includes);
}

static void dump_diags(struct sw_out *out, const struct sw_factset *set) {
	for (size_t i = 0; i < set->diags.n; i++) {
		sw_out_printf(out, "diag %s", set->diags.v[i].code);
		dump_span(out, set, set->diags.v[i].at);
		sw_out_z(out, "\n");
	}
}

static void dump_secrets(struct sw_out *out, const struct sw_factset *set) {
	static const char *const strengths[] = {"token", "literal", "weak", "placeholder"};
	for (size_t i = 0; i < set->secrets.n; i++) {
		const struct sw_secret_fact *s = &set->secrets.v[i];
		sw_out_printf(out, "seen %.*s %s %.*s", SW_ARG(s->kind), strengths[s->strength], SW_ARG(s->name));
		dump_span(out, set, s->at);
		sw_out_z(out, "\n");
	}
}
