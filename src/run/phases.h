/* What a run does one after another, as the status line calls it. */
#pragma once

enum sw_phase { SW_PHASE_READING, SW_PHASE_JUDGING, SW_PHASE_LAYERS, SW_PHASE_COUNT };
