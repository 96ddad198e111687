/// Writes JSON as bytes and keeps the commas right.
struct JSONOut {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    mutating func object(_ body: (inout JSONOut) -> Void) {
        open(0x7B)
        body(&self)
        close(0x7D)
    }

    mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    mutating func key(_ name: Text) {
        string(name)
        bytes.append(0x3A)
        needsComma = false
    }

    mutating func raw(_ literal: Text) {
        separate()
        bytes += literal.utf8
        needsComma = true
    }

    mutating func number(_ value: Int) { raw(Text(number: value)) }

    mutating func string(_ value: Text) {
        separate()
        bytes.append(0x22)
        for byte in value.utf8 {
            switch byte {
            case 0x22, 0x5C:
                bytes.append(0x5C)
                bytes.append(byte)
            case 0..<0x20:
                bytes += [0x5C, 0x75, 0x30, 0x30]
                for nibble in [byte >> 4, byte & 15] { bytes.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble) }
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
        needsComma = true
    }

    mutating func optional(_ name: Text, _ value: Text?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    mutating func flag(_ name: Text, _ value: Bool) {
        guard value else { return }
        key(name)
        raw("true")
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
    }
}
