#pragma once

/* Nothing to call from Swift: importing this module pulls the stand-ins of stubs.c into the link. */
