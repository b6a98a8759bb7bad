#include "readers/models/formats.h"
#include "readers/models/otm/otm.h"
#include "readers/models/threat_dragon/threat_dragon.h"
#include "readers/models/tm7/tm7.h"
#include "readers/models/threagile/threagile.h"
#include "readers/models/tm_bom/tm_bom.h"

/* In the order in which they are tried: what is surest to know comes first. The last row ends the table, so that it is
 * never empty. */
const struct sw_model_format sw_model_formats[] = {
	{"tm7", "models of the Microsoft Threat Modeling Tool", sw_tm7_looks_like, sw_tm7_read, sw_tm7_write},
	{"tb7", "templates of the Microsoft Threat Modeling Tool", sw_tb7_looks_like, sw_tb7_read, sw_tb7_write},
	{"threagile", "the Threagile tool's YAML", sw_threagile_looks_like, sw_threagile_read, sw_threagile_write},
	{"tm-bom", "TM-BOM, the OWASP threat-model library's JSON", sw_tm_bom_looks_like, sw_tm_bom_read, sw_tm_bom_write},
	{"cyclonedx", "a threat model in the components of a CycloneDX document", sw_cyclonedx_looks_like, sw_cyclonedx_read, NULL},
	{"threat-dragon", "OWASP Threat Dragon's JSON, version 2 (version 1 is read)", sw_threat_dragon_looks_like,
	 sw_threat_dragon_read, sw_threat_dragon_write},
	{"otm", "the Open Threat Model format, as JSON (YAML is read)", sw_otm_looks_like, sw_otm_read, sw_otm_write},
	{"otm-yaml", "the Open Threat Model format, as YAML (JSON is read)", sw_otm_looks_like, sw_otm_read, sw_otm_yaml_write},
	{0},
};
const size_t sw_model_format_count = sizeof sw_model_formats / sizeof *sw_model_formats - 1;

const struct sw_model_format *sw_model_format_of(struct sw_str name) {
	for (size_t i = 0; i < sw_model_format_count; i++)
		if (sw_str_is(name, sw_model_formats[i].name))
			return &sw_model_formats[i];
	return NULL;
}

const struct sw_model_format *sw_model_format_guess(struct sw_str path, struct sw_str text) {
	for (size_t i = 0; i < sw_model_format_count; i++)
		if (sw_model_formats[i].looks_like(path, text))
			return &sw_model_formats[i];
	return NULL;
}
