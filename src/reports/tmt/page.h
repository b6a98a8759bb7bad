/* The page's style, and its SHA-256 in base64. */
#pragma once

extern const char sw_tmt_style[], sw_tmt_style_digest[];
