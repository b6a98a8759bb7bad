#include "knowledge/date.h"
#include <assert.h>
#include <stdio.h>

struct day {
	unsigned year, month, day;
};

static bool digits(struct sw_str s, size_t from, size_t n, unsigned *value) {
	*value = 0;
	for (size_t i = from; i < from + n; i++) {
		if (!sw_is_digit(s.p[i]))
			return false;
		*value = *value * 10 + (unsigned)(s.p[i] - '0');
	}
	return true;
}

static unsigned month_days(unsigned year, unsigned month) {
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

static bool read_day(struct sw_str date, struct day *day) {
	return date.n == 10 && date.p[4] == '-' && date.p[7] == '-' && digits(date, 0, 4, &day->year) &&
	       digits(date, 5, 2, &day->month) && digits(date, 8, 2, &day->day) && day->year >= 1 && day->month >= 1 &&
	       day->month <= 12 && day->day >= 1 && day->day <= month_days(day->year, day->month);
}

bool sw_date_valid(struct sw_str date) {
	struct day day;
	return read_day(date, &day);
}

/* Days since 0001-01-01 in the Gregorian calendar. */
static int64_t day_number(struct day day) {
	int64_t years = day.year - 1, number = years * 365 + years / 4 - years / 100 + years / 400 + day.day - 1;
	for (unsigned month = 1; month < day.month; month++)
		number += month_days(day.year, month);
	return number;
}

int64_t sw_date_days(struct sw_str from, struct sw_str to) {
	struct day a, b;
	bool valid = read_day(from, &a) && read_day(to, &b);
	assert(valid);
	return valid ? day_number(b) - day_number(a) : 0;
}

void sw_date_after(struct sw_str date, int64_t days, char text[11]) {
	struct day day;
	bool valid = read_day(date, &day);
	assert(valid && days >= 0);
	for (; valid && days > 0; days--)
		if (++day.day > month_days(day.year, day.month)) {
			day.day = 1;
			day.year += day.month == 12;
			day.month = day.month % 12 + 1;
			if (day.year > 9999) {
				day = (struct day){9999, 12, 31};
				break;
			}
		}
	snprintf(text, 11, "%04u-%02u-%02u", day.year % 10000, day.month % 100, day.day % 100);
}
