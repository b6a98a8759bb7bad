#include "reports/json/report.h"

void sw_json_put_pending(struct sw_json *json, const struct sw_report *report) {
	const struct sw_pending *pending = report->pending;
	if (!pending)
		return;
	sw_json_key(json, "pending");
	sw_json_open_map(json);
	sw_json_member(json, "revision", pending->revision);
	sw_json_member(json, "commit", pending->commit);
	sw_json_key(json, "items");
	sw_json_open_list(json);
	for (size_t i = 0; i < pending->v.n; i++) {
		sw_json_open_map(json);
		sw_json_member_z(json, "what", pending->v.v[i].what);
		sw_json_member(json, "text", pending->v.v[i].text);
		sw_json_put_location(json, report, "location", pending->v.v[i].at);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
	sw_json_close_map(json);
}
