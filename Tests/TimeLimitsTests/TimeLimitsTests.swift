import TimeLimits
import Testing

@Suite struct TimeLimitsTests {}
