extension Workbook {
    /// One CSV file as spreadsheet programs save it: commas, or semicolons or tabs where its first line has more of those.
    /// Row numbers are those of the file. Blanks around a cell go.
    public static func sheet(csv bytes: [UInt8], name: String, limits: WorkbookLimits = WorkbookLimits()) throws(WorkbookFault) -> Sheet {
        guard bytes.count <= limits.bytes else { throw WorkbookFault(.tooLarge) }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw WorkbookFault(.badText) }
        var counts: [UInt8: Int] = [:]
        for byte in bytes.prefix(while: { $0 != 0x0A && $0 != 0x0D }) { counts[byte, default: 0] += 1 }
        var separator = UInt8(ascii: ",")
        for other in [UInt8(ascii: ";"), 0x09] where counts[other, default: 0] > counts[separator, default: 0] { separator = other }
        let sheet = Sheet(name: name, texts: try rows(bytes, part: "", limits, separator: separator).map { $0.map(trimmed) })
        guard sheet.rows.reduce(0, { $0 + $1.cells.count }) <= limits.cells else { throw WorkbookFault(.tooManyCells) }
        return sheet
    }
}
