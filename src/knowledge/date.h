/* Days as text, YYYY-MM-DD: the only form that configuration and decisions may use, so that byte order is their order. */
#pragma once
#include "base/str.h"

/* A day that exists, from year 1 on. */
bool sw_date_valid(struct sw_str date);
/* Days from `from` to `to`, both valid; negative when `to` is earlier. */
int64_t sw_date_days(struct sw_str from, struct sw_str to);
/* The day that lies `days` (not negative) behind `date`, NUL-terminated; the last day of year 9999 at most. */
void sw_date_after(struct sw_str date, int64_t days, char text[11]);
