#include "CAssets.h"

/* A plain `swift build` before the first `make` finds no pack; it still compiles, with nothing inside. */
#if __has_embed("../../build/assets.pack")
/* The compiler knows #embed in every mode and only warns that C23 brought it. */
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char pack[] = {
#embed "../../build/assets.pack"
};
const unsigned char *const kinbox_assets = pack;
const size_t kinbox_assets_length = sizeof pack;
#else
const unsigned char *const kinbox_assets = NULL;
const size_t kinbox_assets_length = 0;
#endif
