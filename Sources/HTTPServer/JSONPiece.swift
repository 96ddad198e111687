/// One value while it encodes itself. An object's members are written as they come and put in order at the end.
final class JSONPiece: Encoder {
    /// A container whose maker goes on before it is full: written beside, put in at the end.
    private struct Late {
        var key: String
        var piece: JSONPiece
    }

    private enum Shape { case open, object, array, single }

    let sheet: JSONSheet
    private let start: Int
    private var shape = Shape.open
    private var members: [(key: String, range: Range<Int>)] = []
    private var late: [Late] = []
    fileprivate var count = 0

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ sheet: JSONSheet) {
        self.sheet = sheet
        start = sheet.bytes.count
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        begin(.object, UInt8(ascii: "{"))
        return KeyedEncodingContainer(JSONMembers<Key>(piece: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        begin(.array, UInt8(ascii: "["))
        return JSONItems(piece: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        if shape == .open { shape = .single }
        return JSONSingle(piece: self)
    }

    private func begin(_ new: Shape, _ mark: UInt8) {
        guard shape == .open else { return }
        shape = new
        sheet.bytes.append(mark)
    }

    fileprivate func member(_ key: String, _ write: () throws -> Void) rethrows {
        if count > 0 { sheet.bytes.append(UInt8(ascii: ",")) }
        count += 1
        let from = sheet.bytes.count
        sheet.write(key)
        sheet.bytes.append(UInt8(ascii: ":"))
        try write()
        members.append((key, from..<sheet.bytes.count))
    }

    fileprivate func item(_ write: () throws -> Void) rethrows {
        if count > 0 { sheet.bytes.append(UInt8(ascii: ",")) }
        count += 1
        try write()
    }

    fileprivate func later(_ key: String) -> JSONPiece {
        let piece = JSONPiece(JSONSheet(capacity: 64))
        if shape == .array { count += 1 }
        late.append(Late(key: key, piece: piece))
        return piece
    }

    /// Closes what was begun. A value that wrote nothing is an empty object, as it is for Foundation.
    func finish() {
        for one in late {
            one.piece.finish()
            if shape == .object {
                member(one.key) { sheet.bytes += one.piece.sheet.bytes }
            } else {
                if sheet.bytes.last != UInt8(ascii: "[") { sheet.bytes.append(UInt8(ascii: ",")) }
                sheet.bytes += one.piece.sheet.bytes
            }
        }
        late = []
        switch shape {
        case .open: sheet.bytes += [UInt8(ascii: "{"), UInt8(ascii: "}")]
        case .single: break
        case .array: sheet.bytes.append(UInt8(ascii: "]"))
        case .object:
            order()
            sheet.bytes.append(UInt8(ascii: "}"))
        }
        shape = .single
    }

    private func order() {
        let isOrdered = zip(members, members.dropFirst()).allSatisfy { !JSONSheet.precedes($1.key, $0.key) }
        guard !isOrdered else { return }
        members.sort { JSONSheet.precedes($0.key, $1.key) }
        var ordered: [UInt8] = []
        ordered.reserveCapacity(sheet.bytes.count - start)
        for (index, one) in members.enumerated() {
            if index > 0 { ordered.append(UInt8(ascii: ",")) }
            ordered += sheet.bytes[one.range]
        }
        sheet.bytes.replaceSubrange((start + 1)..., with: ordered)
    }

    fileprivate static func checked(_ number: some BinaryFloatingPoint & LosslessStringConvertible) throws -> String {
        guard number.isFinite else {
            throw EncodingError.invalidValue(number, EncodingError.Context(codingPath: [], debugDescription: "not a finite number"))
        }
        let text = number.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    fileprivate func raw(_ text: String) { sheet.bytes += Array(text.utf8) }
}

private struct JSONMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let piece: JSONPiece
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil(forKey key: Key) { piece.member(key.stringValue) { piece.raw("null") } }
    mutating func encode(_ value: Bool, forKey key: Key) { piece.member(key.stringValue) { piece.sheet.write(value) } }
    mutating func encode(_ value: String, forKey key: Key) { piece.member(key.stringValue) { piece.sheet.write(value) } }
    mutating func encode(_ value: Int, forKey key: Key) { piece.member(key.stringValue) { piece.sheet.write(integer: value) } }
    mutating func encode(_ value: Double, forKey key: Key) throws {
        let text = try JSONPiece.checked(value)
        piece.member(key.stringValue) { piece.raw(text) }
    }
    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        try piece.member(key.stringValue) { try piece.sheet.write(value) }
    }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        piece.later(key.stringValue).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { piece.later(key.stringValue).unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { piece.later("super") }
    mutating func superEncoder(forKey key: Key) -> any Encoder { piece.later(key.stringValue) }
}

private struct JSONItems: UnkeyedEncodingContainer {
    let piece: JSONPiece
    var codingPath: [any CodingKey] { [] }
    var count: Int { piece.count }

    mutating func encodeNil() { piece.item { piece.raw("null") } }
    mutating func encode(_ value: some Encodable) throws { try piece.item { try piece.sheet.write(value) } }
    // Nested containers stand behind the items that were written directly; nothing in an answer mixes the two.
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        piece.later("").container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { piece.later("").unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { piece.later("") }
}

private struct JSONSingle: SingleValueEncodingContainer {
    let piece: JSONPiece
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { piece.raw("null") }
    mutating func encode(_ value: Bool) { piece.sheet.write(value) }
    mutating func encode(_ value: String) { piece.sheet.write(value) }
    mutating func encode(_ value: Double) throws { piece.raw(try JSONPiece.checked(value)) }
    mutating func encode(_ value: Float) throws { piece.raw(try JSONPiece.checked(value)) }
    mutating func encode(_ value: Int) { piece.sheet.write(integer: value) }
    mutating func encode(_ value: Int8) { piece.sheet.write(integer: value) }
    mutating func encode(_ value: Int16) { piece.sheet.write(integer: value) }
    mutating func encode(_ value: Int32) { piece.sheet.write(integer: value) }
    mutating func encode(_ value: Int64) { piece.sheet.write(integer: value) }
    mutating func encode(_ value: UInt) { piece.sheet.write(integer: value) }
    mutating func encode(_ value: UInt8) { piece.sheet.write(integer: value) }
    mutating func encode(_ value: UInt16) { piece.sheet.write(integer: value) }
    mutating func encode(_ value: UInt32) { piece.sheet.write(integer: value) }
    mutating func encode(_ value: UInt64) { piece.sheet.write(integer: value) }
    mutating func encode(_ value: some Encodable) throws { try piece.sheet.write(value) }
}
