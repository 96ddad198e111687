#pragma once

#include <stddef.h>

/* The files of assets/ as tools/pack-assets packed them; NULL and 0 in a build made without `make`. */
extern const unsigned char *const kinbox_assets;
extern const size_t kinbox_assets_length;
