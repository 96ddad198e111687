/* GnuTLS is built against p11-kit (smart cards), for which Debian ships no static archive. The box never uses
   a smart card, so these stand-ins close the static link: every call answers "not available" or "nothing".
   Return kinds follow p11-kit's headers (0.24): pointers are NULL, CK_RV is CKR_FUNCTION_NOT_SUPPORTED, P11_KIT_URI_* is
   P11_KIT_URI_UNEXPECTED, and the match and length functions answer 0. */

#include <stddef.h>

#include "CNoPKCS11.h"

enum { CKR_FUNCTION_NOT_SUPPORTED = 0x54, P11_KIT_URI_UNEXPECTED = -2 };

void *p11_kit_config_option(void) { return NULL; }
const char *p11_kit_message(void) { return "smart cards are not available"; }
unsigned long p11_kit_module_finalize(void) { return CKR_FUNCTION_NOT_SUPPORTED; }
int p11_kit_module_get_flags(void) { return 0; }
void *p11_kit_module_get_name(void) { return NULL; }
void *p11_kit_module_load(void) { return NULL; }
void p11_kit_module_release(void) {}
void *p11_kit_modules_load(void) { return NULL; }
void *p11_kit_pin_file_callback(void) { return NULL; }
unsigned long p11_kit_pin_get_length(void) { return 0; }
void *p11_kit_pin_get_value(void) { return NULL; }
void *p11_kit_pin_new_for_string(void) { return NULL; }
int p11_kit_pin_register_callback(void) { return -1; }
void *p11_kit_pin_request(void) { return NULL; }
void p11_kit_pin_unref(void) {}
void p11_kit_pin_unregister_callback(void) {}
void *p11_kit_space_strdup(void) { return NULL; }
unsigned long p11_kit_space_strlen(void) { return 0; }
const char *p11_kit_strerror(void) { return "smart cards are not available"; }
int p11_kit_uri_format(void) { return P11_KIT_URI_UNEXPECTED; }
void p11_kit_uri_free(void) {}
void *p11_kit_uri_get_attribute(void) { return NULL; }
void *p11_kit_uri_get_attributes(void) { return NULL; }
void *p11_kit_uri_get_module_info(void) { return NULL; }
void *p11_kit_uri_get_pin_source(void) { return NULL; }
void *p11_kit_uri_get_pin_value(void) { return NULL; }
void *p11_kit_uri_get_token_info(void) { return NULL; }
int p11_kit_uri_match_module_info(void) { return 0; }
int p11_kit_uri_match_token_info(void) { return 0; }
void *p11_kit_uri_new(void) { return NULL; }
int p11_kit_uri_parse(void) { return P11_KIT_URI_UNEXPECTED; }
int p11_kit_uri_set_attribute(void) { return P11_KIT_URI_UNEXPECTED; }
