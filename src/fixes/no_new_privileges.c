#include "fixes/fixer.h"

void sw_fix_no_new_privileges(struct sw_fixing *fixing) {
	if (!fixing->service)
		return;
	const struct sw_workload *workload = fixing->service->workload;
	fixing->fix->title = SW_S("Set no-new-privileges");
	fixing->fix->caution = SW_S("sudo, su and other setuid programs stop working in the container");
	for (size_t i = 0; i < workload->security_opts.n; i++) {
		struct sw_named_at *opt = &workload->security_opts.v[i];
		if (sw_str_starts(opt->name, SW_S("no-new-privileges")) && opt->known) {
			struct sw_str written = sw_fixing_text(fixing, opt->at);
			bool quoted = written.n && (written.p[0] == '"' || written.p[0] == '\'');
			sw_fixing_replace(fixing, opt->at, quoted ? SW_S("\"no-new-privileges:true\"") : SW_S("no-new-privileges:true"));
			return;
		}
	}
	if (workload->security_opts.n)
		sw_fixing_list(fixing, workload->security_opts.v[workload->security_opts.n - 1].at, "no-new-privileges:true");
	else if (!workload->security_opt_present)
		sw_fixing_service(fixing, "security_opt:|  - no-new-privileges:true");
}
