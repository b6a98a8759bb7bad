#include "knowledge/data.h"

bool sw_glob(struct sw_str glob, struct sw_str text) {
	size_t g = 0, t = 0, star = SW_NPOS, mark = 0;
	while (t < text.n) {
		if (g < glob.n && glob.p[g] == '*') {
			star = g++;
			mark = t;
		} else if (g < glob.n && (glob.p[g] == '?' || glob.p[g] == text.p[t])) {
			g++;
			t++;
		} else if (star != SW_NPOS) {
			g = star + 1; /* the last star takes one byte more; earlier ones need not be tried again */
			t = ++mark;
		} else {
			return false;
		}
	}
	while (g < glob.n && glob.p[g] == '*')
		g++;
	return g == glob.n;
}
