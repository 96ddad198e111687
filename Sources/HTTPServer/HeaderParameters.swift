/// A header value such as `form-data; name="photo"; filename="a.jpg"`: a word and its parameters.
struct HeaderParameters: Equatable {
    /// Lower case.
    let value: String
    /// By lower-case name.
    let parameters: [String: String]

    /// Nil for anything that breaks the grammar (RFC 9110 §5.6.6), a name that comes twice, or more than 16 parameters.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        func skipSpace() {
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
        }
        func word(_ extra: String = "") -> String? {
            let bytes = rest.prefix { isToken($0) || extra.utf8.contains($0) }
            rest = rest.dropFirst(bytes.count)
            return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
        }
        skipSpace()
        guard let value = word("/") else { return nil }
        var parameters: [String: String] = [:]
        while true {
            skipSpace()
            guard let separator = rest.popFirst() else { break }
            guard separator == UInt8(ascii: ";") else { return nil }
            skipSpace()
            if rest.isEmpty { break }
            guard let name = word()?.lowercased(), rest.popFirst() == UInt8(ascii: "="),
                  let found = rest.first == UInt8(ascii: "\"") ? Self.quoted(&rest) : word("/:?"),
                  parameters.updateValue(found, forKey: name) == nil, parameters.count <= 16
            else { return nil }
        }
        self.value = value.lowercased()
        self.parameters = parameters
    }

    /// Browsers write a quote inside as `%22` and leave a backslash alone, so `\` escapes only a quote or itself.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> String? {
        rest = rest.dropFirst()
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                return String(validating: bytes, as: UTF8.self)
            case UInt8(ascii: "\\") where rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "\\"):
                if let escaped = rest.popFirst() { bytes.append(escaped) }
            default:
                bytes.append(byte)
            }
        }
        return nil
    }
}
