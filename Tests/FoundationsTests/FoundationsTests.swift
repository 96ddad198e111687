import Testing
@testable import Foundations
