extension Text {
    /// Whether nobody sees anything of it: blanks of all scripts, marks without width, fillers. A required question is not
    /// answered by that.
    var saysNothing: Bool { scalars.allSatisfy { Text.isUnseen($0) } }

    private static func isUnseen(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0xAD, 0x034F, 0x061C, 0x115F...0x1160, 0x1680, 0x17B4...0x17B5, 0x180B...0x180F: true
        case 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x2800, 0x3000, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0: true
        case 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
        default: false
        }
    }
}

extension String {
    /// As `Text.saysNothing`.
    public var saysNothing: Bool { Text(self).saysNothing }
}
