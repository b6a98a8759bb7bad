#include "readers/models/threagile/threagile.h"

static const struct {
	const char *key, *words;
} enumerations[] = {
	{"usage", "business devops"},
	{"size", "system service application component"},
	{"machine", "physical virtual container serverless"},
	{"encryption", "none transparent data-with-symmetric-shared-key data-with-asymmetric-shared-key "
		       "data-with-end-user-individual-key"},
	{"confidentiality", "public internal restricted confidential strictly-confidential"},
	{"integrity", "archive operational important critical mission-critical"},
	{"availability", "archive operational important critical mission-critical"},
	{"quantity", "very-few few many very-many"},
	{"authentication", "none credentials session-id token client-certificate two-factor externalized"},
	{"authorization", "none technical-user end-user-identity-propagation"},
	{"boundary", "network-on-prem network-dedicated-hoster network-virtual-lan network-cloud-provider "
		     "network-cloud-security-group network-policy-namespace-isolation execution-environment"},
	{"severity", "low medium elevated high critical"},
	{"status", "unchecked in-discussion accepted in-progress mitigated false-positive"},
	{"protocol", "unknown-protocol http https ws wss reverse-proxy-web-protocol reverse-proxy-web-protocol-encrypted mqtt "
		     "jdbc jdbc-encrypted odbc odbc-encrypted sql-access-protocol sql-access-protocol-encrypted "
		     "nosql-access-protocol nosql-access-protocol-encrypted binary binary-encrypted text text-encrypted ssh "
		     "ssh-tunnel smtp smtp-encrypted pop3 pop3-encrypted imap imap-encrypted ftp ftps sftp scp ldap ldaps jms "
		     "nfs smb smb-encrypted local-file-access nrpe xmpp iiop iiop-encrypted jrmp jrmp-encrypted "
		     "in-process-library-call inter-process-communication container-spawning"},
	{"technology", "unknown-technology client-system browser desktop mobile-app devops-client web-server web-application "
		       "application-server database file-server local-file-system erp cms web-service-rest web-service-soap "
		       "ejb search-index search-engine service-registry reverse-proxy load-balancer build-pipeline "
		       "sourcecode-repository artifact-registry code-inspection-platform monitoring ldap-server "
		       "container-platform batch-processing event-listener identity-provider identity-store-ldap "
		       "identity-store-database tool cli task function gateway iot-device message-queue stream-processing "
		       "service-mesh data-lake report-engine ai mail-server vault hsm waf ids ips scheduler mainframe "
		       "block-storage library"},
};

bool sw_threagile_allows(const char *key, struct sw_str word) {
	for (size_t i = 0; i < sizeof enumerations / sizeof *enumerations; i++)
		if (strcmp(enumerations[i].key, key) == 0)
			return sw_listed(word, enumerations[i].words);
	return true;
}

int32_t sw_threagile_encrypts(struct sw_str protocol) {
	if (sw_str_ends(protocol, SW_S("-encrypted")) || sw_listed(protocol, "https wss ssh ssh-tunnel ftps sftp scp ldaps"))
		return 1;
	if (protocol.n == 0 || sw_listed(protocol, "unknown-protocol local-file-access in-process-library-call "
						   "inter-process-communication container-spawning"))
		return -1;
	return 0;
}

/* What other formats and our own diagrams call it. */
static const struct {
	const char *names, *protocol;
} protocols[] = {
	{"postgres postgresql mysql mariadb mssql oracle sql tds", "sql-access-protocol"},
	{"redis mongodb mongo cassandra elasticsearch memcached nosql etcd", "nosql-access-protocol"},
	{"file volume", "local-file-access"},
	{"socket unix", "inter-process-communication"},
	{"tcp udp amqp amqps grpc kafka nats", "binary"},
};

struct sw_str sw_threagile_protocol(struct sw_arena *arena, struct sw_str protocol, int32_t encrypted) {
	struct sw_str word = sw_arena_lower(arena, sw_str_trim(protocol));
	if (word.n && !sw_threagile_allows("protocol", word)) {
		struct sw_str name = word;
		word = (struct sw_str){0};
		for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
			if (sw_listed(name, protocols[i].names))
				word = sw_str_of(protocols[i].protocol);
	}
	if (word.n == 0)
		return word;
	if (encrypted == 1 && sw_threagile_encrypts(word) == 0) {
		struct sw_str with = sw_str_is(word, "http") ? SW_S("https") : sw_str_is(word, "ws") ? SW_S("wss")
			: sw_arena_join(arena, word, SW_S("-encrypted"));
		word = sw_threagile_allows("protocol", with) ? with : word;
	}
	return word;
}

struct sw_str sw_threagile_class(struct sw_str confidentiality) {
	return sw_str_is(confidentiality, "restricted") ? SW_S("confidential")
		: sw_str_is(confidentiality, "strictly-confidential") ? SW_S("restricted") : confidentiality;
}

struct sw_str sw_threagile_confidentiality(struct sw_str class) {
	if (sw_str_is(class, "restricted"))
		return SW_S("strictly-confidential");
	return sw_threagile_allows("confidentiality", class) ? class : (struct sw_str){0};
}

/* An accepted risk still stands, so it needs looking at; the word is kept beside. */
enum sw_drawn_state sw_threagile_state(struct sw_str status) {
	return sw_str_is(status, "mitigated") ? SW_DRAWN_MITIGATED
		: sw_str_is(status, "false-positive") ? SW_DRAWN_NOT_APPLICABLE
		: sw_listed(status, "in-discussion accepted in-progress") ? SW_DRAWN_NEEDS_INVESTIGATION : SW_DRAWN_NOT_STARTED;
}

const char *sw_threagile_status(enum sw_drawn_state state) {
	switch (state) {
	case SW_DRAWN_MITIGATED: return "mitigated";
	case SW_DRAWN_NOT_APPLICABLE: return "false-positive";
	case SW_DRAWN_NEEDS_INVESTIGATION: return "in-discussion";
	case SW_DRAWN_NOT_STARTED: break;
	}
	return "unchecked";
}

struct sw_str sw_threagile_link_id(struct sw_arena *arena, struct sw_str source, struct sw_str title) {
	return sw_arena_join(arena, sw_arena_join(arena, source, SW_S(">")), sw_node_dashed(arena, title));
}
