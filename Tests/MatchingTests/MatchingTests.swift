import Matching
import Testing

@Suite struct MatchingTests {}
