/// Header fields in order of arrival. Names are folded to lower case, as HTTP/2 sends them and HTTP/1.1 allows.
public struct Headers: Sendable, Hashable, Sequence, ExpressibleByDictionaryLiteral {
    public struct Field: Sendable, Hashable {
        public let name: String
        public let value: String
    }

    private var fields: [Field] = []

    public init() {}

    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    /// The first value of `name`. Setting replaces every one of that name; nil removes them.
    public subscript(name: String) -> String? {
        get {
            let folded = name.lowercased()
            return fields.first { $0.name == folded }?.value
        }
        set {
            let folded = name.lowercased()
            fields.removeAll { $0.name == folded }
            if let newValue { fields.append(Field(name: folded, value: newValue)) }
        }
    }

    /// Every value of `name`, in order.
    public func values(_ name: String) -> [String] {
        let folded = name.lowercased()
        return fields.compactMap { $0.name == folded ? $0.value : nil }
    }

    /// Adds one more, beside those already there (`Set-Cookie`).
    public mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name.lowercased(), value: value))
    }

    public var count: Int { fields.count }

    public func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }
}
