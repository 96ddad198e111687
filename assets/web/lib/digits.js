// Digits as people of several scripts type them.

/** Digits of the Arabic and the Persian script as European ones. */
export function europeanDigits(text) {
  return text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
}
