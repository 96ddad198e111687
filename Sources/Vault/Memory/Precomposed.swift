import Foundation

extension String {
    /// Unicode NFC.
    var precomposed: String { precomposedStringWithCanonicalMapping }
}
